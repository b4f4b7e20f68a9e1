@testable import JSONText

/// The part of JSON Schema (draft 2020-12) that the schemas of `docs/schemas` use.
struct JSONSchema {
    private let root: JSONValue

    private static let known: Set<String> = [
        "$schema", "$defs", "$ref", "title", "description", "type", "const", "enum", "properties", "required",
        "additionalProperties", "items", "minimum", "maximum", "pattern",
    ]

    init(_ bytes: [UInt8]) throws { root = try JSONDocument(bytes).root }

    /// Where a document does not keep to the schema, and how.
    func violations(of text: String) throws -> [String] {
        var found: [String] = []
        check(try JSONDocument(text).root, root, "$", &found)
        return found
    }

    private func check(_ value: JSONValue, _ schema: JSONValue, _ place: String, _ found: inout [String]) {
        for member in schema.members where !Self.known.contains(member.key) {
            found.append("schema: \(member.key) is not understood")
        }
        if let name = schema["$ref"]?.string {
            guard name.hasPrefix("#/$defs/"), let target = root["$defs"]?[String(name.dropFirst(8))] else {
                found.append("schema: no \(name)")
                return
            }
            return check(value, target, place, &found)
        }
        if let type = schema["type"] {
            let types = type.string.map { [$0] } ?? type.elements.compactMap(\.string)
            if !types.contains(where: { Self.isOf(value, $0) }) { found.append("\(place): is no \(types)") }
        }
        if let constant = schema["const"]?.string, value.string != constant {
            found.append("\(place): not \(constant)")
        }
        if let list = schema["enum"], !list.elements.contains(where: { $0.string == value.string }) {
            found.append("\(place): \(value.string ?? "") is none of the list")
        }
        if let number = value.number.flatMap(Double.init) {
            if let least = schema["minimum"]?.number.flatMap(Double.init), number < least {
                found.append("\(place): below \(least)")
            }
            if let most = schema["maximum"]?.number.flatMap(Double.init), number > most {
                found.append("\(place): above \(most)")
            }
        }
        if let text = value.string, let pattern = schema["pattern"]?.string,
            (try? Regex(pattern).firstMatch(in: text)) == nil
        {
            found.append("\(place): does not match \(pattern)")
        }
        if let items = schema["items"] {
            for (index, element) in value.elements.enumerated() { check(element, items, "\(place)[\(index)]", &found) }
        }
        for name in schema["required"]?.elements.compactMap(\.string) ?? [] where value.kind == .object {
            if value[name] == nil { found.append("\(place): lacks \(name)") }
        }
        guard value.kind == .object else { return }
        for member in value.members {
            if let property = schema["properties"]?[member.key] {
                check(member.value, property, "\(place).\(member.key)", &found)
            } else if let more = schema["additionalProperties"] {
                if more.bool == false { found.append("\(place): \(member.key) is not foreseen") }
                if more.kind == .object { check(member.value, more, "\(place).\(member.key)", &found) }
            }
        }
    }

    private static func isOf(_ value: JSONValue, _ type: String) -> Bool {
        switch type {
        case "object": value.kind == .object
        case "array": value.kind == .array
        case "string": value.string != nil
        case "integer": value.int != nil
        case "number": value.number != nil
        case "boolean": value.bool != nil
        case "null": value.kind == .null
        default: false
        }
    }
}
