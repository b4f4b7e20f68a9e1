import JSONText

@testable import Signing

/// Metadata of any text: refused, or read with the roles and delegations it names.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    for kind in [TUFMetadata.Kind.root, .timestamp, .snapshot, .targets] {
        do throws(TUFError) {
            let metadata = try TUFMetadata(bytes, kind: kind, name: kind.rawValue)
            let keys = TUFMetadata.keys(metadata.signed["keys"])
            _ = try metadata.announced("snapshot.json")
            _ = try TUFDelegation.roles(of: metadata, for: "a/b")
            try metadata.verify(TUFMetadata.role(metadata.signed["roles"]?["root"], of: "root"), keys: keys)
        } catch {
            precondition(error.description.utf8.count < 2000, "an error repeats its input")
        }
    }
    return 0
}
