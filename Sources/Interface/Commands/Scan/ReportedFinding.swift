internal import Advisories
internal import Content
internal import Exploitability
internal import Inventory

/// A finding with its package, and the sentences that several formats say about it.
struct ReportedFinding {
    let assessment: Assessment
    let package: ScannedPackage
    /// Why it is left out of the count; `nil` for one that counts.
    let basis: Suppression?
    /// Which of the findings of the same flaw in the same package, counted from 1: a package may be there in several
    /// versions.
    private(set) var number = 1

    init(_ assessment: Assessment, _ package: ScannedPackage, basis: Suppression?) {
        self.assessment = assessment
        self.package = package
        self.basis = basis
    }

    func numbered(_ number: Int) -> ReportedFinding {
        var copy = self
        copy.number = number
        return copy
    }

    var finding: Finding { assessment.finding }
    var isAffected: Bool { finding.verdict == .affected }

    /// The flaw and the package without its version, so that an upgrade that does not help leaves it the same.
    var identity: String {
        guard let purl = package.purl else { return "\(assessment.name)\n\(package.name)" }
        return "\(assessment.name)\n\(purl.type)\n\(purl.namespace ?? "")\n\(purl.name)"
    }

    /// Stays the same from scan to scan, whatever the version, the image's name and the rules.
    var fingerprint: String { Digest.of(Array(identity.utf8)).hex + ":\(number)" }

    /// The fingerprint as a UUID: version 8, SHA-256 (RFC 9562 §5.8, appendix B.2).
    var uuid: String { DigestUUID.text(Digest.of(Array(fingerprint.utf8))) }

    /// `CVE-2024-1 in openssl 3.0.11-1`
    var title: String { "\(assessment.name) in \(package.label)" }

    /// What to do about it.
    var remedy: String {
        let fix = finding.fix
        if let version = fix.version {
            let proof = finding.proofs.first { $0.fixVersion != nil }
            return "upgrade \(proof?.identity.name ?? package.name) to \(version)"
        }
        return switch fix.state {
        case .fixed: "upgrade \(package.name): it is fixed in a version that the record does not name"
        case .notFixed: "there is no fix yet"
        case .willNotFix: "the maintainers have said that there will be no fix"
        case .deferred: "the maintainers have put the fix off"
        case .endOfLife: "the release is no longer looked after: move to a newer one"
        case .unknown: "whether there is a fix is not known"
        }
    }

    /// By when, and on which assumptions.
    var due: String {
        let basis = assessment.due.basis
        return assessment.due.outcome.advice
            + (basis.assumed.isEmpty
                ? "" : " (not known and taken at the worst: \(basis.assumed.joined(separator: ", ")))")
    }

    var severityText: String {
        guard let severity = assessment.severity else { return "severity not known" }
        return "\(severity.rating.rawValue)\(severity.score.map { " \($0)" } ?? "") by \(severity.source)"
    }

    var exploitation: String {
        switch assessment.isKnownExploited {
        case true?:
            "known to be exploited" + (assessment.knownExploitedSince.map { " since \($0.day)" } ?? "")
                + (assessment.isUsedByRansomware ? ", used by ransomware" : "")
        case false?: "not known to be exploited"
        case nil: "whether it is exploited is not known"
        }
    }

    /// The strongest proof in one sentence.
    var proof: String {
        guard let proof = finding.proofs.first else { return "" }
        return "\(proof.source) \(proof.advisoryID) for \(proof.identity.ecosystem) \(proof.identity.name) "
            + "\(proof.identity.version): \(proof.outcome.text)"
    }

    /// The line by which people know a finding.
    var message: String {
        var parts = [
            title + (isAffected ? "" : " (whether this version is affected cannot be decided)"), severityText,
            exploitation,
        ]
        if finding.isByCPE { parts.append("found by CPE name for want of a package identity, which is less certain") }
        if assessment.kind == .malicious { parts.insert("the package itself is hostile", at: 1) }
        if let probability = assessment.probability { parts.append("EPSS \(probability)") }
        return parts.joined(separator: "; ") + "; what to do: \(remedy); \(due)."
    }

    var rule: IgnoreRule? { basis?.rule }
    var suppression: String? { basis?.text }

    var links: [String] { assessment.references.filter(FlawName.isLink) }
}

extension Proof.Outcome {
    var text: String {
        switch self {
        case .inside(let interval?): "affected in \(interval)"
        case .inside(nil): "the version is listed as affected"
        case .outside: "the version is in no affected range"
        case .unaffected: "the record says that it is not affected"
        case .unknown(let reason): "cannot be decided: \(reason)"
        case .elsewhere(let reason): "speaks of something else: \(reason)"
        }
    }
}

/// A UUID that follows from a digest.
enum DigestUUID {
    static func text(_ digest: Digest) -> String {
        var bytes = Array(digest.bytes.prefix(16))
        bytes[6] = bytes[6] & 0x0f | 0x80
        bytes[8] = bytes[8] & 0x3f | 0x80
        let hex = Array(Hex.encode(bytes).utf8)
        var text: [UInt8] = []
        for (index, digit) in hex.enumerated() {
            if [8, 12, 16, 20].contains(index) { text.append(UInt8(ascii: "-")) }
            text.append(digit)
        }
        return String(decoding: text, as: UTF8.self)
    }
}
