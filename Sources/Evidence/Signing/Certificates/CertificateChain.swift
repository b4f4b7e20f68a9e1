internal import Synchronization

/// A way from an authority that signs leaves to an anchor, as a trust root lists it: the last one is the anchor.
///
/// What the list itself says is checked once, when it is first needed: each one is an authority, signed by the next.
/// The anchor is trusted because it is listed; its own signature means nothing.
package final class CertificateChain: Sendable {
    package let certificates: [Certificate]
    private let checked = Mutex<String??>(nil)

    package static let limit = 8

    package init(_ certificates: [Certificate]) { self.certificates = certificates }

    /// What is wrong with the list, if anything is.
    ///
    /// - Parameter first: position of the first certificate that must be an authority: 1 when a leaf is listed.
    func defect(from first: Int, usage: ObjectIdentifier) -> String? {
        checked.withLock { known in
            if let known { return known }
            let found = Self.inspect(certificates, from: first, usage: usage)
            known = .some(found)
            return found
        }
    }

    private static func inspect(_ certificates: [Certificate], from first: Int, usage: ObjectIdentifier) -> String? {
        guard !certificates.isEmpty else { return "no certificate is listed" }
        guard certificates.count <= limit else { return "more than \(limit) certificates are listed" }
        for (index, certificate) in certificates.enumerated() {
            if index >= first, let defect = authorityDefect(certificate, usage: usage, below: index - first) {
                return defect
            }
            guard index + 1 < certificates.count else { continue }
            guard certificate.isSigned(by: certificates[index + 1]) else {
                return "certificate \(index + 1) of the chain is not signed by the next one"
            }
        }
        return nil
    }

    /// Why a certificate may not sign others (RFC 5280 §6.1.4).
    ///
    /// - Parameter below: how many authorities stand between it and the leaf.
    static func authorityDefect(_ certificate: Certificate, usage: ObjectIdentifier, below: Int) -> String? {
        if !certificate.isAuthority { return "an issuer is no authority (basicConstraints)" }
        if let limit = certificate.pathLength, below > limit {
            return "an issuer allows \(limit) authorities below it, found \(below)"
        }
        if let keyUsage = certificate.keyUsage, !keyUsage.contains(.certificateSigning) {
            return "an issuer may not sign certificates (keyUsage)"
        }
        if let usages = certificate.extendedKeyUsage, !usages.contains(usage), !usages.contains(Certificate.anyUsage) {
            return "an issuer may not issue for this purpose (extendedKeyUsage)"
        }
        if let unknown = certificate.unknownCritical.first {
            return "an issuer has the critical extension \(unknown), which is not known here"
        }
        return nil
    }

    /// The first of the certificates from `first` that are not valid at `time`.
    func expired(at time: Instant, from first: Int = 0) -> Certificate? {
        certificates.dropFirst(first).first { !$0.validity.contains(time) }
    }
}
