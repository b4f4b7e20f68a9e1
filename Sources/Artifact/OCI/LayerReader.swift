package import Archive
internal import Content

/// Reads the layers of an image once each, verifying blob digest, size and `diff_id` as the bytes pass.
///
/// Two threads work in a lane: one reads, hashes and inflates the stored bytes, the other hashes the uncompressed
/// bytes and walks the archive. Several lanes share the layers when there are cores for them. Nothing is written to
/// disk; a lane holds a few chunks.
package struct LayerReader: Sendable {
    package struct Limits: Sendable {
        /// Uncompressed bytes of one layer.
        package var layer = 1 << 40
        package init() {}
    }

    /// Sees the archive of one layer; may stop early, the rest is read for the digests.
    package typealias Visit = @Sendable (_ layer: Int, _ tar: inout TarReader) throws -> Void

    /// `EAGAIN`, the only reason there is for threads with ordinary attributes.
    private static let noThread = ArchiveError.system(operation: "start a thread", code: 11)
    private static let chunk = 1 << 20
    private static let chunksPerLane = 6

    private let image: Image
    private let limits: Limits
    private let lanes: Int

    /// - Parameter lanes: pairs of threads; `nil` takes one for every two cores, at most four.
    package init(_ image: Image, limits: Limits = Limits(), lanes: Int? = nil) {
        self.image = image
        self.limits = limits
        self.lanes = max(1, lanes ?? min(4, Self.cores / 2))
    }

    /// Calls `visit` for every layer that is distributed with the image, in order within a lane.
    ///
    /// - Throws: the first failure in layer order: `OCIError` when a digest, size or `diff_id` differs, `ArchiveError`
    ///   when the archive is malformed, or what `visit` threw. A digest that does not match outranks the others,
    ///   since they follow from it.
    package func run(_ visit: @escaping Visit) throws {
        let readable = image.layers.indices.filter { !image.layers[$0].isForeign }
        guard !readable.isEmpty else { return }
        let queue = LayerQueue(readable)
        let failures = FailureList()
        // Fewer lanes do as well; without any there is nobody to read.
        let threads = (0..<min(lanes, readable.count)).compactMap { _ in
            JoinableThread { [image, limits] in
                Lane(image: image, limits: limits, queue: queue, failures: failures).run(visit)
            }
        }
        if threads.isEmpty { throw Self.noThread }
        for thread in threads { thread.join() }
        if let failure = failures.first { throw failure }
    }

    /// One producer and one consumer.
    private struct Lane: Sendable {
        let image: Image
        let limits: Limits
        let queue: LayerQueue
        let failures: FailureList

        func run(_ visit: Visit) {
            let ring = ChunkRing(count: LayerReader.chunksPerLane, size: LayerReader.chunk)
            let order = LayerQueue([])
            let producer = JoinableThread { [self] in
                while let layer = queue.next(), !failures.settles(layer) {
                    order.append(layer)
                    ring.put(.end(layer: layer, result: Result { try produce(layer, into: ring) }))
                }
                ring.put(.done)
            }
            guard let producer else {
                failures.add(-1, LayerReader.noThread)
                return
            }
            let source = RingSource(ring)
            while !source.isDone, let layer = source.beginLayer(order), !failures.settles(layer) {
                consume(layer, source, visit)
            }
            ring.cancel()
            producer.join()
        }

        private func produce(_ index: Int, into ring: ChunkRing) throws {
            let layer = image.layers[index]
            if let type = layer.descriptor?.mediaType, MediaType.isEncrypted(type) {
                throw OCIError.unsupported(subject: "layer \(index) (\(type))", feature: "an encrypted layer")
            }
            let verifier = VerifyingReader(
                try layer.open(), subject: "layer \(index), blob \(layer.descriptor?.digest.description ?? "")",
                digest: layer.descriptor?.digest, size: layer.descriptor?.size)
            let inflater = InflatingReader(verifier, limit: limits.layer)
            do {
                while true {
                    // Nobody waits for the rest when another layer failed.
                    guard let buffer = ring.takeFree() else { return }
                    let count: Int
                    do {
                        count = try inflater.fill(buffer)
                    } catch {
                        ring.giveBack(buffer)
                        throw error
                    }
                    if count == 0 {
                        ring.giveBack(buffer)
                        break
                    }
                    ring.put(.chunk(buffer, count: count))
                    if count < buffer.count { break }
                }
            } catch let error as ArchiveError {
                // Damaged bytes usually mean another digest; that is the finding to report.
                if case .expandsTooMuch = error { throw error }
                try verifier.finish()
                throw error
            }
            try verifier.finish()
        }

        private func consume(_ index: Int, _ source: RingSource, _ visit: Visit) {
            source.hasher = DigestHasher(image.layers[index].diffID.algorithm)
            var visitFailure: (any Error)?
            var tar = TarReader(source)
            do {
                try visit(index, &tar)
            } catch {
                visitFailure = error
            }
            do {
                try source.drain()
            } catch {
                failures.add(index, error)
                return
            }
            let expected = image.layers[index].diffID
            if let found = source.hasher?.finalize(), found != expected {
                failures.add(index, OCIError.diffIDMismatch(layer: index, expected: expected, found: found))
            } else if let visitFailure {
                failures.add(index, visitFailure)
            }
        }
    }

    package static var cores: Int { max(1, Int(sysconfProcessors())) }
}

/// The consumer's end of a lane: chunks of one layer after the other.
private final class RingSource: ChunkSource {
    private let ring: ChunkRing
    private var held: UnsafeMutableRawBufferPointer?
    private var layerEnded = true
    private var failure: (any Error)?
    private var lookahead: ChunkRing.Message?
    private(set) var isDone = false
    var hasher: DigestHasher?

    init(_ ring: ChunkRing) { self.ring = ring }

    /// Waits for the next layer; `nil` when there is none.
    func beginLayer(_ order: LayerQueue) -> Int? {
        let message = ring.take()
        lookahead = message
        if case .done = message {
            isDone = true
            return nil
        }
        layerEnded = false
        failure = nil
        return order.next()
    }

    func nextChunk() throws -> UnsafeRawBufferPointer? {
        if let held {
            ring.giveBack(held)
            self.held = nil
        }
        if let failure { throw failure }
        guard !layerEnded else { return nil }
        let message = lookahead ?? ring.take()
        lookahead = nil
        switch message {
        case .chunk(let buffer, let count):
            held = buffer
            let bytes = UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(buffer)[..<count])
            hasher?.update(bytes)
            return bytes
        case .end(_, let result):
            layerEnded = true
            if case .failure(let error) = result {
                failure = error
                throw error
            }
            return nil
        case .done:
            layerEnded = true
            isDone = true
            return nil
        }
    }

    func drain() throws {
        while try nextChunk() != nil {}
    }
}
