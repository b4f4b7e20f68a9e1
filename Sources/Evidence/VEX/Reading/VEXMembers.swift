internal import Advisories
internal import Inventory
internal import JSONText

/// Reads members of one object of a document and says where it stands when they are not what they should be.
struct VEXMembers {
    let value: JSONValue
    let format: VEXFormat
    let path: String

    init(_ value: JSONValue, _ format: VEXFormat, path: String) throws(VEXError) {
        guard value.kind == .object else {
            throw .member(format: format, path: path.isEmpty ? "the document" : path, expected: "an object")
        }
        self.value = value
        self.format = format
        self.path = path
    }

    func at(_ name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }

    func failure(_ name: String, _ expected: String) -> VEXError {
        .member(format: format, path: at(name), expected: expected)
    }

    /// A text, bounded; absent, `null` and empty are one.
    func text(_ name: String) throws(VEXError) -> String? {
        guard let member = value[name], !member.isNull else { return nil }
        guard let text = member.string else { throw failure(name, "a string") }
        guard text.utf8.count <= VEXLimits.text else { throw failure(name, "at most \(VEXLimits.text) bytes") }
        return text.isEmpty ? nil : text
    }

    func requiredText(_ name: String) throws(VEXError) -> String {
        guard let text = try text(name) else { throw failure(name, "a string that is not empty") }
        return text
    }

    func time(_ name: String) throws(VEXError) -> Timestamp? {
        guard let text = try text(name) else { return nil }
        guard let time = Timestamp(text) else { throw failure(name, "a time of RFC 3339") }
        return time
    }

    func object(_ name: String) throws(VEXError) -> VEXMembers? {
        guard let member = value[name], !member.isNull else { return nil }
        return try VEXMembers(member, format, path: at(name))
    }

    func list(_ name: String, limit: Int = VEXLimits.statements) throws(VEXError) -> [JSONValue] {
        guard let member = value[name], !member.isNull else { return [] }
        guard member.kind == .array else { throw failure(name, "an array") }
        guard member.count <= limit else { throw .tooMany(format: format, what: at(name), limit: limit) }
        return Array(member.elements)
    }

    func objects(_ name: String, limit: Int = VEXLimits.statements) throws(VEXError) -> [VEXMembers] {
        var members: [VEXMembers] = []
        for (index, element) in try list(name, limit: limit).enumerated() {
            members.append(try VEXMembers(element, format, path: "\(at(name))[\(index)]"))
        }
        return members
    }

    func texts(_ name: String, limit: Int = VEXLimits.names) throws(VEXError) -> [String] {
        let list = try list(name, limit: limit)
        let texts = list.compactMap(\.string).filter { $0.utf8.count <= VEXLimits.text }
        guard texts.count == list.count else { throw failure(name, "an array of strings") }
        return texts
    }
}
