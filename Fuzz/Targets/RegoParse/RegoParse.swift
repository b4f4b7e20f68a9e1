import RegoSyntax

/// A text that is a module in either version formats to a text that formats to itself.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = UnsafeBufferPointer(start: start, count: count)
    guard let choice = bytes.first else { return 0 }
    let version: RegoVersion = choice & 1 == 0 ? .v1 : .v0
    let source = SourceText(name: "fuzz.rego", text: String(decoding: bytes.dropFirst(), as: UTF8.self))
    let options = FormatOptions(source: version, target: version, allowsExperimentalKeywords: choice & 2 != 0)
    do throws(RegoErrors) {
        let once = try ModuleFormatter.format(source, options: options)
        do throws(RegoErrors) {
            let twice = try ModuleFormatter.format(SourceText(name: "again.rego", text: once), options: options)
            precondition(once == twice, "what is formatted is formatted otherwise")
        } catch {
            fatalError("formatting breaks a module: \(error)")
        }
        _ = try SyntaxTree.json(parsing: source, options: ParserOptions(version: version))
    } catch {
        precondition(!error.errors.isEmpty, "a refusal without a reason")
    }
    return 0
}
