import Glibc
import Testing

@testable import Advisories

/// Snapshots of real feeds, kept outside the tree: `OBRYZA_ADVISORIES`, or `../shared/advisories` beside it.
enum SharedAdvisories {
    /// - Returns: `nil`, with a message, when the file is not there.
    static func path(_ name: String) -> String? {
        let repository = "/" + #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
        let folder = getenv("OBRYZA_ADVISORIES").map { String(cString: $0) } ?? "\(repository)/../shared/advisories"
        guard access("\(folder)/\(name)", R_OK) == 0 else {
            print("skipped: no \(folder)/\(name)")
            return nil
        }
        return "\(folder)/\(name)"
    }

    /// What one file gives, read as a whole.
    static func read(_ name: String) throws -> FeedReading? {
        guard let path = path(name) else { return nil }
        return try FeedFolder().read([path])
    }
}

extension FeedSource {
    /// Of all packages.
    var ranges: [RangeStatement] { advisories.flatMap { $0.affected.flatMap(\.ranges) } }
    var affected: [Affected] { advisories.flatMap(\.affected) }

    func advisory(_ id: String) -> Advisory? { advisories.first { $0.id == id } }
}
