import Inventory
import Testing

@testable import BillOfMaterials

@Suite struct LicenceTests {
    private func bill(_ licences: [Licence]) -> BillOfMaterials {
        var bill = BillOfMaterials(
            artifact: .init(kind: .image, name: "a"), created: "2024-01-01T00:00:00Z",
            tool: .init(name: "t", version: "1"))
        var part = BillOfMaterials.Part(ref: "p", name: "p", version: "1")
        part.licences = licences
        bill.parts = [part]
        return bill
    }

    @Test(
        "Texts found in artifacts become expressions where that is certain",
        arguments: [
            ("GPL-2+", "GPL-2.0-or-later"), ("mit", "MIT"), ("Apache License, Version 2.0", "Apache-2.0"),
            ("GPL-2.0-only WITH Classpath-exception-2.0", "GPL-2.0-only WITH Classpath-exception-2.0"),
            ("Licence of our own", "Licence of our own"),
        ])
    func found(_ text: String, _ expected: String) {
        var component = Component(name: "p", ecosystem: "generic")
        component.licences = [Licence(text)]
        var inventory = Inventory(subject: Subject(kind: .directory, name: "d"))
        inventory.components = [component]
        let made = BillOfMaterials(inventory, created: "2024-01-01T00:00:00Z", toolVersion: "1")
        #expect(made.parts.first?.licences == [Licence(expected)])
    }

    @Test("Several licences are joined by AND, alternatives in brackets, unknown ones as references")
    func joined() {
        let licences = [Licence("MIT OR ISC"), Licence("BSD-2-Clause AND Zlib"), Licence("ours")]
        let table = LicenceTable(bill(licences))
        #expect(
            table.joined(licences) == "(MIT OR ISC) AND BSD-2-Clause AND Zlib AND " + LicenceText.reference("ours"))
        #expect(table.joined([Licence("MIT OR ISC")]) == "MIT OR ISC")
        #expect(table.joined([]) == nil)
        #expect(table.extracted.map(\.text) == ["ours"])
    }

    @Test("An expression may name references of its own, but none of another document")
    func references() {
        #expect(LicenceTable(bill([Licence("MIT AND LicenseRef-x")])).extracted.map(\.id) == ["LicenseRef-x"])
        let foreign = "DocumentRef-d:LicenseRef-x"
        #expect(LicenceTable(bill([Licence(foreign)])).extracted.map(\.text) == [foreign])
    }

    @Test(
        "Each format says where a licence is none of the list",
        arguments: [
            ("spdx-json", "\"licenseDeclared\":\"LicenseRef-ours-"), ("spdx-json", "\"extractedText\":\"ours\""),
            ("cyclonedx-json", "\"name\":\"ours\""), ("cyclonedx-xml", "<name>ours</name>"),
            ("spdx3-json", "ours"),
        ])
    func unknown(_ format: String, _ expected: String) throws {
        let text = String(decoding: try bill([Licence("ours")]).write(SBOMFormat(format)), as: UTF8.self)
        #expect(text.contains(expected))
    }
}
