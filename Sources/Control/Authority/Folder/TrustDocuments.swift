internal import Content
internal import JSONText
internal import Signing
internal import Transparency

/// What clients are told of an authority: Sigstore's trusted root, signing config, and both in one.
struct TrustDocuments {
    var settings: AuthoritySettings
    var start: Instant
    /// The authority that signs certificates and the root.
    var authorities: [Certificate]
    /// The timestamp authority's own certificate and the root.
    var timestamps: [Certificate]
    var logKey: VerificationKey
    var certificateLogKey: VerificationKey
    /// Of the log of Rekor's first generation, if there is one.
    var recordsKey: VerificationKey?

    /// The name of the log: clients look its checkpoints up by the bare host of its address.
    static func origin(_ url: String) -> String { AuthorityAddress.host(of: url) }

    /// The whole hash of which the first four bytes are the id of the log's key (C2SP signed-note).
    static func logID(origin: String, key: VerificationKey) -> [UInt8] {
        Digest.of(Array("\(origin)\n".utf8) + [1] + (key.ed25519Bytes ?? [])).bytes
    }

    private func validity(_ writer: inout JSONWriter) {
        writer.key("validFor")
        writer.object { $0.member("start", start.description) }
    }

    private func log(
        _ writer: inout JSONWriter, _ url: String, _ key: VerificationKey, _ details: String, _ id: [UInt8]
    ) {
        writer.object { writer in
            writer.member("baseUrl", url)
            writer.member("hashAlgorithm", "SHA2_256")
            writer.key("publicKey")
            writer.object { writer in
                writer.member("rawBytes", Base64.encode(key.derRepresentation))
                writer.member("keyDetails", details)
                validity(&writer)
            }
            writer.key("logId")
            writer.object { $0.member("keyId", Base64.encode(id)) }
            writer.member("operator", settings.name)
        }
    }

    private func authority(_ writer: inout JSONWriter, _ uri: String, _ chain: [Certificate], _ commonName: String) {
        writer.object { writer in
            writer.key("subject")
            writer.object { writer in
                writer.member("organization", settings.name)
                writer.member("commonName", commonName)
            }
            writer.member("uri", uri)
            writer.key("certChain")
            writer.object { writer in
                writer.key("certificates")
                writer.array { writer in
                    for certificate in chain {
                        writer.object { $0.member("rawBytes", Base64.encode(certificate.der)) }
                    }
                }
            }
            validity(&writer)
            writer.member("operator", settings.name)
        }
    }

    private var recordsURL: String { settings.url + RecordRoutes.prefix }

    private func writeTrustedRoot(_ writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("mediaType", "application/vnd.dev.sigstore.trustedroot+json;version=0.1")
            writer.key("tlogs")
            writer.array { writer in
                log(
                    &writer, settings.url, logKey, "PKIX_ED25519",
                    Self.logID(origin: Self.origin(settings.url), key: logKey))
                if let recordsKey {
                    log(
                        &writer, recordsURL, recordsKey, "PKIX_ECDSA_P256_SHA_256", recordsKey.fingerprint.bytes)
                }
            }
            writer.key("certificateAuthorities")
            writer.array { authority(&$0, settings.url, authorities, AuthorityFounding.authorityName) }
            writer.key("ctlogs")
            writer.array { writer in
                log(
                    &writer, "\(settings.url)/ct", certificateLogKey, "PKIX_ECDSA_P256_SHA_256",
                    certificateLogKey.fingerprint.bytes)
            }
            writer.key("timestampAuthorities")
            writer.array {
                authority(
                    &$0, "\(settings.url)/api/v1/timestamp", timestamps, AuthorityFounding.timestampsName)
            }
        }
    }

    private func writeSigningConfig(_ writer: inout JSONWriter) {
        func services(_ writer: inout JSONWriter, _ name: String, _ list: [(url: String, version: Int)]) {
            writer.key(name)
            writer.array { writer in
                for item in list {
                    writer.object { writer in
                        writer.member("url", item.url)
                        writer.member("majorApiVersion", item.version)
                        validity(&writer)
                        writer.member("operator", settings.name)
                    }
                }
            }
        }
        writer.object { writer in
            writer.member("mediaType", "application/vnd.dev.sigstore.signingconfig.v0.2+json")
            // Clients take version 1 for the name of the API whose path says 2.
            services(&writer, "caUrls", [(settings.url, 1)])
            services(&writer, "oidcUrls", [(settings.url, 1)])
            services(
                &writer, "rekorTlogUrls", [(settings.url, 2)] + (recordsKey == nil ? [] : [(recordsURL, 1)]))
            services(&writer, "tsaUrls", [("\(settings.url)/api/v1/timestamp", 1)])
            for name in ["rekorTlogConfig", "tsaConfig"] {
                writer.key(name)
                writer.object { $0.member("selector", "ANY") }
            }
        }
    }

    private func document(_ body: (inout JSONWriter) -> Void) -> [UInt8] {
        var writer = JSONWriter(pretty: true)
        body(&writer)
        writer.newline()
        return writer.bytes
    }

    var trustedRoot: [UInt8] { document(writeTrustedRoot) }
    var signingConfig: [UInt8] { document(writeSigningConfig) }
    var trustConfig: [UInt8] {
        document { writer in
            writer.object { writer in
                writer.member("mediaType", "application/vnd.dev.sigstore.clienttrustconfig.v0.1+json")
                writer.key("trustedRoot")
                writeTrustedRoot(&writer)
                writer.key("signingConfig")
                writeSigningConfig(&writer)
            }
        }
    }
}
