/// Checks a value against a schema and gathers every violation, in the words of gojsonschema.
struct JSONSchemaValidator {
    struct Violation {
        var field: String
        /// The kind, such as `invalid_type`.
        var type: String
        var description: String
    }

    private let schema: JSONSchema
    private var violations: [Violation] = []
    private var depth = 0
    private var steps = 0

    private static let depthLimit = 512
    /// Schemas applied to values; a schema that refers to itself in many ways ends here.
    private static let stepLimit = 2_000_000

    private init(_ schema: JSONSchema) { self.schema = schema }

    static func validate(_ value: Value, _ schema: JSONSchema) throws(JSONSchema.Failure) -> [Violation] {
        var validator = JSONSchemaValidator(schema)
        try validator.check(value, schema.root, "(root)")
        return validator.violations
    }

    private mutating func add(_ path: String, _ type: String, _ description: String) {
        let field = path.hasPrefix("(root).") ? String(path.dropFirst(7)) : path
        violations.append(Violation(field: field, type: type, description: description))
    }

    /// Whether the value holds, without noting why not.
    private mutating func holds(_ value: Value, _ schema: Value, _ path: String) throws(JSONSchema.Failure) -> Bool {
        let before = violations.count
        try check(value, schema, path)
        let isHeld = violations.count == before
        violations.removeSubrange(before...)
        return isHeld
    }

    private mutating func check(_ value: Value, _ schema: Value, _ path: String) throws(JSONSchema.Failure) {
        depth += 1
        steps += 1
        defer { depth -= 1 }
        guard depth <= Self.depthLimit, steps <= Self.stepLimit else {
            throw JSONSchema.Failure(description: "the schema takes too many steps to check")
        }
        if schema.isTrue { return }
        if schema.isFalse { return add(path, "false", "False always fails validation") }
        if let reference = schema.member("$ref").string {
            guard let target = self.schema.resolve(reference) else {
                throw JSONSchema.Failure(description: "Object has no key '\(reference)'")
            }
            return try check(value, target, path)
        }
        guard checkType(value, schema.member("type"), path) else { return }
        try checkCombinations(value, schema, path)
        switch value.kind {
        case .array, .set: try checkArray(value, schema, path)
        case .object: try checkObject(value, schema, path)
        case .number: checkNumber(value, schema, path)
        case .string: checkString(value, schema, path)
        default: break
        }
        checkChoices(value, schema, path)
        if value.isObject {
            let properties = schema.member("properties")
            for (key, part) in zip(properties.keys, properties.values) {
                let member = value.member(key)
                if member.isDefined { try check(member, part, path + "." + (key.string ?? "")) }
            }
        }
    }

    private static func typeName(_ value: Value) -> String {
        switch value.kind {
        case .number: value.decimal?.isInteger == true ? "integer" : "number"
        case .set: "array"
        default: value.kind.name
        }
    }

    private mutating func checkType(_ value: Value, _ type: Value, _ path: String) -> Bool {
        guard type.isDefined else { return true }
        let names = type.isArray ? type.elements.compactMap(\.string) : [type.string ?? ""]
        let given = Self.typeName(value)
        if names.contains(given) || given == "integer" && names.contains("number") { return true }
        let expected = names.count == 1 ? names[0] : "[" + names.joined(separator: ",") + "]"
        add(path, "invalid_type", "Invalid type. Expected: \(expected), given: \(given)")
        return false
    }

    private mutating func checkCombinations(_ value: Value, _ schema: Value, _ path: String) throws(JSONSchema.Failure)
    {
        let any = schema.member("anyOf")
        if any.isArray {
            var isHeld = false
            for part in any.elements where !isHeld { isHeld = try holds(value, part, path) }
            if !isHeld { add(path, "number_any_of", "Must validate at least one schema (anyOf)") }
        }
        let one = schema.member("oneOf")
        if one.isArray {
            var count = 0
            for part in one.elements where try holds(value, part, path) { count += 1 }
            if count != 1 { add(path, "number_one_of", "Must validate one and only one schema (oneOf)") }
        }
        let all = schema.member("allOf")
        if all.isArray {
            let before = violations.count
            for part in all.elements { try check(value, part, path) }
            if violations.count > before { add(path, "number_all_of", "Must validate all the schemas (allOf)") }
        }
        let not = schema.member("not")
        if not.isDefined, try holds(value, not, path) { add(path, "number_not", "Must not validate the schema (not)") }
        let dependencies = schema.member("dependencies")
        if value.isObject {
            for (key, part) in zip(dependencies.keys, dependencies.values) where value.member(key).isDefined {
                if part.isArray {
                    for name in part.elements where value.member(name).isUndefined {
                        add(path, "missing_dependency", "Has a dependency on \(name.string ?? "")")
                    }
                } else {
                    try check(value, part, path)
                }
            }
        }
        let condition = schema.member("if")
        guard condition.isDefined else { return }
        let isMet = try holds(value, condition, path)
        let branch = schema.member(isMet ? "then" : "else")
        guard branch.isDefined else { return }
        let before = violations.count
        try check(value, branch, path)
        guard violations.count > before else { return }
        add(
            path, isMet ? "condition_then" : "condition_else",
            isMet ? "Must validate \"then\" as \"if\" was valid" : "Must validate \"else\" as \"if\" was not valid")
    }

    private mutating func checkChoices(_ value: Value, _ schema: Value, _ path: String) {
        let field = path == "(root)" ? path : String(path.dropFirst(7))
        let constant = schema.member("const")
        if constant.isDefined, constant != value {
            add(path, "const", "\(field) does not match: \(JSONOutput.text(of: constant))")
        }
        let choices = schema.member("enum")
        if choices.isArray, !choices.elements.contains(value) {
            let texts = choices.elements.map { JSONOutput.text(of: $0) }.joined(separator: ", ")
            add(path, "enum", "\(field) must be one of the following: \(texts)")
        }
    }

    private mutating func checkArray(_ value: Value, _ schema: Value, _ path: String) throws(JSONSchema.Failure) {
        let elements = value.elements
        let items = schema.member("items")
        if items.isArray {
            for (index, pair) in zip(elements, items.elements).enumerated() {
                try check(pair.0, pair.1, "\(path).\(index)")
            }
            let additional = schema.member("additionalItems")
            if elements.count > items.count {
                if additional.isFalse {
                    add(path, "array_no_additional_items", "No additional items allowed on array")
                } else if additional.isObject {
                    for index in items.count..<elements.count {
                        try check(elements[index], additional, "\(path).\(index)")
                    }
                }
            }
        } else if items.isDefined {
            for (index, element) in elements.enumerated() { try check(element, items, "\(path).\(index)") }
        }
        if let least = schema.member("minItems").integer, elements.count < least {
            add(path, "array_min_items", "Array must have at least \(least) items")
        }
        if let most = schema.member("maxItems").integer, elements.count > most {
            add(path, "array_max_items", "Array must have at most \(most) items")
        }
        if schema.member("uniqueItems").isTrue {
            var first: [Value: Int] = [:]
            for (index, element) in elements.enumerated() {
                if let other = first[element] {
                    add(path, "unique", "array items[\(other),\(index)] must be unique")
                } else {
                    first[element] = index
                }
            }
        }
        let contains = schema.member("contains")
        guard contains.isDefined else { return }
        for (index, element) in elements.enumerated() where try holds(element, contains, "\(path).\(index)") { return }
        add(path, "contains", "At least one of the items must match")
    }

    private mutating func checkObject(_ value: Value, _ schema: Value, _ path: String) throws(JSONSchema.Failure) {
        if let least = schema.member("minProperties").integer, value.count < least {
            add(path, "array_min_properties", "Must have at least \(least) properties")
        }
        if let most = schema.member("maxProperties").integer, value.count > most {
            add(path, "array_max_properties", "Must have at most \(most) properties")
        }
        for name in schema.member("required").elements where value.member(name).isUndefined {
            add(path, "required", "\(name.string ?? "") is required")
        }
        let properties = schema.member("properties")
        let patterns = schema.member("patternProperties")
        let additional = schema.member("additionalProperties")
        for (key, member) in zip(value.keys, value.values) {
            let name = key.string ?? ""
            var isNamed = properties.member(key).isDefined
            for (pattern, part) in zip(patterns.keys, patterns.values) {
                guard self.schema.patterns[pattern.string ?? ""]?.matches(name) == true else { continue }
                isNamed = true
                try check(member, part, path + "." + name)
            }
            if isNamed { continue }
            if additional.isFalse {
                add(path, "additional_property_not_allowed", "Additional property \(name) is not allowed")
            } else if additional.isObject {
                try check(member, additional, path + "." + name)
            }
        }
        let names = schema.member("propertyNames")
        if names.isDefined {
            for key in value.keys where key.isString {
                if try !holds(key, names, path) {
                    add(path, "invalid_property_name", "Property name of \"\(key.string ?? "")\" does not match")
                }
            }
        }
    }

    private mutating func checkString(_ value: Value, _ schema: Value, _ path: String) {
        let count = value.codePointCount
        if let least = schema.member("minLength").integer, count < least {
            add(path, "string_gte", "String length must be greater than or equal to \(least)")
        }
        if let most = schema.member("maxLength").integer, count > most {
            add(path, "string_lte", "String length must be less than or equal to \(most)")
        }
        if let pattern = schema.member("pattern").string, self.schema.patterns[pattern]?.matches(value.utf8) == false {
            add(path, "pattern", "Does not match pattern '\(pattern)'")
        }
        if let format = schema.member("format").string, !JSONSchemaFormat.holds(format, value.string ?? "") {
            add(path, "format", "Does not match format '\(format)'")
        }
    }

    private mutating func checkNumber(_ value: Value, _ schema: Value, _ path: String) {
        guard let number = value.decimal else { return }
        if let multiple = schema.member("multipleOf").decimal, let quotient = number / multiple,
            !quotient.isInteger || Decimal.compare(quotient * multiple, number) != 0
        {
            add(path, "multiple_of", "Must be a multiple of \(multiple.text)")
        }
        /// - Parameter order: what the comparison with the bound must not give.
        func check(_ name: String, _ exclusiveName: String, _ sign: Int, _ word: String, _ code: String) {
            let exclusive = schema.member(exclusiveName)
            if let bound = schema.member(name).decimal {
                let order = Decimal.compare(number, bound) * sign
                if exclusive.isTrue {
                    if order <= 0 { add(path, "number_\(code)t", "Must be \(word) than \(bound.text)") }
                } else if order < 0 {
                    add(path, "number_\(code)te", "Must be \(word) than or equal to \(bound.text)")
                }
            }
            if let bound = exclusive.decimal, Decimal.compare(number, bound) * sign <= 0 {
                add(path, "number_\(code)t", "Must be \(word) than \(bound.text)")
            }
        }
        check("maximum", "exclusiveMaximum", -1, "less", "l")
        check("minimum", "exclusiveMinimum", 1, "greater", "g")
    }
}

/// Formats of strings that schemas name; unknown ones hold for everything.
enum JSONSchemaFormat {
    static func holds(_ format: String, _ text: String) -> Bool {
        switch format {
        case "date": return parses(text, "2006-01-02")
        case "time":
            return parses(text, "15:04:05") || parses(text, "15:04:05Z07:00")
        case "date-time":
            return parses(text, "15:04:05") || parses(text, "15:04:05Z07:00") || parses(text, "2006-01-02")
                || parses(text, "2006-01-02T15:04:05Z07:00")
        case "ipv4": return IPAddress(text)?.isV4 == true && text.contains(".")
        case "ipv6": return text.contains(":") && IPAddress(text) != nil
        case "email", "idn-email":
            let parts = text.split(separator: "@", omittingEmptySubsequences: false)
            return parts.count == 2 && parts.allSatisfy { !$0.isEmpty && !$0.contains(" ") }
        case "hostname", "idn-hostname":
            let labels = text.split(separator: ".", omittingEmptySubsequences: false)
            return text.utf8.count <= 255
                && labels.allSatisfy { label in
                    (1...63).contains(label.utf8.count) && !label.hasPrefix("-") && !label.hasSuffix("-")
                        && label.utf8.allSatisfy {
                            PercentEncoding.isUnreserved($0) && $0 != UInt8(ascii: "~") && $0 != UInt8(ascii: ".")
                        }
                }
        case "uri", "iri": return url(text).map { !$0.scheme.isEmpty } ?? false
        case "uri-reference", "iri-reference": return url(text) != nil
        case "uuid":
            let groups = text.split(separator: "-", omittingEmptySubsequences: false)
            return groups.map(\.utf8.count) == [8, 4, 4, 4, 12]
                && groups.allSatisfy { $0.utf8.allSatisfy { PercentEncoding.hex($0) != nil } }
        case "regex":
            do throws(RegexError) {
                _ = try Regex(text)
                return true
            } catch {
                return false
            }
        case "json-pointer": return text.isEmpty || text.hasPrefix("/")
        default: return true
        }
    }

    private static func parses(_ text: String, _ layout: String) -> Bool {
        do throws(TimeParseError) {
            _ = try TimeLayout(layout).parse(text)
            return true
        } catch {
            return false
        }
    }

    private static func url(_ text: String) -> GoURL? {
        guard !text.contains("\\") else { return nil }
        do throws(GoURL.Failure) {
            return try GoURL(text)
        } catch {
            return nil
        }
    }
}
