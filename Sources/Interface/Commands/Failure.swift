internal import Advisories
internal import Archive
internal import ArgumentParser
internal import Authority
internal import Content
internal import Inventory
internal import OCI
internal import RegistryClient
internal import Signing

/// Runs the body of a command and turns what it throws into one message and the right exit code.
enum Failure {
    static func reporting(_ subject: String, _ body: () async throws -> ExitStatus) async throws {
        let status: ExitStatus
        do {
            status = try await body()
        } catch let error as ExitCode {
            throw error
        } catch let error as ValidationError {
            Console.narrate("error: \(Table.printable(error.message))")
            throw ExitCode(ExitStatus.usage.rawValue)
        } catch let error as ReferenceError {
            Console.narrate("error: \(Table.printable("\(error)"))")
            throw ExitCode(ExitStatus.usage.rawValue)
        } catch {
            Interruption.givePrecedence()
            Console.narrate("error: \(Table.printable(describe(error, subject)))")
            throw ExitCode(Self.status(error).rawValue)
        }
        try status.end()
    }

    private static func describe(_ error: any Error, _ subject: String) -> String {
        let text = "\(error)"
        return text.contains(subject) ? text : "\(subject): \(text)"
    }

    /// Bytes that contradict their digest fail; what cannot be read is unknown; the system's own errors are internal.
    static func status(_ error: any Error) -> ExitStatus {
        switch error {
        case let error as OCIError:
            switch error {
            case .digestMismatch, .sizeMismatch, .diffIDMismatch: .failed
            case .notFound, .noMatch: .usage
            default: .unknown
            }
        case let error as RegistryError:
            switch error {
            case .digestMismatch, .sizeMismatch: .failed
            case .offline, .plainHTTP, .credentials, .configuration, .blocked, .notFound: .usage
            default: .unknown
            }
        case let error as DownloadError:
            switch error {
            case .offline, .plainHTTP, .notAnAddress: .usage
            default: .unknown
            }
        case let error as ServiceError:
            switch error {
            case .offline, .plainHTTP, .notAnAddress: .usage
            default: .unknown
            }
        case is SignatureNotGivenOut: .failed
        case is ExternalProgramError: .usage
        case let error as LoginError:
            if case .unsupported = error { .usage } else { .unknown }
        case is IdentityTokenError, is IdentityTokenMissing, is SigningConfigError, is SignatureLayoutMissing: .usage
        case let error as FileError: error.isMissing ? .usage : .internalError
        case is ReadingFailure: .unknown
        case is DatabaseTrustError: .failed
        case is ArchiveError: .unknown
        case is AuthorityError, is UserFileError: .usage
        case let error as StoreError:
            if case .unavailable = error { .unknown } else { .usage }
        case let error as LogError:
            switch error {
            case .inUse, .frozen, .missing, .exists: .usage
            case .damaged: .failed
            case .unavailable: .unknown
            default: .internalError
            }
        case let error as TUFError:
            switch error {
            // Nothing of today: somebody holds it back, or nobody looks after it.
            case .expired, .missing, .unknownTarget: .unknown
            default: .failed
            }
        case is TrustUpdateError: .unknown
        case is KeyError, is KeyPassword.Empty, is KeyPassword.Different, is KeyPassword.NoTerminal: .usage
        case is ReferenceError, is IgnoreRulesError, is ScanFormatError, is FeedOriginsError,
            is KeyFileError,
            is DatabaseMissing:
            .usage
        default: .unknown
        }
    }
}
