extension Compiler {
    /// Replaces calls of `rego.metadata.rule` and `rego.metadata.chain` by what they give for the rule they stand in.
    mutating func replaceMetadataCalls() throws(RegoErrors) {
        var set: AnnotationSet?
        for index in rules.indices {
            var finder = MetadataCalls()
            finder.visit(rules[index])
            guard finder.isFound else { continue }
            if set == nil { set = annotationSet() }
            try checkpoint()
            guard let set else { continue }
            let module = modules[moduleOfRule[index]]
            let chain = set.chain(of: rules[index], in: module.package.path)
            var replacement = MetadataReplacement(
                rule: chain.first?.annotation.map { $0.term(at: rules[index].location) }
                    ?? Term(.object([]), at: rules[index].location),
                chain: Term(.array(chain.map { $0.term(at: rules[index].location) }), at: rules[index].location))
            replacement.rewrite(&rules[index].body)
            if var key = rules[index].head.key {
                replacement.rewrite(&key)
                rules[index].head.key = key
            }
            if var value = rules[index].head.value {
                replacement.rewrite(&value)
                rules[index].head.value = value
            }
            for part in rules[index].head.reference.terms.indices.dropFirst() {
                replacement.rewrite(&rules[index].head.reference.terms[part])
            }
            for branch in rules[index].alternatives.indices {
                replacement.rewrite(&rules[index].alternatives[branch].value)
                replacement.rewrite(&rules[index].alternatives[branch].body)
            }
        }
    }

    /// All annotations, with the errors of those that are given twice.
    private mutating func annotationSet() -> AnnotationSet {
        var set = AnnotationSet()
        for module in modules {
            for annotation in module.annotations {
                if let other = set.insert(annotation, package: module.package.path) {
                    problems.append(
                        RegoProblem(
                            .type,
                            "\(annotation.scope.rawValue) annotation redeclared: \(place(other.location))",
                            annotation.location))
                }
            }
        }
        return set
    }
}

private struct MetadataCalls: NodeVisitor {
    var isFound = false

    mutating func visitFunction(_ function: Reference, at location: SourceLocation) {
        let name = function.terms.count == 3 && function.root == "rego" ? function.dotted : ""
        if name == "rego.metadata.chain" || name == "rego.metadata.rule" { isFound = true }
    }
}

private struct MetadataReplacement: NodeRewriter {
    let rule: Term
    let chain: Term

    private func value(of call: Call) -> Term? {
        switch call.name {
        case "rego.metadata.rule": rule
        case "rego.metadata.chain": chain
        default: nil
        }
    }

    mutating func rewrite(_ term: inout Term) {
        if let call = term.call, call.arguments.isEmpty, let value = value(of: call) {
            term.kind = value.kind
        } else {
            descend(into: &term)
        }
    }

    mutating func rewrite(_ expression: inout Expression) {
        if let call = expression.call, call.arguments.count < 2, let value = value(of: call) {
            if let output = call.arguments.first {
                expression.kind = .call(Call("eq", at: call.functionLocation, [output, value]))
            } else {
                expression.kind = .term(value)
            }
        }
        descend(into: &expression)
    }
}

/// The annotations of all modules by what they apply to.
struct AnnotationSet {
    /// One entry of the chain of a rule.
    struct Link {
        /// Without `data`.
        var path: [Term]
        var annotation: Annotation?

        func term(at location: SourceLocation) -> Term {
            var members: [Term.Member] = []
            if let annotation {
                members.append(.init(key: Term(.string("annotations")), value: annotation.term(at: location)))
            }
            members.append(
                .init(key: Term(.string("path")), value: Term(.array(path.map { Term($0.kind) }), at: location)))
            return Term(.object(members), at: location)
        }
    }

    private var documents: [Reference: Annotation] = [:]
    private var packages: [Reference: Annotation] = [:]
    private var subpackages: [Reference: Annotation] = [:]

    /// - Returns: The annotation of the same scope that stands there already.
    mutating func insert(_ annotation: Annotation, package: Reference) -> Annotation? {
        guard let target = annotation.target else { return nil }
        switch annotation.scope {
        case .rule: return nil
        case .document:
            if let other = documents[target] { return other }
            documents[target] = annotation
        case .package:
            if let other = packages[target] { return other }
            packages[target] = annotation
        case .subpackages:
            if let other = subpackages[target] { return other }
            subpackages[target] = annotation
        }
        return nil
    }

    /// The annotations from the rule outward: its own, those of its document, its package and the packages above.
    func chain(of rule: Rule, in package: Reference) -> [Link] {
        let path = Reference(Array(rule.head.reference.scalarPrefix))
        let own = rule.annotations.filter { $0.scope == .rule }
            .sorted { ($0.location.row, $0.location.column) > ($1.location.row, $1.location.column) }
        var links = own.map { Link(path: Array(path.terms.dropFirst()), annotation: $0) }
        if links.isEmpty { links.append(Link(path: Array(path.terms.dropFirst()), annotation: nil)) }
        if let found = documents[path] { links.append(Link(path: Array(path.terms.dropFirst()), annotation: found)) }
        if let found = packages[package] {
            links.append(Link(path: Array(package.terms.dropFirst()), annotation: found))
        }
        var prefix = package.terms
        while prefix.count > 0 {
            if let found = subpackages[Reference(prefix)] {
                links.append(Link(path: Array(prefix.dropFirst()), annotation: found))
            }
            prefix.removeLast()
        }
        return links
    }
}

extension Annotation {
    /// The annotation as `rego.metadata.rule` gives it.
    func term(at location: SourceLocation) -> Term { asValue.term(at: location) }

    /// The members in the order of their names.
    var asValue: Value {
        var members: [Value.Member] = []
        func add(_ key: String, _ value: Value?) { if let value { members.append(.init(key: key, value: value)) } }
        func text(_ text: String?) -> Value? { text.map { .string($0) } }
        if !authors.isEmpty {
            add(
                "authors",
                .array(
                    authors.map { author in
                        var members: [Value.Member] = []
                        if !author.email.isEmpty { members.append(.init(key: "email", value: .string(author.email))) }
                        members.append(.init(key: "name", value: .string(author.name)))
                        return .object(members)
                    }))
        }
        if let compile {
            var inner: [Value.Member] = []
            if let mask = compile.maskRule { inner.append(.init(key: "mask_rule", value: mask.asValue)) }
            if !compile.unknowns.isEmpty {
                inner.append(.init(key: "unknowns", value: .array(compile.unknowns.map(\.asValue))))
            }
            add("compile", .object(inner))
        }
        if let custom, !custom.isEmpty { add("custom", .object(custom)) }
        add("description", text(description))
        if isEntrypoint { add("entrypoint", .boolean(true)) }
        add("id", text(id))
        if !labels.isEmpty { add("labels", .object(labels)) }
        if !organizations.isEmpty { add("organizations", .array(organizations.map { .string($0) })) }
        if !relatedResources.isEmpty {
            add(
                "related_resources",
                .array(
                    relatedResources.map { resource in
                        var members: [Value.Member] = []
                        if !resource.description.isEmpty {
                            members.append(.init(key: "description", value: .string(resource.description)))
                        }
                        members.append(.init(key: "ref", value: .string(resource.reference)))
                        return .object(members)
                    }))
        }
        if !schemas.isEmpty {
            add(
                "schemas",
                .array(
                    schemas.map { schema in
                        var members: [Value.Member] = []
                        if let definition = schema.definition {
                            members.append(.init(key: "definition", value: definition))
                        }
                        members.append(.init(key: "path", value: schema.path.asValue))
                        if let name = schema.schema { members.append(.init(key: "schema", value: name.asValue)) }
                        return .object(members)
                    }))
        }
        add("scope", .string(scope.rawValue))
        add("title", text(title))
        return .object(members)
    }
}

extension Reference {
    /// The terms as an array of strings and numbers.
    fileprivate var asValue: Annotation.Value {
        .array(
            terms.map { term in
                switch term.kind {
                case .variable(let name), .string(let name): .string(name)
                case .number(let text): .number(text)
                default: .string(term.description)
                }
            })
    }
}

extension Annotation.Value {
    func term(at location: SourceLocation) -> Term {
        switch self {
        case .null: Term(.null, at: location)
        case .boolean(let value): Term(.boolean(value), at: location)
        case .number(let text): Term(.number(text), at: location)
        case .string(let text): Term(.string(text), at: location)
        case .array(let elements): Term(.array(elements.map { $0.term(at: location) }), at: location)
        case .object(let members):
            Term(
                .object(
                    members.map { .init(key: Term(.string($0.key), at: location), value: $0.value.term(at: location)) }),
                at: location)
        }
    }
}
