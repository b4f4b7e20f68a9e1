import Testing

@testable import Rego

@Suite struct BuiltinDeclarationTests {
    @Test func `all functions are declared once, in the order of their names`() {
        let names = BuiltinDeclaration.all.map(\.name)
        #expect(names.count == 206)
        #expect(Set(names).count == 206)
        #expect(names == names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
        #expect(BuiltinDeclaration.all.filter(\.isDeprecated).count == 11)
        #expect(BuiltinDeclaration.all.filter(\.isNondeterministic).count == 9)
        #expect(BuiltinDeclaration.all.filter(\.isRelation).map(\.name) == ["walk"])
        #expect(BuiltinDeclaration.all.filter { $0.infix != nil }.count == 17)
    }

    @Test(
        "types read as they are written",
        arguments: [
            ("plus", "number, number", "number"),
            ("walk", "any", "array<array[any], any>"),
            ("json.patch", "any, array[object<op: string, path: any>[any: any]]", "any"),
            ("and", "set[any], set[any]", "set[any]"),
            (
                "time.diff", "any<number, array<number, string>>, any<number, array<number, string>>",
                "array<number, number, number, number, number, number>"
            ),
            ("print", "", "nil"),
        ])
    func types(_ name: String, _ arguments: String, _ result: String) throws {
        let declaration = try #require(BuiltinDeclaration.byName[name])
        #expect(declaration.arguments.map(\.description).joined(separator: ", ") == arguments)
        #expect((declaration.result?.description ?? "nil") == result)
    }
}
