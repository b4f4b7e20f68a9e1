package import Content
internal import Glibc

/// Which of many bills of materials an advisory is about.
///
/// Comes in: documents, through `ComponentIndexWriter`. Goes out: for an advisory, the documents that hold a package of
/// which it speaks, in a version that it means. Components are looked up by ecosystem and exact name, and each that the
/// documents share is judged once, by the same `Matcher` that judges a document by itself; so both give the same answer.
package final class ComponentIndex {
    private let segments: [IndexSegment]
    /// Number of the first document of each segment.
    private let bases: [Int]

    /// - Throws: `FileError` or `ComponentIndexError`.
    package init(path: String) throws {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileError(operation: "open", path: path, code: errno) }
        defer { close(descriptor) }
        let mapping = try IndexMapping(descriptor: descriptor, path: path)
        segments = try Self.segments(IndexCommit.read(mapping.bytes, path: path), mapping)
        var bases: [Int] = []
        var next = 0
        for segment in segments {
            bases.append(next)
            next += segment.documentCount
        }
        self.bases = bases
        documentCount = next
    }

    static func segments(
        _ commit: IndexCommit, _ mapping: IndexMapping
    ) throws(ComponentIndexError) -> [IndexSegment] {
        var segments: [IndexSegment] = []
        for place in commit.segments {
            let bytes = UnsafeRawBufferPointer(rebasing: mapping.bytes[place.offset..<place.offset + place.length])
            segments.append(try IndexSegment(mapping, bytes, root: place.root))
        }
        return segments
    }

    package let documentCount: Int

    package var componentCount: Int { segments.reduce(0) { $0 + $1.componentCount } }
    package var segmentCount: Int { segments.count }
    /// Bytes in use; the file may hold as many again that are not any more.
    package var size: Int { segments.reduce(0) { $0 + $1.size } }

    /// Documents with components that cannot be looked up, or that were not read whole: of these nothing is said.
    package func incompleteDocuments() throws(ComponentIndexError) -> Int {
        var count = 0
        for segment in segments { count += try segment.incompleteDocuments() }
        return count
    }

    /// Reads and checks every byte.
    package func checkAll() throws(ComponentIndexError) { for segment in segments { try segment.checkAll() } }

    /// - Parameter number: from an `Answer`.
    package func document(_ number: Int) throws(ComponentIndexError) -> (digest: Digest, name: String) {
        guard let place = bases.lastIndex(where: { $0 <= number }), number < documentCount else {
            throw .damaged("a document that is not there")
        }
        let document = try segments[place].document(number - bases[place])
        return (document.digest, document.name)
    }

    // MARK: Questions

    /// A component of which an advisory speaks.
    package struct Match: Sendable {
        package var package: ScannedPackage
        package var finding: Finding
        /// Numbers, ascending.
        package var documents: [Int]
    }

    package struct Answer: Sendable {
        package var matches: [Match] = []
        /// Numbers of the documents that are affected, ascending.
        package var affected: [Int] = []
        /// Of those about which it cannot be decided, and that are not affected for another component.
        package var undecided: [Int] = []
    }

    /// The documents that have a flaw.
    ///
    /// - Parameter flaw: its number in the database; `nil` for all flaws that the database holds.
    /// - Throws: `ComponentIndexError` or `DatabaseError`.
    package func documents(with flaw: Int?, of database: AdvisoryDatabase) throws -> Answer {
        var answer = Answer()
        // Bits: 1 affected, 2 undecided.
        var verdicts = [UInt8](repeating: 0, count: documentCount)
        let names = try Self.packages(of: flaw, database)
        for (place, segment) in segments.enumerated() {
            var seen: Set<Int> = []
            for (ecosystem, name) in names { seen.formUnion(try segment.components(ecosystem.description, name)) }
            let found = try Self.judge(seen.sorted(), in: segment, flaw, database)
            for (component, package, finding) in found {
                var match = Match(package: package, finding: finding, documents: [])
                let row = try segment.component(component)
                match.documents.reserveCapacity(row.count)
                let bit: UInt8 = finding.verdict == .affected ? 1 : 2
                try segment.forEachDocument(of: row) { document in
                    match.documents.append(bases[place] + document)
                    verdicts[bases[place] + document] |= bit
                }
                answer.matches.append(match)
            }
        }
        for (number, verdict) in verdicts.enumerated() where verdict != 0 {
            if verdict & 1 != 0 { answer.affected.append(number) } else { answer.undecided.append(number) }
        }
        return answer
    }

    /// The packages of which the records speak, each once.
    private static func packages(
        of flaw: Int?, _ database: AdvisoryDatabase
    ) throws -> [(ecosystem: Ecosystem, name: String)] {
        guard let flaw else { return database.packageNames }
        var names: [Ecosystem: Set<String>] = [:]
        for advisory in try database.flaw(flaw).advisories {
            for affected in try database.advisory(advisory).affected {
                names[affected.ecosystem, default: []].insert(affected.name)
            }
        }
        return names.keys.sorted().flatMap { ecosystem in
            (names[ecosystem] ?? []).sorted().map { (ecosystem, $0) }
        }
    }

    private static func judge(
        _ numbers: [Int], in segment: IndexSegment, _ flaw: Int?, _ database: AdvisoryDatabase
    ) throws -> [(component: Int, package: ScannedPackage, finding: Finding)] {
        // The release of a package may depend on the operating system around it.
        var groups: [String: (distribution: (id: String, version: String?)?, members: [(Int, ScannedPackage)])] = [:]
        for number in numbers {
            let component = try IndexedComponent(segment.component(number).text)
            // Judged through the package that owns it.
            if let owner = component.ownerEcosystem, database.knows(owner) { continue }
            let key = component.distribution.map { "\($0.id) \($0.version ?? "")" } ?? ""
            groups[key, default: (component.distribution, [])].members.append((number, component.package))
        }
        var result: [(component: Int, package: ScannedPackage, finding: Finding)] = []
        for (_, group) in groups.sorted(by: { $0.key < $1.key }) {
            let matched = try Matcher(database, distribution: group.distribution).match(group.members.map(\.1))
            for finding in matched.findings where flaw == nil || finding.flaw == flaw {
                let (number, package) = group.members[finding.package]
                result.append((number, package, finding))
            }
        }
        return result
    }
}
