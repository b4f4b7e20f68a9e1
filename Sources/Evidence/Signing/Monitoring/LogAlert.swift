package import Content
package import Transparency

/// What somebody should see of a log.
package enum LogAlert: Sendable {
    /// Someone signed, or got a certificate, as one of those who are watched, and nobody accounts for it.
    case unexplained(index: UInt64, holder: LogRecord.Holder, subject: Digest?)
    /// An entry of no known kind, which may be of anyone.
    case unreadable(index: UInt64, reason: String)
    /// Two checkpoints that the log has signed and that cannot both be true: proof of a split view or of a changed past.
    case contradiction(Contradiction)
    /// The log shows an older state than before, which is part of what is known.
    case behind(known: UInt64, shown: UInt64)

    package struct Contradiction: Sendable {
        package var known: SignedNote
        package var shown: SignedNote

        init(_ known: SignedNote, _ shown: SignedNote) {
            self.known = known
            self.shown = shown
        }
    }

    /// The word that reports name it by.
    package var kind: String {
        switch self {
        case .unexplained: "unexplained"
        case .unreadable: "unreadable"
        case .contradiction: "contradiction"
        case .behind: "behind"
        }
    }

    /// Whether it is proof of something wrong, rather than something that is not known.
    package var isFailure: Bool {
        switch self {
        case .unexplained, .contradiction: true
        case .unreadable, .behind: false
        }
    }
}
