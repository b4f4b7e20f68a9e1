internal import Content
internal import JSONText

/// Reads the JSON form of protocol buffers as Sigstore's clients write it: numbers of 64 bits as strings or numbers,
/// bytes in base 64, `null` for what is absent.
struct ProtoJSON: Sendable {
    let value: JSONValue
    let path: String
    let codes: Codes

    /// How failures are named: a bundle's syntax, or a trust root's.
    struct Codes: Sendable {
        var member: VerificationCode
        var base64: VerificationCode
        var range: VerificationCode

        static let bundle = Codes(member: .member, base64: .base64, range: .fieldRange)
        static let trustRoot = Codes(member: .trustRootFormat, base64: .trustRootFormat, range: .trustRootFormat)
        static let payload = Codes(member: .payloadFormat, base64: .payloadFormat, range: .payloadFormat)
        static let annotation = Codes(member: .annotation, base64: .annotation, range: .annotation)
        static let entry = Codes(member: .entryMalformed, base64: .entryMalformed, range: .entryMalformed)
    }

    init(_ value: JSONValue, path: String = "", codes: Codes) {
        self.value = value
        self.path = path
        self.codes = codes
    }

    /// Reads a whole text; `json` is the code of a text that is none.
    static func read(
        _ bytes: [UInt8], limit: Int, codes: Codes, json: VerificationCode
    ) throws(VerificationFailure) -> ProtoJSON {
        let document: JSONDocument
        do throws(JSONError) {
            document = try JSONDocument(bytes, limits: JSONLimits(depth: 32, size: limit))
        } catch {
            throw VerificationFailure(json, expected: "JSON", found: "\(error)")
        }
        if let name = document.firstDuplicateName {
            throw VerificationFailure(
                json, expected: "distinct member names", found: "“\(name.prefix(80))” twice in one object")
        }
        guard document.root.kind == .object else {
            throw VerificationFailure(json, expected: "an object", found: "another kind of value")
        }
        return ProtoJSON(document.root, codes: codes)
    }

    func failure(_ name: String, _ expected: String, _ found: String) -> VerificationFailure {
        VerificationFailure(codes.member, expected: "\(expected) at \(at(name))", found: found)
    }

    func at(_ name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }

    /// A member that is there and not `null`.
    func optional(_ name: String) -> ProtoJSON? {
        guard let member = value[name], !member.isNull else { return nil }
        return ProtoJSON(member, path: at(name), codes: codes)
    }

    func object(_ name: String) throws(VerificationFailure) -> ProtoJSON {
        guard let member = try optionalObject(name) else { throw failure(name, "an object", "nothing") }
        return member
    }

    func optionalObject(_ name: String) throws(VerificationFailure) -> ProtoJSON? {
        guard let member = optional(name) else { return nil }
        guard member.value.kind == .object else { throw failure(name, "an object", "another kind of value") }
        return member
    }

    func array(_ name: String, limit: Int) throws(VerificationFailure) -> [ProtoJSON] {
        guard let member = optional(name) else { return [] }
        guard member.value.kind == .array else { throw failure(name, "an array", "another kind of value") }
        guard member.value.count <= limit else {
            throw VerificationFailure(
                codes.member == .member ? .limit : codes.member, expected: "at most \(limit) elements at \(at(name))",
                found: "\(member.value.count)")
        }
        return member.value.elements.enumerated().map {
            ProtoJSON($0.element, path: "\(at(name))[\($0.offset)]", codes: codes)
        }
    }

    func text(_ name: String) throws(VerificationFailure) -> String {
        guard let text = try optionalText(name) else { throw failure(name, "a string", "nothing") }
        return text
    }

    func optionalText(_ name: String) throws(VerificationFailure) -> String? {
        guard let member = optional(name) else { return nil }
        guard let text = member.value.string else { throw failure(name, "a string", "another kind of value") }
        return text
    }

    /// A number of 64 bits that is not negative; absent is 0, as in protocol buffers.
    func number(_ name: String) throws(VerificationFailure) -> UInt64 {
        guard let member = optional(name) else { return 0 }
        guard let text = member.value.number ?? member.value.string, !text.isEmpty else {
            throw failure(name, "a number", "another kind of value")
        }
        guard let number = Int64(text), number >= 0, text.first != "+" else {
            throw VerificationFailure(
                codes.range, expected: "a number from 0 to 2^63 - 1 at \(at(name))", found: String(text.prefix(40)))
        }
        return UInt64(number)
    }

    /// Bytes in base 64 that are there and not empty.
    func bytes(_ name: String) throws(VerificationFailure) -> [UInt8] {
        guard let bytes = try optionalBytes(name), !bytes.isEmpty else { throw failure(name, "base 64", "nothing") }
        return bytes
    }

    /// Line breaks inside are passed over: some writers wrap long values.
    func optionalBytes(_ name: String) throws(VerificationFailure) -> [UInt8]? {
        guard let text = try optionalText(name) else { return nil }
        guard
            let bytes = Base64.decode(
                isWrapped(name) ? text.utf8.filter { $0 != 0x0a && $0 != 0x0d } : Array(text.utf8))
        else {
            throw VerificationFailure(
                codes.base64, expected: "base 64 at \(at(name))", found: "“\(text.prefix(40))”")
        }
        return bytes
    }

    /// Whether a member in base 64 holds line breaks.
    func isWrapped(_ name: String) -> Bool {
        optional(name)?.value.string?.utf8.contains { $0 == 0x0a || $0 == 0x0d } ?? false
    }
}
