/// A JSON Web Token in its compact form (RFC 7515 §7.1), taken apart but not believed.
struct JSONWebToken {
    let header: Value
    /// As written, still encoded.
    let parts: [ArraySlice<UInt8>]

    /// Decodes the header.
    init(_ text: UnsafeBufferPointer<UInt8>, in heap: Heap) throws(BuiltinError) {
        let bytes = Array(text)
        guard bytes.contains(UInt8(ascii: ".")) else { throw .message("encoded JWT had no period separators") }
        parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 3 else {
            throw .message("encoded JWT must have 3 sections, found \(parts.count)")
        }
        let decoded = try Self.decode(parts[0], "header")
        let value = try Self.object(decoded, in: heap)
        header = value
        if header.member("enc").isDefined {
            throw .message("JWT is a JWE object, which is not supported")
        }
    }

    /// What the signature covers.
    var signed: [UInt8] { Array(parts[0]) + [UInt8(ascii: ".")] + Array(parts[1]) }

    func payload() throws(BuiltinError) -> [UInt8] { try Self.decode(parts[1], "payload") }
    func signature() throws(BuiltinError) -> [UInt8] { try Self.decode(parts[2], "signature") }

    private static func decode(_ part: ArraySlice<UInt8>, _ name: String) throws(BuiltinError) -> [UInt8] {
        var part = part
        while part.last == UInt8(ascii: "=") { part = part.dropLast() }
        do throws(GoBase64.Corrupt) {
            return try GoBase64.decode(part, isURL: true, padded: false)
        } catch {
            throw .message("JWT \(name) had invalid encoding: \(error.description)")
        }
    }

    static func object(_ text: [UInt8], in heap: Heap) throws(BuiltinError) -> Value {
        let value: Value
        do throws(DocumentError) {
            value = try JSONReader.value(text, in: heap)
        } catch {
            throw .message("invalid JSON: \(error.description)")
        }
        guard value.isObject else { throw .message("decoded JSON type was not an Object") }
        return value
    }

    /// The keys that may have made the signature: the one that the header names, or all that are not for another
    /// algorithm.
    func candidates(_ keys: [TokenKey]) -> [TokenKey] {
        if let name = header.member("kid").string, !name.isEmpty, let key = keys.first(where: { $0.identifier == name })
        {
            return [key]
        }
        let algorithm = header.member("alg").string ?? ""
        return keys.filter { $0.algorithm.isEmpty || $0.algorithm == algorithm }
    }
}
