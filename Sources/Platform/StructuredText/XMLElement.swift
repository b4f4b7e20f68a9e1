/// An element of an XML document with everything below it (XML 1.0; Namespaces in XML 1.0).
package struct XMLElement: Sendable, Equatable {
    package struct Attribute: Sendable, Equatable {
        /// The local name.
        package var name: String
        package var namespace: String?
        package var value: String
    }

    /// The local name.
    package var name: String
    package var namespace: String?
    /// In the order written, namespace declarations left out.
    package var attributes: [Attribute]
    package var children: [XMLElement]
    /// The element's own character data, joined, without white space at either end.
    package var text: String
    /// Of the start tag, counted from 1.
    package var line: Int

    /// The value of the first attribute of this local name.
    package func attribute(_ name: String) -> String? { attributes.first { $0.name == name }?.value }

    /// The first child of this local name.
    package func child(_ name: String) -> XMLElement? { children.first { $0.name == name } }

    package func children(_ name: String) -> [XMLElement] { children.filter { $0.name == name } }

    /// The text of the element at the end of a path of local names, or `nil` when it is missing or empty.
    package func text(of path: String...) -> String? {
        var element = self
        for name in path {
            guard let next = element.child(name) else { return nil }
            element = next
        }
        return element.text.isEmpty ? nil : element.text
    }

    /// Reads a document and gives its root element.
    ///
    /// Document type declarations are tolerated, but nothing outside the document is read, and declarations of
    /// entities and attribute defaults are refused: they let a small document stand for a huge one. A reference to an
    /// entity that only such a declaration could define stays in the text as written.
    ///
    /// - Throws: `StructuredTextError` for a text that is not well-formed or beyond `limits`, in which attributes
    ///   count as nodes.
    package static func parse(
        _ bytes: UnsafeRawBufferPointer, limits: StructuredTextLimits = StructuredTextLimits()
    ) throws(StructuredTextError) -> XMLElement {
        try XMLTreeBuilder(limits: limits).build(bytes)
    }
}
