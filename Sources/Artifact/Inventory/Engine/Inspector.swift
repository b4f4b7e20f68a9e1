internal import Archive
internal import Content
package import OCI
internal import Synchronization

/// Makes the inventory of an image or a directory.
///
/// In: an `Image` or a path. Out: an `Inventory`. Layers are read once, in parallel where there are cores; nothing is
/// written to disk and no socket is opened here.
package struct Inspector: Sendable {
    package var limits = LayerReader.Limits()
    /// Pairs of threads; `nil` chooses by the number of cores.
    package var lanes: Int?
    private let cataloguers: [any Cataloguer]
    private let index: WantIndex

    package init(cataloguers: [any Cataloguer] = Cataloguers.all) {
        self.cataloguers = cataloguers
        index = WantIndex(cataloguers)
    }

    /// - Parameter progress: called from reading threads with the number of entries of a layer, now and then.
    /// - Throws: `OCIError` when a blob is not what its digest says, `ArchiveError` when a layer is no archive.
    package func inspect(
        _ image: Image, progress: (@Sendable (_ layer: Int, _ entries: Int) -> Void)? = nil
    ) throws -> Inventory {
        let results = ScanResults(count: image.layers.count)
        let plan = PlanHint()
        let shelf = ScanBuffers.Shelf()
        try LayerReader(image, limits: limits, lanes: lanes).run { layer, tar in
            let buffers = shelf.take()
            let scanner = FileScanner(
                cataloguers, index: index, isImage: true, plan: plan, isBase: layer == 0, buffers: buffers)
            defer {
                scanner.finish()
                shelf.put(buffers)
                results.set(layer, scanner.scan)
            }
            var count = 0
            do {
                while let entry = try tar.nextEntry() {
                    try scanner.add(entry) { try tar.readBody($0) }
                    count += 1
                    if count & 0x3ff == 0 { progress?(layer, count) }
                }
            } catch let error as ArchiveError {
                // What was read before stays; the digests of the layer are still checked by the reader, and if they
                // hold, the archive was written this way and a container runtime would stop here too.
                scanner.scan.gaps.append(Yield.Gap(path: "layer \(layer)", reason: "\(error)"))
            }
            for skipped in tar.skipped {
                scanner.scan.gaps.append(Yield.Gap(path: skipped.path, reason: skipped.reason))
            }
        }
        var subject = Subject(kind: .image, name: image.name)
        subject.manifest = image.manifestDigest
        subject.configuration = image.configurationDigest
        subject.platform = image.configuration.platform?.description
        subject.created = image.configuration.created
        subject.labels = image.configuration.labels
        var inventory = Inventory(subject: subject)
        inventory.layers = image.layers.map {
            Layer(diffID: $0.diffID, blob: $0.descriptor?.digest, createdBy: $0.createdBy)
        }
        for (index, layer) in image.layers.enumerated() where layer.isForeign {
            inventory.gaps.append(
                Yield.Gap(
                    path: "layer \(index)",
                    reason:
                        "foreign layer \(layer.descriptor?.digest.description ?? ""), not distributed with the image"))
        }
        return assemble(results.scans, into: inventory, isImage: true)
    }

    /// Reads a root file system or a source tree.
    ///
    /// - Parameters:
    ///   - directory: links in it are followed inside it only.
    ///   - name: how the result names it.
    ///   - progress: called with the number of entries read, now and then.
    package func inspect(
        directory: String, name: String, progress: (@Sendable (_ entries: Int) -> Void)? = nil
    ) throws -> Inventory {
        let isRoot = DirectoryScan.isRootFileSystem(directory)
        let scanner = FileScanner(
            cataloguers, index: index, isImage: isRoot,
            plan: isRoot ? PlanHint() : PlanHint(.nothing), isBase: isRoot, buffers: ScanBuffers())
        try DirectoryScan(directory, progress: progress).run(into: scanner)
        scanner.finish()
        return assemble(
            [scanner.scan], into: Inventory(subject: Subject(kind: .directory, name: name)), isImage: isRoot)
    }

    private func assemble(_ scans: [LayerScan], into inventory: Inventory, isImage: Bool) -> Inventory {
        Assembly(TreeBox(scans), cataloguers: cataloguers, isImage: isImage).finish(inventory)
    }
}

/// Scans by layer, filled from several threads.
private final class ScanResults: Sendable {
    private let list: Mutex<[Held]>

    /// A scan is written by one thread and read by another only after the first was joined.
    private struct Held: @unchecked Sendable { var scan: LayerScan }

    init(count: Int) { list = Mutex((0..<count).map { _ in Held(scan: LayerScan()) }) }

    func set(_ layer: Int, _ scan: LayerScan) {
        let held = Held(scan: scan)
        list.withLock { $0[layer] = held }
    }

    var scans: [LayerScan] { list.withLock { $0 }.map(\.scan) }
}
