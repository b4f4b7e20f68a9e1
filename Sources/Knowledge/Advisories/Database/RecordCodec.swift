internal import Content

/// Advisories as bytes within the database's compressed text.
///
/// Field after field without names; cases of enumerations by their position. The database's format number changes when
/// this does.
enum RecordCodec {
    // MARK: Writing

    static func encode(_ advisory: Advisory, into out: inout ByteWriter) {
        out.appendText(advisory.source)
        out.appendText(advisory.id)
        out.append(place(of: advisory.kind))
        out.append(place(of: advisory.status))
        for list in [advisory.aliases, advisory.upstream, advisory.related] { encode(list, into: &out) }
        out.appendText(advisory.summary)
        encode(advisory.published, into: &out)
        encode(advisory.modified, into: &out)
        encode(advisory.severities, into: &out)
        encode(advisory.references, into: &out)
        encode(advisory.weaknesses, into: &out)
        out.append(advisory.document.bytes)
        out.appendVarint(advisory.affected.count)
        for affected in advisory.affected { encode(affected, into: &out) }
    }

    private static func encode(_ affected: Affected, into out: inout ByteWriter) {
        out.append(place(of: affected.ecosystem.family))
        out.appendText(affected.ecosystem.release)
        out.appendText(affected.name)
        out.append(place(of: affected.naming))
        out.append(place(of: affected.verdict))
        out.append(place(of: affected.basis))
        out.appendText(affected.justification)
        out.appendVarint(affected.ranges.count)
        for range in affected.ranges { encode(range, into: &out) }
        encode(affected.versions, into: &out)
        out.append(place(of: affected.fix.state))
        encode(affected.fix.versions, into: &out)
        encode(affected.fix.date, into: &out)
        out.appendText(affected.fix.notice)
        encode(affected.architectures, into: &out)
        out.appendText(affected.module ?? "")
        out.appendText(affected.channel)
        encode(affected.platforms, into: &out)
        out.appendVarint(affected.symbols.count)
        for symbols in affected.symbols {
            out.appendText(symbols.path)
            for list in [symbols.names, symbols.systems, symbols.architectures] { encode(list, into: &out) }
        }
        encode(affected.severities, into: &out)
        encode(affected.cpes, into: &out)
        out.appendVarint(affected.cautions.count)
        for caution in affected.cautions { out.append(place(of: caution)) }
        out.appendVarint(affected.conditions.count)
        for condition in affected.conditions {
            out.append(condition.isNegated ? UInt8(1) : 0)
            out.appendVarint(condition.anyOf.count)
            for product in condition.anyOf {
                out.appendText(product.cpe)
                out.appendText(product.versions)
            }
        }
    }

    private static func encode(_ range: RangeStatement, into out: inout ByteWriter) {
        switch range {
        case .events(let events):
            out.append(UInt8(0))
            out.appendVarint(events.count)
            for event in events {
                let (kind, version): (UInt8, String) =
                    switch event {
                    case .introduced(let version): (0, version)
                    case .fixed(let version): (1, version)
                    case .lastAffected(let version): (2, version)
                    case .limit(let version): (3, version)
                    }
                out.append(kind)
                out.appendText(version)
            }
        case .inside(let requirements, let dialect):
            out.append(UInt8(1))
            out.append(place(of: dialect))
            encode(requirements, into: &out)
        case .outside(let requirements, let dialect):
            out.append(UInt8(2))
            out.append(place(of: dialect))
            encode(requirements, into: &out)
        }
    }

    static func encode(_ severities: [SeverityStatement], into out: inout ByteWriter) {
        out.appendVarint(severities.count)
        for severity in severities {
            out.append(place(of: severity.scheme))
            out.appendText(severity.text)
            out.appendText(severity.by)
        }
    }

    private static func encode(_ list: [String], into out: inout ByteWriter) {
        out.appendVarint(list.count)
        for text in list { out.appendText(text) }
    }

    /// 0 for none; times are not negative.
    static func encode(_ time: Timestamp?, into out: inout ByteWriter) {
        out.appendVarint(time.map { UInt64(max(0, $0.seconds)) + 1 } ?? 0)
    }

    static func place<Case: CaseIterable & Equatable>(of value: Case) -> UInt8 {
        UInt8(truncatingIfNeeded: Case.allCases.enumerated().first { $0.element == value }?.offset ?? 0)
    }

    // MARK: Reading

    /// - Throws: `DatabaseError.damaged` when the bytes are no advisory.
    static func decode(_ cursor: inout ByteCursor) throws(DatabaseError) -> Advisory {
        let source = cursor.text()
        let id = cursor.text()
        let kind: Advisory.Kind = try item(&cursor)
        let status: Advisory.Status = try item(&cursor)
        let aliases = strings(&cursor)
        let upstream = strings(&cursor)
        let related = strings(&cursor)
        let summary = cursor.text()
        let published = time(&cursor)
        let modified = time(&cursor)
        let severities = try severities(&cursor)
        let references = strings(&cursor)
        let weaknesses = strings(&cursor)
        guard let document = Digest(algorithm: .sha256, bytes: Array(cursor.take(32))) else {
            throw .damaged("a record without a digest")
        }
        var advisory = Advisory(source: source, id: id, kind: kind, document: document)
        advisory.status = status
        advisory.aliases = aliases
        advisory.upstream = upstream
        advisory.related = related
        advisory.summary = summary
        advisory.published = published
        advisory.modified = modified
        advisory.severities = severities
        advisory.references = references
        advisory.weaknesses = weaknesses
        for _ in 0..<cursor.count() { advisory.affected.append(try affected(&cursor)) }
        if cursor.hasFailed { throw .damaged("a record that is cut short") }
        return advisory
    }

    private static func affected(_ cursor: inout ByteCursor) throws(DatabaseError) -> Affected {
        let family: Ecosystem.Family = try item(&cursor)
        let release = cursor.text()
        var affected = Affected(Ecosystem(family, release), "")
        affected.name = cursor.text()
        affected.naming = try item(&cursor)
        affected.verdict = try item(&cursor)
        affected.basis = try item(&cursor)
        affected.justification = cursor.text()
        for _ in 0..<cursor.count() { affected.ranges.append(try range(&cursor)) }
        affected.versions = strings(&cursor)
        affected.fix = Fix(try item(&cursor))
        affected.fix.versions = strings(&cursor)
        affected.fix.date = time(&cursor)
        affected.fix.notice = cursor.text()
        affected.architectures = strings(&cursor)
        let module = cursor.text()
        affected.module = module.isEmpty ? nil : module
        affected.channel = cursor.text()
        affected.platforms = strings(&cursor)
        for _ in 0..<cursor.count() {
            affected.symbols.append(
                Symbols(
                    path: cursor.text(), names: strings(&cursor), systems: strings(&cursor),
                    architectures: strings(&cursor)))
        }
        affected.severities = try severities(&cursor)
        affected.cpes = strings(&cursor)
        for _ in 0..<cursor.count() { affected.cautions.append(try item(&cursor)) }
        for _ in 0..<cursor.count() {
            let isNegated = cursor.byte() != 0
            var products: [ProductCondition.Product] = []
            for _ in 0..<cursor.count() {
                products.append(ProductCondition.Product(cpe: cursor.text(), versions: cursor.text()))
            }
            affected.conditions.append(ProductCondition(anyOf: products, isNegated: isNegated))
        }
        return affected
    }

    private static func range(_ cursor: inout ByteCursor) throws(DatabaseError) -> RangeStatement {
        switch cursor.byte() {
        case 0:
            var events: [RangeStatement.Event] = []
            for _ in 0..<cursor.count() {
                let kind = cursor.byte()
                let version = cursor.text()
                switch kind {
                case 0: events.append(.introduced(version))
                case 1: events.append(.fixed(version))
                case 2: events.append(.lastAffected(version))
                case 3: events.append(.limit(version))
                default: throw .damaged("an event of unknown kind")
                }
            }
            return .events(events)
        case 1:
            let dialect: RangeStatement.Dialect = try item(&cursor)
            return .inside(strings(&cursor), dialect)
        case 2:
            let dialect: RangeStatement.Dialect = try item(&cursor)
            return .outside(strings(&cursor), dialect)
        default: throw .damaged("a range of unknown kind")
        }
    }

    static func severities(_ cursor: inout ByteCursor) throws(DatabaseError) -> [SeverityStatement] {
        var severities: [SeverityStatement] = []
        for _ in 0..<cursor.count() {
            let scheme: SeverityStatement.Scheme = try item(&cursor)
            severities.append(SeverityStatement(scheme, cursor.text(), by: cursor.text()))
        }
        return severities
    }

    private static func strings(_ cursor: inout ByteCursor) -> [String] {
        var list: [String] = []
        for _ in 0..<cursor.count() { list.append(cursor.text()) }
        return list
    }

    static func time(_ cursor: inout ByteCursor) -> Timestamp? {
        let value = cursor.varint()
        guard value > 0, value < 1 << 62 else { return nil }
        return Timestamp(seconds: Int64(value) - 1)
    }

    static func item<Case: CaseIterable>(_ cursor: inout ByteCursor) throws(DatabaseError) -> Case {
        let place = Int(cursor.byte())
        for (index, value) in Case.allCases.enumerated() where index == place { return value }
        throw .damaged("a value of unknown kind")
    }
}
