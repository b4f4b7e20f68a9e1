internal import Content

/// The file `.signatures.json` of a bundle: JSON Web Tokens over the digests of its files.
package struct BundleSignatures: Sendable, Equatable {
    package var tokens: [String]
    /// The name of a way to verify that is not the usual one.
    package var plugin: String?

    package init(tokens: [String]) { self.tokens = tokens }

    package init(json text: [UInt8], of file: String) throws {
        let document = try Document.read(text, of: file)
        defer { withExtendedLifetime(document) {} }
        guard document.root.isObject else { throw LoadingError(file, "an object is expected") }
        let list = document.root.member("signatures")
        guard list.isUndefined || list.isNull || list.isArray else {
            throw LoadingError(file, "signatures must be an array of tokens")
        }
        tokens = try list.elements.map { element in
            guard let token = element.string else { throw LoadingError(file, "a token must be a string") }
            return token
        }
        plugin = document.root.member("plugin").string
    }

    /// The text of the file.
    package var json: String {
        let plugin = plugin.map { "\"plugin\":\(JSONOutput.quoted($0))," } ?? ""
        return "{\(plugin)\"signatures\":[\(tokens.map { JSONOutput.quoted($0) }.joined(separator: ","))]}"
    }
}

/// A file with its digest, as a signature names it.
package struct SignedFile: Sendable, Equatable {
    package var name: String
    /// In hexadecimal digits.
    package var hash: String
    package var algorithm: String

    package init(_ file: PolicyBundle.File, in bundle: String) throws {
        name = file.path
        hash = Digest.of(try Self.content(of: file, in: bundle)).hex
        algorithm = "SHA-256"
    }

    init(name: String, hash: String, algorithm: String) {
        self.name = name
        self.hash = hash
        self.algorithm = algorithm
    }

    /// What a digest is made of: for structured files their value as compact JSON with sorted keys and numbers as
    /// written, so that layout does not count; for all others the bytes.
    static func content(of file: PolicyBundle.File, in bundle: String) throws -> [UInt8] {
        guard ["data.json", "data.yaml", PolicyBundle.manifestName].contains(file.name) else { return file.bytes }
        let heap = Heap(byteLimit: 1 << 36)
        let value: Value
        do {
            do {
                value = try JSONReader.value(file.bytes, in: heap)
            } catch {
                guard file.name == "data.yaml" else { throw error }
                value = try BaseDocuments.read(file.bytes, of: file.name, in: heap, nil)
            }
        } catch {
            throw LoadingError("\(bundle)/\(file.path)", "\(error)")
        }
        var output = JSONOutput(escapingSeparators: true)
        output.write(value)
        return output.bytes
    }

    /// - Throws: `LoadingError` when the file is another than the signed one.
    func check(_ file: PolicyBundle.File, in bundle: String) throws {
        let place = "\(bundle)/\(file.path)"
        let known: [String: Digest.Algorithm] = ["SHA-256": .sha256, "SHA-384": .sha384, "SHA-512": .sha512]
        guard let algorithm = known[algorithm] else {
            let names = known.keys.sorted().joined(separator: ", ")
            throw LoadingError(
                place, "its signed digest is of the algorithm '\(self.algorithm)'; accepted are \(names)")
        }
        guard let expected = Digest(algorithm: algorithm, hex: hash) else {
            throw LoadingError(place, "its signed digest is no \(self.algorithm) in hexadecimal digits")
        }
        let found = Digest.of(try Self.content(of: file, in: bundle), algorithm)
        guard found == expected else {
            throw LoadingError(place, "its digest is \(found.hex), and signed is \(expected.hex)")
        }
    }
}

/// What a signed bundle must meet.
package struct BundleVerification: Sendable {
    /// A public key or certificate in PEM, JSON Web Keys, or the secret that was signed with.
    package var key: [UInt8]
    /// Of the key; what a token says of itself is not believed.
    package var algorithm = "RS256"
    /// What the signature must be for.
    package var scope = ""
    /// Patterns of paths that need no signature. A star stands for a run of characters that are no slash.
    package var excluding: [String] = []

    package init(key: [UInt8]) { self.key = key }

    /// Checks that the one signature is the key's, and that it is over exactly these files.
    func check(_ files: [PolicyBundle.File], _ signatures: BundleSignatures, of bundle: String) throws {
        guard signatures.plugin == nil || signatures.plugin == "_default" else {
            throw LoadingError(bundle, "its signature is to be verified by '\(signatures.plugin ?? "")', unknown here")
        }
        guard let token = signatures.tokens.first, signatures.tokens.count == 1 else {
            throw LoadingError(bundle, "one signature is expected, and there are \(signatures.tokens.count)")
        }
        var signed: [String: SignedFile] = [:]
        for file in try signedFiles(token, of: bundle) {
            guard signed.updateValue(file, forKey: file.name) == nil else {
                throw LoadingError(bundle, "its signature names \(file.name) twice")
            }
        }
        let excluded = try excluding.map { pattern in
            do { return try Glob.compile(pattern, delimiters: ["/"]) } catch {
                throw LoadingError(bundle, "the pattern \(pattern) of files without signature: \(error)")
            }
        }
        for file in files where file.path != PolicyBundle.signaturesName {
            let entry = signed.removeValue(forKey: file.path)
            if excluded.contains(where: { $0.matches(file.path) }) { continue }
            guard let entry else { throw LoadingError("\(bundle)/\(file.path)", "the file is not signed") }
            try entry.check(file, in: bundle)
        }
        if let missing = signed.keys.sorted().first(where: { name in !excluded.contains { $0.matches(name) } }) {
            throw LoadingError("\(bundle)/\(missing)", "the file is signed, and missing")
        }
    }

    private func signedFiles(_ text: String, of bundle: String) throws -> [SignedFile] {
        func failure(_ what: String) -> LoadingError { LoadingError("\(bundle)/\(PolicyBundle.signaturesName)", what) }
        let heap = Heap()
        let payload: Value
        do {
            let token = try Array(text.utf8).withUnsafeBufferPointer { try JSONWebToken($0, in: heap) }
            guard let algorithm = TokenAlgorithm(rawValue: algorithm) else {
                throw failure("the algorithm \(self.algorithm) is not known")
            }
            guard token.header.member("alg").string == algorithm.rawValue else {
                let named = token.header.member("alg").string ?? "none"
                throw failure("the signature is of the algorithm \(named), and the key of \(algorithm.rawValue)")
            }
            guard token.header.member("crit").isUndefined else {
                throw failure("the signature has critical extensions, none of which is known")
            }
            let signature = try token.signature()
            let materials = try TokenKey.verificationKeys(key, for: algorithm, in: heap)
            guard materials.contains(where: { algorithm.verifies(signature, of: token.signed, by: $0) }) else {
                throw failure("the signature is not the key's")
            }
            payload = try JSONWebToken.object(token.payload(), in: heap)
        } catch let error as LoadingError {
            throw error
        } catch let error as TokenKey.Failure {
            throw LoadingError("verification key", error.description)
        } catch BuiltinError.message(let text) {
            throw failure(text)
        } catch {
            throw failure("\(error)")
        }
        let scope = payload.member("scope").string ?? ""
        guard scope == self.scope else {
            throw failure("the signature is for the scope '\(scope)', and '\(self.scope)' is expected")
        }
        let list = payload.member("files")
        guard list.isArray else { throw failure("the signature names no files") }
        return try list.elements.map { entry in
            guard let name = entry.member("name").string, let hash = entry.member("hash").string else {
                throw failure("a signed file needs a name and a hash")
            }
            return SignedFile(name: name, hash: hash, algorithm: entry.member("algorithm").string ?? "")
        }
    }
}

/// How a bundle is signed.
package struct BundleSigning: Sendable {
    /// A private key in PEM, or the secret.
    package var key: [UInt8]
    package var algorithm = "RS256"
    /// Named in the token so that verifiers find the key; nil names none.
    package var keyIdentifier: String?
    /// An object of claims beside the files, as JSON.
    package var claims: [UInt8]?

    package init(key: [UInt8]) { self.key = key }

    /// The signature over `files`. It is the same for the same files, but for the algorithms ES and PS, which draw
    /// random numbers.
    package func sign(_ files: [PolicyBundle.File], of bundle: String) throws -> BundleSignatures {
        guard let algorithm = TokenAlgorithm(rawValue: algorithm) else {
            throw LoadingError("signing key", "the algorithm \(self.algorithm) is not known")
        }
        var members: [String: String] = [:]
        let entries = try files.filter { $0.path != PolicyBundle.signaturesName }.map { file in
            let signed = try SignedFile(file, in: bundle)
            let name = JSONOutput.quoted(signed.name, escapingHTML: true)
            return "{\"name\":\(name),\"hash\":\"\(signed.hash)\",\"algorithm\":\"\(signed.algorithm)\"}"
        }
        members["files"] = "[\(entries.joined(separator: ","))]"
        if let keyIdentifier { members["keyid"] = JSONOutput.quoted(keyIdentifier, escapingHTML: true) }
        if let claims {
            let document = try Document.read(claims, of: "claims.json")
            guard document.root.isObject else { throw LoadingError("claims", "an object is expected") }
            for (key, value) in zip(document.root.keys, document.root.values) {
                guard let name = key.string, name != "files" else {
                    throw LoadingError("claims", "the claim 'files' is made here and cannot be given")
                }
                members[name] = JSONOutput.text(of: value, escapingHTML: true)
            }
        }
        let payload = members.sorted { $0.key < $1.key }.map {
            "\(JSONOutput.quoted($0.key, escapingHTML: true)):\($0.value)"
        }
        let kid = keyIdentifier.map { ",\"kid\":\(JSONOutput.quoted($0, escapingHTML: true))" } ?? ""
        func encoded(_ text: String) -> [UInt8] { GoBase64.encode(text.utf8, isURL: true, padded: false) }
        let signed =
            encoded("{\"alg\":\"\(algorithm.rawValue)\"\(kid)}") + [UInt8(ascii: ".")]
            + encoded("{\(payload.joined(separator: ","))}")
        do {
            let key = try TokenKey.signingKey(key, for: algorithm)
            let signature = GoBase64.encode(try algorithm.sign(signed, with: key), isURL: true, padded: false)
            return BundleSignatures(
                tokens: [String(decoding: signed + [UInt8(ascii: ".")] + signature, as: UTF8.self)])
        } catch let error as TokenKey.Failure {
            throw LoadingError("signing key", error.description)
        } catch let error as TokenAlgorithm.SigningFailure {
            throw LoadingError("signing key", error.description)
        }
    }
}
