internal import Content
internal import JSONText

/// Has a signature recorded in a transparency log (Rekor's API v1 and v2).
struct RekorClient: Sendable {
    let log: SigningServices.Log
    let call: ServiceCall

    private static let service = "transparency log"

    /// - Returns: what the log says of the entry; whether it is true, verification says.
    func record(_ record: RekorRecord) async throws -> LogEntry {
        let isOld = log.version == 1
        let url = "\(log.url)/api/v\(isOld ? 1 : 2)/log/entries"
        let answer = try await call(
            ServiceRequest(
                .post, url, headers: [("Content-Type", "application/json"), ("Accept", "application/json")],
                body: isOld ? record.requestV1 : record.requestV2, limit: 8 << 20))
        let body = try answer.body(of: Self.service, url, expecting: [200, 201])
        do throws(VerificationFailure) {
            let root = try ProtoJSON.read(body, limit: 8 << 20, codes: .entry, json: .entryMalformed)
            return isOld ? try LogEntry(answerV1: root) : try LogEntry(root)
        } catch {
            throw SigningServiceError.malformed(
                service: Self.service, url: url, expected: error.expected, found: error.found)
        }
    }
}

/// What is to be recorded of a signature.
struct RekorRecord: Sendable {
    enum Subject: Sendable {
        /// The digest that was signed.
        case digest(Digest)
        /// A signed envelope, as JSON, and the digest of its signed bytes.
        case envelope(json: [UInt8], signed: Digest)
    }

    var subject: Subject
    var signature: [UInt8]
    var certificate: Certificate
    /// The name of the key's algorithm in Sigstore's protocol.
    var keyDetails: String

    /// `hashedrekord` for files and envelopes alike: what was signed of an envelope is a hash too.
    var requestV2: [UInt8] {
        let digest: Digest =
            switch subject {
            case .digest(let digest), .envelope(_, let digest): digest
            }
        var writer = JSONWriter()
        writer.object { writer in
            writer.key("hashedRekordRequestV002")
            writer.object { writer in
                writer.member("digest", Base64.encode(digest.bytes))
                writer.key("signature")
                writer.object { writer in
                    writer.member("content", Base64.encode(signature))
                    writer.key("verifier")
                    writer.object { writer in
                        writer.key("x509Certificate")
                        writer.object { $0.member("rawBytes", Base64.encode(certificate.der)) }
                        writer.member("keyDetails", keyDetails)
                    }
                }
            }
        }
        return writer.bytes
    }

    /// `hashedrekord` 0.0.1 or `dsse` 0.0.1.
    var requestV1: [UInt8] {
        let pem = Base64.encode(Array(PEM(label: "CERTIFICATE", content: certificate.der).text.utf8))
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("apiVersion", "0.0.1")
            switch subject {
            case .digest(let digest):
                writer.member("kind", "hashedrekord")
                writer.key("spec")
                writer.object { writer in
                    writer.key("data")
                    writer.object { writer in
                        writer.key("hash")
                        writer.object { writer in
                            writer.member("algorithm", digest.algorithm.rawValue)
                            writer.member("value", digest.hex)
                        }
                    }
                    writer.key("signature")
                    writer.object { writer in
                        writer.member("content", Base64.encode(signature))
                        writer.key("publicKey")
                        writer.object { $0.member("content", pem) }
                    }
                }
            case .envelope(let json, _):
                writer.member("kind", "dsse")
                writer.key("spec")
                writer.object { writer in
                    writer.key("proposedContent")
                    writer.object { writer in
                        writer.member("envelope", String(decoding: json, as: UTF8.self))
                        writer.key("verifiers")
                        writer.array { $0.value(pem) }
                    }
                }
            }
        }
        return writer.bytes
    }
}

extension LogEntry {
    /// From what a log of the first generation answers: one member, named after the entry, with hashes in hexadecimal.
    init(answerV1 root: ProtoJSON) throws(VerificationFailure) {
        let names = root.value.members.map(\.key)
        guard names.count == 1, let name = names.first else {
            throw root.failure("", "one entry", "\(names.count)")
        }
        func hex(_ object: ProtoJSON, _ name: String) throws(VerificationFailure) -> [UInt8] {
            let text = try object.text(name)
            guard let bytes = Hex.decode(text.utf8) else {
                throw object.failure(name, "hexadecimal digits", "“\(text.prefix(80))”")
            }
            return bytes
        }
        let entry = try root.object(name)
        body = try entry.bytes("body")
        let recorded = try ProtoJSON.read(body, limit: EntryBody.limit, codes: .entry, json: .entryMalformed)
        kind = try recorded.text("kind")
        kindVersion = try recorded.text("apiVersion")
        index = try entry.number("logIndex")
        logID = try hex(entry, "logID")
        integratedTime = try entry.number("integratedTime")
        let verification = try entry.object("verification")
        promise = try verification.bytes("signedEntryTimestamp")
        let proof = try verification.object("inclusionProof")
        var hashes: [[UInt8]] = []
        for item in try proof.array("hashes", limit: 64) {
            guard let bytes = item.value.string.flatMap({ Hex.decode($0.utf8) }) else {
                throw proof.failure("hashes", "hashes in hexadecimal", "something else")
            }
            hashes.append(bytes)
        }
        self.proof = Proof(
            index: try proof.number("logIndex"), root: try hex(proof, "rootHash"), size: try proof.number("treeSize"),
            hashes: hashes, checkpoint: try proof.text("checkpoint"))
    }
}
