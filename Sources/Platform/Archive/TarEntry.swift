/// One member of a tar archive.
package struct TarEntry: Sendable {
    package enum Kind: UInt8, Sendable {
        case file, directory, symbolicLink, hardLink, characterDevice, blockDevice, fifo
    }

    /// As stored, made relative: no leading slash, no `.` segments, no trailing slash. Empty for the root itself.
    package var path: [UInt8]
    package var kind: Kind
    /// Permission bits with set-id and sticky bits.
    package var mode: UInt16
    package var userID: UInt32
    package var groupID: UInt32
    /// Bytes of content as a reader of the file sees them; sparse holes included.
    package var size: Int
    /// Target of a link: as stored for a symbolic link, made relative like `path` for a hard link.
    package var link: [UInt8]
    /// Seconds since 1970.
    package var modified: Int64
    /// Whether a PAX header carries file capabilities (`security.capability`).
    package var hasCapabilities: Bool

    package init(
        path: [UInt8], kind: Kind, mode: UInt16 = 0o644, userID: UInt32 = 0, groupID: UInt32 = 0, size: Int = 0,
        link: [UInt8] = [], modified: Int64 = 0, hasCapabilities: Bool = false
    ) {
        self.path = path
        self.kind = kind
        self.mode = mode
        self.userID = userID
        self.groupID = groupID
        self.size = size
        self.link = link
        self.modified = modified
        self.hasCapabilities = hasCapabilities
    }
}

/// Paths as archives write them.
package enum ArchivePath {
    /// Makes a path relative to the root: drops leading slashes, empty and `.` segments, and resolves `..` by name
    /// alone, as container runtimes do.
    ///
    /// - Returns: `nil` when a `..` segment would leave the place the archive is unpacked to, or the path holds NUL.
    package static func normalise(_ path: some Collection<UInt8>) -> [UInt8]? {
        var result: [UInt8] = []
        result.reserveCapacity(path.count)
        var segmentStart = 0
        func endSegment(_ result: inout [UInt8]) -> Bool {
            let length = result.count - segmentStart
            if length == 1, result[segmentStart] == UInt8(ascii: ".") { result.removeLast() }
            if length == 2, result[segmentStart] == UInt8(ascii: "."), result[segmentStart + 1] == UInt8(ascii: ".") {
                guard segmentStart > 0 else { return false }
                // Back over `..`, the slash before it and the segment before that, whose own slash stays.
                result.removeLast(3)
                while let last = result.last, last != UInt8(ascii: "/") { result.removeLast() }
            }
            return true
        }
        for byte in path {
            if byte == 0 { return nil }
            if byte == UInt8(ascii: "/") {
                guard endSegment(&result) else { return nil }
                if let last = result.last, last != UInt8(ascii: "/") { result.append(byte) }
                segmentStart = result.count
            } else {
                result.append(byte)
            }
        }
        guard endSegment(&result) else { return nil }
        while result.last == UInt8(ascii: "/") { result.removeLast() }
        return result
    }
}
