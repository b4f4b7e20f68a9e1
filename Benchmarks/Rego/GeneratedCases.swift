import Measuring
import Rego

/// Policies and documents in the manner of those in use, made to any size, to see how the time of an evaluation grows.
enum GeneratedCases {
    struct Case {
        var name: String
        /// What is counted: objects, components, users.
        var size: Int
        var policy: String
        var query: String
        var data: String
        var input: String
        /// The result, as JSON.
        var expected: String
    }

    /// Each at two sizes of which the second is four times the first.
    static var all: [[Case]] {
        [[200, 800].map(admission), [2000, 8000].map(join), [2000, 8000].map(groups), [20_000, 80_000].map(roles)]
    }

    /// A library of 40 templates with constraints of their own, on one object with many containers.
    private static func admission(_ containers: Int) -> Case {
        var policy = "package admission\n\n"
        for template in 0..<40 {
            policy += """
                violation contains {"constraint": c.name, "msg": msg} if {
                \tsome c in data.constraints.t\(template)
                \tinput.review.kind.kind in c.kinds
                \tsome container in input.review.object.spec.containers
                \tnot startswith(container.image, c.registry)
                \tcontainer.ports[_].port == \(template)
                \tmsg := sprintf("%v: %v", [c.name, container.name])
                }


                """
        }
        let constraints = (0..<40).map {
            "\"t\($0)\": [{\"name\": \"c\($0)\", \"kinds\": [\"Pod\"], \"registry\": \"good/\"}]"
        }
        let list = (0..<containers).map {
            "{\"name\": \"n\($0)\", \"image\": \"\($0 % 10 == 0 ? "bad" : "good")/i\($0)\", \"ports\": [{\"port\": \($0 % 40)}]}"
        }
        let count = (0..<containers).count { $0 % 10 == 0 }
        return Case(
            name: "admission", size: containers, policy: policy, query: "count(data.admission.violation)",
            data: "{\"constraints\": {\(constraints.joined(separator: ", "))}}",
            input:
                "{\"review\": {\"kind\": {\"kind\": \"Pod\"}, \"object\": {\"spec\": {\"containers\": [\(list.joined(separator: ", "))]}}}}",
            expected: "\(count)")
    }

    /// Components of a bill of materials joined with advisories by name.
    private static func join(_ components: Int) -> Case {
        let policy = """
            package scan

            finding contains {"component": c.name, "id": a.id} if {
            \tsome c in input.components
            \tsome a in data.advisories
            \ta.name == c.name
            \tc.version < a.fixed
            }
            """
        let list = (0..<components).map { "{\"name\": \"lib\($0)\", \"version\": \($0 % 7)}" }
        let advisories = (0..<components / 2).map { "{\"id\": \"A\($0)\", \"name\": \"lib\($0 * 2)\", \"fixed\": 3}" }
        let count = (0..<components / 2).count { $0 * 2 % 7 < 3 }
        return Case(
            name: "join", size: components, policy: policy, query: "count(data.scan.finding)",
            data: "{\"advisories\": [\(advisories.joined(separator: ", "))]}",
            input: "{\"components\": [\(list.joined(separator: ", "))]}", expected: "\(count)")
    }

    /// Components by licence.
    private static func groups(_ components: Int) -> Case {
        let policy = """
            package licences

            names[licence] contains c.name if {
            \tsome c in input.components
            \tsome licence in c.licences
            }

            total := {licence: count(all) | some licence, all in names}
            """
        let list = (0..<components).map {
            "{\"name\": \"lib\($0)\", \"licences\": [\"L\($0 % 16)\", \"M\($0 % 3)\"]}"
        }
        return Case(
            name: "groups", size: components, policy: policy, query: "sum([n | some n in data.licences.total])",
            data: "{}", input: "{\"components\": [\(list.joined(separator: ", "))]}", expected: "\(components * 2)")
    }

    /// One user's rights among those of many.
    private static func roles(_ users: Int) -> Case {
        let policy = """
            package rbac

            default allow := false

            allow if {
            \tsome role in data.users[input.user].roles
            \tsome grant in data.roles[role]
            \tgrant.action == input.action
            \tgrant.resource == input.resource
            }
            """
        let list = (0..<users).map { "\"u\($0)\": {\"roles\": [\"r\($0 % 50)\", \"r\(($0 + 7) % 50)\"]}" }
        let roles = (0..<50).map { "\"r\($0)\": [{\"action\": \"read\", \"resource\": \"x\($0)\"}]" }
        return Case(
            name: "rbac", size: users, policy: policy, query: "data.rbac.allow",
            data: "{\"users\": {\(list.joined(separator: ", "))}, \"roles\": {\(roles.joined(separator: ", "))}}",
            input: "{\"user\": \"u\(users - 1)\", \"action\": \"read\", \"resource\": \"x\((users - 1 + 7) % 50)\"}",
            expected: "true")
    }

    /// Prints microseconds an evaluation at both sizes, and how much more the second takes.
    ///
    /// - Returns: whether every result is the expected one.
    static func run() throws -> Bool {
        print("generated           size   us/eval      size   us/eval  growth (4 times the size)")
        var isRight = true
        for pair in all {
            var line = pair[0].name + String(repeating: " ", count: max(0, 14 - pair[0].name.count))
            var times: [Double] = []
            for item in pair {
                let modules = try CompiledModules.compile([
                    (source: SourceText(name: "policy.rego", text: item.policy), version: RegoVersion.v1)
                ])
                let query = try modules.query(SourceText(name: "", text: "x = \(item.query)"))
                let prepared = try PreparedQuery(modules, query: query, data: try Document(json: item.data))
                let input = try Document(json: item.input)
                let found = try prepared.evaluate(input: input.root) { solutions in
                    solutions.elements.first.map { JSONOutput.text(of: $0.elements[0]) } ?? "undefined"
                }
                if found != item.expected {
                    print("\(item.name): expected \(item.expected), found \(found.prefix(80))")
                    isRight = false
                }
                var count = 0
                times.append(try microseconds { count &+= try prepared.evaluate(input: input.root) { $0.count } })
                line += " " + fixed(Double(item.size), 9) + " " + fixed(times[times.count - 1], 9)
            }
            print(line, fixed(times[1] / times[0], 7))
        }
        return isRight
    }
}
