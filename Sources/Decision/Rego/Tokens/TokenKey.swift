/// A key for tokens: from a certificate, a public key in PEM, or JSON Web Keys (RFC 7517).
struct TokenKey {
    enum Material: Equatable {
        case `public`(PublicKey)
        case secret([UInt8])
    }

    var material: Material
    var identifier = ""
    /// Empty when the key may be used with any.
    var algorithm = ""
    /// The private part, if there is one.
    var secret: [UInt8]?
    var primes: ([UInt8], [UInt8])?

    struct Failure: Error {
        var description: String
    }

    /// The keys of a certificate or public key in PEM, or of a JSON Web Key or a set of them.
    static func keys(_ text: String, in heap: Heap) throws(Failure) -> [TokenKey] {
        if let (block, rest) = PEM.decode(Array(text.utf8)[...]) {
            guard rest.isEmpty else { throw Failure(description: "extra data after a PEM certificate block") }
            switch block.label {
            case "CERTIFICATE":
                do throws(DER.Failure) {
                    return [TokenKey(material: .public(try Certificate(block.bytes).publicKey))]
                } catch {
                    throw Failure(description: "failed to parse a PEM certificate: \(error.description)")
                }
            case "PUBLIC KEY":
                do throws(DER.Failure) {
                    return [TokenKey(material: .public(try PublicKey(info: DER.parse(block.bytes))))]
                } catch {
                    throw Failure(description: "failed to parse a PEM public key: \(error.description)")
                }
            default: throw Failure(description: "failed to extract a Key from the PEM certificate")
            }
        }
        return try keys(json: Array(text.utf8), in: heap)
    }

    static func keys(json: [UInt8], in heap: Heap) throws(Failure) -> [TokenKey] {
        let document: Value
        do throws(DocumentError) {
            document = try JSONReader.value(json, in: heap)
        } catch {
            throw Failure(description: "failed to parse a JWK key (set): \(error.description)")
        }
        guard document.isObject else { throw Failure(description: "failed to parse a JWK key (set): not an object") }
        let list = document.member("keys")
        guard list.isDefined else { return [try key(document)] }
        guard list.isArray else { throw Failure(description: "failed to parse a JWK key (set): keys are no array") }
        var keys: [TokenKey] = []
        for element in list.elements {
            // Keys of a set for purposes that are not known here are passed over (RFC 7517 §5).
            if let name = element.member("alg").string, TokenAlgorithm(rawValue: name) == nil { continue }
            keys.append(try key(element))
        }
        return keys
    }

    private static func key(_ value: Value) throws(Failure) -> TokenKey {
        func failure(_ what: String) -> Failure { Failure(description: "failed to parse a JWK key (set): \(what)") }
        func bytes(_ name: String) throws(Failure) -> [UInt8]? {
            guard value.member(name).isDefined else { return nil }
            guard let text = value.member(name).string else { throw failure("\(name) is no string") }
            do throws(GoBase64.Corrupt) {
                return try GoBase64.decode(text.utf8, isURL: true, padded: false)
            } catch {
                throw failure("\(name): \(error.description)")
            }
        }
        func needed(_ name: String) throws(Failure) -> [UInt8] {
            guard let found = try bytes(name), !found.isEmpty else { throw failure("\(name) is missing") }
            return found
        }
        var key: TokenKey
        switch value.member("kty").string {
        case "RSA":
            key = TokenKey(
                material: .public(
                    .rsa(modulus: BigNatural(bytes: try needed("n")), exponent: BigNatural(bytes: try needed("e")))))
            if let p = try bytes("p"), let q = try bytes("q") { key.primes = (p, q) }
        case "EC":
            guard let curve = value.member("crv").string.flatMap({ EllipticCurve(rawValue: $0) }) else {
                throw failure("unknown curve")
            }
            let (x, y) = (BigNatural(bytes: try needed("x")), BigNatural(bytes: try needed("y")))
            guard x.bitWidth <= curve.size * 8, y.bitWidth <= curve.size * 8 else {
                throw failure("a coordinate is too long")
            }
            key = TokenKey(
                material: .public(
                    .elliptic(curve, point: [4] + x.bytes(count: curve.size) + y.bytes(count: curve.size))))
        case "OKP":
            guard value.member("crv").string == "Ed25519" else { throw failure("unknown curve") }
            key = TokenKey(material: .public(.ed25519(try needed("x"))))
        case "oct": key = TokenKey(material: .secret(try bytes("k") ?? []))
        default: throw failure("unknown key type")
        }
        key.secret = try bytes("d")
        key.identifier = value.member("kid").string ?? ""
        key.algorithm = value.member("alg").string ?? ""
        return key
    }
}
