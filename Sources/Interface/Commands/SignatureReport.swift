internal import Attestation
internal import Content
internal import JSONText
internal import Signing

/// What checking a signature gave, for people and for programs.
struct SignatureReport {
    /// What was checked, and against which artifact.
    var bundle: String
    var result: Result<VerifiedBundle, Rejection>

    func text(_ palette: Palette) -> String {
        var lines: [String] = []
        switch result {
        case .success(let verified):
            lines.append("\(palette.good("verified"))  \(bundle)")
            switch verified.signer {
            case .certificate(let identity, _):
                lines.append("signer    \(identity.subject)")
                lines.append("issuer    \(identity.issuer ?? "-")")
            case .key(let key): lines.append("signer    key \(key.keyID) (\(key.algorithm))")
            }
            for time in verified.times { lines.append("time      \(time.time) by \(time.by)") }
            for entry in verified.entries {
                let witnesses = entry.witnesses.isEmpty ? "" : ", seen by \(entry.witnesses.joined(separator: ", "))"
                lines.append("log       \(entry.log) index \(entry.index)\(witnesses)")
            }
            if let type = predicateType(verified) { lines.append("statement \(type)") }
            for warning in verified.warnings { lines.append("\(palette.warning("warning"))   \(warning)") }
        case .failure(let rejection):
            lines.append("\(palette.bad("rejected"))  \(bundle)")
            lines.append("reason    \(rejection.reason.code.rawValue)")
            lines.append("expected  \(rejection.reason.expected)")
            lines.append("found     \(rejection.reason.found)")
            for failure in rejection.also { lines.append("also      \(failure)") }
            for warning in rejection.warnings { lines.append("\(palette.warning("warning"))   \(warning)") }
        }
        return lines.map { Table.printable($0) + "\n" }.joined()
    }

    private func predicateType(_ verified: VerifiedBundle) -> String? {
        guard let payload = verified.payload else { return nil }
        do throws(AttestationError) {
            return try Statement(
                payloadOf: Envelope(payloadType: payload.type, payload: payload.bytes)
            ).predicateType
        } catch {
            return nil
        }
    }

    func write(into writer: inout JSONWriter) {
        func write(_ failure: VerificationFailure, into writer: inout JSONWriter) {
            writer.object { writer in
                writer.member("code", failure.code.rawValue)
                writer.member("expected", failure.expected)
                writer.member("found", failure.found)
            }
        }
        func list(_ name: String, _ texts: [String], into writer: inout JSONWriter) {
            writer.key(name)
            writer.array { writer in for text in texts { writer.value(text) } }
        }
        writer.object { writer in
            writer.member("bundle", bundle)
            switch result {
            case .success(let verified):
                writer.member("verified", true)
                switch verified.signer {
                case .certificate(let identity, let certificate):
                    writer.member("subject", identity.subject)
                    writer.member("issuer", identity.issuer)
                    writer.member("certificate", certificate.fingerprint.description)
                    writer.key("extensions")
                    writer.object { writer in
                        for (name, value) in identity.extensions.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
                            writer.member(name.name, value)
                        }
                    }
                case .key(let key): writer.member("key", key.keyID)
                }
                writer.key("times")
                writer.array { writer in
                    for time in verified.times {
                        writer.object { writer in
                            writer.member("time", time.time.description)
                            writer.member("source", time.source == .log ? "log" : "authority")
                            writer.member("by", time.by)
                        }
                    }
                }
                writer.key("logs")
                writer.array { writer in
                    for entry in verified.entries {
                        writer.object { writer in
                            writer.member("log", entry.log)
                            writer.member("index", entry.index)
                            list("witnesses", entry.witnesses, into: &writer)
                        }
                    }
                }
                writer.member("predicateType", predicateType(verified))
                list("warnings", verified.warnings, into: &writer)
            case .failure(let rejection):
                writer.member("verified", false)
                writer.key("reason")
                write(rejection.reason, into: &writer)
                writer.key("also")
                writer.array { writer in for failure in rejection.also { write(failure, into: &writer) } }
                list("warnings", rejection.warnings, into: &writer)
            }
        }
    }

    static func json(_ reports: [SignatureReport]) -> [UInt8] {
        var writer = JSONWriter(pretty: true)
        writer.object { writer in
            writer.member("schemaVersion", 1)
            writer.member("verified", !reports.isEmpty && reports.allSatisfy { $0.isVerified })
            writer.key("signatures")
            writer.array { writer in for report in reports { report.write(into: &writer) } }
        }
        writer.newline()
        return writer.bytes
    }

    var isVerified: Bool {
        if case .success = result { return true }
        return false
    }
}
