import JSONText

/// The two notations of CycloneDX, so that one writer serves both.
///
/// Attributes of an element come before its children; children in the order of the XML schema.
protocol CycloneDXSink {
    mutating func attribute(_ name: StaticString, _ value: String)
    mutating func text(_ name: StaticString, _ value: String)
    mutating func number(_ name: StaticString, _ value: Double)
    mutating func object(_ name: StaticString, _ body: (inout Self) -> Void)
    /// `container` holds `item` elements: an array member of the container's name in JSON.
    mutating func list<Element>(
        _ container: StaticString?, _ item: StaticString, _ elements: [Element], _ body: (inout Self, Element) -> Void)
    /// An item that is an attribute and a value: `<item key="a">b</item>`, `{"key": "a", "value": "b"}`.
    mutating func pairs(
        _ container: StaticString, _ item: StaticString, key: StaticString, value: StaticString,
        _ elements: [(String, String)])
    /// Items that only refer: `<item ref="a"/>`, `"a"`.
    mutating func references(_ container: StaticString?, _ item: StaticString, jsonName: StaticString, _ refs: [String])
    mutating func licences(_ choices: [LicenceChoice])
}

/// One entry of `licenses`.
struct LicenceChoice {
    enum Content { case id(String), name(String), expression(String) }
    var content: Content
    var isDeclared: Bool
    var acknowledgement: String { isDeclared ? "declared" : "concluded" }
}

extension StaticString {
    var string: String { withUTF8Buffer { String(decoding: $0, as: UTF8.self) } }
}

extension JSONWriter: CycloneDXSink {
    mutating func attribute(_ name: StaticString, _ value: String) { member(name.string, value) }
    mutating func text(_ name: StaticString, _ value: String) { member(name.string, value) }

    mutating func number(_ name: StaticString, _ value: Double) {
        key(name.string)
        raw("\(value)")
    }

    mutating func object(_ name: StaticString, _ body: (inout JSONWriter) -> Void) {
        key(name.string)
        object(body)
    }

    mutating func list<Element>(
        _ container: StaticString?, _ item: StaticString, _ elements: [Element],
        _ body: (inout JSONWriter, Element) -> Void
    ) {
        key((container ?? item).string)
        array { json in for element in elements { json.object { body(&$0, element) } } }
    }

    mutating func pairs(
        _ container: StaticString, _ item: StaticString, key: StaticString, value: StaticString,
        _ elements: [(String, String)]
    ) {
        self.key(container.string)
        array { json in
            for element in elements {
                json.object {
                    $0.member(key.string, element.0)
                    $0.member(value.string, element.1)
                }
            }
        }
    }

    mutating func references(
        _ container: StaticString?, _ item: StaticString, jsonName: StaticString, _ refs: [String]
    ) {
        key(jsonName.string)
        array { for ref in refs { $0.value(ref) } }
    }

    mutating func licences(_ choices: [LicenceChoice]) {
        key("licenses")
        array { json in
            for choice in choices {
                json.object { json in
                    if case .expression(let text) = choice.content {
                        json.member("expression", text)
                        json.member("acknowledgement", choice.acknowledgement)
                        return
                    }
                    json.key("license")
                    json.object {
                        switch choice.content {
                        case .id(let text): $0.member("id", text)
                        case .name(let text), .expression(let text): $0.member("name", text)
                        }
                        $0.member("acknowledgement", choice.acknowledgement)
                    }
                }
            }
        }
    }
}

/// Writes XML text into bytes, indented by two spaces.
struct XMLSink: CycloneDXSink {
    private(set) var bytes: [UInt8] = Array("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".utf8)
    private var depth = 0
    /// The start tag is still open for attributes.
    private var isInTag = false

    init(reserving capacity: Int) { bytes.reserveCapacity(capacity) }

    mutating func root(_ name: StaticString, _ body: (inout XMLSink) -> Void) {
        element(name, body)
        bytes.append(0x0a)
    }

    private mutating func indent() {
        for _ in 0..<depth * 2 { bytes.append(0x20) }
    }

    private mutating func closeTag() {
        guard isInTag else { return }
        bytes.append(UInt8(ascii: ">"))
        bytes.append(0x0a)
        isInTag = false
    }

    private mutating func name(_ name: StaticString) { name.withUTF8Buffer { bytes.append(contentsOf: $0) } }

    private mutating func element(_ tag: StaticString, _ body: (inout XMLSink) -> Void) {
        closeTag()
        indent()
        bytes.append(UInt8(ascii: "<"))
        name(tag)
        isInTag = true
        depth += 1
        body(&self)
        depth -= 1
        if isInTag {
            bytes.append(contentsOf: "/>".utf8)
            isInTag = false
        } else {
            indent()
            bytes.append(contentsOf: "</".utf8)
            name(tag)
            bytes.append(UInt8(ascii: ">"))
        }
        if depth > 0 { bytes.append(0x0a) }
    }

    private mutating func leaf(
        _ tag: StaticString, _ value: String, _ attributeName: StaticString? = nil, _ attributeValue: String = ""
    ) {
        closeTag()
        indent()
        bytes.append(UInt8(ascii: "<"))
        name(tag)
        if let attributeName {
            isInTag = true
            attribute(attributeName, attributeValue)
            isInTag = false
        }
        bytes.append(UInt8(ascii: ">"))
        escape(value)
        bytes.append(contentsOf: "</".utf8)
        name(tag)
        bytes.append(contentsOf: ">\n".utf8)
    }

    /// Characters that XML 1.0 forbids become U+FFFD.
    private mutating func escape(_ text: String) {
        var text = text
        text.withUTF8 { source in
            var index = 0
            while index < source.count {
                let byte = source[index]
                switch byte {
                case UInt8(ascii: "&"): bytes.append(contentsOf: "&amp;".utf8)
                case UInt8(ascii: "<"): bytes.append(contentsOf: "&lt;".utf8)
                case UInt8(ascii: ">"): bytes.append(contentsOf: "&gt;".utf8)
                case UInt8(ascii: "\""): bytes.append(contentsOf: "&quot;".utf8)
                case 0x09: bytes.append(contentsOf: "&#9;".utf8)
                case 0x0a: bytes.append(contentsOf: "&#10;".utf8)
                case 0x0d: bytes.append(contentsOf: "&#13;".utf8)
                case 0..<0x20: bytes.append(contentsOf: "\u{fffd}".utf8)
                case 0xef
                where index + 2 < source.count && source[index + 1] == 0xbf && source[index + 2] >= 0xbe:
                    bytes.append(contentsOf: "\u{fffd}".utf8)
                    index += 2
                default: bytes.append(byte)
                }
                index += 1
            }
        }
    }

    mutating func attribute(_ key: StaticString, _ value: String) {
        bytes.append(0x20)
        name(key)
        bytes.append(contentsOf: "=\"".utf8)
        escape(value)
        bytes.append(UInt8(ascii: "\""))
    }

    mutating func text(_ name: StaticString, _ value: String) { leaf(name, value) }
    mutating func number(_ name: StaticString, _ value: Double) { leaf(name, "\(value)") }
    mutating func object(_ name: StaticString, _ body: (inout XMLSink) -> Void) { element(name, body) }

    mutating func list<Element>(
        _ container: StaticString?, _ item: StaticString, _ elements: [Element],
        _ body: (inout XMLSink, Element) -> Void
    ) {
        guard let container else {
            for entry in elements { element(item) { body(&$0, entry) } }
            return
        }
        element(container) { for entry in elements { $0.element(item) { body(&$0, entry) } } }
    }

    mutating func pairs(
        _ container: StaticString, _ item: StaticString, key: StaticString, value: StaticString,
        _ elements: [(String, String)]
    ) {
        element(container) { for entry in elements { $0.leaf(item, entry.1, key, entry.0) } }
    }

    mutating func references(
        _ container: StaticString?, _ item: StaticString, jsonName: StaticString, _ refs: [String]
    ) {
        guard let container else {
            for ref in refs { element(item) { $0.attribute("ref", ref) } }
            return
        }
        element(container) { for ref in refs { $0.element(item) { $0.attribute("ref", ref) } } }
    }

    mutating func licences(_ choices: [LicenceChoice]) {
        element("licenses") { xml in
            for choice in choices {
                switch choice.content {
                case .expression(let text):
                    xml.leaf("expression", text, "acknowledgement", choice.acknowledgement)
                case .id(let text):
                    xml.element("license") {
                        $0.attribute("acknowledgement", choice.acknowledgement)
                        $0.text("id", text)
                    }
                case .name(let text):
                    xml.element("license") {
                        $0.attribute("acknowledgement", choice.acknowledgement)
                        $0.text("name", text)
                    }
                }
            }
        }
    }
}
