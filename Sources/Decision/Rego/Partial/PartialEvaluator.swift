internal import Content

/// Evaluates bodies as far as what is known goes.
///
/// A body is looked at literal by literal. What is known is evaluated by the machine, rules and functions whose outcome
/// depends on something unknown are put in place of the references to them where that changes nothing, and what is left
/// is saved. So a body becomes a list of *branches*, each with the literals that are to be evaluated later; together
/// they hold exactly when the body does. Where rules cannot be put in place, because they may disagree, have a default
/// value or alternatives, or stand in a closure, they become rules of the result (`PartialEvaluator+Support.swift`);
/// and what cannot be taken apart is kept as it is written, with the modules it needs (`keepOriginal`).
final class PartialEvaluator {
    enum Outcome {
        case holds
        case fails
        case split([PartialBranch])
    }

    let modules: CompiledModules
    let options: PartialOptions
    let unknown: UnknownDocuments
    let known: KnownParts
    let constants = ConstantTerms()
    /// The path of the result's own rules.
    let namespace: [Term]
    var generator: NameGenerator
    var supports: [Int: Support] = [:]
    var supportRules: [SupportRule] = []
    var closureFunctions = 0
    /// Rules that are referred to as they are written.
    var originals: Set<Int> = []
    /// Whether some reference is kept as it is written.
    var keepsOriginals = false
    /// References at which the names of the result's own rules would be seen.
    var seesNamespace = false
    /// How deep bodies are within each other: rules that stay rules, and what is negated.
    private var depth = 0
    private var steps = 0

    init(
        _ modules: CompiledModules, data: Document, input: Document?, builtins: [String: Builtin],
        options: PartialOptions
    ) throws(RegoErrors) {
        self.modules = modules
        self.options = options
        unknown = UnknownDocuments(modules, options)
        known = try KnownParts(modules, data: data, input: input, builtins: builtins, limits: options.limits)
        generator = NameGenerator(prefix: "__partial", used: [])
        var name = options.namespace
        var number = 1
        while modules.tree.nodes[0].children[Term(.string(name))] != nil || data.root.member(name).isDefined {
            name = "\(options.namespace)\(number)"
            number += 1
        }
        namespace = [Term(.variable("data")), Term(.string(name))]
    }

    func fresh() -> Term { generator.term(at: .none) }

    func countStep() throws(RegoError) {
        steps += 1
        if steps > options.limits.steps { throw RegoError.partialLimit("\(options.limits.steps) steps taken") }
        if steps & 0xff == 0 { try known.checkTime() }
    }

    /// Whether what is met is to be kept as it is written, lest the stack grows too large.
    var isTooDeep: Bool { depth >= 48 }

    // MARK: Bodies

    /// The branches of a body, at most `limit`.
    func branches(
        of body: Body, bound: [String: Term] = [:], runtime: Set<String> = [], limit: Int
    ) throws(RegoError) -> [PartialBranch] {
        depth += 1
        defer { depth -= 1 }
        var stack = [PartialBranch(work: body.reversed(), bound: bound, runtime: runtime)]
        var done: [PartialBranch] = []
        while var branch = stack.popLast() {
            var isAlive = true
            while isAlive, let literal = branch.work.popLast() {
                try countStep()
                let room = max(1, limit - done.count - stack.count)
                switch try evaluate(literal, &branch, room: room) {
                case .holds: break
                case .fails: isAlive = false
                case .split(let parts):
                    stack += parts.reversed()
                    isAlive = false
                }
            }
            if isAlive {
                done.append(branch)
            }
        }
        return done
    }

    private func evaluate(
        _ source: Expression, _ branch: inout PartialBranch, room: Int
    ) throws(RegoError) -> Outcome {
        let literal = branch.plugged(source)
        if !literal.modifiers.isEmpty { return try evaluate(modified: literal, &branch, room: room) }
        if literal.isNegated { return try evaluate(negated: literal, &branch) }
        switch literal.kind {
        case .some: return .holds
        case .term(let term): return try evaluate(condition: term, literal, &branch, room: room)
        case .call(let call):
            if let (left, right) = literal.unification {
                return try evaluate(unification: left, right, literal, &branch, room: room)
            }
            return try evaluate(call: call, literal, &branch, room: room)
        case .every: return try evaluate(closure: literal, &branch, room: room)
        case .group(let body):
            // Its variables are its own, so that it may as well be a part of the body.
            branch.prepend(body)
            return .holds
        case .and(let left, let right):
            branch.prepend(left + right)
            return .holds
        case .or(let left, let right):
            guard room > 1 else { return try keep(literal, &branch) }
            return .split(
                [left, right].map { operand in
                    var part = branch
                    part.prepend(operand)
                    return part
                })
        }
    }

    // MARK: Literals

    private func evaluate(
        condition term: Term, _ literal: Expression, _ branch: inout PartialBranch, room: Int
    ) throws(RegoError) -> Outcome {
        switch term.kind {
        case .boolean(let value): return value ? .holds : .fails
        case .null, .number, .string: return .holds
        case .array, .set, .object: return term.needsEvaluation ? try keep(literal, &branch) : .holds
        case .variable, .call, .template:
            branch.save(literal)
            return .holds
        case .arrayComprehension, .setComprehension, .objectComprehension:
            return try evaluate(closure: literal, &branch, room: room)
        case .reference(let reference):
            switch try resolve(reference, branch, wanted: .holds, room: room) {
            case .undefined: return .fails
            case .residual: return try keep(literal, &branch)
            case .choices(let choices):
                return choose(choices, &branch) { Expression(.term($0), at: literal.location) }
            }
        }
    }

    private func evaluate(
        unification left: Term, _ right: Term, _ literal: Expression, _ branch: inout PartialBranch, room: Int
    ) throws(RegoError) -> Outcome {
        for (side, other) in [(left, right), (right, left)] {
            if side.isComprehension { return try evaluate(closure: literal, &branch, room: room) }
            guard let reference = side.reference else { continue }
            switch try resolve(reference, branch, wanted: other.isConstant ? .equal(other) : .any, room: room) {
            case .undefined: return .fails
            case .residual: continue
            case .choices(let choices):
                return choose(choices, &branch) { .unification($0, other, at: literal.location) }
            }
        }
        if left.needsEvaluation || right.needsEvaluation {
            // An unbound variable stays one: what it is equal to is found later.
            return try keep(literal, &branch)
        }
        return try unify(left, right, &branch) ? .holds : .fails
    }

    /// Goes on with each choice.
    func choose(
        _ choices: [Choice], _ branch: inout PartialBranch, _ literal: (Term) -> Expression
    ) -> Outcome {
        guard choices.count != 1 else {
            branch.prepend(choices[0].before + [literal(choices[0].term)])
            return .holds
        }
        if choices.isEmpty { return .fails }
        return .split(
            choices.map { choice in
                var part = branch
                part.prepend(choice.before + [literal(choice.term)])
                return part
            })
    }

    /// Makes two terms equal that hold nothing that is evaluated; what only evaluation can tell is saved.
    func unify(_ one: Term, _ other: Term, _ branch: inout PartialBranch) throws(RegoError) -> Bool {
        try countStep()
        let left = branch.plugged(one)
        let right = branch.plugged(other)
        for (side, other) in [(left, right), (right, left)] {
            guard let name = side.variable, branch.isUnbound(name) else { continue }
            if other.variable == name { return true }
            if isShort(other) {
                branch.bound[name] = other
            } else {
                branch.save(.unification(side, other, at: .none))
            }
            return true
        }
        if left.isConstant, right.isConstant {
            return try limited { () throws(BuiltinError) in try constants.areEqual(left, right) }
        }
        switch (left.kind, right.kind) {
        case (.variable(let name), _) where right.isConstant:
            narrow(name, to: right, &branch)
            return true
        case (_, .variable(let name)) where left.isConstant:
            narrow(name, to: left, &branch)
            return true
        case (.variable(let name), .variable(let second)) where name == second: return true
        case (.variable, _), (_, .variable): break
        case (.array(let first), .array(let second)):
            guard first.count == second.count else { return false }
            for (one, other) in zip(first, second) where !(try unify(one, other, &branch)) { return false }
            return true
        case (.object(let first), .object(let second)):
            guard first.count == second.count else { return false }
            let keys = Set(first.map(\.key))
            guard keys.count == first.count, keys == Set(second.map(\.key)), keys.allSatisfy({ $0.string != nil })
            else { break }
            for member in first {
                guard let match = second.first(where: { $0.key == member.key }) else { return false }
                if try !unify(member.value, match.value, &branch) { return false }
            }
            return true
        case (.set, .set): break
        default: return false
        }
        branch.save(.unification(left, right, at: .none))
        return true
    }

    /// Whether a term may take a variable's place. Terms that hold others twice, again and again, grow beyond bounds.
    private func isShort(_ term: Term) -> Bool {
        var size = TermSize(
            limit: term.isConstant ? options.limits.constantSize : min(100, options.limits.constantSize))
        size.visit(term)
        return !size.isExceeded
    }

    /// A variable of which evaluation has to find that it is a constant. Equal numbers can be written differently, and
    /// so a number does not take the variable's place.
    private func narrow(_ name: String, to constant: Term, _ branch: inout PartialBranch) {
        branch.save(.unification(Term(.variable(name)), constant, at: .none))
        switch constant.kind {
        case .string, .boolean, .null: branch.bound[name] = constant
        default: break
        }
    }

    /// Saves a literal, its references to rules led to where these are in the result.
    func keep(_ literal: Expression, _ branch: inout PartialBranch) throws(RegoError) -> Outcome {
        var residual = Residualizer(self, visible: branch.runtime)
        var literal = literal
        residual.rewrite(&literal)
        if let error = residual.error { throw error }
        if literal.modifiers.isEmpty, !literal.isNegated, let (left, right) = literal.unification,
            !left.needsEvaluation,
            !right.needsEvaluation
        {
            return try unify(left, right, &branch) ? .holds : .fails
        }
        if case .term(let term) = literal.kind, let holds = term.constantHolds, literal.modifiers.isEmpty {
            return holds != literal.isNegated ? .holds : .fails
        }
        branch.save(literal)
        return .holds
    }

    /// What exceeds the limits of values ends partial evaluation.
    func limited<Result>(_ make: () throws(BuiltinError) -> Result) throws(RegoError) -> Result {
        do throws(BuiltinError) {
            return try make()
        } catch {
            throw RegoError(.internalError, "partial evaluation: a constant does not fit: \(error)")
        }
    }
}

extension Term {
    /// Whether a literal that is this constant holds; nil for no constant.
    var constantHolds: Bool? {
        guard isConstant else { return nil }
        if case .boolean(let value) = kind { return value }
        return true
    }
}

/// Counts the parts of a term.
private struct TermSize: NodeVisitor {
    let limit: Int
    private var count = 0

    init(limit: Int) { self.limit = limit }

    var isExceeded: Bool { count > limit }

    mutating func visit(_ term: Term) {
        count += 1
        if !isExceeded { descend(into: term) }
    }
}
