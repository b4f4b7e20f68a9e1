/// Changes to documents, as the file `patch.json` of a delta bundle lists them. They are made in order, all or none.
package struct DataPatch: Sendable, Equatable {
    package enum Operation: String, Sendable {
        /// Sets the value at a path, which is made as far as it is missing. In an array it goes in before the element.
        case upsert
        /// Sets a value that must be there.
        case replace
        case remove
    }

    package struct Change: Sendable, Equatable, CustomStringConvertible {
        package var operation: Operation
        /// Below `data`.
        package var path: [String]
        /// As JSON; nil to remove.
        package var value: String?

        package init(_ operation: Operation, _ path: [String], _ value: String? = nil) {
            self.operation = operation
            self.path = path
            self.value = value
        }

        package var description: String { "\(operation.rawValue) /\(path.joined(separator: "/"))" }
    }

    package var changes: [Change] = []

    package init(_ changes: [Change] = []) { self.changes = changes }

    /// - Throws: `LoadingError` for a text that is no list of changes.
    package init(json text: [UInt8], of file: String) throws {
        let document = try Document.read(text, of: file)
        defer { withExtendedLifetime(document) {} }
        guard document.root.isObject else { throw LoadingError(file, "an object is expected") }
        let list = document.root.member("data")
        if list.isUndefined || list.isNull { return }
        guard list.isArray else { throw LoadingError(file, "data must be an array of changes") }
        for (index, entry) in list.elements.enumerated() {
            func failure(_ what: String) -> LoadingError { LoadingError(file, "change \(index + 1): \(what)") }
            guard let operation = entry.member("op").string.flatMap({ Operation(rawValue: $0) }) else {
                throw failure("op must be upsert, replace or remove")
            }
            guard let path = entry.member("path").string else { throw failure("path must be a string") }
            let value = entry.member("value")
            guard operation == .remove || value.isDefined else { throw failure("value is missing") }
            changes.append(
                Change(
                    operation, try Self.segments(path, failure),
                    operation == .remove ? nil : JSONOutput.text(of: value)))
        }
    }

    /// The segments of a path, with the escapes of URLs and of JSON Pointers (RFC 6901) undone.
    private static func segments(_ path: String, _ failure: (String) -> LoadingError) throws -> [String] {
        var trimmed = path[...]
        while trimmed.hasPrefix("/") { trimmed = trimmed.dropFirst() }
        while trimmed.hasSuffix("/") { trimmed = trimmed.dropLast() }
        if trimmed.isEmpty { return [] }
        return try trimmed.split(separator: "/", omittingEmptySubsequences: false).map { segment in
            let bytes: [UInt8]
            do { bytes = try PercentEncoding.decode(segment.utf8, plusIsBlank: false) } catch {
                throw failure("path: \(error)")
            }
            guard let text = String(validating: bytes, as: UTF8.self) else { throw failure("path is not UTF-8 text") }
            return text.replacing("~1", with: "/").replacing("~0", with: "~")
        }
    }

    /// The documents with the changes made; `document` stays as it is.
    ///
    /// - Complexity: Linear in the documents, which are copied once, and in the members beside each change.
    /// - Throws: `LoadingError` for a change that cannot be made.
    package func applied(to document: Document, of file: String = PolicyBundle.patchName) throws -> Document {
        let heap = Heap(byteLimit: 1 << 36)
        do {
            var root = try heap.copy(document.root)
            for change in changes { root = try change.applied(to: root, in: heap, of: file) }
            // What the steps left behind on the way is not kept.
            let compact = Heap(byteLimit: 1 << 36)
            return Document(try compact.copy(root), in: compact)
        } catch let error as BuiltinError {
            throw LoadingError(file, "\(error)")
        }
    }

    /// The text of the file, the same for equal changes.
    package var json: String {
        let entries = changes.map { change in
            let path = change.path.map { $0.replacing("~", with: "~0").replacing("/", with: "~1") }
            let escaped = path.map { $0.replacing("%", with: "%25") }.joined(separator: "/")
            let value = change.value.map { ",\"value\":\($0)" } ?? ""
            return "{\"op\":\"\(change.operation.rawValue)\",\"path\":\(JSONOutput.quoted("/" + escaped))\(value)}"
        }
        return "{\"data\":[\(entries.joined(separator: ","))]}"
    }
}

extension DataPatch.Change {
    fileprivate func applied(to root: Value, in heap: Heap, of file: String) throws -> Value {
        func failure(_ what: String) -> LoadingError { LoadingError(file, "\(self): \(what)") }
        var new = Value.undefined
        if let value {
            do { new = try JSONReader.value(value, in: heap) } catch { throw failure("\(error)") }
        }
        if path.isEmpty {
            guard operation != .remove, new.isObject else {
                throw failure("the whole can only give way to another object")
            }
            return new
        }
        let segments = try path.map { try heap.string($0) }
        var root = root
        if operation == .upsert {
            for count in 1..<segments.count {
                guard JSONPatch.found(Array(segments[..<count]), in: root) == nil else { continue }
                root = try apply("add", segments[..<count], try heap.object([]), to: root, in: heap) ?? root
            }
        }
        let name = operation == .upsert ? "add" : operation.rawValue
        guard let changed = try apply(name, segments[...], new, to: root, in: heap) else {
            throw failure(operation == .upsert ? "there is no place of that name" : "there is nothing of that name")
        }
        return changed
    }

    private func apply(
        _ name: String, _ path: ArraySlice<Value>, _ value: Value, to root: Value, in heap: Heap
    ) throws -> Value? {
        var members = [
            (key: try heap.string("op"), value: try heap.string(name)),
            (key: try heap.string("path"), value: try heap.array(Array(path))),
        ]
        if value.isDefined { members.append((key: try heap.string("value"), value: value)) }
        return try JSONPatch.apply(try heap.object(members), to: root, in: heap)
    }
}
