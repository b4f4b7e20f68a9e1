@testable import Inventory

/// The readers of Lua data, opam files and terms of Erlang and Elixir.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = UnsafeRawBufferPointer(start: start, count: count)
    var lua = LuaDataReader(bytes)
    // Refusal is an answer.
    try? lua.read()
    _ = Rockspec(lua.globals)
    if let fields = try? OpamFileReader.fields(bytes) { _ = OpamCataloguer.Package(fields) }
    for dialect in [BeamTermReader.Dialect.erlang, .elixir] {
        var terms = BeamTermReader(bytes, dialect)
        while let term = try? terms.next() { _ = term }
    }
    return 0
}
