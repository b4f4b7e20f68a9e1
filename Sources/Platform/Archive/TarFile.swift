internal import Content

/// A tar archive on disk whose members can be opened by name.
///
/// The index is built from the headers alone. An archive that is itself compressed works too, at the price of
/// inflating it from the start for every member that is opened.
package final class TarFile: Sendable {
    package struct Member: Sendable {
        /// Bytes of the uncompressed archive.
        package let range: Range<Int>
    }

    private let file: OpenFile
    private let compression: Compression
    /// By normalised path; of duplicates the last counts. Links are resolved.
    private let members: [String: Member]

    package init(_ path: String, memberLimit: Int = 1_000_000) throws {
        let file = try OpenFile(path)
        self.file = file
        compression = try withUnsafeTemporaryAllocation(byteCount: 6, alignment: 1) { start in
            let count = try file.read(into: start, at: 0)
            return Compression(start: UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(start)[..<count]))
        }
        var limits = TarReader.Limits()
        limits.entries = memberLimit
        let chunks: any ChunkSource =
            compression == .none ? FileChunks(file) : ReaderChunks(InflatingReader(FileReader(file)))
        var tar = TarReader(chunks, limits: limits)
        var members: [String: Member] = [:]
        var links: [(path: String, target: String)] = []
        while let entry = try tar.nextEntry() {
            let path = String(decoding: entry.path, as: UTF8.self)
            switch entry.kind {
            case .file:
                // A sparse member is not in one piece; blobs and configurations never are sparse.
                members[path] = tar.isSparse ? nil : Member(range: tar.offset..<tar.offset + entry.size)
            case .hardLink: links.append((path, String(decoding: entry.link, as: UTF8.self)))
            case .symbolicLink:
                // `docker save` of older versions links equal layers: `../ID/layer.tar`.
                let directory = entry.path.prefix(upTo: entry.path.lastIndex(of: UInt8(ascii: "/")) ?? 0)
                if let target = Self.join(directory, entry.link) { links.append((path, target)) }
            default: break
            }
        }
        // A link may point to another link; as many rounds as there are links suffice, few are needed.
        for _ in 0..<min(links.count, 8) {
            for link in links where members[link.path] == nil { members[link.path] = members[link.target] }
        }
        self.members = members
    }

    /// Member paths, sorted.
    package var paths: [String] { members.keys.sorted() }

    package func size(of path: String) -> Int? { members[path]?.range.count }

    /// Opens a member; `nil` when there is none of this name.
    package func open(_ path: String) throws -> (any ByteReader)? {
        guard let member = members[path] else { return nil }
        if compression == .none { return FileReader(file, range: member.range) }
        return try SkippingReader(InflatingReader(FileReader(file)), range: member.range)
    }

    /// The whole content of a member.
    package func contents(of path: String, limit: Int) throws -> [UInt8]? {
        guard let member = members[path], let reader = try open(path) else { return nil }
        guard member.range.count <= limit else {
            throw FileError(operation: "read \(path) of", path: file.path, code: 27)
        }
        var bytes = [UInt8](repeating: 0, count: member.range.count)
        let count = try bytes.withUnsafeMutableBytes { try reader.fill($0) }
        bytes.removeLast(bytes.count - count)
        return bytes
    }

    private static func join(_ directory: some Sequence<UInt8>, _ link: [UInt8]) -> String? {
        var segments = String(decoding: Array(directory), as: UTF8.self).split(separator: "/")
        if link.first == UInt8(ascii: "/") { segments = [] }
        for segment in String(decoding: link, as: UTF8.self).split(separator: "/") {
            if segment == ".." {
                guard segments.popLast() != nil else { return nil }
            } else if segment != "." {
                segments.append(segment)
            }
        }
        return segments.joined(separator: "/")
    }
}

/// A stretch of a stream that can only be read from its start.
private final class SkippingReader: ByteReader {
    private let source: any ByteReader
    private var left: Int

    init(_ source: any ByteReader, range: Range<Int>) throws {
        self.source = source
        left = range.count
        let scratch = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 16)
        defer { scratch.deallocate() }
        var skip = range.lowerBound
        while skip > 0 {
            let piece = UnsafeMutableRawBufferPointer(rebasing: scratch[..<min(skip, scratch.count)])
            let count = try source.read(into: piece)
            guard count > 0 else { break }
            skip -= count
        }
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        let length = min(left, buffer.count)
        guard length > 0 else { return 0 }
        let count = try source.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<length]))
        left -= count
        return count
    }
}
