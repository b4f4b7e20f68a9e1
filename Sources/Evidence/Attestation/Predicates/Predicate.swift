package import JSONText

/// What a statement says about its subjects, read into its own type.
///
/// Reading checks what the predicate's specification requires and nothing more, and keeps every member that it does not
/// know, so that writing gives back what was read.
package protocol Predicate: Sendable {
    /// The type URIs that are read; the first one is written.
    static var types: [String] { get }
    init(_ value: JSONValue) throws(AttestationError)
    func write(into writer: inout JSONWriter)
}

extension Predicate {
    package static var type: String { types[0] }

    /// The predicate of a statement, if it is of this type.
    package static func read(from statement: Statement) throws(AttestationError) -> Self? {
        guard types.contains(statement.predicateType) else { return nil }
        guard let value = statement.predicate else {
            throw .member(subject: statement.predicateType, path: "predicate", expected: "an object")
        }
        return try Self(value)
    }

    /// A statement that says this of `subjects`.
    package func statement(about subjects: [ResourceDescriptor]) throws -> Statement {
        try Statement(subjects: subjects, predicateType: Self.type) { write(into: &$0) }
    }
}

/// Reads the members of one object of a predicate; absent and `null` are one.
struct MemberReader {
    let value: JSONValue
    let subject: String
    let path: String

    init(_ value: JSONValue, subject: String, path: String = "") throws(AttestationError) {
        self.value = value
        self.subject = subject
        self.path = path
        guard value.kind == .object else {
            throw .member(subject: subject, path: path.isEmpty ? "predicate" : path, expected: "an object")
        }
    }

    func at(_ name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }

    func failure(_ name: String, _ expected: String) -> AttestationError {
        .member(subject: subject, path: at(name), expected: expected)
    }

    func value(_ name: String) -> JSONValue? {
        guard let member = value[name], !member.isNull else { return nil }
        return member
    }

    func text(_ name: String) throws(AttestationError) -> String {
        guard let text = try optionalText(name) else { throw failure(name, "a string") }
        return text
    }

    func optionalText(_ name: String) throws(AttestationError) -> String? {
        guard let member = value(name) else { return nil }
        guard let text = member.string else { throw failure(name, "a string") }
        return text
    }

    func optionalBool(_ name: String) throws(AttestationError) -> Bool? {
        guard let member = value(name) else { return nil }
        guard let bool = member.bool else { throw failure(name, "true or false") }
        return bool
    }

    func object(_ name: String) throws(AttestationError) -> MemberReader {
        guard let member = try optionalObject(name) else { throw failure(name, "an object") }
        return member
    }

    func optionalObject(_ name: String) throws(AttestationError) -> MemberReader? {
        guard let member = value(name) else { return nil }
        return try MemberReader(member, subject: subject, path: at(name))
    }

    /// An object that is kept as it is.
    func optionalRaw(_ name: String) throws(AttestationError) -> JSONValue? {
        try optionalObject(name)?.value
    }

    func list(_ name: String) throws(AttestationError) -> [JSONValue] {
        guard let member = value(name) else { return [] }
        guard member.kind == .array else { throw failure(name, "an array") }
        return Array(member.elements)
    }

    func requiredList(_ name: String) throws(AttestationError) -> [JSONValue] {
        guard value(name) != nil else { throw failure(name, "an array") }
        return try list(name)
    }

    func objects(_ name: String) throws(AttestationError) -> [MemberReader] {
        var readers: [MemberReader] = []
        for (index, element) in try list(name).enumerated() {
            readers.append(try MemberReader(element, subject: subject, path: "\(at(name))[\(index)]"))
        }
        return readers
    }

    func texts(_ name: String) throws(AttestationError) -> [String] {
        let list = try list(name)
        let texts = list.compactMap(\.string)
        guard texts.count == list.count else { throw failure(name, "an array of strings") }
        return texts
    }

    func resources(_ name: String) throws(AttestationError) -> [ResourceDescriptor] {
        var resources: [ResourceDescriptor] = []
        for (index, element) in try list(name).enumerated() {
            resources.append(try ResourceDescriptor(element, path: "\(at(name))[\(index)]"))
        }
        return resources
    }

    /// An object whose values are strings, in the order written.
    func map(_ name: String) throws(AttestationError) -> [(name: String, value: String)] {
        var pairs: [(String, String)] = []
        guard let object = try optionalRaw(name) else { return [] }
        for (key, member) in object.members {
            guard let text = member.string else { throw failure("\(name).\(key.prefix(40))", "a string") }
            pairs.append((key, text))
        }
        return pairs
    }

    func digests(_ name: String) throws(AttestationError) -> DigestSet {
        guard let member = value(name) else { return DigestSet() }
        return try DigestSet(member, path: at(name))
    }

    func unknown(except known: Set<String>) -> UnknownMembers { UnknownMembers(of: value, except: known) }
}

extension JSONWriter {
    mutating func member(_ name: String, raw value: JSONValue?) {
        guard let value else { return }
        key(name)
        self.value(value)
    }

    mutating func member(_ name: String, resources: [ResourceDescriptor]) {
        guard !resources.isEmpty else { return }
        key(name)
        array { writer in for resource in resources { resource.write(into: &writer) } }
    }

    mutating func member(_ name: String, texts: [String]) {
        key(name)
        array { writer in for text in texts { writer.value(text) } }
    }

    mutating func member(_ name: String, map: [(name: String, value: String)]) {
        guard !map.isEmpty else { return }
        key(name)
        object { writer in for (name, value) in map { writer.member(name, value) } }
    }

    mutating func member(_ name: String, bool: Bool?) {
        if let bool { member(name, bool) }
    }
}
