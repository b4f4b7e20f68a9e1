import BillOfMaterials
import Inventory
import Testing

@testable import Commands

@Suite struct DirectDependenciesTests {
    private static func bill(_ edges: [(String, String)], applications: Set<String> = []) -> BillOfMaterials {
        var bill = BillOfMaterials(
            artifact: BillOfMaterials.Artifact(kind: .image, name: "image"), created: "",
            tool: BillOfMaterials.Tool(name: "test", version: "1"))
        for name in Set(edges.flatMap { [$0.0, $0.1] }).sorted() where name != BillOfMaterials.artifactRef {
            bill.parts.append(
                BillOfMaterials.Part(ref: name, name: name, kind: applications.contains(name) ? .application : .library)
            )
            bill.parts[bill.parts.count - 1].purl =
                name.hasPrefix("deb-") ? "pkg:deb/debian/\(name)" : "pkg:npm/\(name)"
        }
        bill.edges = edges.map { BillOfMaterials.Edge(from: $0.0, relation: .dependsOn, to: $0.1) }
        return bill
    }

    private static func brought(
        _ edges: [(String, String)], applications: Set<String> = [], _ ref: String
    ) -> String? {
        DirectDependencies(bill(edges, applications: applications)).broughtBy(ref)
    }

    @Test func `what one direct dependency brings in is told, however far down`() {
        let edges = [("app", "express"), ("app", "left"), ("express", "body"), ("body", "qs"), ("left", "own")]
        for (ref, expected) in [
            ("qs", "express"), ("body", "express"), ("own", "left"), ("express", nil), ("app", nil), ("nothing", nil),
        ] as [(String, String?)] {
            #expect(Self.brought(edges, applications: ["app"], ref) == expected, "\(ref)")
        }
    }

    @Test func `what several bring in is nobody's`() {
        let edges = [("app", "a"), ("app", "b"), ("a", "shared"), ("b", "shared"), ("shared", "deep"), ("a", "own")]
        #expect(Self.brought(edges, applications: ["app"], "shared") == nil)
        #expect(Self.brought(edges, applications: ["app"], "deep") == nil)
        #expect(Self.brought(edges, applications: ["app"], "own") == "a")
    }

    @Test func `a direct dependency stays one where another needs it too`() {
        let edges = [("app", "a"), ("app", "b"), ("a", "b"), ("b", "c")]
        #expect(Self.brought(edges, applications: ["app"], "b") == nil)
        #expect(Self.brought(edges, applications: ["app"], "c") == "b")
    }

    @Test func `without an application what nothing depends on is direct`() {
        #expect(Self.brought([("django", "sqlparse")], "sqlparse") == "django")
        #expect(
            Self.brought([(BillOfMaterials.artifactRef, "django"), ("django", "sqlparse")], "sqlparse") == "django")
        #expect(Self.brought([(BillOfMaterials.artifactRef, "django"), ("django", "sqlparse")], "django") == nil)
    }

    @Test func `circles and packages of a system end nowhere`() {
        #expect(Self.brought([("a", "b"), ("b", "a")], "b") == nil)
        #expect(Self.brought([("app", "a"), ("a", "b"), ("b", "a")], applications: ["app"], "b") == "a")
        #expect(Self.brought([("deb-a", "deb-b")], "deb-b") == nil)
    }
}
