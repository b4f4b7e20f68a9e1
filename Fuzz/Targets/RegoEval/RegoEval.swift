@testable import Rego

/// A policy, a document and an input are evaluated within narrow limits: each decision gives values that are well formed
/// or ends with a reason, and gives the same when it is made again.
///
/// The first byte holds options; form feeds part the module, the base document, the input and the query.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = UnsafeBufferPointer(start: start, count: count)
    guard let choice = bytes.first else { return 0 }
    var texts = bytes.dropFirst().split(separator: 0x0C, maxSplits: 3, omittingEmptySubsequences: false)
        .map { String(decoding: $0, as: UTF8.self) }
    while texts.count < 4 { texts.append("") }
    let version: RegoVersion = choice & 1 == 0 ? .v1 : .v0
    let options = CompilerOptions(enabledKeywords: choice & 2 != 0 ? .not : [], allowsExperimentalKeywords: true)
    do {
        let compiled = try CompiledModules.compile(
            [(SourceText(name: "a.rego", text: texts[0]), version)], options: options)
        let data = texts[1].isEmpty ? try Document.empty : try Document(json: texts[1], memory: 16 << 20)
        let input = texts[2].isEmpty ? nil : try Document(json: texts[2], memory: 16 << 20)
        let query = try compiled.query(
            SourceText(name: "", text: texts[3].isEmpty ? "x = data" : texts[3]), capturesValues: choice & 4 != 0)
        let prepared = try PreparedQuery(compiled, query: query, data: data)
        let limits = EvaluationLimits(memory: 32 << 20, steps: 50_000, depth: 200, time: .seconds(2))
        let options = EvaluationOptions(
            isStrict: choice & 8 != 0, limits: limits, nanoseconds: 1_790_000_000_000_000_000)
        let first = outcome(prepared, input, options)
        // Where time or chance may be asked for, another decision may be another.
        let isRandom = [texts[0], texts[3]].contains { $0.contains("rand") || $0.contains("uuid") }
        if !isRandom {
            let second = outcome(prepared, input, options)
            precondition(first == second || first.isLimit || second.isLimit, "two outcomes of one decision")
        }
    } catch let error as RegoErrors {
        precondition(!error.errors.isEmpty, "a refusal without a reason")
    } catch {
        precondition(!"\(error)".isEmpty, "a refusal without a reason")
    }
    return 0
}

struct Outcome: Equatable {
    var text: String
    var isLimit = false
}

func outcome(_ prepared: PreparedQuery, _ input: Document?, _ options: EvaluationOptions) -> Outcome {
    do throws(RegoError) {
        return Outcome(text: try prepared.solutions(input: input, options: options).description)
    } catch {
        precondition(!error.message.isEmpty, "a refusal without a reason")
        return Outcome(text: error.description, isLimit: error.code == .cancelled)
    }
}
