internal import Archive
internal import Content

/// What one layer holds: every entry with its digests, and what the cataloguers yielded from it.
final class LayerScan {
    struct Entry {
        var pathStart: UInt32
        var pathLength: UInt32
        var kind: TarEntry.Kind
        var fileKind: FileKind
        var mode: UInt16
        var hasCapabilities: Bool
        var size: Int
        /// Index into `links`; -1 for none.
        var link: Int32 = -1
        /// Index into `digests`; -1 for none.
        var digests: Int32 = -1
        /// Index into `executables`; -1 for none.
        var executable: Int32 = -1

        var isExecutable: Bool { mode & 0o111 != 0 }
    }

    /// Which digests of a file are in `digestBytes`, and where: SHA-256, MD5 and SHA-1 in this order.
    struct FileDigests {
        var offset: UInt32
        var hasSHA256: Bool
        var hasMD5: Bool
        var hasSHA1: Bool
    }

    struct Reading {
        let entry: Int32
        let cataloguer: Int
        let yield: Yield
    }

    /// A file that a cataloguer asked for and that was larger than it takes.
    struct Oversized {
        let entry: Int32
        let cataloguer: Int
        let limit: Int
    }

    var paths: [UInt8] = []
    var oversized: [Oversized] = []
    var entries: [Entry] = []
    var links: [[UInt8]] = []
    var digests: [FileDigests] = []
    var digestBytes: [UInt8] = []
    var executables: [ExecutableFacts] = []
    var readings: [Reading] = []
    var gaps: [Yield.Gap] = []
    /// Texts of the files that name the operating system, by path.
    var releaseTexts: [String: String] = [:]

    func withPath<Result>(_ entry: Entry, _ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        try paths.withUnsafeBytes {
            try body(
                UnsafeRawBufferPointer(
                    rebasing: $0[Int(entry.pathStart)..<Int(entry.pathStart) + Int(entry.pathLength)]))
        }
    }

    func path(_ entry: Entry) -> String { withPath(entry) { String(decoding: $0, as: UTF8.self) } }

    /// Keeps the digests of a file.
    ///
    /// - Parameter awaitsMD5: leaves room for an MD5 that `fill` brings later.
    /// - Returns: the index for `Entry.digests`; -1 when none was computed.
    func keep(sha256: Digest?, sha1: Digest?, awaitsMD5: Bool) -> Int32 {
        guard sha256 != nil || sha1 != nil || awaitsMD5 else { return -1 }
        digests.append(
            FileDigests(
                offset: UInt32(truncatingIfNeeded: digestBytes.count), hasSHA256: sha256 != nil,
                hasMD5: awaitsMD5, hasSHA1: sha1 != nil))
        if let sha256 { digestBytes.append(contentsOf: sha256.bytes) }
        if awaitsMD5 { digestBytes.append(contentsOf: repeatElement(0, count: Digest.Algorithm.md5.length)) }
        if let sha1 { digestBytes.append(contentsOf: sha1.bytes) }
        return Int32(truncatingIfNeeded: digests.count - 1)
    }

    /// Brings an MD5 for which `keep` left room.
    func fill(md5 bytes: [UInt8], of index: Int32) {
        let kept = digests[Int(index)]
        let offset = Int(kept.offset) + (kept.hasSHA256 ? Digest.Algorithm.sha256.length : 0)
        digestBytes.replaceSubrange(offset..<offset + Digest.Algorithm.md5.length, with: bytes)
    }

    /// A digest of the file of an entry, where it was computed.
    func digest(_ entry: Entry, _ algorithm: Digest.Algorithm) -> Digest? {
        guard entry.digests >= 0 else { return nil }
        let kept = digests[Int(entry.digests)]
        var offset = Int(kept.offset)
        for (candidate, isThere) in [
            (Digest.Algorithm.sha256, kept.hasSHA256), (.md5, kept.hasMD5), (.sha1, kept.hasSHA1),
        ] where isThere {
            if candidate == algorithm {
                return Digest(algorithm: algorithm, bytes: digestBytes[offset..<offset + algorithm.length])
            }
            offset += candidate.length
        }
        return nil
    }
}
