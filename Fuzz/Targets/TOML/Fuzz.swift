import StructuredText

/// A TOML document.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    _ = try? TOML.document(UnsafeRawBufferPointer(start: start, count: count))  // Refusal is an answer.
    return 0
}
