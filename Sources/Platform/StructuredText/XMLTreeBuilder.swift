import CExpat

/// Builds a tree of elements from the events of expat.
final class XMLTreeBuilder {
    /// Stands between namespace and local name; no XML text can contain it.
    private static let separator: XML_Char = 1

    private struct Open {
        var element: XMLElement
        var text: [UInt8] = []
    }

    private let limits: StructuredTextLimits
    private var stack: [Open] = []
    private var root: XMLElement?
    private var nodes = 0
    private var refusal: String?
    private var parser: XML_Parser?

    init(limits: StructuredTextLimits) { self.limits = limits }

    func build(_ bytes: UnsafeRawBufferPointer) throws(StructuredTextError) -> XMLElement {
        guard let parser = XML_ParserCreateNS(nil, Self.separator) else {
            throw StructuredTextError(format: "XML", reason: "no memory for a parser", line: 1)
        }
        defer { XML_ParserFree(parser) }
        self.parser = parser
        defer { self.parser = nil }
        setHandlers(parser)
        // Makes references to undeclared entities skippable. No handler reads the foreign subset.
        _ = XML_UseForeignDTD(parser, 1)
        var start = 0
        repeat {
            let count = min(bytes.count - start, 1 << 24)
            let isFinal: Int32 = start + count == bytes.count ? 1 : 0
            let chunk = bytes.baseAddress.map { ($0 + start).assumingMemoryBound(to: CChar.self) }
            guard XML_Parse(parser, chunk, Int32(count), isFinal) == XML_STATUS_OK else { throw failure(parser) }
            start += count
        } while start < bytes.count
        guard let root else { throw StructuredTextError(format: "XML", reason: "no element", line: 1) }
        return root
    }

    private func failure(_ parser: XML_Parser) -> StructuredTextError {
        let reason = refusal ?? XML_ErrorString(XML_GetErrorCode(parser)).map { String(cString: $0) } ?? "unreadable"
        return StructuredTextError(format: "XML", reason: reason, line: Int(XML_GetCurrentLineNumber(parser)))
    }

    private func setHandlers(_ parser: XML_Parser) {
        // The builder outlives the parser, which `build` frees before it returns.
        XML_SetUserData(parser, Unmanaged.passUnretained(self).toOpaque())
        XML_SetElementHandler(
            parser,
            { context, name, attributes in
                if let name { XMLTreeBuilder.of(context)?.open(name, attributes) }
            },
            { context, _ in XMLTreeBuilder.of(context)?.close() })
        XML_SetCharacterDataHandler(parser) { context, text, count in
            XMLTreeBuilder.of(context)?.append(UnsafeRawBufferPointer(start: text, count: Int(max(0, count))))
        }
        XML_SetSkippedEntityHandler(parser) { context, name, isParameter in
            guard isParameter == 0, let name else { return }
            Array("&\(String(cString: name));".utf8).withUnsafeBytes { XMLTreeBuilder.of(context)?.append($0) }
        }
        XML_SetEntityDeclHandler(parser) { context, _, _, _, _, _, _, _, _ in
            XMLTreeBuilder.of(context)?.refuse("entity declarations are not accepted")
        }
        XML_SetAttlistDeclHandler(parser) { context, _, _, _, _, _ in
            XMLTreeBuilder.of(context)?.refuse("attribute declarations are not accepted")
        }
    }

    private static func of(_ context: UnsafeMutableRawPointer?) -> XMLTreeBuilder? {
        context.map { Unmanaged<XMLTreeBuilder>.fromOpaque($0).takeUnretainedValue() }
    }

    private func refuse(_ reason: String) {
        if refusal == nil { refusal = reason }
        if let parser { _ = XML_StopParser(parser, 0) }
    }

    private func open(_ name: UnsafePointer<XML_Char>, _ pairs: UnsafeMutablePointer<UnsafePointer<XML_Char>?>?) {
        guard refusal == nil else { return }
        guard stack.count < limits.depth else { return refuse("nested deeper than \(limits.depth) levels") }
        let (namespace, local) = Self.split(name)
        var element = XMLElement(
            name: local, namespace: namespace, attributes: [], children: [], text: "",
            line: parser.map { Int(XML_GetCurrentLineNumber($0)) } ?? 0)
        var index = 0
        while let key = pairs?[index], let value = pairs?[index + 1] {
            let (namespace, local) = Self.split(key)
            element.attributes.append(.init(name: local, namespace: namespace, value: String(cString: value)))
            index += 2
        }
        nodes += 1 + element.attributes.count
        guard nodes <= limits.nodes else { return refuse("more than \(limits.nodes) nodes") }
        stack.append(Open(element: element))
    }

    private func close() {
        guard refusal == nil, var open = stack.popLast() else { return }
        open.element.text = Self.trimmed(open.text)
        if stack.isEmpty {
            root = open.element
        } else {
            stack[stack.count - 1].element.children.append(open.element)
        }
    }

    private func append(_ text: UnsafeRawBufferPointer) {
        guard !stack.isEmpty else { return }
        stack[stack.count - 1].text.append(contentsOf: text)
    }

    private static func split(_ name: UnsafePointer<XML_Char>) -> (namespace: String?, local: String) {
        let text = String(cString: name)
        guard let mark = text.utf8.lastIndex(of: UInt8(separator)) else { return (nil, text) }
        return (String(text[..<mark]), String(text[text.utf8.index(after: mark)...]))
    }

    private static func trimmed(_ bytes: [UInt8]) -> String {
        func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0a || byte == 0x0d }
        guard let first = bytes.firstIndex(where: { !isSpace($0) }),
            let last = bytes.lastIndex(where: { !isSpace($0) })
        else { return "" }
        return String(decoding: bytes[first...last], as: UTF8.self)
    }
}
