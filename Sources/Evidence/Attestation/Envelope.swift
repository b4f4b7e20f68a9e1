internal import Content
package import JSONText

/// Dead Simple Signing Envelope: a payload, what it is, and signatures over both (DSSE 1.0.2).
///
/// Comes in as JSON text; goes out as the bytes that signatures cover and the payload, which no one may read before a
/// signature verifies. Unknown members survive a round trip.
package struct Envelope: Sendable {
    package struct Signature: Sendable {
        /// The signature's own bytes.
        package var signature: [UInt8]
        /// A hint for finding the key; not authenticated (DSSE protocol, “keyid”).
        package var keyID: String?
        package var unknown = UnknownMembers()

        package init(signature: [UInt8], keyID: String?) {
            self.signature = signature
            self.keyID = keyID
        }
    }

    package var payloadType: String
    package var payload: [UInt8]
    package var signatures: [Signature]
    package var unknown = UnknownMembers()

    package init(payloadType: String, payload: [UInt8], signatures: [Signature] = []) {
        self.payloadType = payloadType
        self.payload = payload
        self.signatures = signatures
    }

    /// The bytes every signature covers.
    package var signedBytes: [UInt8] { DSSE.preAuthenticationEncoding(type: payloadType, payload: payload) }

    /// Reads the JSON form (DSSE envelope, “JSON”); base 64 in either alphabet, as the specification asks of readers.
    package init(json bytes: [UInt8]) throws(AttestationError) {
        try self.init(JSONDocument.strict(bytes, subject: Self.subject).root)
    }

    private static let subject = "DSSE envelope"

    /// Reads an envelope that stands inside another document, which must be free of duplicate names.
    package init(_ value: JSONValue) throws(AttestationError) {
        func failure(_ path: String, _ expected: String) -> AttestationError {
            .member(subject: Self.subject, path: path, expected: expected)
        }
        guard value.kind == .object else { throw failure("", "an object") }
        guard let type = value["payloadType"]?.string else { throw failure("payloadType", "a string") }
        guard let payload = value["payload"]?.string.flatMap({ Base64.decode($0.utf8) }) else {
            throw failure("payload", "base 64")
        }
        guard let list = value["signatures"], list.kind == .array else { throw failure("signatures", "an array") }
        guard list.count <= AttestationLimits.signatures else {
            throw .tooMany(subject: Self.subject, what: "signatures", limit: AttestationLimits.signatures)
        }
        payloadType = type
        self.payload = payload
        signatures = []
        for (index, element) in list.elements.enumerated() {
            guard let bytes = element["sig"]?.string.flatMap({ Base64.decode($0.utf8) }) else {
                throw failure("signatures[\(index)].sig", "base 64")
            }
            let keyID = element["keyid"]
            guard keyID?.isNull ?? true || keyID?.kind == .string else {
                throw failure("signatures[\(index)].keyid", "a string")
            }
            var signature = Signature(signature: bytes, keyID: keyID?.string)
            signature.unknown = UnknownMembers(of: element, except: ["sig", "keyid"])
            signatures.append(signature)
        }
        unknown = UnknownMembers(of: value, except: ["payloadType", "payload", "signatures"])
    }

    package func write(into writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("payload", Base64.encode(payload))
            writer.member("payloadType", payloadType)
            writer.key("signatures")
            writer.array { writer in
                for signature in signatures {
                    writer.object { writer in
                        writer.member("sig", Base64.encode(signature.signature))
                        writer.member("keyid", signature.keyID)
                        signature.unknown.write(into: &writer)
                    }
                }
            }
            unknown.write(into: &writer)
        }
    }

    /// The JSON form, on one line.
    package var json: [UInt8] {
        var writer = JSONWriter(reserving: payload.count * 4 / 3 + 1024)
        write(into: &writer)
        return writer.bytes
    }
}

/// Making and checking envelopes. Signing with keys is in `Signing`, which adds `sign` and `verify`.
package enum DSSE {
    /// What signatures cover: type and payload with their lengths, so that neither can be taken for the other
    /// (DSSE protocol, “PAE”).
    package static func preAuthenticationEncoding(type: String, payload: [UInt8]) -> [UInt8] {
        var bytes = Array("DSSEv1 \(type.utf8.count) \(type) \(payload.count) ".utf8)
        bytes.reserveCapacity(bytes.count + payload.count)
        bytes.append(contentsOf: payload)
        return bytes
    }
}
