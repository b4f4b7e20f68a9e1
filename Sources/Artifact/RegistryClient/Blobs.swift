internal import AsyncHTTPClient
package import Content
internal import NIOCore
internal import NIOHTTP1
package import OCI

extension RegistryClient {
    /// Streams a blob into `sink`, verifying digest and size; resumes a broken download where it ended.
    ///
    /// - Parameter sink: gets every byte once, in order; what it got is only trusted when this returns.
    /// - Throws: `RegistryError.digestMismatch` or `.sizeMismatch`, which name the blob; errors of `sink`.
    package func blob(
        _ digest: Digest, size: Int64?, of reference: RegistryReference,
        to sink: (UnsafeRawBufferPointer) throws -> Void
    ) async throws {
        try await blobChunks(digest, size: size, of: reference) { chunk in
            try chunk.withUnsafeReadableBytes(sink)
        }
    }

    /// Streams a verified blob from a task of its own, for a reader on a thread.
    ///
    /// - Returns: the stream; its `read` throws what went wrong, letting go of it ends the download.
    package func stream(_ digest: Digest, size: Int64?, of reference: RegistryReference) -> BlobDownload {
        BlobDownload { stream in
            try await self.blobChunks(digest, size: size, of: reference) { try await stream.write($0) }
        }
    }

    /// As `stream`, for a reader that computes the digest itself: it is not computed twice, unless the error has to
    /// say which of several places sent wrong bytes.
    func unverifiedStream(_ digest: Digest, size: Int64?, of reference: RegistryReference) -> BlobDownload {
        BlobDownload { stream in
            let hasMirrors = try !self.places(of: reference).mirrors.isEmpty
            try await self.blobChunks(digest, size: size, of: reference, isVerified: hasMirrors) {
                try await stream.write($0)
            }
        }
    }

    /// A small blob whole and verified. A place that sends other bytes gives way to the next.
    func blobBytes(_ digest: Digest, size: Int, of reference: RegistryReference) async throws -> [UInt8] {
        try await overMirrors(reference) { repository in
            var bytes: [UInt8] = []
            var progress = Download(digest: digest, size: Int64(size), isVerified: true)
            try await self.download(from: repository, &progress) { bytes.append(contentsOf: $0.readableBytesView) }
            return bytes
        }
    }

    private func blobChunks(
        _ digest: Digest, size: Int64?, of reference: RegistryReference, isVerified: Bool = true,
        to sink: (ByteBuffer) async throws -> Void
    ) async throws {
        var progress = Download(digest: digest, size: size, isVerified: isVerified)
        let places = try places(of: reference)
        for mirror in places.mirrors where !isDistrusted(mirror) {
            do {
                return try await download(from: mirror, &progress, sink)
            } catch let error as RegistryError where error != .cancelled && !options.isOffline {
                // Bytes that were wrong cannot be taken back; bytes that are missing the next place can send.
                passOver(mirror, error)
                if case .digestMismatch = error { throw error }
                if case .sizeMismatch = error, progress.offset > 0 { throw error }
            }
        }
        try await download(from: places.origin, &progress, sink)
    }

    private struct Download {
        var digest: Digest
        var size: Int64?
        var offset: Int64 = 0
        /// `nil` when the reader computes the digest.
        var hasher: DigestHasher?

        init(digest: Digest, size: Int64?, isVerified: Bool) {
            self.digest = digest
            self.size = size
            hasher = isVerified ? DigestHasher(digest.algorithm) : nil
        }
    }

    /// Marks errors of the sink, which are no reason to ask the registry again.
    private struct SinkFailure: Error { var error: any Error }

    private func download(
        from repository: Repository, _ progress: inout Download, _ sink: (ByteBuffer) async throws -> Void
    ) async throws {
        let subject = "blob \(progress.digest)"
        var failures = 0
        var pause = options.backoff
        while true {
            let before = progress.offset
            do {
                return try await attempt(repository, subject, &progress, sink)
            } catch let failure as SinkFailure {
                throw failure.error
            } catch let failure as PassingFailure {
                // A long download may break often: attempts that brought something do not count, unless it was a trickle.
                var isSlow = false
                if case .tooSlow = failure.error { isSlow = true }
                failures = progress.offset > before && !isSlow ? 1 : failures + 1
                guard failures <= min(options.retries, failure.limit ?? .max) else { throw failure.error }
                try await Task.sleep(for: min(max(pause, failure.after ?? .zero), options.longestPause))
                pause = min(pause * 2, options.longestPause)
            }
        }
    }

    private func attempt(
        _ repository: Repository, _ subject: String, _ progress: inout Download,
        _ sink: (ByteBuffer) async throws -> Void
    ) async throws {
        var request = Request(repository, "/blobs/\(progress.digest)", subject: subject)
        if progress.offset > 0 {
            request.headers = [("Range", "bytes=\(progress.offset)-")]
            request.expected = [200, 206]
        }
        let isDone = progress.size == progress.offset && progress.offset > 0
        if !isDone {
            let (head, response) = try await open(request)
            var skip: Int64 = 0
            if progress.offset > 0 {
                if head.status == 200 {
                    skip = progress.offset
                } else if let range = head.headers.first(name: "Content-Range"),
                    !range.hasPrefix("bytes \(progress.offset)-")
                {
                    throw RegistryError.malformed(
                        subject: subject, url: head.url, expected: "bytes from \(progress.offset)", found: range)
                }
            }
            do {
                try await chunks(of: response, subject, head.url) { part in
                    var chunk = part
                    if skip > 0 {
                        let count = min(Int64(chunk.readableBytes), skip)
                        chunk.moveReaderIndex(forwardBy: Int(count))
                        skip -= count
                    }
                    guard chunk.readableBytes > 0 else { return }
                    let (total, overflows) = progress.offset.addingReportingOverflow(Int64(chunk.readableBytes))
                    if overflows || total > progress.size ?? .max {
                        throw RegistryError.sizeMismatch(
                            subject: subject, url: head.url, expected: progress.size ?? .max, found: total)
                    }
                    chunk.withUnsafeReadableBytes { progress.hasher?.update($0) }
                    progress.offset = total
                    do { try await sink(chunk) } catch { throw SinkFailure(error: error) }
                }
            } catch let error where error is RegistryError || error is SinkFailure || error is PassingFailure {
                throw error
            } catch {
                if Task.isCancelled { throw RegistryError.cancelled }
                throw PassingFailure(.unreachable(subject: subject, url: head.url, reason: "\(error)"), after: nil)
            }
        }
        let url = "\(repository.registry)/\(repository.path)"
        if let size = progress.size, progress.offset < size {
            throw PassingFailure(
                .sizeMismatch(subject: subject, url: url, expected: size, found: progress.offset), after: nil)
        }
        if let found = progress.hasher?.finalize(), found != progress.digest {
            throw RegistryError.digestMismatch(subject: subject, url: url, expected: progress.digest, found: found)
        }
    }

    /// Stores a blob that fits in memory, unless the repository has it or can mount it.
    ///
    /// - Parameter source: repository of the same registry that has the blob.
    package func pushBlob(
        _ bytes: [UInt8], to reference: RegistryReference, mountFrom source: String? = nil
    ) async throws -> Digest {
        let digest = Digest.of(bytes)
        if try await blobExists(digest, of: reference) { return digest }
        var query = ""
        if let source { query = "?mount=\(percentEncoded("\(digest)"))&from=\(percentEncoded(source))" }
        var start = Request(try origin(of: reference), "/blobs/uploads/\(query)", subject: "blob \(digest)")
        start.method = .POST
        start.body = ByteBuffer()
        start.expected = [201, 202]
        start.actions = "pull,push"
        let (head, _) = try await fetch(start, limit: 1 << 16)
        if head.status == 201 { return digest }
        guard let location = head.headers.first(name: "Location").flatMap({ HTTPAddress(head.url)?.resolve($0) }) else {
            throw RegistryError.malformed(
                subject: start.subject, url: head.url, expected: "the Location of an upload",
                found: head.headers.first(name: "Location") ?? "none")
        }
        guard location.authority == HTTPAddress(head.url)?.authority else {
            throw RegistryError.malformed(
                subject: start.subject, url: head.url, expected: "an upload on the same registry",
                found: location.authority)
        }
        var put = start
        put.method = .PUT
        put.url = location.adding("digest", "\(digest)")
        put.headers = [("Content-Type", "application/octet-stream")]
        put.body = ByteBuffer(bytes: bytes)
        put.sendingTime = .seconds(bytes.count / Self.slowestUpload)
        put.expected = [201]
        _ = try await fetch(put, limit: 1 << 16)
        return digest
    }

    /// Bytes a second with which an upload may come along.
    private static let slowestUpload = 128 << 10

    /// Stores a manifest under the reference's tag, or under its own digest when there is no tag.
    package func pushManifest(
        _ bytes: [UInt8], mediaType: String, to reference: RegistryReference
    ) async throws -> Digest {
        try await put(bytes, mediaType: mediaType, to: reference).digest
    }

    func put(
        _ bytes: [UInt8], mediaType: String, to reference: RegistryReference
    ) async throws -> (digest: Digest, head: Head) {
        let digest = Digest.of(bytes, reference.digest?.algorithm ?? .sha256)
        if let expected = reference.digest, expected != digest {
            throw RegistryError.digestMismatch(
                subject: "manifest \(reference)", url: "this machine", expected: expected, found: digest)
        }
        var put = Request(
            try origin(of: reference), "/manifests/\(reference.tag ?? "\(digest)")", subject: "manifest \(reference)")
        put.method = .PUT
        put.headers = [("Content-Type", mediaType)]
        put.body = ByteBuffer(bytes: bytes)
        put.expected = [201]
        put.actions = "pull,push"
        let (head, _) = try await fetch(put, limit: 1 << 16)
        return (digest, head)
    }
}
