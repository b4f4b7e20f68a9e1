extension Compiler {
    /// Checks the rules, each after those it refers to.
    mutating func checkTypes(_ order: [Int]) {
        var found: [RegoProblem] = []
        if let schema = options.schemas["schema"] ?? options.schemas["schema.input"] {
            types.input = SchemaTypes.type(of: schema)
        }
        let annotations = schemaAnnotations()
        for index in order {
            let rule = rules[index]
            let before = found.count
            let overrides = overrides(for: rule, in: modules[moduleOfRule[index]].package.path, annotations, &found)
            guard found.count == before else { continue }
            found += checkTypes(rule.head, rule.body, rule.head.value, index, overrides)
            for branch in rule.alternatives {
                found += checkTypes(rule.head, branch.body, branch.value, index, overrides)
            }
        }
        problems += found.sorted { one, other in
            (one.location.file, one.location.offset) < (other.location.file, other.location.offset)
        }
    }

    mutating func checkTypes(of body: Body, original: [String: String]) {
        var checker = TypeChecker(environment: types, builtins: builtins, original: original)
        checker.check(body)
        problems += checker.problems
    }

    /// The annotations of all modules that have schemas.
    private func schemaAnnotations() -> AnnotationSet? {
        var set = AnnotationSet()
        var isEmpty = true
        for module in modules {
            for annotation in module.annotations where !annotation.schemas.isEmpty {
                isEmpty = false
                _ = set.insert(annotation, package: module.package.path)
            }
        }
        return isEmpty ? nil : set
    }

    /// The types that annotations give to documents for one rule, from the outermost annotation inward.
    private func overrides(
        for rule: Rule, in package: Reference, _ annotations: AnnotationSet?, _ problems: inout [RegoProblem]
    ) -> [(path: Reference, type: RegoType)] {
        guard let annotations else { return [] }
        var overrides: [(path: Reference, type: RegoType)] = []
        for link in annotations.chain(of: rule, in: package).reversed() {
            for schema in link.annotation?.schemas ?? [] {
                var definition = schema.definition
                if let name = schema.schema {
                    // Without any schemas given, annotations are comments.
                    if options.schemas.isEmpty { continue }
                    definition = options.schemas[name.dotted]
                    if definition == nil {
                        problems.append(RegoProblem(.type, "undefined schema: \(name)", rule.location))
                    }
                }
                guard let definition else { continue }
                if let type = SchemaTypes.type(of: definition) {
                    overrides.append((schema.path, type))
                } else {
                    problems.append(RegoProblem(.type, "unable to merge these schemas", rule.location))
                }
            }
        }
        return overrides
    }

    private mutating func checkTypes(
        _ head: Head, _ body: Body, _ value: Term?, _ index: Int, _ overrides: [(path: Reference, type: RegoType)]
    ) -> [RegoProblem] {
        let (type, found) = inferredType(head, body, value, index, overrides)
        let path = Array(head.reference.scalarPrefix)
        if !found.isEmpty {
            // Those that refer to the rule need not be told again.
            types.put(path, .any)
        } else if let type {
            types.insert(path, type.bounded)
        }
        return found
    }

    /// The type of what one branch of a rule gives, at the end of its constant path.
    ///
    /// The checker is gone when this returns, so that the types of all rules are not copied for each.
    private func inferredType(
        _ head: Head, _ body: Body, _ value: Term?, _ index: Int, _ overrides: [(path: Reference, type: RegoType)]
    ) -> (type: RegoType?, problems: [RegoProblem]) {
        var environment = types
        for (path, type) in overrides {
            if path.root == "input" {
                environment.input = (environment.input ?? .any).replacing(path.terms[1...], with: type)
            } else {
                environment.put(path.terms, type)
            }
        }
        var checker = TypeChecker(environment: environment, builtins: builtins, original: originals[index])
        checker.check(body)
        guard checker.problems.isEmpty else { return (nil, checker.problems) }
        if let arguments = head.arguments {
            var argumentTypes: [RegoType?] = []
            for argument in arguments {
                checker.fill(argument)
                argumentTypes.append(checker.type(of: argument))
            }
            let result = value.flatMap { checker.type(of: $0) } ?? .any
            return (.function(.init(arguments: argumentTypes, variadic: nil, result: result)), [])
        }
        var type: RegoType?
        if let key = head.key {
            type = checker.type(of: key).map { .set($0) }
        } else if let value {
            type = checker.type(of: value)
        }
        for term in head.reference.terms.dropFirst(head.reference.scalarPrefix.count).reversed() {
            guard let inner = type, let key = checker.type(of: term) else { return (nil, []) }
            type = .object(members: [], others: .init(key: key, value: inner))
        }
        return (type, [])
    }
}

extension TypeChecker {
    /// Arguments that the body says nothing about can be anything.
    mutating func fill(_ argument: Term) {
        for name in argument.variables() where type(of: Term(.variable(name))) == nil { put(name, .any) }
    }
}
