import Advisories
import Archive
import Content
import Glibc
import JSONText
import Testing

/// Hands documents to a feed as the reader of folders does.
struct FeedProbe {
    let feed: any Feed

    init(_ feed: any Feed) { self.feed = feed }

    func recognises(_ text: String, path: String = "file") -> Bool {
        Array(text.utf8.prefix(4096)).withUnsafeBytes { feed.recognises(path: path, start: $0) }
    }

    func read(_ text: String, path: String = "file") throws -> FeedYield { try read(Array(text.utf8), path: path) }

    func read(_ bytes: [UInt8], path: String = "file") throws -> FeedYield {
        var yield = FeedYield()
        try bytes.withUnsafeBytes { bytes in
            try feed.read(
                FeedDocument(path: path, line: 0, bytes: bytes, digest: Digest.of(bytes)), into: &yield)
        }
        return yield
    }

    /// Each line as a document; digests left out of the time that is measured.
    func readLines(_ bytes: [UInt8], into yield: inout FeedYield) throws {
        let digest = Digest.of([UInt8]())
        try bytes.withUnsafeBytes { bytes in
            var start = 0
            var line = 0
            while start < bytes.count {
                let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
                line += 1
                try feed.read(
                    FeedDocument(
                        path: "file", line: line, bytes: UnsafeRawBufferPointer(rebasing: bytes[start..<end]),
                        digest: digest), into: &yield)
                start = end + 1
            }
        }
    }
}

/// Snapshots of public advisory data, too large for the repository and of licences of their own.
enum AdvisorySnapshots {
    /// `OBRYZA_ADVISORIES`, else where the project's test material lies beside it.
    static let folder: String = {
        if let folder = getenv("OBRYZA_ADVISORIES") { return String(cString: folder) }
        var parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
        parts.removeLast(4)
        return parts.joined(separator: "/") + "/../shared/advisories"
    }()

    static let missing: Comment = "needs the snapshots of public advisory data: set OBRYZA_ADVISORIES to their folder"

    static func has(_ name: String) -> Bool { access("\(folder)/\(name)", R_OK) == 0 }

    static func contents(_ name: String) throws -> [UInt8] {
        let bytes = try OpenFile.contents(of: "\(folder)/\(name)", limit: 1 << 28)
        return try bytes.withUnsafeBytes { try Compression.inflate($0, limit: 1 << 28) }
    }
}
