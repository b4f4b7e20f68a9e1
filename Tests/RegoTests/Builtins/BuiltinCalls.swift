import Testing

@testable import Rego

/// Calls of built-in functions on constant operands, without compiler and machine.
enum BuiltinCalls {
    enum Failure: Error, CustomStringConvertible {
        case message(String)
        case undefined
        var description: String {
            switch self {
            case .message(let text): text
            case .undefined: "undefined"
            }
        }
    }

    /// The value of a term that holds constants and calls, as Rego text; the error's text, or `undefined`.
    static func value(_ text: String, nanoseconds: Int64 = 1_700_000_000_000_000_000, bytes: Int = 64 << 20) -> String {
        do {
            let heap = Heap(byteLimit: bytes)
            var context = BuiltinContext(heap: heap, nanoseconds: nanoseconds)
            let body = try Parser.query(SourceText(name: "query", text: text), file: 0)
            guard let first = body.first else { return "nothing" }
            switch first.kind {
            case .term(let term): return RegoOutput.text(of: try value(term, &context))
            case .call(let call): return RegoOutput.text(of: try value(call, &context))
            default: return "no term"
            }
        } catch {
            return "\(error)"
        }
    }

    private static func value(_ call: Call, _ context: inout BuiltinContext) throws -> Value {
        guard let function = Builtins.byName[call.name]?.function else {
            throw Failure.message("no function \(call.name)")
        }
        var operands: [Value] = []
        for argument in call.arguments { operands.append(try value(argument, &context)) }
        // One word more, so that there is an address even without operands.
        operands.append(.undefined)
        let result: Result<Value?, BuiltinError> = operands.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return .success(nil) }
            do throws(BuiltinError) {
                return .success(try function(&context, BuiltinArguments(base: base, count: buffer.count - 1)))
            } catch {
                return .failure(error)
            }
        }
        switch result {
        case .success(let value):
            guard let value, value.isDefined else { throw Failure.undefined }
            return value
        case .failure(.operand(let index, let text)): throw Failure.message("\(call.name): operand \(index) \(text)")
        case .failure(.message(let text)): throw Failure.message("\(call.name): \(text)")
        case .failure(.limit(let limit)): throw Failure.message("limit of \(limit.rawValue)")
        }
    }

    private static func value(_ term: Term, _ context: inout BuiltinContext) throws -> Value {
        let heap = context.heap
        switch term.kind {
        case .null: return .null
        case .boolean(let boolean): return Value(boolean)
        case .number(let text): return try heap.number(text: text.utf8)
        case .string(let text): return try heap.string(text)
        case .array(let terms): return try heap.array(terms.map { try value($0, &context) })
        case .set(let terms): return try heap.set(terms.map { try value($0, &context) })
        case .object(let members):
            return try heap.object(members.map { (try value($0.key, &context), try value($0.value, &context)) })
        case .call(let call): return try value(call, &context)
        default: throw Failure.message("not constant")
        }
    }
}
