/// Rewrites a literal that is kept: references to rules lead to those of the result, known documents become constants,
/// and groups become rules.
///
/// Where documents or functions are replaced by `with`, what was found out does not hold, and so all is kept as it is
/// written there.
struct Residualizer: NodeRewriter {
    private let evaluator: PartialEvaluator
    /// Variables that have values around the node at hand.
    private var visible: Set<String>
    private var keepsOriginals = false
    /// The literal at hand refers to something that is not there.
    private var isUndefined = false
    private(set) var error: RegoError?

    init(_ evaluator: PartialEvaluator, visible: Set<String>, keepsOriginals: Bool = false) {
        self.evaluator = evaluator
        self.visible = visible
        self.keepsOriginals = keepsOriginals
    }

    mutating func rewrite(_ body: inout Body) {
        let outer = visible
        defer { visible = outer }
        var collector = VariableCollector(skipping: .closures)
        collector.visit(body)
        visible.formUnion(collector.names)
        var result: Body = []
        for var literal in body {
            rewrite(&literal)
            if case .term(let term) = literal.kind, literal.modifiers.isEmpty, let holds = term.constantHolds {
                if holds != literal.isNegated { continue }
                result = [Expression(.term(Term(.boolean(false))), at: literal.location)]
                break
            }
            result.append(literal)
        }
        body = result.isEmpty ? [Expression(.term(Term(.boolean(true))))] : result
    }

    mutating func rewrite(_ literal: inout Expression) {
        let (outerUndefined, outerKeeps) = (isUndefined, keepsOriginals)
        defer { (isUndefined, keepsOriginals) = (outerUndefined, outerKeeps) }
        isUndefined = false
        for index in literal.modifiers.indices { rewrite(&literal.modifiers[index]) }
        if !literal.modifiers.allSatisfy(replacesInputOnly) { keepsOriginals = true }
        let modifiers = literal.modifiers
        literal.modifiers = []
        switch literal.kind {
        case .call(var call):
            place(function: &call.function)
            for index in call.arguments.indices { rewrite(&call.arguments[index]) }
            literal.kind = .call(call)
        case .every(var every):
            rewrite(&every.domain)
            let outer = visible
            for name in [every.key?.variable, every.value.variable] { if let name { visible.insert(name) } }
            rewrite(&every.body)
            visible = outer
            literal.kind = .every(every)
        case .group(let body): function(&literal, [body])
        case .and(let left, let right): function(&literal, [left + right])
        case .or(let left, let right): function(&literal, [left, right])
        case .term, .some: descend(into: &literal)
        }
        literal.modifiers = modifiers
        if isUndefined {
            literal.kind = .term(Term(.boolean(false), at: literal.location))
            literal.modifiers = []
        }
    }

    private mutating func function(_ literal: inout Expression, _ bodies: [Body]) {
        var bodies = bodies
        for index in bodies.indices { rewrite(&bodies[index]) }
        literal.kind = evaluator.closureFunction(bodies, visible: visible, name: "group")
    }

    // MARK: with

    private mutating func rewrite(_ modifier: inout With) {
        if let target = modifier.target.reference, target.root == "data" { evaluator.keepOriginal(target) }
        if modifier.replacesFunction {
            if let value = modifier.value.reference { evaluator.keepOriginal(value) }
        } else {
            rewrite(&modifier.value)
        }
    }

    /// Whether rules of the result, which know nothing of `input`, give under the modifier what those written do.
    private func replacesInputOnly(_ modifier: With) -> Bool {
        modifier.target.reference?.root == "input" && evaluator.unknown.coverInput
    }

    // MARK: Terms

    mutating func rewrite(_ term: inout Term) {
        switch term.kind {
        case .reference(var reference):
            for index in reference.terms.indices.dropFirst() { rewrite(&reference.terms[index]) }
            if reference.root == nil, let head = reference.terms.first {
                var head = head
                rewrite(&head)
                reference.terms[0] = head
            }
            term.kind = .reference(reference)
            place(&term, reference)
        case .arrayComprehension(var head, var body):
            rewrite(&body)
            rewrite(&head)
            term.kind = body.isFalse ? .array([]) : .arrayComprehension(head: head, body: body)
        case .setComprehension(var head, var body):
            rewrite(&body)
            rewrite(&head)
            term.kind = body.isFalse ? .set([]) : .setComprehension(head: head, body: body)
        case .objectComprehension(var key, var value, var body):
            rewrite(&body)
            rewrite(&key)
            rewrite(&value)
            term.kind = body.isFalse ? .object([]) : .objectComprehension(key: key, value: value, body: body)
        default: descend(into: &term)
        }
    }

    private mutating func place(_ term: inout Term, _ reference: Reference) {
        if keepsOriginals {
            if reference.terms.first?.isScalar ?? false { isUndefined = true }
            return evaluator.keepOriginal(reference)
        }
        do throws(RegoError) {
            switch try evaluator.placement(of: reference) {
            case .undefined: isUndefined = true
            case .term(let value): term.kind = value.kind
            }
        } catch {
            self.error = error
        }
    }

    private mutating func place(function: inout Reference) {
        guard function.root == "data", !evaluator.isOfNamespace(function) else { return }
        guard !keepsOriginals, let node = evaluator.modules.tree.node(at: function.terms) else {
            return evaluator.keepOriginal(function)
        }
        do throws(RegoError) {
            switch try evaluator.support(of: node) {
            case .reference: function = Reference(evaluator.namespace + function.terms.dropFirst())
            case .undefined: isUndefined = true
            case .constant, .original: evaluator.keepOriginal(function)
            }
        } catch {
            self.error = error
        }
    }
}

extension Body {
    /// Whether the body cannot hold, as `Residualizer` leaves it then.
    fileprivate var isFalse: Bool {
        guard count == 1, let only = first, case .term(let term) = only.kind else { return false }
        return term.constantHolds == false && !only.isNegated && only.modifiers.isEmpty
    }
}
