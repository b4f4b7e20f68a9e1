internal import BillOfMaterials
internal import Content
internal import Glibc
internal import Inventory

/// An artifact, or a document about one, as what is to be scanned.
struct ScanSubject {
    var bill: BillOfMaterials
    /// What could not be read.
    var gaps: [String]

    /// A regular file named without a scheme is a bill of materials; anything else is an artifact.
    init(_ text: String, _ options: SourceOptions) async throws {
        var status = stat()
        if stat(text, &status) == 0, status.st_mode & S_IFMT == S_IFREG {
            bill = try BillOfMaterials.read(try OpenFile.contents(of: text, limit: 512 << 20), .identities)
            gaps = bill.gaps.map { "\($0.path): \($0.reason)" }
        } else {
            let inventory = try await ArtifactOpener(options).inventory(text)
            bill = try BillTime.bill(inventory)
            gaps = inventory.gaps.map { "\($0.path): \($0.reason)" }
        }
    }
}
