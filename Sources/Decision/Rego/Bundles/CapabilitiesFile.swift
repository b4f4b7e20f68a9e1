extension Capabilities {
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
        self.init()
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
