internal import StructuredText

/// Puts documents from several files together: each at its path, objects merged.
package struct BaseDocuments {
    private let heap: Heap
    private let strings = StringTable()
    private var root: Value

    package init() throws {
        heap = Heap(byteLimit: 1 << 36)
        root = try heap.object([])
    }

    /// Reads a file's text, JSON or YAML by its name, and puts its value at `path`.
    ///
    /// - Parameter manifest: What says which paths the file may give values to.
    /// - Throws: `LoadingError` naming `file`.
    package mutating func insert(
        _ text: [UInt8], of file: String, at path: [String], within manifest: BundleManifest? = nil
    ) throws {
        let value: Value
        do {
            value = try Self.read(text, of: file, in: heap, strings)
        } catch {
            throw LoadingError(file, "\(error)")
        }
        try manifest?.check(value, of: file, at: path)
        try insert(value, of: file, at: path)
    }

    mutating func insert(_ value: Value, of file: String, at path: [String]) throws {
        guard value.isObject || !path.isEmpty else { throw LoadingError(file, "the root document must be an object") }
        var nested = value
        for name in path.reversed() { nested = try heap.object([(key: try heap.string(name), value: nested)]) }
        guard let merged = try Self.merge(root, nested, in: heap) else {
            let place = path.isEmpty ? "" : " at \(path.joined(separator: "/"))"
            throw LoadingError(file, "merge error: another file gives a different value\(place)")
        }
        root = merged
    }

    package func finish() -> Document { Document(root, in: heap) }

    /// The value of a JSON or YAML text, by the file's name.
    static func read(_ text: [UInt8], of file: String, in heap: Heap, _ strings: StringTable?) throws -> Value {
        guard file.hasSuffix(".yaml") || file.hasSuffix(".yml") else {
            return try JSONReader.value(text, in: heap, interning: strings)
        }
        let documents = try text.withUnsafeBytes { try YAML.documents($0, schema: GoYAML.schema, most: 1) }
        return try YAMLDocument.value(documents.first ?? .null, in: heap)
    }

    /// Objects are merged; any other two values contradict each other.
    private static func merge(_ one: Value, _ other: Value, in heap: Heap) throws -> Value? {
        guard one.isObject, other.isObject else { return nil }
        if one.count == 0 { return other }
        var members: [(key: Value, value: Value)] = zip(one.keys, one.values).map { (key: $0, value: $1) }
        for (key, value) in zip(other.keys, other.values) {
            guard let place = one.position(of: key) else {
                members.append((key: key, value: value))
                continue
            }
            guard let merged = try merge(members[place].value, value, in: heap) else { return nil }
            members[place].value = merged
        }
        return try heap.object(members)
    }
}

extension Document {
    /// Reads one JSON or YAML document, by the name of its file; nested values are bounded as in any document.
    package static func read(_ text: [UInt8], of file: String) throws -> Document {
        let heap = Heap(byteLimit: 1 << 36)
        do {
            return Document(try BaseDocuments.read(text, of: file, in: heap, StringTable()), in: heap)
        } catch {
            throw LoadingError(file, "\(error)")
        }
    }
}
