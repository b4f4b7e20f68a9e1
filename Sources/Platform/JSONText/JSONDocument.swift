internal import CMalloc

/// A JSON text read into one arena of nodes that point into the text.
///
/// Strings and numbers stay as written: a number is never rounded, and a string is decoded when it is asked for.
/// Reading costs one pass and two allocations whatever the text holds.
package final class JSONDocument: Sendable {
    let text: [UInt8]
    let nodes: [Node]

    /// Reads `text` as one JSON value (RFC 8259; UTF-8, a leading byte order mark is skipped as §8.1 allows).
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
        // Room for every value of any text: a scalar takes at least one byte, a container two, and each child but
        // the first of its container a comma, so n values of a whole text take at least 2n - 1 bytes; a text that
        // breaks off lacks at most one closing bracket for each open container. A limit beyond the text's length
        // says no more than the length. Untouched pages of the reservation cost nothing.
        let depth = min(limits.depth, text.count)
        let nodes = [Node](unsafeUninitializedCapacity: (text.count + depth) / 2 + 2) { buffer, count in
            obryza_prefer_large_pages(buffer.baseAddress, buffer.count * MemoryLayout<Node>.stride)
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
    enum Tag: UInt8, Comparable {
        case null, `false`, `true`, number, string, escapedString, array, object

        static func < (left: Tag, right: Tag) -> Bool { left.rawValue < right.rawValue }
    }

    /// Offset of the value in the text; for strings, of the first byte after the quote.
    var offset: UInt32
    /// Bytes of a scalar as written, without quotes; number of elements or members of a container.
    var length: UInt32
    /// Index of the node after this value and all it contains.
    var next: UInt32
    var tag: Tag
}
