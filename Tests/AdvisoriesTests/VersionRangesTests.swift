import Testing

@testable import Advisories

@Suite struct VersionRangesTests {
    private static let universe = (0..<12).map(String.init)

    private static func random(_ random: inout FixedRandom) throws -> VersionRanges {
        let intervals = (0..<Int.random(in: 0...4, using: &random)).map { _ in
            let ends = (0..<2).map { _ -> VersionBound? in
                let version = Int.random(in: -2..<12, using: &random)
                return version < 0 ? nil : VersionBound("\(version)", isInclusive: Bool.random(using: &random))
            }
            return VersionInterval(from: ends[0], to: ends[1])
        }
        return try VersionRanges(.dpkg, intervals)
    }

    @Test func `is a set: union, intersection and complement are what their members say`() throws {
        var random = FixedRandom(3)
        for _ in 0..<500 {
            let (a, b) = (try Self.random(&random), try Self.random(&random))
            let (union, intersection, complement) = (a.union(b), a.intersection(b), a.complement)
            for version in Self.universe {
                let (inA, inB) = (a.membership(of: version) == .inside, b.membership(of: version) == .inside)
                #expect((union.membership(of: version) == .inside) == (inA || inB), "\(a) ∪ \(b): \(union) \(version)")
                #expect(
                    (intersection.membership(of: version) == .inside) == (inA && inB),
                    "\(a) ∩ \(b): \(intersection) \(version)")
                #expect((complement.membership(of: version) == .inside) == !inA, "not \(a): \(complement) \(version)")
            }
            #expect(complement.complement == a)
            #expect(a.union(complement) == .everything(.dpkg))
            #expect(a.intersection(complement) == .nothing(.dpkg))
        }
    }

    @Test func `does not know about a version that the scheme cannot order`() throws {
        let ranges = try VersionRanges(.go, [.below("1.0.0")])
        #expect(ranges.membership(of: "(devel)") == .unknown)
        #expect(ranges.membership(of: "v0.9.0") == .inside)
        #expect(throws: RangeError.self) { try VersionRanges(.go, [.below("(devel)")]) }
    }

    // MARK: OSV events

    @Test(arguments: [
        ([OSVEvent.introduced("0"), .fixed("1.0")], "(,1.0)"),
        ([.fixed("1.0"), .introduced("0")], "(,1.0)"),
        ([.introduced("1.0"), .lastAffected("2.0")], "[1.0,2.0]"),
        ([.introduced("1.0")], "[1.0,)"),
        ([.introduced("3.0"), .fixed("2.0"), .introduced("1.0"), .fixed("4.0")], "[1.0,2.0),[3.0,4.0)"),
        // A second introduction changes nothing, and neither does a second fix.
        ([.introduced("1.0"), .introduced("2.0"), .fixed("3.0"), .fixed("4.0")], "[1.0,3.0)"),
        // A fix without an introduction means nothing.
        ([.fixed("1.0")], "nothing"),
        ([], "nothing"),
        // Introduced and fixed at once: never affected; but a fix that is followed by an introduction does not hold.
        ([.introduced("1.0"), .fixed("1.0")], "nothing"),
        ([.introduced("0"), .fixed("1.0"), .introduced("1.0"), .fixed("2.0")], "(,2.0)"),
        ([.introduced("1.0"), .lastAffected("1.0")], "[1.0,1.0]"),
        ([.introduced("0"), .lastAffected("1.0"), .introduced("1.0"), .fixed("2.0")], "(,2.0)"),
        ([.introduced("0"), .limit("2.0")], "(,2.0)"),
        ([.introduced("0"), .limit("2.0"), .limit("3.0")], "(,3.0)"),
        ([.introduced("0"), .limit("2.0"), .limit("*")], "(,)"),
        ([.introduced("1.0"), .fixed("3.0"), .limit("2.0")], "[1.0,2.0)"),
    ])
    func `evaluates events in the order of their versions`(_ events: [OSVEvent], _ expected: String) throws {
        #expect(try VersionRanges(.dpkg, osv: events).description == expected)
    }

    /// The evaluation of the schema, event by event, for events of different versions.
    private static func isAffected(_ version: String, _ events: [OSVEvent], _ scheme: VersionScheme) -> Bool {
        let limits = events.compactMap { if case .limit(let version) = $0 { version } else { nil } }
        guard limits.isEmpty || limits.contains(where: { $0 == "*" || scheme.order(version, $0) == .less }) else {
            return false
        }
        func place(_ event: OSVEvent) -> String {
            switch event {
            case .introduced(let version), .fixed(let version), .lastAffected(let version), .limit(let version): version
            }
        }
        var affected = false
        for event in events.sorted(by: { scheme.order(place($0), place($1)) == .less }) {
            switch event {
            case .introduced(let start): if start == "0" || scheme.order(version, start) != .less { affected = true }
            case .fixed(let fix): if scheme.order(version, fix) != .less { affected = false }
            case .lastAffected(let last): if scheme.order(version, last) == .greater { affected = false }
            case .limit: continue
            }
        }
        return affected
    }

    @Test func `agrees with the evaluation of the OSV schema, event by event`() throws {
        var random = FixedRandom(5)
        for _ in 0..<2_000 {
            let versions = (1..<12).shuffled(using: &random).prefix(Int.random(in: 0...6, using: &random)).map {
                "\($0).0"
            }
            var events = versions.map { version -> OSVEvent in
                switch Int.random(in: 0..<10, using: &random) {
                case 0..<4: .introduced(version)
                case 4..<7: .fixed(version)
                case 7..<9: .lastAffected(version)
                default: .limit(version)
                }
            }
            if Bool.random(using: &random) { events.append(.introduced("0")) }
            events.shuffle(using: &random)
            let ranges = try VersionRanges(.semver, osv: events)
            for version in (0..<13).flatMap({ ["\($0).0", "\($0).5", "\($0).0-rc"] }) {
                let expected = Self.isAffected(version, events, .semver)
                #expect((ranges.membership(of: version) == .inside) == expected, "\(version) \(events) \(ranges)")
            }
        }
    }

    @Test func `refuses an event that it cannot order`() {
        #expect(throws: RangeError.self) { try VersionRanges(.semver, osv: [.introduced("0"), .fixed("next")]) }
        let many = Array(repeating: OSVEvent.introduced("1"), count: VersionRanges.mostTerms + 1)
        #expect(throws: RangeError.tooManyTerms) { try VersionRanges(.semver, osv: many) }
    }
}
