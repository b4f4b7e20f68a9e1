import Crypto

/// Certificates, requests for them, and private keys.
enum CertificateBuiltins {
    static let table: Builtins.Table = [
        "crypto.x509.parse_certificates": parseCertificates,
        "crypto.x509.parse_and_verify_certificates": { context, operands throws(BuiltinError) in
            let options = CertificateChain.Options(time: Int(context.nanoseconds / 1_000_000_000))
            return try verify(operands.string(0), options, context.heap)
        },
        "crypto.x509.parse_and_verify_certificates_with_options": verifyWithOptions,
        "crypto.x509.parse_certificate_request": parseRequest, "crypto.x509.parse_keypair": parseKeyPair,
        "crypto.x509.parse_rsa_private_key": parseRSAKey, "crypto.parse_private_keys": parsePrivateKeys,
    ]

    /// The bytes of blocks in PEM; the text may be base 64 of such, or of DER itself.
    private static func blocks(_ text: String) throws(BuiltinError) -> [PEM] {
        let blocks = PEM.all(Array(text.utf8))
        if !blocks.isEmpty { return blocks }
        let decoded: [UInt8]
        do throws(GoBase64.Corrupt) {
            decoded = try GoBase64.decode(text.utf8)
        } catch {
            throw .message(error.description)
        }
        let inner = PEM.all(decoded)
        return inner.isEmpty ? [PEM(label: "", bytes: decoded)] : inner
    }

    private static func certificates(_ text: String) throws(BuiltinError) -> [Certificate] {
        var certificates: [Certificate] = []
        for block in try blocks(text) {
            guard block.label.isEmpty || block.label == "CERTIFICATE" else {
                throw .message("PEM-encoded certificate data should contain only CERTIFICATE blocks")
            }
            do throws(DER.Failure) {
                certificates += try Certificate.all(block.bytes)
            } catch {
                throw .message(error.description)
            }
        }
        return certificates
    }

    static func parseCertificates(
        _ context: inout BuiltinContext, _ operands: BuiltinArguments
    ) throws(BuiltinError) -> Value? {
        try values(certificates(operands.string(0)), context.heap)
    }

    private static func values(_ certificates: [Certificate], _ heap: Heap) throws(BuiltinError) -> Value {
        var values: [Value] = []
        for certificate in certificates { values.append(try CertificateOutput(heap: heap).value(certificate)) }
        return try heap.array(values)
    }

    // MARK: Chains

    /// The first certificate is trusted, the last is looked up, those between lead from one to the other.
    private static func verify(
        _ text: String, _ options: CertificateChain.Options, _ heap: Heap
    ) throws(BuiltinError) -> Value {
        let refused = try heap.array([.false, heap.array([])])
        let list: [Certificate]
        do throws(BuiltinError) {
            list = try certificates(text)
        } catch {
            return refused
        }
        guard list.count >= 2, let leaf = list.last else { return refused }
        let chain = CertificateChain(
            leaf: leaf, intermediates: Array(list[1..<(list.count - 1)]), root: list[0], options: options)
        guard let found = chain.find() else { return refused }
        return try heap.array([.true, values(found, heap)])
    }

    static func verifyWithOptions(
        _ context: inout BuiltinContext, _ operands: BuiltinArguments
    ) throws(BuiltinError) -> Value? {
        let text = try operands.string(0)
        let given = try operands.require(.object, at: 1)
        var options = CertificateChain.Options(time: Int(context.nanoseconds / 1_000_000_000))
        for (key, value) in zip(given.keys, given.values) {
            switch key.string {
            case "DNSName":
                guard let name = value.string else { throw .operand(2, "'DNSName' should be a string") }
                options.name = name
            case "CurrentTime":
                guard let nanoseconds = value.integer else { throw .operand(2, "'CurrentTime' should be a number") }
                options.time = nanoseconds / 1_000_000_000 - (nanoseconds % 1_000_000_000 < 0 ? 1 : 0)
            case "MaxConstraintComparisons":
                guard value.integer != nil else { throw .operand(2, "'MaxConstraintComparisons' should be a number") }
            case "KeyUsages":
                guard value.isArray || value.isSet else { throw .operand(2, "'KeyUsages' should be an Array or Set") }
                options.usages = []
                for usage in value.elements {
                    guard let number = usage.string.flatMap({ ExtendedKeyUsage.names[$0] }) else {
                        throw .operand(2, "invalid entries for 'KeyUsages' found: \(RegoOutput.text(of: usage))")
                    }
                    options.usages.append(number)
                }
            default: throw .operand(2, "invalid key option")
            }
        }
        return try verify(text, options, context.heap)
    }

    // MARK: Requests and keys

    static func parseRequest(
        _ context: inout BuiltinContext, _ operands: BuiltinArguments
    ) throws(BuiltinError) -> Value? {
        let blocks = try blocks(operands.string(0))
        guard
            let block = blocks.first(where: {
                ["", "CERTIFICATE REQUEST", "NEW CERTIFICATE REQUEST"].contains($0.label)
            })
        else { throw .message("invalid PEM-encoded certificate signing request") }
        let request: CertificateRequest
        do throws(DER.Failure) {
            request = try CertificateRequest(block.bytes)
        } catch {
            throw .message(error.description)
        }
        return try CertificateOutput(heap: context.heap).value(request)
    }

    private static func key(_ block: PEM) throws(BuiltinError) -> PrivateKeyFile? {
        do throws(DER.Failure) {
            return try PrivateKeyFile(block.bytes, label: block.label)
        } catch {
            throw .message(error.description)
        }
    }

    /// A certificate chain and the key of its first certificate, as Go's `tls.Certificate`.
    static func parseKeyPair(
        _ context: inout BuiltinContext, _ operands: BuiltinArguments
    ) throws(BuiltinError) -> Value? {
        let heap = context.heap
        let chain = try blocks(operands.string(0)).filter { $0.label == "CERTIFICATE" }
        guard let first = chain.first else { throw .message("tls: failed to find any PEM data in certificate input") }
        let leaf: Certificate
        do throws(DER.Failure) {
            leaf = try Certificate(first.bytes)
        } catch {
            throw .message(error.description)
        }
        var found: PrivateKeyFile?
        for block in try blocks(operands.string(1)) where found == nil { found = try key(block) }
        guard let found else { throw .message("tls: failed to find any PEM data in key input") }
        guard belongs(found, leaf.publicKey) else { throw .message("tls: private key does not match public key") }
        var certificates: [Value] = []
        let output = CertificateOutput(heap: heap)
        for block in chain { certificates.append(try output.bytes(block.bytes)) }
        return try output.object([
            ("Certificate", heap.array(certificates)), ("PrivateKey", value(found, output)),
            ("SupportedSignatureAlgorithms", .null), ("OCSPStaple", .null), ("SignedCertificateTimestamps", .null),
            ("Leaf", output.value(leaf)),
        ])
    }

    private static func belongs(_ key: PrivateKeyFile, _ publicKey: PublicKey) -> Bool {
        switch (key, publicKey) {
        case (.rsa(let numbers), .rsa(let modulus, _)): return numbers[0] == modulus
        case (.elliptic(let one, _, let point), .elliptic(let two, let other)):
            return one == two && (point.isEmpty || point == other)
        case (.ed25519(let seed), .ed25519(let bytes)):
            do {
                return Array(try Curve25519.Signing.PrivateKey(rawRepresentation: seed).publicKey.rawRepresentation)
                    == bytes
            } catch {
                return false
            }
        default: return false
        }
    }

    /// Go's structure of a private key.
    private static func value(_ key: PrivateKeyFile, _ output: CertificateOutput) throws(BuiltinError) -> Value {
        switch key {
        case .rsa(let numbers):
            return try output.object([
                ("N", output.number(numbers[0])), ("E", output.number(numbers[1])), ("D", output.number(numbers[2])),
                ("Primes", output.heap.array([output.number(numbers[3]), output.number(numbers[4])])),
                (
                    "Precomputed",
                    output.object([
                        ("Dp", output.number(numbers[5])), ("Dq", output.number(numbers[6])),
                        ("Qinv", output.number(numbers[7])), ("CRTValues", output.heap.array([])),
                    ])
                ),
            ])
        case .elliptic(let curve, let scalar, let point):
            let x = BigNatural(bytes: point.dropFirst().prefix(curve.size))
            let y = BigNatural(bytes: point.suffix(curve.size))
            return try output.object([
                ("Curve", output.object([])), ("X", output.number(x)), ("Y", output.number(y)),
                ("D", output.number(scalar)),
            ])
        case .ed25519(let seed): return try output.bytes(seed)
        }
    }

    /// All keys of a text: null for an empty one, none for a text without keys.
    static func parsePrivateKeys(
        _ context: inout BuiltinContext, _ operands: BuiltinArguments
    ) throws(BuiltinError) -> Value? {
        let text = try operands.string(0)
        if text.isEmpty { return .null }
        var values: [Value] = []
        var found = PEM.all(Array(text.utf8))
        if found.isEmpty {
            do throws(GoBase64.Corrupt) {
                found = PEM.all(try GoBase64.decode(text.utf8))
            } catch {
                found = []
            }
        }
        for block in found {
            if let key = try key(block) { values.append(try value(key, CertificateOutput(heap: context.heap))) }
        }
        return try context.heap.array(values)
    }

    /// The first key of a text as a JSON Web Key.
    static func parseRSAKey(
        _ context: inout BuiltinContext, _ operands: BuiltinArguments
    ) throws(BuiltinError) -> Value? {
        let heap = context.heap
        for block in try blocks(operands.string(0)) {
            guard case .rsa(let numbers)? = try key(block) else { continue }
            var members: [(String, Value)] = [("kty", try heap.string("RSA"))]
            for (name, number) in zip(["n", "e", "d", "p", "q", "dp", "dq", "qi"], numbers) {
                members.append(
                    (name, try heap.string(utf8: GoBase64.encode(number.bytes(), isURL: true, padded: false))))
            }
            return try CertificateOutput(heap: heap).object(members)
        }
        throw .message("failed to parse key: no RSA private key found")
    }
}
