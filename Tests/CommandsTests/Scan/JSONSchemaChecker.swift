import JSONText

/// The keywords of JSON Schema that our own schemas use; any other is an offence, so that no rule goes unchecked.
struct JSONSchemaChecker {
    private let root: JSONValue
    private static let annotations: Set<String> = ["$schema", "title", "$defs"]
    private static let assertions: Set<String> = [
        "$ref", "type", "properties", "required", "additionalProperties", "items", "enum", "const", "pattern",
        "minimum",
        "maximum", "minItems",
    ]

    init(_ schema: JSONDocument) { root = schema.root }

    /// What in the document offends the schema, each with its place.
    func offences(_ document: JSONDocument) throws -> [String] {
        var found: [String] = []
        try check(document.root, root, "", &found)
        return found
    }

    private func check(_ value: JSONValue, _ schema: JSONValue, _ place: String, _ found: inout [String]) throws {
        for (key, _) in schema.members where !Self.annotations.contains(key) && !Self.assertions.contains(key) {
            found.append("\(place): the checker does not know \(key)")
        }
        if let reference = schema["$ref"]?.string {
            guard let target = root["$defs"]?[String(reference.dropFirst("#/$defs/".count))] else {
                found.append("\(place): no \(reference)")
                return
            }
            try check(value, target, place, &found)
        }
        if let type = schema["type"] {
            let allowed = type.string.map { [$0] } ?? type.elements.compactMap(\.string)
            if !allowed.contains(where: { isOf($0, value) }) { found.append("\(place): not of \(allowed)") }
        }
        if let constant = schema["const"]?.string, value.string != constant {
            found.append("\(place): not \(constant)")
        }
        if let values = schema["enum"], !values.elements.contains(where: { $0.string == value.string }) {
            found.append("\(place): \(value.string ?? "?") is none of the values")
        }
        if let pattern = schema["pattern"]?.string, let text = value.string {
            if try Regex(pattern).wholeMatch(in: text) == nil { found.append("\(place): \(text) is not \(pattern)") }
        }
        if let number = value.double {
            if let minimum = schema["minimum"]?.double, number < minimum { found.append("\(place): \(number)") }
            if let maximum = schema["maximum"]?.double, number > maximum { found.append("\(place): \(number)") }
        }
        if let least = schema["minItems"]?.int, value.count < least { found.append("\(place): too few") }
        for key in schema["required"]?.elements.compactMap(\.string) ?? [] where value[key] == nil {
            found.append("\(place): no \(key)")
        }
        if value.kind == .object {
            for (key, member) in value.members {
                if let rule = schema["properties"]?[key] {
                    try check(member, rule, "\(place)/\(key)", &found)
                } else if schema["additionalProperties"]?.bool == false {
                    found.append("\(place): \(key) is not in the schema")
                }
            }
        }
        if let rule = schema["items"] {
            for (index, element) in value.elements.enumerated() {
                try check(element, rule, "\(place)/\(index)", &found)
            }
        }
    }

    private func isOf(_ type: String, _ value: JSONValue) -> Bool {
        switch type {
        case "object": value.kind == .object
        case "array": value.kind == .array
        case "string": value.kind == .string
        case "boolean": value.kind == .boolean
        case "null": value.kind == .null
        case "number": value.kind == .number
        case "integer": value.int != nil
        default: false
        }
    }
}
