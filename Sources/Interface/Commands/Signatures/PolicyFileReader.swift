internal import ArgumentParser
internal import Content
internal import JSONText
internal import Signing

/// Reads one object of a file that says whom to trust.
struct PolicyFileReader {
    let value: JSONValue
    let at: String

    init(value: JSONValue, at place: String) {
        self.value = value
        at = place
    }

    /// A whole file.
    init(json bytes: [UInt8], path: String) throws {
        do {
            let document = try JSONDocument(bytes, limits: JSONLimits(depth: 16))
            if let name = document.firstDuplicateName {
                throw ValidationError("\(path): expected distinct members, found '\(name.prefix(80))' twice")
            }
            self.init(value: document.root, at: path)
        } catch let error as JSONError {
            throw ValidationError("\(path): \(error)")
        }
    }

    /// Reads the file of a key whose name is relative to the file at `path`.
    static func keys(beside path: String) -> (String) throws -> [UInt8] {
        let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
        return { name in
            try OpenFile.contents(
                of: name.hasPrefix("/") || folder.isEmpty && !path.hasPrefix("/") ? name : "\(folder)/\(name)",
                limit: PEM.limit)
        }
    }

    func failure(_ name: String, _ expected: String) -> ValidationError {
        ValidationError("\(at): expected \(expected) at '\(name)'")
    }

    /// Refuses members that are not known: a misspelt condition would be none.
    func expect(_ names: [String]) throws {
        guard value.kind == .object else { throw ValidationError("\(at): expected an object") }
        for member in value.members where !names.contains(member.key) {
            throw failure(String(member.key.prefix(80)), "one of \(names.joined(separator: ", "))")
        }
    }

    func text(_ name: String) throws -> String? {
        guard let member = value[name] else { return nil }
        guard let text = member.string else { throw failure(name, "a text") }
        return text
    }

    func list(_ name: String, limit: Int) throws -> [PolicyFileReader] {
        guard let member = value[name] else { return [] }
        guard member.kind == .array, member.count <= limit else { throw failure(name, "a list of at most \(limit)") }
        return member.elements.enumerated().map {
            PolicyFileReader(value: $0.element, at: "\(at): \(name)[\($0.offset)]")
        }
    }
}
