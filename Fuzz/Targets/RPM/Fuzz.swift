import Inventory

/// The package database of rpm in each of its three formats.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = UnsafeRawBufferPointer(start: start, count: count)
    for path in ["var/lib/rpm/Packages", "var/lib/rpm/Packages.db", "var/lib/rpm/rpmdb.sqlite"] {
        for cataloguer in Cataloguers.all where cataloguer.name.hasPrefix("rpm") {
            var yield = Yield()
            try? cataloguer.read(WantedFile(path: path, bytes: bytes), into: &yield)  // Refusal is an answer.
        }
    }
    return 0
}
