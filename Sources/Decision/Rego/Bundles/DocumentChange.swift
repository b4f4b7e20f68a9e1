/// One change of a document as JSON Patch (RFC 6902) has it.
package struct DocumentChange {
    package enum Operation: String, Sendable {
        /// Sets a member, or puts an element in front of the one at an index; `-` stands for the end.
        case add
        case remove, replace
    }

    package var operation: Operation
    /// Below `data`.
    package var path: [String]
    /// Of a heap that the caller keeps; undefined to remove.
    package var value: Value

    package init(_ operation: Operation, _ path: [String], _ value: Value = .undefined) {
        self.operation = operation
        self.path = path
        self.value = value
    }
}

/// Why a document cannot be changed.
package enum DocumentChangeError: Error, Sendable, Equatable {
    /// Nothing is there, or nothing in which it could be.
    case missing(path: [String])
    /// A value that is no object is in the way.
    case conflict(path: [String])
    /// The whole must be an object.
    case root
    case limit
}

extension Document {
    /// The document with the changes made in order, all or none; this one stays as it is.
    ///
    /// - Parameter makesParents: Whether objects that an addition needs around it are made.
    /// - Complexity: Linear in the document, which is copied once.
    package func changed(
        _ changes: [DocumentChange], makesParents: Bool
    ) throws(DocumentChangeError) -> Document {
        let draft = Heap(byteLimit: 1 << 36)
        do {
            var root = self.root
            for change in changes { root = try Self.apply(change, to: root, in: draft, makesParents) }
            let heap = Heap(byteLimit: 1 << 36)
            let copy = try heap.copy(root)
            return withExtendedLifetime((self, draft)) { Document(copy, in: heap) }
        } catch let error as DocumentChangeError {
            throw error
        } catch {
            throw .limit
        }
    }

    private static func apply(
        _ change: DocumentChange, to root: Value, in heap: Heap, _ makesParents: Bool
    ) throws -> Value {
        var path = change.path
        var value = change.value
        guard !path.isEmpty else {
            guard change.operation != .remove, value.isObject else { throw DocumentChangeError.root }
            return value
        }
        if change.operation == .add, makesParents {
            var current = root
            for (index, name) in path.dropLast().enumerated() {
                let next = current.isArray ? current.lookup(Self.position(name)) : current.member(name)
                if next.isDefined {
                    current = next
                    continue
                }
                guard current.isObject else { throw DocumentChangeError.conflict(path: change.path) }
                for inner in path[(index + 1)...].reversed() {
                    value = try heap.object([(key: try heap.string(inner), value: value)])
                }
                path.removeSubrange((index + 1)...)
                break
            }
            guard current.isObject || current.isArray else { throw DocumentChangeError.conflict(path: change.path) }
        }
        let operation = try heap.object([
            (key: try heap.string("op"), value: try heap.string(change.operation.rawValue)),
            (key: try heap.string("path"), value: try heap.array(path.map { try heap.string($0) })),
            (key: try heap.string("value"), value: value.isDefined ? value : .null),
        ])
        guard let result = try JSONPatch.apply(operation, to: root, in: heap) else {
            throw DocumentChangeError.missing(path: change.path)
        }
        return result
    }

    /// An index as a path writes it; undefined when it is none.
    private static func position(_ name: String) -> Value {
        guard !name.isEmpty, name.utf8.allSatisfy({ 0x30...0x39 ~= $0 }), name == "0" || !name.hasPrefix("0"),
            let index = Int(name)
        else { return .undefined }
        return Value(immediate: index) ?? .undefined
    }
}
