/// The parts of GraphQL documents (GraphQL specification, October 2021), named and shaped as their JSON has them.
enum GraphQL {
    /// Counted from 1; 0 for what was not read from text.
    struct Position: Equatable {
        var line = 0
        var column = 0
    }

    struct Failure: Error {
        var message: String
        var position = Position()

        /// Without the full stop, and with the place.
        var description: String {
            let text = message.hasSuffix(".") && !message.hasSuffix("..") ? String(message.dropLast()) : message
            return position.line > 0
                ? "\(text) in GraphQL string at location \(position.line):\(position.column)"
                : "\(text) in GraphQL string"
        }
    }

    indirect enum TypeReference: Equatable {
        case named(String, nonNull: Bool)
        case list(TypeReference, nonNull: Bool)

        /// The innermost name.
        var name: String {
            switch self {
            case .named(let name, _): name
            case .list(let element, _): element.name
            }
        }

        var isNonNull: Bool {
            switch self {
            case .named(_, let nonNull), .list(_, let nonNull): nonNull
            }
        }

        var nullable: TypeReference {
            switch self {
            case .named(let name, _): .named(name, nonNull: false)
            case .list(let element, _): .list(element, nonNull: false)
            }
        }

        var text: String {
            switch self {
            case .named(let name, let nonNull): name + (nonNull ? "!" : "")
            case .list(let element, let nonNull): "[\(element.text)]" + (nonNull ? "!" : "")
            }
        }

        /// Whether a value of this type can stand where `other` is expected.
        func isCompatible(with other: TypeReference) -> Bool {
            if other.isNonNull && !isNonNull { return false }
            switch (self, other) {
            case (.named(let one, _), .named(let two, _)): return one == two
            case (.list(let one, _), .list(let two, _)): return one.isCompatible(with: two)
            default: return false
            }
        }
    }

    struct Literal {
        enum Kind: Int { case variable, int, float, string, block, boolean, null, enumeration, list, object }

        var kind: Kind
        var raw = ""
        var children: [(name: String, value: Literal)] = []
        var position = Position()

        /// As a document writes it.
        var text: String {
            switch kind {
            case .variable: "$" + raw
            case .int, .float, .boolean, .null, .enumeration: raw
            case .string, .block: GoQuoting.quote(raw)
            case .list: "[" + children.map(\.value.text).joined(separator: ",") + "]"
            case .object: "{" + children.map { "\($0.name):\($0.value.text)" }.joined(separator: ",") + "}"
            }
        }
    }

    struct Argument {
        var name: String
        var value: Literal
        var position = Position()
    }

    struct Directive {
        var name: String
        var arguments: [Argument] = []
        var position = Position()
    }

    struct Variable {
        var name: String
        var type: TypeReference
        var defaultValue: Literal?
        var directives: [Directive] = []
        var position = Position()
    }

    indirect enum Selection {
        case field(Field)
        case spread(name: String, directives: [Directive], position: Position)
        case inline(typeCondition: String, directives: [Directive], selections: [Selection], position: Position)
    }

    struct Field {
        var alias: String
        var name: String
        var arguments: [Argument] = []
        var directives: [Directive] = []
        var selections: [Selection] = []
        var position = Position()
    }

    struct Operation {
        var operation: String
        var name = ""
        var variables: [Variable] = []
        var directives: [Directive] = []
        var selections: [Selection] = []
        var position = Position()
    }

    struct Fragment {
        var name: String
        var variables: [Variable] = []
        var typeCondition: String
        var directives: [Directive] = []
        var selections: [Selection] = []
        var position = Position()
    }

    struct Query {
        var operations: [Operation] = []
        var fragments: [Fragment] = []
    }

    /// A field of a type, or an argument of a field or directive.
    struct FieldDefinition {
        var description = ""
        var name: String
        var arguments: [FieldDefinition] = []
        var defaultValue: Literal?
        var type: TypeReference
        var directives: [Directive] = []
        var position = Position()
    }

    struct EnumValue {
        var description = ""
        var name: String
        var directives: [Directive] = []
        var position = Position()
    }

    struct Definition {
        enum Kind: String {
            case scalar = "SCALAR"
            case object = "OBJECT"
            case interface = "INTERFACE"
            case union = "UNION"
            case enumeration = "ENUM"
            case input = "INPUT_OBJECT"
        }

        var kind: Kind
        var description = ""
        var name: String
        var directives: [Directive] = []
        var interfaces: [String] = []
        var fields: [FieldDefinition] = []
        var types: [String] = []
        var enumValues: [EnumValue] = []
        var isBuiltIn = false
        var position = Position()

        func field(_ name: String) -> FieldDefinition? { fields.first { $0.name == name } }
        var isLeaf: Bool { kind == .scalar || kind == .enumeration }
        var isComposite: Bool { kind == .object || kind == .interface || kind == .union }
        var isInput: Bool { kind == .scalar || kind == .enumeration || kind == .input }
    }

    struct DirectiveDefinition {
        var description = ""
        var name: String
        var arguments: [FieldDefinition] = []
        var locations: [String] = []
        var isRepeatable = false
        var position = Position()
    }

    struct SchemaDefinition {
        var description = ""
        var directives: [Directive] = []
        var operationTypes: [(operation: String, type: String, position: Position)] = []
        var position = Position()
    }

    struct SchemaDocument {
        var schema: [SchemaDefinition] = []
        var extensionsOfSchema: [SchemaDefinition] = []
        var directives: [DirectiveDefinition] = []
        var definitions: [Definition] = []
        var extensions: [Definition] = []
    }
}
