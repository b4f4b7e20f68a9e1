/// What a set of policies may use, or does use, of the language: OPA's `capabilities.json`.
package struct Capabilities: Sendable, Equatable {
    /// Names of functions.
    package var builtins: Set<String>
    package var futureKeywords: Set<String>
    package var features: Set<String>
    /// Hosts that functions may reach; nil sets no bounds.
    package var hosts: [String]?

    package init(builtins: Set<String> = [], futureKeywords: Set<String> = [], features: Set<String> = []) {
        self.builtins = builtins
        self.futureKeywords = futureKeywords
        self.features = features
    }

    /// Unification and declaration are the language's own.
    private static let inseparable: Set<String> = ["eq", "assign"]
    private static let networked: Set<String> = ["http.send", "net.lookup_ip_addr"]

    /// Takes the functions away that are not named here; those that reach hosts too when hosts are listed.
    package func restrict(_ options: inout CompilerOptions) {
        options.builtins = options.builtins.filter { name, _ in
            Self.inseparable.contains(name)
                || builtins.contains(name) && !(hosts != nil && Self.networked.contains(name))
        }
        options.capabilities = self
    }

    /// What modules use beyond these, apart from functions, which the compiler knows.
    func problems(of modules: [Module]) -> [RegoProblem] {
        var problems: [RegoProblem] = []
        let hasV1 = features.contains("rego_v1")
        for module in modules {
            if !hasV1, module.version == .v1 {
                problems.append(
                    RegoProblem(
                        .parse, "version 1 of the language needs the feature rego_v1, which the capabilities lack",
                        module.package.location))
            }
            for statement in module.imports {
                let names = statement.path.terms.compactMap { $0.variable ?? $0.string }
                if names == ["rego", "v1"], !hasV1, !features.contains("rego_v1_import") {
                    problems.append(
                        RegoProblem(
                            .parse, "import rego.v1 needs a feature that the capabilities lack", statement.location))
                }
                if names.count == 3, names.starts(with: ["future", "keywords"]), !futureKeywords.contains(names[2]),
                    !(hasV1
                        && FutureKeywords.names.contains {
                            $0.name == names[2] && FutureKeywords.v1.contains($0.keyword)
                        })
                {
                    problems.append(
                        RegoProblem(
                            .parse, "the capabilities lack the keyword \(names[2])", statement.pathLocation))
                }
            }
        }
        return problems
    }
}

extension CompiledModules {
    /// What the modules need of an implementation of the language.
    package var requiredCapabilities: Capabilities {
        var calls = CalledFunctions()
        for rule in rules { calls.visit(rule.rule) }
        var required = Capabilities(builtins: calls.names.intersection(options.builtins.keys))
        for module in modules {
            if module.version == .v1 { required.features.insert("rego_v1") }
            for statement in module.imports {
                let names = statement.path.terms.compactMap { $0.variable ?? $0.string }
                if names == ["rego", "v1"], module.version == .v0 { required.features.insert("rego_v1_import") }
                if names.count == 3, names.starts(with: ["future", "keywords"]),
                    module.version == .v0 || ["not", "and", "or"].contains(names[2])
                {
                    required.futureKeywords.insert(names[2])
                }
            }
        }
        return required
    }

    private struct CalledFunctions: NodeVisitor {
        var names: Set<String> = []

        mutating func visitFunction(_ function: Reference, at location: SourceLocation) {
            names.insert(function.dotted)
        }
    }
}
