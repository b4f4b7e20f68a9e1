import Content

/// JSON Web Tokens: decoding, checking, signing.
enum TokenBuiltins {
    static let table: Builtins.Table = {
        var table: Builtins.Table = [
            "io.jwt.decode": decode, "io.jwt.decode_verify": decodeAndVerify, "io.jwt.encode_sign": sign,
            "io.jwt.encode_sign_raw": signText, "io.jwt.verify_eddsa": verify(.edDSA),
        ]
        for algorithm in [
            TokenAlgorithm.hs256, .hs384, .hs512, .rs256, .rs384, .rs512, .ps256, .ps384, .ps512, .es256, .es384,
            .es512,
        ] {
            table["io.jwt.verify_" + algorithm.rawValue.lowercased()] = verify(algorithm)
        }
        return table
    }()

    /// Nested tokens are bounded by this.
    private static let depth = 16

    /// Header, payload, and the signature in hexadecimal, of the innermost token.
    static func decode(_ context: inout BuiltinContext, _ operands: BuiltinArguments) throws(BuiltinError) -> Value? {
        var value = try operands.require(.string, at: 0)
        let heap = context.heap
        for _ in 0..<depth {
            let token = try JSONWebToken(value.utf8, in: heap)
            let payload = try token.payload()
            if token.header.member("cty").string == "JWT" {
                // Some issuers put the inner token in quotes.
                let quotes: [UInt8] = [UInt8(ascii: "\""), UInt8(ascii: "'")]
                var inner = payload[...].drop { quotes.contains($0) }
                while let last = inner.last, quotes.contains(last) { inner = inner.dropLast() }
                value = try EncodingBuiltins.text(Array(inner), in: heap)
                continue
            }
            let object = try JSONWebToken.object(payload, in: heap)
            let signature = try token.signature()
            return try heap.array([token.header, object, try heap.string(Hex.encode(signature))])
        }
        throw .message("JWT is nested deeper than \(depth)")
    }

    private static func verify(_ algorithm: TokenAlgorithm) -> BuiltinFunction {
        { context, operands throws(BuiltinError) in
            let token = try JSONWebToken(operands.utf8(0), in: context.heap)
            let text = try operands.string(1)
            switch algorithm {
            case .hs256, .hs384, .hs512:
                return Value(algorithm.verifies(try token.signature(), of: token.signed, by: .secret(Array(text.utf8))))
            default:
                let keys = try keys(text, in: context.heap)
                let signature = try token.signature()
                return Value(
                    token.candidates(keys).contains {
                        algorithm.verifies(signature, of: token.signed, by: $0.material)
                    })
            }
        }
    }

    private static func keys(_ text: String, in heap: Heap) throws(BuiltinError) -> [TokenKey] {
        do throws(TokenKey.Failure) {
            return try TokenKey.keys(text, in: heap)
        } catch {
            throw .message(error.description)
        }
    }

    // MARK: Checking against constraints

    private struct Constraints {
        var keys: [TokenKey]?
        var secret: [UInt8]?
        var algorithm: String?
        var issuer: String?
        var audience: String?
        /// In nanoseconds.
        var time: Decimal
    }

    private static func constraints(
        _ operands: BuiltinArguments, _ context: BuiltinContext
    ) throws(BuiltinError) -> Constraints {
        let object = try operands.require(.object, at: 1)
        var constraints = Constraints(time: Decimal(Int(context.nanoseconds)))
        for (key, value) in zip(object.keys, object.values) {
            let name = key.string ?? ""
            func text() throws(BuiltinError) -> String {
                guard let text = value.string else { throw .message("\(name): must be a string") }
                return text
            }
            switch name {
            case "cert": constraints.keys = try keys(text(), in: context.heap)
            case "secret": constraints.secret = Array(try text().utf8)
            case "alg": constraints.algorithm = try text()
            case "iss": constraints.issuer = try text()
            case "aud": constraints.audience = try text()
            case "time":
                guard let number = value.decimal else { throw .message("time: must be a number") }
                constraints.time = number
            default: throw .message("unknown token validation constraint: \(RegoOutput.text(of: key))")
            }
        }
        switch (constraints.keys != nil, constraints.secret != nil) {
        case (false, false): throw .message("no key constraint")
        case (true, true): throw .message("duplicate key constraints")
        default: return constraints
        }
    }

    /// Whether the token holds, with its header and claims; `[false, {}, {}]` when it does not.
    static func decodeAndVerify(
        _ context: inout BuiltinContext, _ operands: BuiltinArguments
    ) throws(BuiltinError) -> Value? {
        var value = try operands.require(.string, at: 0)
        let constraints = try constraints(operands, context)
        let heap = context.heap
        let empty = try heap.object([])
        let refused = try heap.array([.false, empty, empty])
        for _ in 0..<depth {
            let token = try JSONWebToken(value.utf8, in: heap)
            guard try isUnderstood(token.header) else { return refused }
            let name = token.header.member("alg").string ?? ""
            if let wanted = constraints.algorithm, wanted != name { return refused }
            let signature = try token.signature()
            guard let algorithm = TokenAlgorithm(rawValue: name) else {
                throw .message("unknown JWS algorithm: \(name)")
            }
            let candidates: [TokenKey.Material] =
                constraints.secret.map { [.secret($0)] } ?? token.candidates(constraints.keys ?? []).map(\.material)
            guard candidates.contains(where: { algorithm.verifies(signature, of: token.signed, by: $0) }) else {
                return refused
            }
            let payload = try token.payload()
            if token.header.member("cty").string?.uppercased() == "JWT" {
                value = try EncodingBuiltins.text(payload, in: heap)
                continue
            }
            let claims = try JSONWebToken.object(payload, in: heap)
            return try holds(claims, constraints) ? heap.array([.true, token.header, claims]) : refused
        }
        throw .message("JWT is nested deeper than \(depth)")
    }

    /// Fields of the header that must be understood (RFC 7515 §4.1.11), and its type.
    private static func isUnderstood(_ header: Value) throws(BuiltinError) -> Bool {
        for name in ["alg", "kid", "typ", "cty"] {
            let value = header.member(name)
            if value.isDefined, !value.isString { return false }
        }
        if header.member("alg").isUndefined { return false }
        // None of the critical extensions is known here.
        if header.member("crit").isDefined { return false }
        if let type = header.member("typ").string, type.uppercased() != "JWT" { return false }
        return true
    }

    /// The registered claims (RFC 7519 §4.1).
    private static func holds(_ claims: Value, _ constraints: Constraints) throws(BuiltinError) -> Bool {
        if let issuer = constraints.issuer, claims.member("iss").string != issuer { return false }
        let audience = claims.member("aud")
        if audience.isDefined {
            guard let wanted = constraints.audience else { return false }
            let isMeant =
                audience.string == wanted || audience.isArray && audience.elements.contains { $0.string == wanted }
            if !isMeant { return false }
        } else if constraints.audience != nil {
            return false
        }
        let billion = Decimal(1_000_000_000)
        let expiry = claims.member("exp")
        if expiry.isDefined {
            guard let seconds = expiry.decimal else { throw .message("exp value must be a number") }
            if Decimal.compare(constraints.time, seconds * billion) >= 0 { return false }
        }
        let start = claims.member("nbf")
        if start.isDefined {
            guard let seconds = start.decimal else { throw .message("nbf value must be a number") }
            if Decimal.compare(constraints.time, seconds * billion) < 0 { return false }
        }
        return true
    }

    // MARK: Signing

    static func sign(_ context: inout BuiltinContext, _ operands: BuiltinArguments) throws(BuiltinError) -> Value? {
        var texts: [[UInt8]] = []
        for index in 0..<3 {
            texts.append(Array(JSONOutput.text(of: try operands.require(.object, at: index), escapingHTML: true).utf8))
        }
        return try sign(texts[0], texts[1], texts[2], in: context.heap)
    }

    static func signText(_ context: inout BuiltinContext, _ operands: BuiltinArguments) throws(BuiltinError) -> Value? {
        // The operands stand in another order than in the text of the standard: header, payload, key.
        try sign(
            Array(operands.utf8(0)), Array(operands.utf8(1)), Array(operands.utf8(2)), in: context.heap)
    }

    private static func sign(
        _ header: [UInt8], _ payload: [UInt8], _ key: [UInt8], in heap: Heap
    ) throws(BuiltinError) -> Value {
        let key = try signingKey(key, in: heap)
        let fields = try headerFields(header, in: heap)
        guard let name = fields.member("alg").string else {
            throw .message("missing or invalid 'alg' header: jwsbb: header \"alg\" not found")
        }
        guard let algorithm = TokenAlgorithm(rawValue: name) else { throw .message("unknown JWS algorithm: \(name)") }
        let type = fields.member("typ").string
        if type == nil || type == "JWT", !isJSON(payload, in: heap) {
            throw .message("type is JWT but payload is not JSON")
        }
        let signed =
            GoBase64.encode(header, isURL: true, padded: false) + [UInt8(ascii: ".")]
            + GoBase64.encode(payload, isURL: true, padded: false)
        do throws(TokenAlgorithm.SigningFailure) {
            let signature = try algorithm.sign(signed, with: key)
            return try string(
                signed + [UInt8(ascii: ".")] + GoBase64.encode(signature, isURL: true, padded: false), heap)
        } catch {
            throw .message(error.description)
        }
    }

    private static func string(_ bytes: [UInt8], _ heap: Heap) throws(TokenAlgorithm.SigningFailure) -> Value {
        do throws(BuiltinError) {
            return try heap.string(utf8: bytes)
        } catch {
            throw TokenAlgorithm.SigningFailure(description: "no memory for the token")
        }
    }

    private static func signingKey(_ json: [UInt8], in heap: Heap) throws(BuiltinError) -> TokenKey {
        do throws(TokenKey.Failure) {
            guard let key = try TokenKey.keys(json: json, in: heap).first else {
                throw TokenKey.Failure(description: "failed to parse a JWK key (set): no key")
            }
            return key
        } catch {
            throw .message(error.description)
        }
    }

    private static func headerFields(_ text: [UInt8], in heap: Heap) throws(BuiltinError) -> Value {
        do throws(DocumentError) {
            return try JSONReader.value(text, in: heap)
        } catch {
            if text.isEmpty {
                throw .message("missing or invalid 'alg' header: cannot parse JSON: cannot parse empty string")
            }
            // What could begin a number has no fields, whatever else is wrong with it.
            if text.allSatisfy({ "0123456789+-.eE".utf8.contains($0) }) { return .null }
            throw .message("missing or invalid 'alg' header: cannot parse JSON: \(error.description)")
        }
    }

    private static func isJSON(_ text: [UInt8], in heap: Heap) -> Bool {
        do throws(DocumentError) {
            _ = try JSONReader.value(text, in: heap)
            return true
        } catch {
            return false
        }
    }
}
