/// A JSON text read into one arena of nodes that point into the text.
///
/// Strings and numbers stay as written: a number is never rounded, and a string is decoded when it is asked for.
/// Reading costs one pass and two allocations whatever the text holds.
package final class JSONDocument: Sendable {
    let text: [UInt8]
    let nodes: [Node]

    /// Reads `text` as one JSON value (RFC 8259; UTF-8, no byte order mark).
    ///
    /// - Throws: `JSONError` with the offset of the first byte that cannot be part of it.
    package init(_ text: [UInt8], limits: JSONLimits = JSONLimits()) throws(JSONError) {
        self.nodes = try Self.parse(text, limits: limits)
        self.text = text
    }

    package convenience init(_ text: some Sequence<UInt8>, limits: JSONLimits = JSONLimits()) throws(JSONError) {
        try self.init(Array(text), limits: limits)
    }

    package convenience init(_ text: String, limits: JSONLimits = JSONLimits()) throws(JSONError) {
        try self.init(Array(text.utf8), limits: limits)
    }

    /// The value the text holds.
    package var root: JSONValue { JSONValue(document: self, index: 0) }

    private static func parse(_ text: [UInt8], limits: JSONLimits) throws(JSONError) -> [Node] {
        guard text.count <= limits.size else { throw JSONError(.tooLarge(limit: limits.size), at: limits.size) }
        var failure: JSONError?
        // A value takes a byte and a separator or closing bracket takes another, which only the containers still
        // open may lack. Untouched pages of the reservation cost nothing.
        let nodes = [Node](unsafeUninitializedCapacity: text.count / 2 + limits.depth + 2) { buffer, count in
            text.withUnsafeBufferPointer { bytes in
                var parser = Parser(bytes: bytes, nodes: buffer, depth: limits.depth)
                do throws(JSONError) {
                    try parser.run()
                    count = parser.count
                } catch {
                    failure = error
                    count = 0
                }
            }
        }
        if let failure { throw failure }
        return nodes
    }
}

/// One value of the arena, 16 bytes.
///
/// Containers are followed by their children; an object's children are key and value in turn.
struct Node {
    enum Tag: UInt8 { case null, `false`, `true`, number, string, escapedString, array, object }

    /// Offset of the value in the text; for strings, of the first byte after the quote.
    var offset: UInt32
    /// Bytes of a string or number; number of elements or members of a container.
    var length: UInt32
    /// Index of the node after this value and all it contains.
    var next: UInt32
    var tag: Tag
}
