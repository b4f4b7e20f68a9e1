import Rego
import StructuredText

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Compiles and evaluates one case and compares the outcome with what is wanted.
struct CaseRunner {
    private let test: ConformanceCase
    private let version: RegoVersion

    init(_ test: ConformanceCase, version: String) {
        self.test = test
        self.version = version == "v0" ? .v0 : .v1
    }

    /// What is wrong, by pass; nothing when the case passed.
    func failures() -> [String] {
        var failures: [String] = []
        do {
            let plain = try prepare(keywords: [])
            for pass in ["first", "again"] {
                if let failure = try failure(of: plain) { failures.append("\(pass): \(failure)") }
            }
            if let failure = try failure(of: prepare(keywords: .not)) { failures.append("not: \(failure)") }
        } catch {
            failures.append("\(error)")
        }
        return failures
    }

    private static let sleep = Builtin(name: "test.sleep", arguments: [.string], result: .null) {
        (_: inout BuiltinContext, arguments: BuiltinArguments) throws(BuiltinError) -> Value? in
        // The suite sleeps for some milliseconds, so that time would have passed.
        let text = arguments[0].string ?? ""
        guard text.hasSuffix("ms"), let milliseconds = UInt32(text.dropLast(2)) else {
            throw .operand(1, "must be a duration in milliseconds")
        }
        usleep(milliseconds * 1000)
        return .null
    }

    private func prepare(keywords: FutureKeywords) throws -> PreparedQuery {
        var options = CompilerOptions(
            enabledKeywords: keywords, allowsExperimentalKeywords: test.usesExperimentalKeywords)
        options.builtins[Self.sleep.name] = Self.sleep.declaration
        let sources = test.modules.enumerated().map { index, text in
            (source: SourceText(name: "test-\(index).rego", text: text), version: version)
        }
        let modules = try CompiledModules.compile(sources, options: options)
        let query = try modules.query(SourceText(name: "", text: test.query))
        let heap = Heap()
        var data = try heap.object([])
        if let given = test.data, given != .null { data = try YAMLDocument.value(given, in: heap) }
        var builtins = Builtins.byName
        builtins[Self.sleep.name] = Self.sleep
        return try PreparedQuery(modules, query: query, data: Document(data, in: heap), builtins: builtins)
    }

    /// The input, in a heap that the caller keeps.
    private func input(in heap: Heap) throws -> Value {
        if let text = test.inputTerm {
            let modules = try CompiledModules.compile([])
            let query = try modules.query(SourceText(name: "", text: "x := \(text)"))
            let prepared = try PreparedQuery(modules, query: query, data: Document(heap.object([]), in: heap))
            return try prepared.evaluate(input: .undefined) { solutions throws(RegoError) in
                do throws(BuiltinError) {
                    guard let first = solutions.elements.first?.elements.first else { return .undefined }
                    return try heap.copy(first)
                } catch {
                    throw RegoError(.internalError, "\(error)")
                }
            }
        }
        guard let given = test.input else { return .undefined }
        return try YAMLDocument.value(given, in: heap)
    }

    private func failure(of prepared: PreparedQuery) throws -> String? {
        let heap = Heap()
        let input = try input(in: heap)
        let wantsError = test.wantError != nil || test.wantErrorCode != nil
        let found: [[String]]
        do throws(RegoError) {
            found = try prepared.evaluate(input: input, options: EvaluationOptions(isStrict: test.isStrict)) {
                solutions in
                solutions.elements.map { $0.elements.map { JSONOutput.text(of: $0) } }
            }
        } catch {
            let text = error.description
            guard wantsError else { return "error: \(text)" }
            if let wanted = test.wantErrorCode, error.code.rawValue != wanted {
                return "wanted error code \(wanted), got \(text)"
            }
            if let wanted = test.wantError, !wanted.isEmpty, !text.contains(wanted) {
                return "wanted error \(wanted), got \(text)"
            }
            return nil
        }
        // One case wants both; its result is the empty one that goes with an error.
        if wantsError, test.wantResult?.isEmpty != true || !found.isEmpty {
            return "wanted an error, got \(found)"
        }
        guard let wanted = test.wantResult else { return wantsError ? nil : "nothing is wanted" }
        let actual = try heap.set(found.map { try binding(prepared.variables, $0, in: heap) })
        let expected = try heap.set(wanted.map { try normal($0, in: heap) })
        if expected == actual { return nil }
        return "wanted \(JSONOutput.text(of: expected)), got \(JSONOutput.text(of: actual))"
    }

    private func binding(_ variables: [String], _ texts: [String], in heap: Heap) throws -> Value {
        var members: [(key: Value, value: Value)] = []
        for (name, text) in zip(variables, texts) {
            if test.ignoresGeneratedVariables, name.hasPrefix("__localq") { continue }
            members.append((try heap.string(name), try sorted(JSONReader.value(text, in: heap), in: heap)))
        }
        return try heap.object(members)
    }

    private func normal(_ wanted: StructuredValue, in heap: Heap) throws -> Value {
        try heap.object(
            wanted.members.map { member in
                (
                    key: try heap.string(member.key),
                    value: try sorted(YAMLDocument.value(member.value, in: heap), in: heap)
                )
            })
    }

    private func sorted(_ value: Value, in heap: Heap) throws -> Value {
        guard test.sortsBindings, value.isArray else { return value }
        return try heap.array(value.elements.sorted())
    }
}
