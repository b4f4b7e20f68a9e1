/// A module or query as text, with the name that errors give it.
public struct SourceText: Sendable, Hashable {
    /// The name as errors print it; empty for a query.
    public var name: String
    public var text: String

    public init(name: String, text: String) {
        self.name = name
        self.text = text
    }
}

/// Where a node stands in its source.
///
/// The file is an index into the list of sources that were given together, so that a location stays trivial.
public struct SourceLocation: Sendable, Hashable, BitwiseCopyable {
    /// Index of the source text; negative when the node has no source.
    public var file: Int32
    /// Counted from 1; 0 when the node has no source.
    public var row: Int32
    /// Counted from 1, in Unicode scalars.
    public var column: Int32
    /// Of the first byte, in UTF-8.
    public var offset: Int32
    /// In bytes.
    public var length: Int32

    public init(file: Int32, row: Int32, column: Int32, offset: Int32, length: Int32) {
        self.file = file
        self.row = row
        self.column = column
        self.offset = offset
        self.length = length
    }

    /// The location of what the compiler made up.
    public static let none = SourceLocation(file: -1, row: 0, column: 0, offset: 0, length: 0)

    /// The first byte behind the node.
    public var end: Int32 { offset + length }
}
