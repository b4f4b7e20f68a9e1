extension Compiler {
    // MARK: Imports and names

    /// Imports that hide each other, where the version or strict mode forbids it.
    mutating func checkImports() {
        for module in modules where options.isStrict || module.isStrictlyV1 {
            var seen: [String: Import] = [:]
            for statement in module.imports where statement.path.root != "future" && statement.path.root != "rego" {
                if let other = seen[statement.name] {
                    problems.append(
                        RegoProblem(.compile, "import must not shadow \(other.text)", statement.location))
                } else {
                    seen[statement.name] = statement
                }
            }
        }
    }

    /// Rules, arguments and variables named `data` or `input`.
    mutating func checkRootNames() {
        for (index, rule) in rules.enumerated() {
            let module = modules[moduleOfRule[index]]
            guard options.isStrict || module.isStrictlyV1 else { continue }
            if let root = rule.head.reference.root, root == "data" || root == "input" {
                problems.append(
                    RegoProblem(
                        .compile, "rules must not shadow \(root) (use a different rule name)", rule.location))
            }
            var visitor = RootNameVisitor()
            for argument in rule.head.arguments ?? [] {
                visitor.checkArgument(argument, rule.location)
            }
            visitor.visit(rule)
            problems += visitor.problems
        }
        for module in modules where options.isStrict || module.isStrictlyV1 {
            for statement in module.imports {
                if let alias = statement.alias, alias == "data" || alias == "input" {
                    problems.append(
                        RegoProblem(
                            .compile, "imports must not shadow \(alias) (use a different import name)",
                            statement.location))
                }
            }
        }
    }

    // MARK: Conflicts

    mutating func checkConflicts() {
        var stack = [0]
        while let node = stack.popLast() {
            let entry = tree.nodes[node]
            var isBlocked = false
            if !entry.rules.isEmpty { isBlocked = checkConflicts(at: entry, node) }
            if !isBlocked {
                for key in entry.order.reversed() { if let child = entry.children[key] { stack.append(child) } }
            }
        }
        checkPackageConflicts()
    }

    /// - Returns: Whether an error was found, so that the rules below need no check.
    private mutating func checkConflicts(at entry: RuleTree.Node, _ node: Int) -> Bool {
        var kinds: Set<Bool> = []
        var arities: Set<Int> = []
        var complete = 0
        var partial = 0
        var defaults: [Int] = []
        var conflicts: [String] = []
        for index in entry.rules {
            let rule = rules[index]
            kinds.insert(rule.head.value != nil)
            arities.insert(rule.head.arguments?.count ?? 0)
            if rule.isDefault { defaults.append(index) }
            if rule.head.reference.isConstantPath, !entry.children.isEmpty {
                conflicts = tree.rulePaths(below: node).map(\.description)
            }
            if rule.head.value != nil, rule.head.reference.isConstantPath { complete += 1 } else { partial += 1 }
        }
        guard let first = entry.rules.first else { return false }
        let name = shown(rules[entry.rules[entry.rules.count - 1]].head.reference, of: first)
        if !conflicts.isEmpty {
            problems.append(
                RegoProblem(
                    .type, "rule \(name) conflicts with [\(conflicts.joined(separator: " "))]", rules[first].location))
            return true
        }
        if kinds.count > 1 || arities.count > 1 || complete > 0 && partial > 0 {
            problems.append(RegoProblem(.type, "conflicting rules \(name) found", rules[first].location))
            return true
        }
        if defaults.count > 1 {
            let places = defaults.map { place(rules[$0].location) }.joined(separator: ", ")
            problems.append(
                RegoProblem(
                    .type, "multiple default rules \(name) found at \(places)",
                    modules[moduleOfRule[defaults[0]]].package.location))
            return true
        }
        return false
    }

    /// A reference with the names that its variables have in the source.
    func shown(_ reference: Reference, of rule: Int) -> String {
        var renaming = VariableRenaming(names: originals[rule])
        var term = Term(.reference(reference))
        renaming.rewrite(&term)
        return term.description
    }

    private mutating func checkPackageConflicts() {
        var packages: [Reference: Int] = [:]
        for (index, module) in modules.enumerated() where packages[module.package.path] == nil {
            packages[module.package.path] = index
        }
        for (index, rule) in rules.enumerated() where rule.head.reference.isConstantPath {
            guard let other = packages[rule.head.reference], other != moduleOfRule[index] else { continue }
            let package = modules[other].package.text
            problems.append(
                RegoProblem(
                    .type, "\(package) conflicts with rule \(rule.head.reference) defined at \(place(rule.location))",
                    modules[moduleOfRule[index]].package.location))
        }
    }

    func place(_ location: SourceLocation) -> String {
        let name = fileName(location.file)
        return name.isEmpty ? "\(location.row):\(location.column)" : "\(name):\(location.row)"
    }

    // MARK: Functions

    /// The number of arguments of a function, if it exists.
    func arity(of function: Reference) -> Int? {
        if function.root == "data" {
            guard function.isConstantPath, let node = tree.node(at: function.terms),
                let rule = tree.nodes[node].rules.first
            else { return nil }
            return rules[rule].head.arguments?.count ?? 0
        }
        return builtins[function.dotted]?.arity
    }

    mutating func checkFunctions(in body: Body, original: [String: String]) {
        var visitor = FunctionChecks(compiler: self, original: original)
        visitor.visit(body)
        problems += visitor.problems
    }

    mutating func checkFunctions() {
        for (index, rule) in rules.enumerated() {
            var visitor = FunctionChecks(compiler: self, original: originals[index])
            visitor.visit(rule)
            problems += visitor.problems
        }
    }

    /// Calls of built-ins that only v0 has, or that the host forbids.
    mutating func checkCalledBuiltins(in body: Body, forbidsDeprecated: Bool) {
        var visitor = CalledBuiltins()
        visitor.visit(body)
        report(visitor.calls, forbidsDeprecated: forbidsDeprecated)
    }

    mutating func checkCalledBuiltins() {
        for (index, rule) in rules.enumerated() {
            var visitor = CalledBuiltins()
            visitor.visit(rule)
            report(
                visitor.calls,
                forbidsDeprecated: options.isStrict || modules[moduleOfRule[index]].isStrictlyV1)
        }
    }

    private mutating func report(_ calls: [(name: String, location: SourceLocation)], forbidsDeprecated: Bool) {
        for (name, location) in calls {
            if options.unsafeBuiltins.contains(name) {
                problems.append(
                    RegoProblem(.type, "unsafe built-in function calls in expression: \(name)", location))
            }
            if forbidsDeprecated, builtins[name]?.isDeprecated == true {
                problems.append(
                    RegoProblem(.type, "deprecated built-in function calls in expression: \(name)", location))
            }
        }
    }

    /// Calls of functions without a value where a value is wanted.
    mutating func checkVoidCalls(_ visit: (inout VoidCalls) -> Void) {
        var visitor = VoidCalls(builtins: builtins)
        visit(&visitor)
        problems += visitor.problems
    }

    // MARK: Recursion

    mutating func checkRecursion(_ graph: RuleGraph, _ components: [[Int]]) {
        var found: [(Int, [Int])] = []
        for component in components {
            let members = Set(component)
            guard component.count > 1 || component.first.map({ graph.edges[$0].contains($0) }) == true else { continue }
            for rule in component {
                if let cycle = graph.cycle(through: rule, within: members) { found.append((rule, cycle)) }
                if found.count >= options.maximumErrors { break }
            }
        }
        for (rule, cycle) in found.sorted(by: { $0.0 < $1.0 }) {
            let path = cycle.map { shown(rules[$0].head.reference, of: $0) }.joined(separator: " -> ")
            problems.append(
                RegoProblem(
                    .recursion, "rule \(shown(rules[rule].head.reference, of: rule)) is recursive: \(path)",
                    rules[rule].location))
        }
    }
}

extension Import {
    /// As written.
    var text: String { "import \(path)" + (alias.map { " as \($0)" } ?? "") }
}

extension Package {
    /// As written.
    var text: String {
        guard let first = path.terms.dropFirst().first?.string else { return "package" }
        return "package \(Reference([Term(.variable(first))] + path.terms.dropFirst(2)))"
    }
}

extension RuleTree {
    /// The paths of the nodes with rules below `node`, sorted.
    func rulePaths(below node: Int) -> [Reference] {
        var found: [Reference] = []
        func path(_ node: Int) -> [Term] {
            node == 0 ? [nodes[0].key] : path(nodes[node].parent) + [nodes[node].key]
        }
        var stack = Array(nodes[node].children.values)
        while let node = stack.popLast() {
            if !nodes[node].rules.isEmpty { found.append(Reference(path(node))) }
            stack += nodes[node].children.values
        }
        return found.sorted { $0.description < $1.description }
    }
}

private struct RootNameVisitor: NodeVisitor {
    var problems: [RegoProblem] = []

    mutating func checkArgument(_ term: Term, _ location: SourceLocation) {
        switch term.kind {
        case .reference(let reference) where reference.terms.count == 1:
            guard let root = reference.root else { return }
            problems.append(
                RegoProblem(.compile, "args must not shadow \(root) (use a different variable name)", location))
        case .array(let elements): for element in elements { checkArgument(element, location) }
        case .object(let members): for member in members { checkArgument(member.value, location) }
        default: break
        }
    }

    mutating func visit(_ expression: Expression) {
        for name in DeclaredNames.of(expression).sorted() where name == "data" || name == "input" {
            problems.append(
                RegoProblem(
                    .compile, "variables must not shadow \(name) (use a different variable name)",
                    expression.location))
        }
        descend(into: expression)
    }
}

private struct FunctionChecks: NodeVisitor {
    let compiler: Compiler
    let original: [String: String]
    var problems: [RegoProblem] = []

    mutating func visit(_ expression: Expression) {
        if case .call(let call) = expression.kind { check(call, expression) }
        descend(into: expression)
    }

    private mutating func check(_ call: Call, _ expression: Expression) {
        let count = call.arguments.count
        let location = expression.location
        guard let arity = compiler.arity(of: call.function) else {
            var renaming = VariableRenaming(names: original)
            var term = Term(.reference(call.function))
            renaming.rewrite(&term)
            problems.append(RegoProblem(.type, "undefined function \(term)", location))
            return
        }
        let builtin = call.function.root == "data" ? nil : compiler.builtins[call.name]
        if builtin?.variadic != nil { return }
        let isUnification = expression.unification != nil
        let given: Int
        if expression.isGenerated, !isUnification {
            if count == arity + 1 { return }
            given = count - 1
        } else {
            if count == arity || count == arity + 1 { return }
            given = count
        }
        if let builtin {
            let have = call.arguments.prefix(given).map { TypeChecker.shallowType(of: $0).description }
            let want = builtin.arguments.map(\.description)
            problems.append(
                RegoProblem(
                    .type, "\(call.name): arity mismatch", location,
                    details: [
                        "have: (\(have.joined(separator: ", ")))", "want: (\(want.joined(separator: ", ")))",
                    ]))
            return
        }
        let noun = given == 1 ? "argument" : "arguments"
        problems.append(
            RegoProblem(.type, "function \(call.function) has arity \(arity), got \(given) \(noun)", location))
    }
}

private struct CalledBuiltins: NodeVisitor {
    var calls: [(name: String, location: SourceLocation)] = []

    mutating func visit(_ expression: Expression) {
        if case .call(let call) = expression.kind, call.function.root != "data" {
            calls.append((call.name, expression.location))
        }
        descend(into: expression)
    }
}

struct VoidCalls: NodeVisitor {
    let builtins: [String: BuiltinDeclaration]
    var problems: [RegoProblem] = []

    init(builtins: [String: BuiltinDeclaration]) { self.builtins = builtins }

    mutating func visit(_ term: Term) {
        if case .call(let call) = term.kind, let builtin = builtins[call.name], builtin.result == nil {
            problems.append(RegoProblem(.type, "\(call) used as value", term.location))
        }
        descend(into: term)
    }
}
