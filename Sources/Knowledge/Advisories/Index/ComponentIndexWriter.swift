internal import Content
internal import Glibc

/// Adds documents to an index file.
///
/// One writer at a time, by a lock on the file; readers go on with the state that they opened. Documents become a new
/// segment, which takes over the youngest segments that are not much larger than itself, so that their number stays a
/// logarithm of that of the documents and each is rewritten about as often. When more of the file would be dead than
/// alive it is written anew beside its place and moved there.
package struct ComponentIndexWriter {
    private typealias Layout = ComponentIndexLayout

    package struct Outcome: Sendable, Equatable {
        package var added = 0
        /// Of documents that were there already.
        package var known = 0
    }

    private let path: String

    package init(path: String) { self.path = path }

    /// Adds what is not there yet, all or nothing; what this returned is there after any crash.
    ///
    /// - Throws: `FileError` or `ComponentIndexError`; the index is as it was.
    package func add(_ documents: [IndexedDocument]) throws -> Outcome {
        let descriptor = try lock()
        defer { close(descriptor) }
        let mapping = try IndexMapping(descriptor: descriptor, path: path)
        let commit = try IndexCommit.read(mapping.bytes, path: path)
        let segments = try ComponentIndex.segments(commit, mapping)

        var outcome = Outcome()
        var taken: Set<Digest> = []
        var fresh: [IndexedDocument] = []
        for document in documents {
            if try taken.contains(document.digest) || segments.contains(where: { try $0.contains(document.digest) }) {
                outcome.known += 1
            } else {
                taken.insert(document.digest)
                fresh.append(document)
            }
        }
        guard !fresh.isEmpty else { return outcome }
        outcome.added = fresh.count

        var kept = segments.count
        var count = fresh.count
        while kept > 0, segments[kept - 1].documentCount <= 2 * count || kept >= Layout.mostSegments {
            kept -= 1
            count += segments[kept].documentCount
        }
        var builder = IndexSegmentBuilder()
        for segment in segments[kept...] { try builder.absorb(segment) }
        for document in fresh { try builder.add(document) }
        let (bytes, root) = try builder.finish()

        let alive = segments[..<kept].reduce(bytes.count) { $0 + $1.size }
        if commit.end + bytes.count > 2 * alive + (1 << 20), !segments.isEmpty {
            try replace(segments[..<kept].map { ($0.whole, $0.root) }, (bytes, root), after: commit.number)
        } else {
            var next = commit
            next.number += 1
            next.segments.removeSubrange(kept...)
            next.segments.append(IndexCommit.Place(offset: commit.end, length: bytes.count, root: root))
            try bytes.withUnsafeBytes { try write($0, to: descriptor, at: commit.end) }
            try flush(descriptor)
            try publish(next, to: descriptor)
        }
        return outcome
    }

    /// One copy after the other: one of them is whole at any time.
    private func publish(_ commit: IndexCommit, to descriptor: Int32) throws {
        let bytes = commit.encode()
        for copy in 0..<2 {
            try bytes.withUnsafeBytes { try write($0, to: descriptor, at: copy * Layout.commitSize) }
            try flush(descriptor)
        }
    }

    /// A file without what is dead, moved to the place of the old one.
    private func replace(
        _ old: [(UnsafeRawBufferPointer, Digest)], _ new: (bytes: [UInt8], root: Digest), after number: UInt64
    ) throws {
        try writeBeside { descriptor in
            var commit = IndexCommit()
            commit.number = number + 1
            func append(_ bytes: UnsafeRawBufferPointer, _ root: Digest) throws {
                let offset = commit.end
                try write(bytes, to: descriptor, at: offset)
                commit.segments.append(IndexCommit.Place(offset: offset, length: bytes.count, root: root))
            }
            for (bytes, root) in old { try append(bytes, root) }
            try new.bytes.withUnsafeBytes { try append($0, new.root) }
            try flush(descriptor)
            try publish(commit, to: descriptor)
        } move: { temporary in
            guard rename(temporary, path) == 0 else { throw FileError(operation: "write", path: path, code: errno) }
        }
    }

    // MARK: Files

    /// The file, locked; made when there is none.
    private func lock() throws -> Int32 {
        while true {
            let descriptor = open(path, O_RDWR | O_CLOEXEC)
            guard descriptor >= 0 else {
                guard errno == ENOENT else { throw FileError(operation: "open", path: path, code: errno) }
                try create()
                continue
            }
            while flock(descriptor, LOCK_EX) != 0 {
                guard errno == EINTR else {
                    let code = errno
                    close(descriptor)
                    throw FileError(operation: "lock", path: path, code: code)
                }
            }
            // Whoever had the lock may have moved another file here.
            var (mine, there) = (stat(), stat())
            if fstat(descriptor, &mine) == 0, stat(path, &there) == 0, mine.st_ino == there.st_ino,
                mine.st_dev == there.st_dev
            {
                return descriptor
            }
            close(descriptor)
        }
    }

    /// An index without documents, unless somebody else was faster.
    private func create() throws {
        try writeBeside { descriptor in
            try publish(IndexCommit(), to: descriptor)
        } move: { temporary in
            defer { unlink(temporary) }
            guard link(temporary, path) == 0 || errno == EEXIST else {
                throw FileError(operation: "write", path: path, code: errno)
            }
        }
    }

    private func writeBeside(_ body: (Int32) throws -> Void, move: (String) throws -> Void) throws {
        let temporary = "\(path).\(getpid())-\(UInt32.random(in: 0...UInt32.max)).partial"
        let descriptor = open(temporary, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw FileError(operation: "write", path: temporary, code: errno) }
        defer { close(descriptor) }
        do {
            try body(descriptor)
            try move(temporary)
        } catch {
            unlink(temporary)
            throw error
        }
        // The name of a new file is in its folder, which is flushed by itself.
        let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
        let handle = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard handle >= 0 else { throw FileError(operation: "open", path: folder, code: errno) }
        defer { close(handle) }
        try flush(handle)
    }

    private func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32, at offset: Int) throws {
        var done = 0
        while done < bytes.count, let base = bytes.baseAddress {
            let count = pwrite(descriptor, base + done, bytes.count - done, off_t(offset + done))
            if count < 0 {
                if errno == EINTR { continue }
                throw FileError(operation: "write", path: path, code: errno)
            }
            done += count
        }
    }

    private func flush(_ descriptor: Int32) throws {
        guard fsync(descriptor) == 0 else { throw FileError(operation: "flush", path: path, code: errno) }
    }
}
