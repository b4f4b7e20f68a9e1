import RegoSyntax

/// Modules, separated by form feeds, and a query behind the last: they compile or are refused with a reason.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = UnsafeBufferPointer(start: start, count: count)
    guard let choice = bytes.first else { return 0 }
    let texts = bytes.dropFirst().split(separator: 0x0C, maxSplits: 8, omittingEmptySubsequences: false)
        .map { String(decoding: $0, as: UTF8.self) }
    let version: RegoVersion = choice & 1 == 0 ? .v1 : .v0
    let options = CompilerOptions(
        isStrict: choice & 2 != 0, keepsPrint: choice & 4 != 0, enabledKeywords: choice & 8 != 0 ? .not : [],
        allowsExperimentalKeywords: choice & 16 != 0)
    let modules = texts.count > 1 ? texts.dropLast() : texts[...]
    do throws(RegoErrors) {
        let compiled = try CompiledModules.compile(
            modules.enumerated().map { (SourceText(name: "\($0.offset).rego", text: $0.element), version) },
            options: options)
        precondition(compiled.evaluationOrder.count == compiled.rules.count, "a rule is missing from the order")
        guard texts.count > 1, let query = texts.last else { return 0 }
        _ = try compiled.query(SourceText(name: "", text: query), capturesValues: choice & 32 != 0)
    } catch {
        precondition(!error.errors.isEmpty, "a refusal without a reason")
    }
    return 0
}
