/// A value of a document while the document is held: what `JSONValue` is, without counting references.
///
/// For loops over many values, where counting would cost more than reading. A view is valid within the call of
/// `JSONValue.withView` that gave it and must not be kept.
package struct JSONView {
    // The parser gives every container its children behind it and every scalar its bytes inside the text, so that
    // indices that come from nodes are never out of bounds.
    private let nodes: UnsafeBufferPointer<Node>
    private let text: UnsafeBufferPointer<UInt8>
    private let index: Int

    fileprivate init(_ nodes: UnsafeBufferPointer<Node>, _ text: UnsafeBufferPointer<UInt8>, _ index: Int) {
        precondition(index >= 0 && index < nodes.count, "a JSON value lies outside its document")
        self.nodes = nodes
        self.text = text
        self.index = index
    }

    package var isObject: Bool { nodes[index].tag == .object }

    /// The bytes of a string without escapes or of a number; `nil` for anything else.
    package var bytes: UnsafeRawBufferPointer? {
        let node = nodes[index]
        guard node.tag == .string || node.tag == .number else { return nil }
        return raw(node)
    }

    private func raw(_ node: Node) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(
            UnsafeBufferPointer(rebasing: text[Int(node.offset)..<Int(node.offset) + Int(node.length)]))
    }

    /// The text of a string, escapes resolved as `JSONValue.string` does.
    package var string: String? {
        let node = nodes[index]
        switch node.tag {
        case .string: return String(decoding: raw(node), as: UTF8.self)
        case .escapedString: return unescape(Array(raw(node))[...])
        default: return nil
        }
    }

    /// A number without fraction or exponent that fits.
    package var int: Int? {
        let node = nodes[index]
        return node.tag == .number ? Int(String(decoding: raw(node), as: UTF8.self)) : nil
    }

    /// Whether this is a string of these bytes.
    package func isText(_ wanted: StaticString) -> Bool {
        let node = nodes[index]
        guard node.tag == .string else {
            return node.tag == .escapedString
                && wanted.withUTF8Buffer { wanted in string.map { $0.utf8.elementsEqual(wanted) } ?? false }
        }
        return Int(node.length) == wanted.utf8CodeUnitCount
            && wanted.withUTF8Buffer { raw(node).elementsEqual(UnsafeRawBufferPointer($0)) }
    }

    /// The value of the last member of this name. Linear in the number of members.
    package subscript(key: StaticString) -> JSONView? {
        var found: JSONView?
        var members = self.members
        while let member = members.next() {
            if member.key.isText(key) { found = member.value }
        }
        return found
    }

    package var members: Members { Members(self) }
    package var elements: Elements { Elements(self) }

    /// Members of an object in the order written; none for any other kind.
    package struct Members {
        private let object: JSONView
        private var cursor: Int
        private var left: UInt32

        fileprivate init(_ object: JSONView) {
            self.object = object
            cursor = object.index + 1
            let node = object.nodes[object.index]
            left = node.tag == .object ? node.length : 0
        }

        package mutating func next() -> (key: JSONView, value: JSONView)? {
            guard left > 0 else { return nil }
            left -= 1
            let key = JSONView(object.nodes, object.text, cursor)
            let value = JSONView(object.nodes, object.text, cursor + 1)
            cursor = Int(object.nodes[cursor + 1].next)
            return (key, value)
        }
    }

    /// Elements of an array; none for any other kind.
    package struct Elements: Sequence, IteratorProtocol {
        private let array: JSONView
        private var cursor: Int
        private var left: UInt32

        fileprivate init(_ array: JSONView) {
            self.array = array
            cursor = array.index + 1
            let node = array.nodes[array.index]
            left = node.tag == .array ? node.length : 0
        }

        package mutating func next() -> JSONView? {
            guard left > 0 else { return nil }
            left -= 1
            let element = JSONView(array.nodes, array.text, cursor)
            cursor = Int(array.nodes[cursor].next)
            return element
        }
    }
}

extension JSONValue {
    /// This value as a view, for the time of the call.
    package func withView<Result>(_ body: (JSONView) -> Result) -> Result {
        document.text.withUnsafeBufferPointer { text in
            document.nodes.withUnsafeBufferPointer { nodes in body(JSONView(nodes, text, index)) }
        }
    }
}
