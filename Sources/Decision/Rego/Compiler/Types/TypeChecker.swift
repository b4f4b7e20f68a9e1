/// What is known about the types of rules.
struct TypeEnvironment: Sendable {}

struct TypeChecker {
    static func shallowType(of term: Term) -> DeclaredType { .any }
}

extension Compiler {
    mutating func checkTypes(_ order: [Int]) {}
    mutating func checkTypes(of body: Body, original: [String: String]) {}
}
