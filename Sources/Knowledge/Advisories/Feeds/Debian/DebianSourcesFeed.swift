internal import StructuredText

/// The source packages of a suite of Debian's archive (`dists/SUITE/…/source/Sources`): no records of their own, but
/// what the list of flaws is read with (`DebianArchive`).
struct DebianSourcesFeed: Feed {
    /// Takes each file; `nil` only checks that it is one.
    var receive: (@Sendable (FeedDocument, _ suite: String) throws -> Void)?

    var name: String { "debian-sources" }
    var framing: FeedFraming { .whole }
    var documentLimit: Int? { 512 << 20 }

    func recognises(path: String, start: UnsafeRawBufferPointer) -> Bool {
        Self.isNamed(path) && OpeningBytes(start).firstLine.hasPrefix("Package: ")
    }

    func read(_ document: FeedDocument, into yield: inout FeedYield) throws {
        guard document.bytes.count <= documentLimit ?? FeedText.document else {
            throw FeedError("a list of \(document.bytes.count) bytes is larger than is accepted")
        }
        guard let suite = Self.suite(of: document.path) else {
            throw FeedError("expected a suite in the path, such as dists/bookworm/main/source/Sources")
        }
        guard let receive else {
            var blocks = HeaderBlocks(document.bytes)
            guard let first = blocks.next(), first["Package"] != nil, first["Version"] != nil else {
                throw FeedError("expected source packages, found none")
            }
            return
        }
        try receive(document, suite)
    }

    /// `…/Sources`, also with the suffix of a compression, and as apt keeps it: `…_dists_bookworm_main_source_Sources`.
    static func isNamed(_ path: String) -> Bool {
        let file = path.split(separator: "/").last ?? ""
        let stem = file.prefix { $0 != "." }
        return stem == "Sources" || file.contains("_source_Sources")
    }

    /// The suite that the path names: `bookworm`, `bookworm-security`, `sid`.
    ///
    /// The first part that is one counts, and what follows `dists` before all others; apt writes `/` as `_`, and
    /// security archives have `bookworm-security/updates`.
    static func suite(of path: String) -> String? {
        let parts = path.split(whereSeparator: { $0 == "/" || $0 == "_" }).map(String.init)
        if let dists = parts.firstIndex(of: "dists"), dists + 1 < parts.count { return known(parts[dists + 1]) }
        return parts.lazy.compactMap { known($0) }.first
    }

    private static func known(_ name: String) -> String? {
        // Backports and what is proposed are not what a release holds.
        let suffix = name.drop { $0 != "-" }
        guard ["", "-security", "-updates", "-proposed-updates", "-lts"].contains(suffix) else { return nil }
        return DebianRelease.ecosystem(suite: name) == nil ? nil : name
    }
}
