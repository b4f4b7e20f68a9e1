import Glibc
import Inventory

/// Every cataloguer on a file of any name and content: the first line is the path, the rest the content.
///
/// `FUZZ_CATALOGUER` narrows it to the cataloguers whose name begins so.
private let chosen: [any Cataloguer] = {
    let prefix = getenv("FUZZ_CATALOGUER").map { String(cString: $0) } ?? ""
    return Cataloguers.all.filter { $0.name.hasPrefix(prefix) }
}()

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = UnsafeRawBufferPointer(start: start, count: count)
    guard let line = input.firstIndex(of: UInt8(ascii: "\n")) else { return 0 }
    let path = String(decoding: input[..<line], as: UTF8.self)
    let content = UnsafeRawBufferPointer(rebasing: input[(line + 1)...])
    for cataloguer in chosen {
        var yield = Yield()
        try? cataloguer.read(WantedFile(path: path, bytes: content), into: &yield)  // Refusal is an answer.
    }
    return 0
}
