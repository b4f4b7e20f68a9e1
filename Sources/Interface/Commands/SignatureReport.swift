internal import Attestation
internal import Content
internal import JSONText
internal import Signing

/// What checking a signature gave, for people and for programs.
struct SignatureReport {
    /// What was checked, and against which artifact.
    var bundle: String
    var result: Result<VerifiedBundle, Rejection>
    /// Where it was found, when it was looked for.
    var evidence: FoundEvidence?
    /// Whether it is of the kind that was asked for.
    var counts = true

    /// What was found beside an image, checked.
    ///
    /// - Parameter types: predicate types that count; `nil` for signatures of the image alone.
    init(_ evidence: FoundEvidence, _ verifier: BundleVerifier, types: [String]?) {
        bundle = Self.place(evidence)
        result = evidence.verify(verifier)
        self.evidence = evidence
        if let types {
            counts = evidence.kind == .attestation && Self.predicateType(result).map(types.contains) ?? false
        } else {
            counts = evidence.kind == .signature
        }
    }

    /// - Parameter types: predicate types that count; `nil` for whatever the bundle holds.
    init(bundle: String, result: Result<VerifiedBundle, Rejection>, types: [String]? = nil) {
        self.bundle = bundle
        self.result = result
        if let types { counts = Self.predicateType(result).map(types.contains) ?? false }
    }

    private static func place(_ evidence: FoundEvidence) -> String {
        let what = evidence.predicateType.map { "\(evidence.kind.rawValue) (\($0))" } ?? evidence.kind.rawValue
        let digest = (evidence.layer ?? evidence.manifest).map { ", \($0)" } ?? ""
        return "\(what) at \(evidence.origin)\(digest)"
    }

    func text(_ palette: Palette) -> String {
        if let evidence, evidence.isUnsigned {
            guard case .failure(let rejection) = result else { return "" }
            return Self.paint("unsigned  \(bundle)", palette)
                + Self.paint("found     \(rejection.reason.found)", palette)
        }
        var lines: [String] = []
        switch result {
        case .success(let verified):
            lines.append("verified  \(bundle)")
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
            if let type = Self.predicateType(verified) { lines.append("statement \(type)") }
            if let name = verified.signedName { lines.append("signed as \(name)") }
            if let evidence { lines.append("image     \(evidence.image)") }
            if !counts { lines.append("note      not what was asked for, so it does not count") }
            for warning in verified.warnings { lines.append("warning   \(warning)") }
        case .failure(let rejection):
            lines.append("rejected  \(bundle)")
            lines.append("reason    \(rejection.reason.code.rawValue)")
            lines.append("expected  \(rejection.reason.expected)")
            lines.append("found     \(rejection.reason.found)")
            for failure in rejection.also { lines.append("also      \(failure)") }
            for warning in rejection.warnings { lines.append("warning   \(warning)") }
        }
        return lines.map { Self.paint($0, palette) }.joined()
    }

    /// A line whose first word is ours and may have a colour; what follows may be anybody's, and has none.
    private static func paint(_ line: String, _ palette: Palette) -> String {
        let word = line.prefix { $0 != " " }
        let rest = Table.printable(String(line.dropFirst(word.count)))
        return switch word {
        case "verified": palette.good("verified") + rest + "\n"
        case "rejected": palette.bad("rejected") + rest + "\n"
        case "warning": palette.warning("warning") + rest + "\n"
        case "unsigned": palette.faint("unsigned") + rest + "\n"
        default: Table.printable(String(word)) + rest + "\n"
        }
    }

    private static func predicateType(_ result: Result<VerifiedBundle, Rejection>) -> String? {
        guard case .success(let verified) = result else { return nil }
        return predicateType(verified)
    }

    private static func predicateType(_ verified: VerifiedBundle) -> String? {
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
        writer.object { writer in
            writer.member("bundle", bundle)
            if let evidence {
                writer.member("origin", "\(evidence.origin)")
                writer.member("kind", evidence.kind.rawValue)
                writer.member("mediaType", evidence.mediaType)
                writer.member("image", "\(evidence.image)")
                writer.member("manifest", evidence.manifest?.description)
                writer.member("layer", evidence.layer?.description)
                writer.member("claimedPredicateType", evidence.predicateType)
            }
            writer.member("counts", counts)
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
                            Self.list("witnesses", entry.witnesses, into: &writer)
                        }
                    }
                }
                writer.member("predicateType", Self.predicateType(verified))
                writer.member("signedName", verified.signedName)
                Self.list("warnings", verified.warnings, into: &writer)
            case .failure(let rejection):
                writer.member("verified", false)
                writer.key("reason")
                write(rejection.reason, into: &writer)
                writer.key("also")
                writer.array { writer in for failure in rejection.also { write(failure, into: &writer) } }
                Self.list("warnings", rejection.warnings, into: &writer)
            }
        }
    }

    /// - Parameter verdict: on all of them together; `nil` when each must be good.
    static func json(_ reports: [SignatureReport], _ verdict: SignatureVerdict? = nil) -> [UInt8] {
        var writer = JSONWriter(pretty: true)
        writer.object { writer in
            writer.member("schemaVersion", 1)
            writer.member("verified", verdict?.isMet ?? (!reports.isEmpty && reports.allSatisfy { $0.isVerified }))
            if let verdict {
                writer.member("verdict", verdict.text)
                list("signers", verdict.signers, into: &writer)
            }
            writer.key("signatures")
            writer.array { writer in for report in reports { report.write(into: &writer) } }
        }
        writer.newline()
        return writer.bytes
    }

    private static func list(_ name: String, _ texts: [String], into writer: inout JSONWriter) {
        writer.key(name)
        writer.array { writer in for text in texts { writer.value(text) } }
    }

    var isVerified: Bool {
        if case .success = result { return true }
        return false
    }
}
