import StructuredText

/// Debian control files: dpkg's `status` and their like.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = UnsafeRawBufferPointer(start: start, count: count)
    for block in HeaderBlocks(bytes) {
        _ = (block["Package"], block["Depends"], block.all("Conffiles"), block.end)
        for field in block.fields { _ = (field.text, field.isNamed("Status")) }
    }
    return 0
}
