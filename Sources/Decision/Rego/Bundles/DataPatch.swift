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
    /// - Complexity: Linear in the documents, which are copied once, and in the length of the paths; in an array each
    ///   change also takes time for the elements behind it.
    /// - Throws: `LoadingError` for a change that cannot be made.
    package func applied(to document: Document, of file: String = PolicyBundle.patchName) throws -> Document {
        let given = Heap(byteLimit: 1 << 36)
        let root = ChangedDocument(document.root)
        for change in changes {
            func failure(_ what: String) -> LoadingError { LoadingError(file, "\(change): \(what)") }
            guard change.path.count < Heap.depthLimit else { throw failure("the path is too long") }
            var value = Value.undefined
            if let text = change.value {
                do { value = try JSONReader.value(text, in: given) } catch { throw failure("\(error)") }
            }
            if let problem = root.apply(change, value) { throw failure(problem) }
        }
        let heap = Heap(byteLimit: 1 << 36)
        do {
            let result = try root.value(in: heap)
            return withExtendedLifetime((document, given)) { Document(result, in: heap) }
        } catch {
            throw LoadingError(file, "the changed documents are nested too deep, or too large")
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
