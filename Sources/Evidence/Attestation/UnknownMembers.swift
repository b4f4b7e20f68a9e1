package import JSONText

/// Members of an object that this reader does not know, kept as they were written.
///
/// in-toto obliges readers to ignore members they do not know (Attestation Framework, Parsing rules); a document that
/// passes through must still carry them.
package struct UnknownMembers: Sendable {
    private(set) var members: [(name: String, value: JSONValue)] = []

    package init() {}

    /// Those of `object` whose names are not `known`.
    package init(of object: JSONValue, except known: Set<String>) {
        for (name, value) in object.members where !known.contains(name) { members.append((name, value)) }
    }

    package var isEmpty: Bool { members.isEmpty }

    package var names: [String] { members.map(\.name) }

    package subscript(name: String) -> JSONValue? { members.last { $0.name == name }?.value }

    package func write(into writer: inout JSONWriter) {
        for (name, value) in members {
            writer.key(name)
            writer.value(value)
        }
    }
}

extension JSONDocument {
    /// A document that carries trust: bounded, and without two members of one name in an object.
    package static func strict(
        _ bytes: [UInt8], subject: String, size: Int = AttestationLimits.envelope
    ) throws(AttestationError) -> JSONDocument {
        let document: JSONDocument
        do throws(JSONError) {
            document = try JSONDocument(bytes, limits: JSONLimits(depth: AttestationLimits.depth, size: size))
        } catch {
            throw .json(subject: subject, error)
        }
        if let name = document.firstDuplicateName { throw .duplicateName(subject: subject, name) }
        return document
    }
}
