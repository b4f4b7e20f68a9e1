internal import Content
internal import JSONText
internal import Signing
internal import Transparency

/// What `authority.json` says.
package struct AuthoritySettings: Sendable {
    /// An issuer outside whose tokens are believed.
    package struct Issuer: Sendable {
        package var url: String
        package var audience: String
        package var kind: IssuerKind
        /// A file with the issuer's key set, from the authority's folder on.
        package var keys: String
    }

    package var url: String
    package var name: String
    package var issuers: [Issuer]
    /// A file with the witness policy of the log (C2SP tlog-policy), from the authority's folder on.
    package var witnesses: String?
    package var store = StoreAddress.files

    static let limit = 1 << 20
    static let issuerLimit = 256

    init(url: String, name: String, issuers: [Issuer] = []) throws(AuthorityError) {
        guard AuthorityAddress.isBase(url) else { throw .address(url) }
        guard !name.isEmpty, name.utf8.count <= 64, !name.unicodeScalars.contains(where: { $0.value < 0x20 }) else {
            throw .name("expected a name of 1 to 64 bytes")
        }
        self.url = url
        self.name = name
        self.issuers = issuers
    }

    package init(_ folder: AuthorityFolder) throws {
        let path = folder.settings
        let bytes = try OpenFile.contents(of: path, limit: Self.limit)
        let document: JSONDocument
        do throws(JSONError) {
            document = try JSONDocument(bytes, limits: JSONLimits(depth: 8, size: Self.limit))
        } catch {
            throw AuthorityError.settings(path: path, "\(error)")
        }
        let root = document.root
        func text(_ object: JSONValue, _ member: String) throws(AuthorityError) -> String {
            guard let text = object[member]?.string, !text.isEmpty else {
                throw .settings(path: path, "expected the text “\(member)”")
            }
            return text
        }
        let known: Set = ["url", "name", "issuers", "witnesses", "store"]
        if let other = root.members.first(where: { !known.contains($0.key) }) {
            throw AuthorityError.settings(path: path, "“\(other.key.prefix(80))” is not known")
        }
        var issuers: [Issuer] = []
        if let list = root["issuers"] {
            guard list.kind == .array, list.count <= Self.issuerLimit else {
                throw AuthorityError.settings(path: path, "expected at most \(Self.issuerLimit) issuers")
            }
            for item in list.elements {
                let kind = try text(item, "kind")
                guard let kind = IssuerKind(rawValue: kind) else {
                    throw AuthorityError.settings(
                        path: path,
                        "expected a kind of \(IssuerKind.allCases.map(\.rawValue).joined(separator: ", ")), "
                            + "found “\(kind.prefix(60))”")
                }
                issuers.append(
                    Issuer(
                        url: try text(item, "url"), audience: item["audience"]?.string ?? TokenIssuer.audience,
                        kind: kind, keys: try text(item, "keys")))
            }
        }
        try self.init(url: text(root, "url"), name: text(root, "name"), issuers: issuers)
        witnesses = root["witnesses"] == nil ? nil : try text(root, "witnesses")
        if root["store"] != nil {
            let address = try text(root, "store")
            do throws(StoreError) {
                store = try StoreAddress(address)
            } catch {
                throw AuthorityError.settings(path: path, "\(error)")
            }
        }
    }

    var json: [UInt8] {
        var writer = JSONWriter(pretty: true)
        writer.object { writer in
            writer.member("url", url)
            writer.member("name", name)
            writer.member("store", store.description)
            writer.member("witnesses", witnesses)
            writer.key("issuers")
            writer.array { writer in
                for issuer in issuers {
                    writer.object { writer in
                        writer.member("url", issuer.url)
                        writer.member("audience", issuer.audience)
                        writer.member("kind", issuer.kind.rawValue)
                        writer.member("keys", issuer.keys)
                    }
                }
            }
        }
        writer.newline()
        return writer.bytes
    }

    /// The policy of the log's witnesses, if it has any.
    func witnessPolicy(_ folder: AuthorityFolder) throws -> WitnessPolicy? {
        guard let witnesses else { return nil }
        let path = witnesses.hasPrefix("/") ? witnesses : "\(folder.path)/\(witnesses)"
        let text = try OpenFile.contents(of: path, limit: WitnessPolicy.limit)
        do throws(NoteError) {
            return try WitnessPolicy(String(decoding: text, as: UTF8.self))
        } catch {
            throw AuthorityError.settings(path: path, "\(error)")
        }
    }

    /// The authority's own issuer and those of the settings.
    func trustedIssuers(_ folder: AuthorityFolder, own: SigningKey) throws -> TrustedIssuers {
        let mine = TrustedIssuers.Issuer(
            url: url, audience: TokenIssuer.audience, kind: .general, keys: [own.publicKey.keyID: own.publicKey])
        return TrustedIssuers(
            [mine]
                + (try issuers.map { issuer in
                    let path = issuer.keys.hasPrefix("/") ? issuer.keys : "\(folder.path)/\(issuer.keys)"
                    let keys = try JSONWebKey.readSet(OpenFile.contents(of: path, limit: 256 << 10))
                    guard !keys.isEmpty else { throw AuthorityError.settings(path: path, "no key that can be used") }
                    return .init(url: issuer.url, audience: issuer.audience, kind: issuer.kind, keys: keys)
                }))
    }
}
