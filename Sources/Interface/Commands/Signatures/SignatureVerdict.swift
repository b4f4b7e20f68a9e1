internal import Signing

/// Whether what was found is what was asked for.
struct SignatureVerdict {
    let signers: [String]
    let isMet: Bool
    /// Something could not be read that may have been a signature.
    let isOpen: Bool
    /// In words.
    let text: String

    /// - Parameters:
    ///   - threshold: how many different signers; `nil` for every signature there is.
    ///   - predicate: what must have been signed, in words.
    ///   - file: who may sign, when a file says so; then its names are counted.
    init(_ reports: [SignatureReport], threshold: Int?, predicate: String?, file: SignersFile? = nil) {
        var signers: [String] = []
        for report in reports where report.counts {
            guard case .success(let verified) = report.result else { continue }
            let name = file?.name(of: verified.signer) ?? verified.signer.name
            if !signers.contains(name) { signers.append(name) }
        }
        self.signers = signers
        isOpen = reports.contains { $0.evidence?.isUnreadable ?? false }
        let subject = predicate.map { "an attestation of \($0)" } ?? "a signature"
        guard let threshold else {
            isMet = !reports.isEmpty && reports.allSatisfy { $0.isVerified && $0.counts }
            text = isMet ? "every bundle is good" : "not every bundle is \(subject) that is good"
            return
        }
        isMet = signers.count >= threshold
        let who = signers.isEmpty ? "none" : signers.joined(separator: ", ")
        if isMet {
            text = "\(subject) by \(who)"
        } else {
            text =
                "expected \(subject) by \(threshold == 1 ? "one" : "\(threshold)") of those that may sign, found \(who)"
                + (isOpen ? "; something could not be read" : reports.isEmpty ? "; there is nothing at all" : "")
        }
    }

    /// What is missing is known to be missing only when everything could be read.
    var status: ExitStatus { isMet ? .passed : isOpen ? .unknown : .failed }
}
