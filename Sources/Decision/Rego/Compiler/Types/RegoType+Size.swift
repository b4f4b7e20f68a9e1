extension RegoType {
    /// Parts of a type, of all depths, that are told apart.
    private static let mostNodes = 4096

    /// The type, or any where it has very many parts.
    ///
    /// A type may hold another twice and that one a third twice: written out, it grows with a power of the policy's
    /// length, and every look at it would too.
    var bounded: RegoType {
        if case .function(let signature) = self {
            return .function(
                Signature(
                    arguments: signature.arguments.map { $0?.bounded }, variadic: signature.variadic?.bounded,
                    result: signature.result?.bounded))
        }
        var left = Self.mostNodes
        return Self.fits(self, &left) ? self : .any
    }

    private static func fits(_ type: RegoType?, _ left: inout Int) -> Bool {
        left -= 1
        guard left >= 0, let type else { return left >= 0 }
        switch type {
        case .null, .boolean, .number, .string: return true
        case .union(let types):
            for type in types where !fits(type, &left) { return false }
            return true
        case .array(let leading, let rest):
            for type in leading where !fits(type, &left) { return false }
            return fits(rest, &left)
        case .set(let element): return fits(element, &left)
        case .object(let members, let others):
            for member in members where !fits(member.value, &left) { return false }
            guard let others else { return true }
            return fits(others.key, &left) && fits(others.value, &left)
        case .function(let signature):
            for type in signature.arguments where !fits(type, &left) { return false }
            return fits(signature.variadic, &left) && fits(signature.result, &left)
        }
    }
}
