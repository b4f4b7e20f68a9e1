import Testing

@testable import Rego

@Suite struct ModuleFormatterTests {
    static func format(_ text: String, _ options: FormatOptions = FormatOptions()) throws -> String {
        try ModuleFormatter.format(SourceText(name: "test.rego", text: text), options: options)
    }

    @Test(arguments: [
        (
            "package   a.b\nimport data.z\nimport data.b as c\n\n\n\np:=1",
            "package a.b\n\nimport data.b as c\nimport data.z\n\np := 1\n"
        ),
        ("package a\np if {x:=1;x>0}", "package a\n\np if {\n\tx := 1\n\tx > 0\n}\n"),
        ("package a\np if { true }", "package a\n\np := true\n"),
        ("package a\np if input.x\nq if input.y", "package a\n\np if input.x\nq if input.y\n"),
        ("package a\np if input.x\n\nq if input.y", "package a\n\np if input.x\n\nq if input.y\n"),
        ("package a\np contains x if { some x in [1,2] }", "package a\n\np contains x if some x in [1, 2]\n"),
        ("package a\nf(x,y)=z if { z = x+y*2 }", "package a\n\nf(x, y) := z if z = x + (y * 2)\n"),
        (
            "package a\np := {\"a\":1,\n\"b\":[1,\n2]}",
            "package a\n\np := {\n\t\"a\": 1,\n\t\"b\": [\n\t\t1,\n\t\t2,\n\t],\n}\n"
        ),
        (
            "package a\np := [ # one\n1, # two\n2 # three\n] # four",
            "package a\n\np := [ # one\n\t1, # two\n\t2, # three\n] # four\n"
        ),
        ("package a\n# above\np := 1 # behind\n# below", "package a\n\n# above\np := 1 # behind\n\n# below\n"),
        ("package a\np := [x|x:=input[_];x>1]", "package a\n\np := [x | x := input[_]; x > 1]\n"),
        (
            "package a\np := {x:y|some x,y in input\nx>1}",
            "package a\n\np := {x: y |\n\tsome x, y in input\n\tx > 1\n}\n"
        ),
        (
            "package a\np if { every x in input.a { x > 1 } }",
            "package a\n\np if every x in input.a { x > 1 }\n"
        ),
        (
            "package a\np := 1 if {\n input.a\n} else := 2 if { input.b } else := 3",
            "package a\n\np := 1 if {\n\tinput.a\n} else := 2 if input.b\n\nelse := 3\n"
        ),
        (
            "package a\np if { input.a with input.b as 1 with input.c as 2 }",
            "package a\n\np if input.a with input.b as 1 with input.c as 2\n"
        ),
        ("package a\np := $\"a {x}\" if { x := `raw` }", "package a\n\np := $\"a {x}\" if x := `raw`\n"),
        ("package a\np := x if { x := (1|2)&3 }", "package a\n\np := x if x := (1 | 2) & 3\n"),
        (
            "package a\np if {\n(a|b) == c\n}\nq if {\n  (a|b)\n}",
            "package a\n\np if {\n\t(a | b) == c\n}\n\nq if {\n\t(a | b)\n}\n"
        ),
        (
            "package a\np := `x\ny` # behind\nq := 1 # METADATA\n\n# above\nr := 2",
            "package a\n\np := `x\ny` # behind\n\nq := 1 # METADATA\n\n# above\nr := 2\n"
        ),
        (
            "package a\nimport data.x as\n\ng# METADATA\n# title: x: [\n\n# end",
            "package a\n\nimport data.x as g\n\n# # METADATA\n# title: x: [\n# end\n"
        ),
        (
            "package a\np := 1\n# METADATA\n# title: x\n  # - y\nq := 2",
            "package a\n\np := 1\n\n# METADATA\n# title: x\n\n# - y\nq := 2\n"
        ),
        (
            "package a\np if {\nx := input} q := {2, 2} if { true }",
            "package a\n\np if {\n\tx := input\n}\n\nq := {2, 2}\n"
        ),
        ("package a\np := `x\ny` q := 1", "package a\n\np := `x\ny`\n\nq := 1\n"),
        ("package a\np if {\n\tx\n\t(-1)\n}", "package a\n\np if {\n\tx\n\t(-1)\n}\n"),
        ("package a\ndefault p=false\ndefault f(_)=1", "package a\n\ndefault p := false\n\ndefault f(_) := 1\n"),
        ("package a\np if {\n\ta\n\n\n\tb\n\tc\n}", "package a\n\np if {\n\ta\n\n\tb\n\tc\n}\n"),
    ]) func aModuleIsLaidOut(_ text: String, _ expected: String) throws {
        let formatted = try Self.format(text)
        #expect(formatted == expected)
        #expect(try Self.format(formatted) == formatted)
    }

    @Test func v0BecomesV1() throws {
        let text =
            "package a\nimport future.keywords.in\np[x] { x = input.a[_] }\nq = 1 { input.b } else = 2 { input.c }"
        let formatted = try Self.format(text, FormatOptions(source: .v0, target: .v1, dropsNeedlessImports: true))
        #expect(
            formatted
                == "package a\n\np contains x if x = input.a[_]\n\nq := 1 if input.b\n\nelse := 2 if input.c\n"
        )
    }

    private static func assigned(_ rule: Rule) -> Rule {
        var rule = rule
        rule.head.isAssigned = true
        for index in rule.alternatives.indices { rule.alternatives[index].isAssigned = true }
        return rule
    }

    /// Every module of the conformance cases keeps its meaning and is not formatted further by a second pass.
    @Test(arguments: ["v0", "v1"]) func formattingKeepsTheTreeAndIsIdempotent(_ version: String) throws {
        guard ConformanceSources.isPresent else {
            print("skipped: no conformance cases at \(ConformanceSources.root)")
            return
        }
        var failures: [String] = []
        for entry in try ConformanceSources.cases(version) {
            let version: RegoVersion = version == "v0" ? .v0 : .v1
            let options = FormatOptions(
                source: version, target: version, allowsExperimentalKeywords: entry.isExperimental)
            let parsing = ParserOptions(version: version, allowsExperimentalKeywords: entry.isExperimental)
            for text in entry.modules {
                do {
                    let once = try Self.format(text, options)
                    let twice = try Self.format(once, options)
                    if once != twice {
                        failures.append(
                            "\(entry.file)[\(entry.index)] is formatted again:\n\(once)\n-- becomes\n\(twice)")
                    }
                    let before = try Parser.module(SourceText(name: "", text: text), file: 0, options: parsing)
                    let after = try Parser.module(SourceText(name: "", text: once), file: 0, options: parsing)
                    // In v1 every head is written with `:=`, and `:= true` before a body may go.
                    let one = before.rules.map { Self.assigned($0).description }
                    let other = after.rules.map { Self.assigned($0).description }
                    if one != other {
                        let difference = zip(one, other).first { $0 != $1 }
                        failures.append(
                            "\(entry.file)[\(entry.index)] means another thing:\n\(difference?.0 ?? "")\n\(difference?.1 ?? "")\n\(once)"
                        )
                    }
                    if before.comments.map(\.text).count != after.comments.count {
                        failures.append("\(entry.file)[\(entry.index)] loses comments:\n\(text)\n--\n\(once)")
                    }
                } catch {
                    failures.append("\(entry.file)[\(entry.index)]: \(error)\n\(text)")
                }
            }
        }
        #expect(failures.isEmpty, "\(failures.count) failures:\n\(failures.prefix(20).joined(separator: "\n"))")
    }

    @Test("A comment below a rule without braces stays below it, whatever brace comes later")
    func commentsBehindBodiesWithoutBraces() throws {
        let text = "package a\n\nq\nif A\n\n# METADATA\n# title: x\nf({\"k\": b}) := b\n"
        let once = try Self.format(text)
        #expect(
            once == "package a\n\nq if {\n\tA\n}\n\n# METADATA\n# title: x\nf({\"k\": b}) := b\n")
        #expect(try Self.format(once) == once)
    }

    @Test func theTreeOfAModuleIsJSON() throws {
        let json = try SyntaxTree.json(
            parsing: SourceText(name: "x.rego", text: "package a\np := 1 if input.x"))
        #expect(
            json
                == "{\"package\":{\"path\":[{\"type\":\"var\",\"value\":\"data\"},{\"type\":\"string\",\"value\":\"a\"}]},"
                + "\"rules\":[{\"body\":[{\"index\":0,\"terms\":{\"type\":\"ref\",\"value\":[{\"type\":\"var\",\"value\":\"input\"},"
                + "{\"type\":\"string\",\"value\":\"x\"}]}}],\"head\":{\"assign\":true,\"name\":\"p\",\"ref\":[{\"type\":\"var\",\"value\":\"p\"}],"
                + "\"value\":{\"type\":\"number\",\"value\":1}}}]}")
    }
}
