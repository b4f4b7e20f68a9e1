/// A JSON document as an immutable value, which any number of decisions may read at the same time.
public final class Document: Sendable {
    /// Keeps the values alive.
    let heap: FrozenHeap
    package let root: Value

    /// Takes a heap in which nothing more is made, and a value in it.
    package init(_ root: Value, in heap: Heap) {
        self.root = root
        self.heap = FrozenHeap(heap)
    }

    /// Reads JSON text.
    ///
    /// - Parameter memory: How many bytes the document's values may take.
    /// - Throws: `DocumentError` for text that is no JSON or takes more.
    package init(json text: UnsafeBufferPointer<UInt8>, memory: Int = 1 << 36) throws(DocumentError) {
        let heap = Heap(byteLimit: memory)
        root = try JSONReader.value(text, in: heap, interning: StringTable())
        self.heap = FrozenHeap(heap)
    }

    public convenience init(json text: [UInt8], memory: Int = 1 << 36) throws(DocumentError) {
        let heap = Heap(byteLimit: memory)
        self.init(try JSONReader.value(text, in: heap, interning: StringTable()), in: heap)
    }

    public convenience init(json text: String, memory: Int = 1 << 36) throws(DocumentError) {
        try self.init(json: Array(text.utf8), memory: memory)
    }

    /// Bytes that the values take.
    package var byteCount: Int { heap.byteCount }

    /// An empty object: the base documents of a policy that has none.
    public static var empty: Document {
        get throws {
            let heap = Heap()
            return Document(try heap.object([]), in: heap)
        }
    }

    /// The document as JSON, keys sorted.
    public var json: String { JSONOutput.text(of: root) }
}
