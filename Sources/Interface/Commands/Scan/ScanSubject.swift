internal import BillOfMaterials
internal import Content
internal import Glibc
internal import Inventory

/// An artifact, or a document about one, as what is to be scanned.
struct ScanSubject {
    let bill: BillOfMaterials
    /// What could not be read.
    let gaps: [String]
    /// The image that it says it was built on.
    let baseName: String?

    /// A regular file named without a scheme is a bill of materials; anything else is an artifact.
    init(_ text: String, _ options: SourceOptions) async throws {
        var status = stat()
        if stat(text, &status) == 0, status.st_mode & S_IFMT == S_IFREG {
            self.init(try BillOfMaterials.read(try OpenFile.contents(of: text, limit: 512 << 20), .identities))
        } else {
            let opener = ArtifactOpener(options)
            let (inventory, annotations) = try await opener.withArtifact(text) { opened in
                (try await opener.inventory(opened, subject: text), opened.annotations)
            }
            self.init(try BillTime.bill(inventory), annotations)
        }
    }

    /// - Parameter annotations: of the image's manifest.
    init(_ bill: BillOfMaterials, _ annotations: [String: String] = [:]) {
        self.bill = bill
        gaps = bill.gaps.map { "\($0.path): \($0.reason)" }
        // OCI image specification, "Pre-Defined Annotation Keys"; builders also write them as labels.
        let keys = ["org.opencontainers.image.base.name", "org.opencontainers.image.base.digest"]
        baseName = [annotations, bill.artifact.labels].lazy.flatMap { texts in keys.compactMap { texts[$0] } }
            .first { !$0.isEmpty }
    }
}
