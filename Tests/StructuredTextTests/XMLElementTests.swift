import Testing

@testable import StructuredText

@Suite struct XMLElementTests {
    private func parse(_ text: String, limits: StructuredTextLimits = StructuredTextLimits()) throws -> XMLElement {
        try Array(text.utf8).withUnsafeBytes { try XMLElement.parse($0, limits: limits) }
    }

    @Test func `reads names, namespaces, attributes, children and text`() throws {
        let root = try parse(
            """
            <?xml version="1.0"?>
            <p:project xmlns:p="urn:p" xmlns="urn:d" p:a="1" b="2">
              one <name> x &amp; <![CDATA[<y>]]> </name> two
              <list><item>1</item><item>2</item></list>
            </p:project>
            """)
        #expect(root.name == "project")
        #expect(root.namespace == "urn:p")
        #expect(root.attributes.map(\.name) == ["a", "b"])
        #expect(root.attributes.map(\.namespace) == ["urn:p", nil])
        #expect(root.attribute("b") == "2")
        #expect(root.child("name")?.text == "x & <y>")
        #expect(root.child("name")?.namespace == "urn:d")
        #expect(root.child("name")?.line == 3)
        #expect(root.child("list")?.children("item").map(\.text) == ["1", "2"])
        #expect(root.text(of: "list", "item") == "1")
        #expect(root.text(of: "list", "none") == nil)
        #expect(root.text.hasPrefix("one"))
    }

    @Test func `reads other encodings`() throws {
        let latin = Array("<?xml version='1.0' encoding='ISO-8859-1'?><a>".utf8) + [0xe9] + Array("</a>".utf8)
        #expect(try latin.withUnsafeBytes { try XMLElement.parse($0) }.text == "é")
        let wide: [UInt8] = [0xff, 0xfe] + Array("<a>é</a>".utf16).flatMap { [UInt8($0 & 0xff), UInt8($0 >> 8)] }
        #expect(try wide.withUnsafeBytes { try XMLElement.parse($0) }.text == "é")
    }

    @Test func `keeps a reference to an undeclared entity as text`() throws {
        #expect(try parse("<a>S&oslash;ren</a>").text == "S&oslash;ren")
        #expect(try parse("<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a>b</a>").text == "b")
    }

    @Test(arguments: [
        ("<!DOCTYPE a [<!ENTITY e 'x'>]><a>&e;</a>", "entity declarations are not accepted"),
        ("<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><a>&e;</a>", "entity declarations are not accepted"),
        ("<!DOCTYPE a [<!ENTITY % e 'x'>]><a/>", "entity declarations are not accepted"),
        ("<!DOCTYPE a [<!ATTLIST a b CDATA 'x'>]><a/>", "attribute declarations are not accepted"),
    ])
    func `refuses declarations that multiply text`(text: String, reason: String) {
        #expect(throws: StructuredTextError(format: "XML", reason: reason, line: 1)) { try parse(text) }
    }

    @Test func `bounds depth and nodes`() {
        let limits = StructuredTextLimits(depth: 3, nodes: 5)
        #expect(throws: Never.self) { try parse("<a><b><c/></b></a>", limits: limits) }
        #expect(throws: StructuredTextError.self) { try parse("<a><b><c><d/></c></b></a>", limits: limits) }
        #expect(throws: StructuredTextError.self) { try parse("<a><b x='1' y='2'/><c z='3'/></a>", limits: limits) }
    }

    @Test(arguments: ["", " ", "<a>", "<a></b>", "<a", "<a/><b/>", "<a b='1' b='2'/>", "<x:a/>", "<a>\u{1}</a>"])
    func `refuses text that is not well-formed`(text: String) {
        #expect(throws: StructuredTextError.self) { try parse(text) }
    }

    @Test func `says the line of an error`() {
        #expect { try parse("<a>\n<b>\n</a>") } throws: { ($0 as? StructuredTextError)?.line == 3 }
    }

    @Test func `refuses invalid UTF-8`() {
        let bytes = Array("<a>".utf8) + [0xff, 0xfe] + Array("</a>".utf8)
        #expect(throws: StructuredTextError.self) { try bytes.withUnsafeBytes { try XMLElement.parse($0) } }
    }
}
