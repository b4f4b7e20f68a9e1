/// One finding of the parser, the compiler or the evaluator, in the form that OPA's users know:
/// `file:row: code: message`.
public struct RegoError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What kind of finding it is; the raw values are OPA's.
    public struct Code: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
        public var rawValue: String

        public init(rawValue: String) { self.rawValue = rawValue }

        public static let parse = Code(rawValue: "rego_parse_error")
        public static let compile = Code(rawValue: "rego_compile_error")
        public static let type = Code(rawValue: "rego_type_error")
        public static let unsafeVariable = Code(rawValue: "rego_unsafe_var_error")
        public static let recursion = Code(rawValue: "rego_recursion_error")
        public static let format = Code(rawValue: "rego_format_error")

        public var description: String { rawValue }
    }

    /// A position in a named source.
    public struct Position: Sendable, Hashable {
        public var file: String
        public var row: Int
        public var column: Int

        public init(file: String, row: Int, column: Int) {
            self.file = file
            self.row = row
            self.column = column
        }
    }

    public var code: Code
    public var message: String
    public var position: Position?
    /// Further lines: the source line with a mark under the place, or the candidates that were expected.
    public var details: [String]

    public init(_ code: Code, _ message: String, at position: Position? = nil, details: [String] = []) {
        self.code = code
        self.message = message
        self.position = position
        self.details = details
    }

    public var description: String {
        let lead =
            switch position {
            case .none: ""
            case .some(let place) where place.file.isEmpty: "\(place.row):\(place.column): "
            case .some(let place): "\(place.file):\(place.row): "
            }
        return ([lead + "\(code): \(message)"] + details.map { "\t" + $0 }).joined(separator: "\n")
    }
}

/// All that is wrong with a set of modules, in the order found.
public struct RegoErrors: Error, Sendable, Hashable, CustomStringConvertible {
    public var errors: [RegoError]

    public init(_ errors: [RegoError]) { self.errors = errors }

    public var description: String {
        switch errors.count {
        case 0: "no error(s)"
        case 1: "1 error occurred: " + errors.map(\.description).joined()
        default:
            (["\(errors.count) errors occurred:"] + errors.map(\.description)).joined(separator: "\n")
        }
    }
}
