/// A JSON Schema (drafts 4, 6 and 7) that is well formed, over values.
///
/// References lead only within the schema; those to other documents are refused, since a decision uses no network.
struct JSONSchema {
    struct Failure: Error {
        var description: String
    }

    let root: Value
    private(set) var patterns: [String: Regex] = [:]
    private var identified: [String: Value] = [:]

    static let types = ["array", "boolean", "integer", "number", "null", "object", "string"]

    /// Schemas nested deeper than this are refused.
    private static let depthLimit = 256

    init(_ root: Value) throws(Failure) {
        self.root = root
        guard root.isObject || root.kind == .boolean else {
            throw Failure(description: "Invalid type. Expected: valid schema, given: \(root.kind.name)")
        }
        try check(root, 0)
    }

    // MARK: References

    /// The schema that a reference names.
    func resolve(_ reference: String) -> Value? {
        if let known = identified[reference] { return known }
        guard let mark = reference.firstIndex(of: "#") else { return nil }
        let base = String(reference[..<mark])
        var current: Value
        if base.isEmpty {
            current = root
        } else if let known = identified[base] {
            current = known
        } else {
            return nil
        }
        let fragment: [UInt8]
        do throws(PercentEncoding.Failure) {
            fragment = try PercentEncoding.decode(reference[reference.index(after: mark)...].utf8, plusIsBlank: false)
        } catch {
            return nil
        }
        if fragment.isEmpty { return current }
        if let known = identified["#" + String(decoding: fragment, as: UTF8.self)] { return known }
        for part in String(decoding: fragment, as: UTF8.self).split(separator: "/") {
            let key = String(part.replacing("~1", with: "/").replacing("~0", with: "~"))
            if current.isArray {
                guard let index = Int(key), current.elements.indices.contains(index) else { return nil }
                current = current.elements[index]
            } else {
                current = current.member(key)
            }
            if current.isUndefined { return nil }
        }
        return current
    }

    // MARK: Well-formedness

    private mutating func check(_ schema: Value, _ depth: Int) throws(Failure) {
        guard depth <= Self.depthLimit else { throw Failure(description: "schema is nested too deep") }
        if schema.kind == .boolean { return }
        guard schema.isObject else {
            throw Failure(description: "Invalid type. Expected: valid schema, given: \(schema.kind.name)")
        }
        for name in ["$id", "id"] {
            if let identifier = schema.member(name).string { identified[identifier] = schema }
        }
        let reference = schema.member("$ref")
        if reference.isDefined {
            guard let text = reference.string else {
                throw Failure(description: "Invalid type. Expected: string, given: \(reference.kind.name)")
            }
            guard text.hasPrefix("#") || identified[String(text.prefix { $0 != "#" })] != nil else {
                throw Failure(description: "remote reference loading disabled: \(text)")
            }
        }
        try checkTypes(schema.member("type"))
        for name in ["pattern"] {
            if let pattern = schema.member(name).string { try addPattern(pattern) }
        }
        for name in ["minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties"] {
            let bound = schema.member(name)
            guard bound.isUndefined || bound.decimal.map({ $0.isInteger }) ?? false else {
                throw Failure(description: "\(name) must be of an integer")
            }
            guard bound.isUndefined || bound.decimal.map({ !$0.isNegative }) ?? false else {
                throw Failure(description: "\(name) must be greater than or equal to 0")
            }
        }
        let multiple = schema.member("multipleOf")
        if multiple.isDefined {
            guard let number = multiple.decimal else {
                throw Failure(description: "Invalid type. Expected: number, given: multipleOf")
            }
            guard !number.isNegative, !number.isZero else {
                throw Failure(description: "multipleOf must be strictly greater than 0")
            }
        }
        for name in ["minimum", "maximum"] where schema.member(name).isDefined && !schema.member(name).isNumber {
            throw Failure(description: "\(name) must be of a number")
        }
        let required = schema.member("required")
        guard required.isUndefined || required.isArray && required.elements.allSatisfy(\.isString) else {
            throw Failure(description: "required must be of a an array")
        }
        let choices = schema.member("enum")
        guard choices.isUndefined || choices.isArray else { throw Failure(description: "enum must be of an array") }
        try checkParts(schema, depth)
    }

    private func checkTypes(_ type: Value) throws(Failure) {
        if type.isUndefined { return }
        let names = type.isArray ? Array(type.elements) : [type]
        for name in names {
            guard let text = name.string else {
                throw Failure(description: "Invalid type. Expected: string/array of strings, given: type")
            }
            guard Self.types.contains(text) else {
                throw Failure(
                    description: "has a primitive type that is NOT VALID -- given: /\(text)/ Expected valid values are:"
                        + "[\(Self.types.joined(separator: " "))]")
            }
        }
    }

    private mutating func addPattern(_ pattern: String) throws(Failure) {
        guard patterns[pattern] == nil else { return }
        do throws(RegexError) {
            patterns[pattern] = try Regex(pattern)
        } catch {
            throw Failure(description: "Invalid regex pattern '\(pattern)'")
        }
    }

    /// Schemas inside of a schema.
    private mutating func checkParts(_ schema: Value, _ depth: Int) throws(Failure) {
        for name in ["properties", "patternProperties", "definitions", "$defs"] {
            let parts = schema.member(name)
            guard parts.isDefined else { continue }
            guard parts.isObject else {
                throw Failure(description: "Invalid type. Expected: valid schema, given: \(name)")
            }
            for (key, part) in zip(parts.keys, parts.values) {
                if name == "patternProperties", let pattern = key.string { try addPattern(pattern) }
                try check(part, depth + 1)
            }
        }
        for name in ["allOf", "anyOf", "oneOf"] {
            let parts = schema.member(name)
            guard parts.isDefined else { continue }
            guard parts.isArray, parts.count > 0 else { throw Failure(description: "\(name) must be of a an array") }
            for part in parts.elements { try check(part, depth + 1) }
        }
        for name in [
            "not", "if", "then", "else", "contains", "propertyNames", "additionalProperties", "additionalItems",
        ] {
            let part = schema.member(name)
            if part.isDefined { try check(part, depth + 1) }
        }
        let items = schema.member("items")
        if items.isArray {
            for part in items.elements { try check(part, depth + 1) }
        } else if items.isDefined {
            try check(items, depth + 1)
        }
        let dependencies = schema.member("dependencies")
        for part in dependencies.values where !part.isArray { try check(part, depth + 1) }
    }
}
