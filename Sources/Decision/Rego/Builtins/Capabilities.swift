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

    /// - Throws: `LoadingError` for a text of another form.
    package init(json text: [UInt8], of file: String) throws {
        let document = try Document.read(text, of: file)
        defer { withExtendedLifetime(document) {} }
        let root = document.root
        guard root.isObject, root.member("builtins").isArray else {
            throw LoadingError(file, "an object with an array of builtins is expected")
        }
        func strings(_ list: Value, _ what: String) throws -> [String] {
            guard list.isUndefined || list.isNull || list.isArray else {
                throw LoadingError(file, "\(what) must be an array of strings")
            }
            return try list.elements.map { element in
                guard let text = element.string else {
                    throw LoadingError(file, "\(what) must be an array of strings")
                }
                return text
            }
        }
        builtins = Set(
            try root.member("builtins").elements.map { entry in
                guard let name = entry.member("name").string else {
                    throw LoadingError(file, "a built-in function has no name")
                }
                return name
            })
        futureKeywords = Set(try strings(root.member("future_keywords"), "future_keywords"))
        features = Set(try strings(root.member("features"), "features"))
        let hosts = root.member("allow_net")
        if hosts.isDefined, !hosts.isNull { self.hosts = try strings(hosts, "allow_net") }
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

extension Capabilities {
    /// In the form of `capabilities.json`, functions with their types.
    package var json: String {
        func list(_ names: Set<String>) -> String {
            "[" + names.sorted().map { JSONOutput.quoted($0) }.joined(separator: ",") + "]"
        }
        var members: [String] = []
        let functions = builtins.sorted().compactMap { BuiltinDeclaration.byName[$0]?.json }
        if !functions.isEmpty { members.append("\"builtins\":[\(functions.joined(separator: ","))]") }
        if !futureKeywords.isEmpty { members.append("\"future_keywords\":\(list(futureKeywords))") }
        if !features.isEmpty { members.append("\"features\":\(list(features))") }
        return "{\(members.joined(separator: ","))}"
    }
}

extension BuiltinDeclaration {
    /// As `capabilities.json` declares functions.
    var json: String {
        var type: [String] = []
        if !arguments.isEmpty { type.append("\"args\":[\(arguments.map(\.json).joined(separator: ","))]") }
        if let result { type.append("\"result\":\(result.json)") }
        type.append("\"type\":\"function\"")
        if let variadic { type.append("\"variadic\":\(variadic.json)") }
        var members = ["\"decl\":{\(type.joined(separator: ","))}"]
        if isDeprecated { members.append("\"deprecated\":true") }
        if let infix { members.append("\"infix\":\(JSONOutput.quoted(infix))") }
        members.append("\"name\":\(JSONOutput.quoted(name))")
        if isNondeterministic { members.append("\"nondeterministic\":true") }
        if isRelation { members.append("\"relation\":true") }
        return "{\(members.joined(separator: ","))}"
    }
}

extension DeclaredType {
    fileprivate var json: String {
        switch self {
        case .any, .null, .boolean, .number, .string: "{\"type\":\"\(description)\"}"
        case .union(let types): "{\"of\":[\(types.map(\.json).joined(separator: ","))],\"type\":\"any\"}"
        case .set(let element): "{\"of\":\(element.json),\"type\":\"set\"}"
        case .array(let leading, let rest):
            "{"
                + ([
                    rest.map { "\"dynamic\":\($0.json)" },
                    leading.isEmpty ? nil : "\"static\":[\(leading.map(\.json).joined(separator: ","))]",
                    "\"type\":\"array\"",
                ] as [String?]).compactMap(\.self).joined(separator: ",") + "}"
        case .object(let members, let others):
            "{"
                + ([
                    others.map { "\"dynamic\":{\"key\":\($0.key.json),\"value\":\($0.value.json)}" },
                    members.isEmpty
                        ? nil
                        : "\"static\":["
                            + members.map { "{\"key\":\(JSONOutput.quoted($0.key)),\"value\":\($0.value.json)}" }
                            .joined(separator: ",") + "]", "\"type\":\"object\"",
                ] as [String?]).compactMap(\.self).joined(separator: ",") + "}"
        }
    }
}
