internal import Content
internal import JSONText
internal import Signing

/// What Fulcio's API v2 is asked for a certificate: a key, and proof that the asker has its other half.
struct SigningCertificateRequest: Sendable {
    /// A token in the body, for clients that send none in the header.
    let token: String?
    let key: VerificationKey
    /// A signature over the principal's name; a certificate request is proof itself.
    private let proof: [UInt8]?

    static let limit = 64 << 10

    init(json bytes: [UInt8]) throws {
        let document = try JSONDocument(bytes, limits: JSONLimits(depth: 16, size: Self.limit))
        if let name = document.firstDuplicateName { throw EntryError("“\(name.prefix(80))” stands twice in an object") }
        let root = document.root
        guard root.kind == .object else { throw EntryError("expected an object") }
        func only(_ value: JSONValue?, _ names: Set<String>, _ path: String) throws(EntryError) {
            if let value, value.kind == .object { try RequestMember(value: value, path: path).only(names) }
        }
        try only(root, ["credentials", "publicKeyRequest", "certificateSigningRequest"], "the request")
        try only(root["credentials"], ["oidcIdentityToken"], "credentials")
        try only(root["publicKeyRequest"], ["publicKey", "proofOfPossession"], "publicKeyRequest")
        try only(root["publicKeyRequest"]?["publicKey"], ["algorithm", "content"], "publicKey")
        token = root["credentials"]?["oidcIdentityToken"]?.string
        let request = root["certificateSigningRequest"].flatMap { $0.isNull ? nil : $0 }
        let publicKey = root["publicKeyRequest"].flatMap { $0.isNull ? nil : $0 }
        switch (request, publicKey) {
        case (let request?, nil):
            guard let text = request.string.flatMap({ Base64.decode($0.utf8) }),
                let block = try PEM.blocks(text).first
            else { throw EntryError("expected base 64 of PEM in certificateSigningRequest") }
            guard ["CERTIFICATE REQUEST", "NEW CERTIFICATE REQUEST"].contains(block.label) else {
                throw EntryError("expected a CERTIFICATE REQUEST, found “\(block.label)”")
            }
            key = try CertificateRequest(der: block.content).key
            proof = nil
        case (nil, let request?):
            guard let content = request["publicKey"]?["content"]?.string else {
                throw EntryError("expected publicKey.content in publicKeyRequest")
            }
            if content.utf8.starts(with: "-----BEGIN".utf8) {
                key = try VerificationKey.load(pem: content)
            } else {
                guard let der = Base64.decode(content.utf8) else {
                    throw EntryError("expected PEM, or base 64 of DER, in publicKey.content")
                }
                key = try VerificationKey(der: der)
            }
            guard let proof = request["proofOfPossession"]?.string.flatMap({ Base64.decode($0.utf8) }), !proof.isEmpty
            else { throw EntryError("expected proofOfPossession in publicKeyRequest") }
            self.proof = proof
        default: throw EntryError("expected certificateSigningRequest or publicKeyRequest")
        }
        guard CertificateAuthority.admits(key) else {
            throw EntryError("no certificates are issued for keys of \(key.algorithm)")
        }
    }

    /// That the asker has the private key.
    func prove(principal: Principal) throws {
        guard let proof else { return }
        guard
            try key.verifies(
                proof, of: .message(Array(principal.proofText.utf8)), scheme: key.algorithm.defaultScheme)
        else {
            throw EntryError("proofOfPossession is not the key's signature over “\(principal.proofText.prefix(80))”")
        }
    }
}
