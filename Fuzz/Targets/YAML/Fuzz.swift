import StructuredText

/// YAML documents, aliases and all.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    _ = try? YAML.documents(UnsafeRawBufferPointer(start: start, count: count))  // Refusal is an answer.
    return 0
}
