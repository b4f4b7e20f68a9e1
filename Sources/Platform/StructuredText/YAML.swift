private import CYAML

/// Reads YAML texts (YAML 1.2 core schema over libyaml's events).
///
/// Plain scalars that the core schema recognises are null, boolean or number, the last kept as written; every other
/// scalar is a string. Aliases are expanded and merge keys (`<<`) honoured; of equal keys the last wins.
package enum YAML {
    /// All documents of a stream, in order. An empty text has none.
    ///
    /// - Throws: `StructuredTextError` for a text that is no YAML, has a collection as a key, names an unknown
    ///   anchor, or exceeds `limits`; nodes are counted after aliases are expanded, so that a text of nested
    ///   aliases costs no more than its size.
    ///
    /// - Parameter schema: what plain scalars mean.
    /// - Parameter most: documents after these are neither kept nor read.
    package static func documents(
        _ bytes: UnsafeRawBufferPointer, limits: StructuredTextLimits = .init(), schema: YAMLSchema = .core,
        most: Int = .max
    ) throws(StructuredTextError) -> [StructuredValue] {
        guard let base = bytes.baseAddress, bytes.count > 0 else { return [] }
        // libyaml keeps the parser's own address, so it must not move.
        let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
        defer { parser.deallocate() }
        guard yaml_parser_initialize(parser) != 0 else {
            throw StructuredTextError(format: "YAML", reason: "no memory for a parser", line: 1)
        }
        defer { yaml_parser_delete(parser) }
        yaml_parser_set_input_string(parser, base.assumingMemoryBound(to: UInt8.self), bytes.count)
        var composer = YAMLComposer(limits: limits, schema: schema)
        while true {
            var event = yaml_event_t()
            guard yaml_parser_parse(parser, &event) != 0 else { throw failure(of: parser.pointee) }
            defer { yaml_event_delete(&event) }
            if event.type == YAML_STREAM_END_EVENT || event.type == YAML_NO_EVENT { return composer.documents }
            try composer.take(event)
            if composer.documents.count >= most { return composer.documents }
        }
    }

    private static func failure(of parser: yaml_parser_t) -> StructuredTextError {
        // The reader, unlike scanner and parser, gives an offset and no mark.
        let mark = parser.error == YAML_READER_ERROR ? parser.mark : parser.problem_mark
        let problem = parser.problem.map { String(cString: $0) } ?? "malformed text"
        return StructuredTextError(format: "YAML", reason: problem, line: Int(clamping: mark.line) + 1)
    }
}

/// Builds values from events on a stack of open collections.
private struct YAMLComposer {
    /// A finished value with what it costs once expanded.
    struct Composed {
        var value: StructuredValue
        var nodes = 1
        /// Levels of collections in it.
        var height = 0
        /// A plain `<<`, which as a key asks for a merge.
        var isMergeMark = false
    }

    struct Open {
        var anchor: String?
        var isMapping: Bool
        var nodes = 1
        var height = 1
        var elements: [StructuredValue] = []
        var members = YAMLMembers()
        var key: String?
        var isMergeKey = false
    }

    let limits: StructuredTextLimits
    let schema: YAMLSchema
    private(set) var documents: [StructuredValue] = []
    private var open: [Open] = []
    private var anchors: [String: Composed] = [:]
    private var nodes = 0

    init(limits: StructuredTextLimits, schema: YAMLSchema) {
        self.limits = limits
        self.schema = schema
    }

    mutating func take(_ event: yaml_event_t) throws(StructuredTextError) {
        let line = Int(clamping: event.start_mark.line) + 1
        switch event.type {
        case YAML_DOCUMENT_START_EVENT:
            anchors.removeAll()
        case YAML_ALIAS_EVENT:
            let name = text(event.data.alias.anchor) ?? ""
            guard let composed = anchors[name] else { throw error("alias of an unknown anchor *\(name)", line) }
            try count(composed.nodes, line)
            guard open.count + composed.height <= limits.depth else { throw tooDeep(line) }
            try add(composed, line)
        case YAML_SCALAR_EVENT:
            try count(1, line)
            let composed = scalar(event)
            if let anchor = text(event.data.scalar.anchor) { anchors[anchor] = composed }
            try add(composed, line)
        case YAML_SEQUENCE_START_EVENT:
            try count(1, line)
            try push(Open(anchor: text(event.data.sequence_start.anchor), isMapping: false), line)
        case YAML_MAPPING_START_EVENT:
            try count(1, line)
            try push(Open(anchor: text(event.data.mapping_start.anchor), isMapping: true), line)
        case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT:
            guard let closed = open.popLast() else { throw error("unbalanced collection", line) }
            let value: StructuredValue =
                closed.isMapping ? .mapping(closed.members.finished()) : .sequence(closed.elements)
            let composed = Composed(value: value, nodes: closed.nodes, height: closed.height)
            if let anchor = closed.anchor { anchors[anchor] = composed }
            try add(composed, line)
        default:
            break
        }
    }

    private mutating func count(_ more: Int, _ line: Int) throws(StructuredTextError) {
        let (sum, overflow) = nodes.addingReportingOverflow(more)
        guard !overflow, sum <= limits.nodes else {
            throw error("more than \(limits.nodes) values after aliases are expanded", line)
        }
        nodes = sum
    }

    private mutating func push(_ collection: Open, _ line: Int) throws(StructuredTextError) {
        guard open.count < limits.depth else { throw tooDeep(line) }
        open.append(collection)
    }

    private mutating func add(_ composed: Composed, _ line: Int) throws(StructuredTextError) {
        guard !open.isEmpty else {
            documents.append(composed.value)
            return
        }
        let last = open.count - 1
        // Cannot overflow: `nodes` counts all of them and is bounded.
        open[last].nodes += composed.nodes
        open[last].height = max(open[last].height, composed.height + 1)
        guard open[last].isMapping else {
            open[last].elements.append(composed.value)
            return
        }
        guard let key = open[last].key else {
            switch composed.value {
            case .string(let text), .number(let text): open[last].key = text
            case .boolean(let value): open[last].key = value ? "true" : "false"
            case .null: open[last].key = ""
            case .sequence, .mapping: throw error("a collection as a key", line)
            }
            open[last].isMergeKey = composed.isMergeMark
            return
        }
        if open[last].isMergeKey {
            try merge(composed.value, into: last, line)
        } else {
            open[last].members.set(key, composed.value)
        }
        open[last].key = nil
        open[last].isMergeKey = false
    }

    /// Adds the members of a mapping, or of several of which earlier ones win (YAML merge type).
    private mutating func merge(_ value: StructuredValue, into index: Int, _ line: Int) throws(StructuredTextError) {
        switch value {
        case .mapping(let members):
            for member in members { open[index].members.merge(member.key, member.value) }
        case .sequence(let elements):
            for element in elements {
                guard case .mapping(let members) = element else {
                    throw error("merge of a value that is no mapping", line)
                }
                for member in members { open[index].members.merge(member.key, member.value) }
            }
        case .null:
            break
        default:
            throw error("merge of a value that is no mapping", line)
        }
    }

    private func scalar(_ event: yaml_event_t) -> Composed {
        let scalar = event.data.scalar
        let string = String(
            decoding: UnsafeBufferPointer(start: scalar.value, count: Int(clamping: scalar.length)), as: UTF8.self)
        let isPlain = scalar.style == YAML_PLAIN_SCALAR_STYLE
        switch text(scalar.tag) {
        case nil:
            guard isPlain else { return Composed(value: .string(string)) }
            return Composed(value: schema.plain(string), isMergeMark: string == "<<")
        case "tag:yaml.org,2002:int", "tag:yaml.org,2002:float", "tag:yaml.org,2002:bool", "tag:yaml.org,2002:null":
            return Composed(value: schema.plain(string))
        case "tag:yaml.org,2002:merge":
            return Composed(value: .string(string), isMergeMark: true)
        case let tag?:
            return Composed(value: schema.tagged(tag, string) ?? .string(string))
        }
    }

    private func text(_ pointer: UnsafeMutablePointer<yaml_char_t>?) -> String? {
        pointer.map { String(decodingCString: $0, as: UTF8.self) }
    }

    private func error(_ reason: String, _ line: Int) -> StructuredTextError {
        StructuredTextError(format: "YAML", reason: reason, line: line)
    }

    private func tooDeep(_ line: Int) -> StructuredTextError {
        error("nested deeper than \(limits.depth) levels", line)
    }
}

/// Members of a mapping under construction; keys stay unique and in the order of first appearance.
private struct YAMLMembers {
    private var members: [StructuredValue.Member] = []
    /// Kept only for larger mappings; a scan is faster for small ones.
    private var positions: [String: Int] = [:]
    private static let scanned = 12

    func finished() -> [StructuredValue.Member] { members }

    mutating func set(_ key: String, _ value: StructuredValue) {
        if let index = position(of: key) {
            members[index].value = value
        } else {
            append(key, value)
        }
    }

    /// Adds a member that any other of its key, before or after, overrides.
    mutating func merge(_ key: String, _ value: StructuredValue) {
        if position(of: key) == nil { append(key, value) }
    }

    private func position(of key: String) -> Int? {
        positions.isEmpty ? members.firstIndex { $0.key == key } : positions[key]
    }

    private mutating func append(_ key: String, _ value: StructuredValue) {
        members.append(StructuredValue.Member(key, value))
        if members.count > Self.scanned {
            if positions.isEmpty {
                for (index, member) in members.enumerated() { positions[member.key] = index }
            } else {
                positions[key] = members.count - 1
            }
        }
    }
}

/// What scalars mean.
package struct YAMLSchema: Sendable {
    /// The value of a scalar without quotes.
    var plain: @Sendable (String) -> StructuredValue
    /// The value of a scalar with a tag that the core schema does not know, or `nil` for a string.
    var tagged: @Sendable (_ tag: String, String) -> StructuredValue?

    package init(
        plain: @escaping @Sendable (String) -> StructuredValue,
        tagged: @escaping @Sendable (_ tag: String, String) -> StructuredValue? = { _, _ in nil }
    ) {
        self.plain = plain
        self.tagged = tagged
    }

    /// YAML 1.2.2 §10.3.2.
    package static let core = YAMLSchema { CoreSchema.value(of: $0) }
}

/// Resolution of plain scalars (YAML 1.2.2 §10.3.2).
private enum CoreSchema {
    static func value(of text: String) -> StructuredValue {
        switch text {
        case "", "~", "null", "Null", "NULL": .null
        case "true", "True", "TRUE": .boolean(true)
        case "false", "False", "FALSE": .boolean(false)
        default: isNumber(text) ? .number(text) : .string(text)
        }
    }

    private static func isNumber(_ text: String) -> Bool {
        var rest = Substring(text).utf8
        if let prefix = rest.first, prefix == UInt8(ascii: "0") {
            let digits = rest.dropFirst(2)
            switch rest.dropFirst().first {
            case UInt8(ascii: "o"):
                return !digits.isEmpty && digits.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "7") ~= $0 }
            case UInt8(ascii: "x"):
                return !digits.isEmpty
                    && digits.allSatisfy {
                        isDigit($0) || UInt8(ascii: "a")...UInt8(ascii: "f") ~= $0 | 0x20
                    }
            default: break
            }
        }
        if text == ".nan" || text == ".NaN" || text == ".NAN" { return true }
        if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") { rest = rest.dropFirst() }
        if rest.count == 4, [".inf", ".Inf", ".INF"].contains(String(Substring(rest))) { return true }
        let whole = rest.prefix(while: isDigit)
        rest = rest.dropFirst(whole.count)
        var fraction = 0
        if rest.first == UInt8(ascii: ".") {
            rest = rest.dropFirst()
            fraction = rest.prefix(while: isDigit).count
            rest = rest.dropFirst(fraction)
        }
        guard !whole.isEmpty || fraction > 0 else { return false }
        guard let mark = rest.first else { return true }
        guard mark | 0x20 == UInt8(ascii: "e") else { return false }
        rest = rest.dropFirst()
        if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") { rest = rest.dropFirst() }
        return !rest.isEmpty && rest.allSatisfy(isDigit)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte }
}
