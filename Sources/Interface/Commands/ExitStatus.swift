internal import ArgumentParser

/// How a command ends. Several outcomes are ranked: internal, usage, failed, unknown, passed.
package enum ExitStatus: Int32, Sendable, CaseIterable {
    case passed = 0
    case failed = 1
    case usage = 2
    /// Unknown or incomplete: something could not be read, recognised or verified.
    case unknown = 3
    /// The program or the system under it failed.
    case internalError = 4

    private var rank: Int {
        switch self {
        case .internalError: 4
        case .usage: 3
        case .failed: 2
        case .unknown: 1
        case .passed: 0
        }
    }

    /// The outcome of doing both.
    package func combined(with other: ExitStatus) -> ExitStatus { rank >= other.rank ? self : other }

    static let discussion = """
        Exit codes: 0 pass, 1 policy failed, 2 usage, 3 unknown or incomplete, 4 internal error. 3 means that \
        something could not be read, recognised or verified: unknown is never clean.
        """

    /// Ends the command unless it passed.
    func end() throws { if self != .passed { throw ExitCode(rawValue) } }
}
