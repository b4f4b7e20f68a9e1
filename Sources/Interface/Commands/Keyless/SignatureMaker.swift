internal import Attestation
internal import Content
internal import RegistryClient
internal import Signing

/// Makes bundles: with a key, with one that a program holds, or as whoever an identity token names.
struct SignatureMaker {
    struct Made {
        var bundle: Signing.Bundle
        /// Who has signed, for people.
        var by: String
    }

    private enum Way {
        case key(SigningKey)
        case program(ProgramKey)
        case keyless(Keyless)
    }

    private struct Keyless {
        var token: IdentityToken
        var audience: String
        var services: SigningServices
        var root: TrustedRoot
        var call: ServiceCall

        /// A certificate is asked for when there is something to sign with it.
        func signer() async throws -> BundleSigner {
            try await BundleSigner(
                token: token, audience: audience, services: services, root: root, now: WallClock.now, call: call)
        }
    }

    private let way: Way

    init(key: SigningKey) { way = .key(key) }

    private init(_ program: ProgramKey) { way = .program(program) }

    private init(_ keyless: Keyless) { way = .keyless(keyless) }

    /// Runs `body` with a maker: of the key in a file when there is one, else of the identity that `arguments` lead to.
    static func using<Value>(
        key path: String?, _ arguments: KeylessArguments, isOffline: Bool,
        _ body: (SignatureMaker) async throws -> Value
    ) async throws -> Value {
        if let path, path.hasPrefix(ProgramKey.prefix) {
            let program = try await ProgramKey(path.dropFirst(ProgramKey.prefix.count))
            return try await body(SignatureMaker(program))
        }
        if let path {
            return try await body(SignatureMaker(key: try PrivateKeyFile.load(path)))
        }
        let parties = try arguments.parties(at: WallClock.now)
        return try await RegistryOpener(isOffline: isOffline, isInsecure: false).withServiceClient { client in
            let call: ServiceCall = { request in
                let answer = try await client.send(
                    request.method == .post ? .post : .get, request.url, headers: request.headers, body: request.body,
                    limit: request.limit)
                return ServiceAnswer(status: answer.status, body: answer.body)
            }
            let token = try await token(arguments, parties.issuer, client, call)
            try token.check(audience: arguments.clientID, at: WallClock.now)
            return try await body(
                SignatureMaker(
                    Keyless(
                        token: token, audience: arguments.clientID, services: parties.services, root: parties.root,
                        call: call)))
        }
    }

    /// A token that is there, else one that a person logs in for.
    private static func token(
        _ arguments: KeylessArguments, _ issuer: String?, _ client: ServiceClient, _ call: @escaping ServiceCall
    ) async throws -> IdentityToken {
        if arguments.flow == nil {
            let sources = IdentityTokenSources(environment: { Console.environment($0) }, client: client)
            let found = try await sources.token(named: arguments.identityToken, audience: arguments.clientID)
            if let found { return found }
            guard Login.isPossible else {
                throw IdentityTokenMissing(reason: "no source of one is set up, and nobody is at a terminal to log in")
            }
        }
        guard let issuer else {
            throw IdentityTokenMissing(reason: "no issuer to log in at is named (--oidc-issuer)")
        }
        return try await Login(
            issuer: issuer, clientID: arguments.clientID,
            flow: arguments.flow ?? (Browser.hasScreen ? .browser : .device), call: call
        ).token()
    }

    func sign(_ artifact: SignedArtifact) async throws -> Made {
        switch way {
        case .key(let key):
            Made(bundle: try Signing.Bundle.sign(artifact, with: key), by: Self.name(of: key.publicKey))
        case .program(let program):
            Made(
                bundle: try await Signing.Bundle.sign(artifact, as: program.publicKey) {
                    try await program.signature(of: $0, $1)
                }, by: Self.name(of: program.publicKey))
        case .keyless(let keyless): try await made(keyless) { try await $0.sign(artifact) }
        }
    }

    func sign(_ statement: Statement) async throws -> Made { try await sign(statement: statement.json) }

    /// Signs the bytes of a statement, which stay as they are.
    func sign(statement bytes: [UInt8]) async throws -> Made {
        switch way {
        case .key(let key):
            Made(bundle: try Signing.Bundle.sign(statement: bytes, with: key), by: Self.name(of: key.publicKey))
        case .program(let program):
            Made(
                bundle: try await Signing.Bundle.sign(statement: bytes, as: program.publicKey) {
                    try await program.signature(of: $0, $1)
                }, by: Self.name(of: program.publicKey))
        case .keyless(let keyless): try await made(keyless) { try await $0.sign(statement: bytes) }
        }
    }

    private func made(
        _ keyless: Keyless, _ body: (BundleSigner) async throws -> Signing.Bundle
    ) async throws -> Made {
        let signer = try await keyless.signer()
        do {
            let bundle = try await body(signer)
            return Made(bundle: bundle, by: "\(signer.identity.subject) (\(signer.identity.issuer ?? "-"))")
        } catch let rejection as Rejection {
            throw SignatureNotGivenOut(rejection: rejection)
        }
    }

    private static func name(of key: VerificationKey) -> String { "\(key.algorithm) \(key.keyID)" }

    /// - Throws: `ValidationError` when what is made has no place in a layout: the classic one has no room for proofs of
    ///   inclusion, which is all that logs of the second generation give.
    func check(_ form: EvidenceUpload.Form) throws {
        guard case .keyless(let keyless) = way, form == .tag, keyless.services.logs.first?.version != 1 else { return }
        throw SignatureLayoutMissing()
    }
}

/// A signature that nobody would accept is not written.
struct SignatureNotGivenOut: Error, CustomStringConvertible {
    var rejection: Rejection

    var description: String {
        "the signature was made and would not be accepted, so it is not given out: \(rejection.reason). "
            + "Is the trusted root that of these services?"
    }
}

/// A layout that cannot hold the signature.
struct SignatureLayoutMissing: Error, CustomStringConvertible {
    var description: String {
        "--form tag: expected a log of version 1, whose promise the classic layout holds, found one of version 2, for "
            + "whose proof it has no room. Use --form referrer, or --rekor-version 1 where the services have one"
    }
}
