/// A value of a YAML or TOML document.
package indirect enum StructuredValue: Sendable, Equatable {
    case null
    case boolean(Bool)
    /// As written.
    case number(String)
    case string(String)
    case sequence([StructuredValue])
    /// Members in the order written; keys are unique.
    case mapping([Member])

    package struct Member: Sendable, Equatable {
        package var key: String
        package var value: StructuredValue

        package init(_ key: String, _ value: StructuredValue) {
            self.key = key
            self.value = value
        }
    }

    package var string: String? { if case .string(let text) = self { text } else { nil } }

    /// A string, or a number or boolean as written: lock files leave versions such as `1.0` unquoted.
    package var scalar: String? {
        switch self {
        case .string(let text), .number(let text): text
        case .boolean(let value): value ? "true" : "false"
        case .null, .sequence, .mapping: nil
        }
    }

    package var bool: Bool? { if case .boolean(let value) = self { value } else { nil } }
    package var int: Int? { if case .number(let text) = self { Int(text) } else { nil } }

    /// Empty for any other kind.
    package var elements: [StructuredValue] { if case .sequence(let elements) = self { elements } else { [] } }
    package var members: [Member] { if case .mapping(let members) = self { members } else { [] } }

    package subscript(key: String) -> StructuredValue? { members.last { $0.key == key }?.value }
}

/// Why a YAML, TOML or XML text cannot be read.
package struct StructuredTextError: Error, Equatable, Sendable, CustomStringConvertible {
    /// `YAML`, `TOML` or `XML`.
    package var format: String
    package var reason: String
    /// Counted from 1.
    package var line: Int

    package init(format: String, reason: String, line: Int) {
        self.format = format
        self.reason = reason
        self.line = line
    }

    package var description: String { "\(format): \(reason) in line \(line)" }
}

/// Bounds on a text from outside.
package struct StructuredTextLimits: Sendable {
    package var depth: Int
    /// Values, after aliases are expanded.
    package var nodes: Int

    package init(depth: Int = 128, nodes: Int = 2_000_000) {
        self.depth = depth
        self.nodes = nodes
    }
}
