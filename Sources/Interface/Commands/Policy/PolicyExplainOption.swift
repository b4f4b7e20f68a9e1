internal import ArgumentParser

/// What `--explain` asks for.
package enum PolicyExplainOption: ExpressibleByArgument, Sendable, Hashable {
    /// The shortest reason for the result.
    case reason
    case off
    /// A word with which OPA asks for a trace.
    case trace(String)
    /// The query, which stands right behind the option.
    case query(String)

    package init(argument: String) {
        self =
            switch argument {
            case "reason": .reason
            case "off": .off
            case "full", "notes", "fails", "debug": .trace(argument)
            default: .query(argument)
            }
    }

    package var defaultValueDescription: String { "reason" }

    /// The argument, when it is the query.
    var query: String? { if case .query(let text) = self { text } else { nil } }

    func check(query: String?) throws {
        switch self {
        case .reason, .off: return
        case .trace(let word):
            throw ValidationError(
                "--explain=\(word) asks for a trace, and no traces are made: --explain shows which rules yielded the "
                    + "result or came nearest; what policies print is shown in any case")
        case .query(let text):
            guard query == nil else {
                throw ValidationError("--explain takes reason or off, not '\(text)'")
            }
        }
    }
}
