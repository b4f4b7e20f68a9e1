internal import Content

/// JSON Schemas in files, by the names under which annotations refer to them.
package enum PolicySchemas {
    /// A file is the schema of `input`, named `schema`; the files of a folder are `schema.a.b` for `a/b.json`.
    package static func read(_ path: String) throws -> [String: Annotation.Value] {
        var schemas: [String: Annotation.Value] = [:]
        for place in try PolicyFiles.list(path) {
            let isFile = place.path == path
            guard isFile || [".json", ".yaml", ".yml"].contains(where: { place.name.hasSuffix($0) }) else { continue }
            let bytes = try OpenFile.contents(of: place.path, limit: 64 << 20)
            let document = try Document.read(bytes, of: place.path)
            defer { withExtendedLifetime(document) {} }
            guard document.root.isObject || document.root.boolean != nil else {
                throw LoadingError(place.path, "a schema is an object or a boolean")
            }
            let stem = place.name.prefix(upTo: place.name.lastIndex(of: ".") ?? place.name.endIndex)
            let name = isFile ? "schema" : (["schema"] + place.folders + [String(stem)]).joined(separator: ".")
            guard schemas.updateValue(Annotation.Value(document.root), forKey: name) == nil else {
                throw LoadingError(place.path, "another file gives the schema \(name) too")
            }
        }
        return schemas
    }
}

extension Annotation.Value {
    /// The depth is that of documents.
    package init(_ value: Value) {
        switch value.kind {
        case .undefined, .null: self = .null
        case .boolean: self = .boolean(value.isTrue)
        case .number: self = .number(String(decoding: value.numberBytes ?? [], as: UTF8.self))
        case .string: self = .string(value.string ?? "")
        case .array, .set: self = .array(value.elements.map { Annotation.Value($0) })
        case .object:
            self = .object(
                zip(value.keys, value.values).map { Member(key: $0.string ?? "", value: Annotation.Value($1)) })
        }
    }
}
