import Testing

@testable import VEX

@Suite struct VEXMergeTests {
    @Test func `one statement is left of each vulnerability in each part, whatever the order`() throws {
        let old = Sample.document([Sample.statement(.underInvestigation)], at: "2026-01-01T00:00:00Z")
        let new = Sample.document([Sample.statement(.notAffected)], at: "2026-02-01T00:00:00Z")
        let merged = VEXMerge([old, new])
        #expect(merged.statements.map(\.status) == [.notAffected])
        #expect(merged.superseded.map(\.statement.status) == [.underInvestigation])
        #expect(VEXMerge([new, old]).statements == merged.statements)
        // The time of what is said goes with it into the new document.
        #expect(merged.statements.first?.time == Sample.time("2026-02-01T00:00:00Z"))
    }

    @Test func `two authors who disagree are a conflict, and the more careful one is kept`() {
        let merged = VEXMerge([
            Sample.document([Sample.statement(.notAffected)], author: "A", at: "2026-03-01T00:00:00Z"),
            Sample.document([Sample.statement(.affected)], author: "B"),
        ])
        #expect(merged.statements.map(\.status) == [.affected])
        #expect(merged.conflicts.map(\.left) == ["A: not_affected"])
    }

    @Test func `a vulnerability under two names is one`() {
        var other = Sample.statement(.notAffected, "GHSA-1")
        other.vulnerability.aliases = ["CVE-2022-40303"]
        let merged = VEXMerge([
            Sample.document([Sample.statement(.affected)]), Sample.document([other], at: "2026-02-01T00:00:00Z"),
        ])
        #expect(merged.statements.count == 1)
        #expect(merged.statements.first?.vulnerability.name == "CVE-2022-40303")
        #expect(merged.statements.first?.vulnerability.aliases == ["GHSA-1"])
        #expect(merged.statements.first?.status == .notAffected)
    }

    @Test func `parts of which the same is said share a statement`() {
        let merged = VEXMerge([
            Sample.document([
                Sample.statement(.notAffected),
                Sample.statement(
                    .notAffected,
                    product: VEXProduct(Sample.image(), subcomponents: [Sample.part("pkg:deb/debian/zlib1g")])),
            ])
        ])
        #expect(merged.statements.count == 1)
        #expect(merged.statements.first?.products.count == 1)
        #expect(merged.statements.first?.products.first?.subcomponents.count == 2)
    }

    @Test func `merging what was merged changes nothing`() {
        let documents = [
            Sample.document([Sample.statement(.affected), Sample.statement(.fixed, "CVE-1")], author: "A"),
            Sample.document([Sample.statement(.notAffected), Sample.statement(.fixed, "CVE-2")], author: "B"),
        ]
        let merged = VEXMerge(documents)
        let again = VEXMerge([Sample.document(merged.statements)])
        #expect(again.statements == merged.statements)
        #expect(again.conflicts.isEmpty)
    }
}
