/// Why a built-in gave no value.
package enum BuiltinError: Error, Equatable, Sendable {
    /// An operand, counted from 1, is of a wrong type or form: `eval_type_error: NAME: operand N TEXT`.
    case operand(Int, String)
    /// The call failed: `eval_builtin_error: NAME: TEXT`.
    case message(String)
    /// The decision has used up what it may use and ends.
    case limit(EvaluationLimit)
}

/// What bounds a decision.
package enum EvaluationLimit: String, Equatable, Sendable {
    case memory, steps, time, depth, cancelled
}

/// A built-in: pure but for what the context gives it. It returns nil when the call is undefined.
package typealias BuiltinFunction =
    @Sendable (inout BuiltinContext, BuiltinArguments) throws(BuiltinError) -> Value?

/// The operands of a call, all defined.
package struct BuiltinArguments {
    let base: UnsafePointer<Value>
    package let count: Int

    init(base: UnsafePointer<Value>, count: Int) {
        self.base = base
        self.count = count
    }

    /// The operand at `index`, counted from 0; undefined past the last.
    @inline(__always)
    package subscript(index: Int) -> Value { index >= 0 && index < count ? base[index] : .undefined }
}

/// What a built-in may use of the decision that calls it.
package struct BuiltinContext {
    /// Where results are made.
    package let heap: Heap
    /// The time of the query in nanoseconds since 1970, one value for the whole query.
    package var nanoseconds: Int64
    /// The random sequence of this query.
    package var random: any RandomNumberGenerator
    /// What `opa.runtime()` returns; an object.
    package var runtime: Value
    /// Expressions and globs, compiled once.
    let patterns = PatternCache()
    /// What built-ins keep between calls, such as who sends requests.
    private var stores: [ObjectIdentifier: AnyObject] = [:]

    package init(
        heap: Heap, nanoseconds: Int64, random: any RandomNumberGenerator = SystemRandomNumberGenerator(),
        runtime: Value = .undefined
    ) {
        self.heap = heap
        self.nanoseconds = nanoseconds
        self.random = random
        self.runtime = runtime
    }

    /// The one object of its type that lives as long as this context, made when it is first asked for.
    package mutating func store<Store: AnyObject>(_ type: Store.Type, _ make: () -> Store) -> Store {
        if let found = stores[ObjectIdentifier(type)] as? Store { return found }
        let made = make()
        stores[ObjectIdentifier(type)] = made
        return made
    }
}
