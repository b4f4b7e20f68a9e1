internal import StructuredText

/// What Debian's archive holds: beside the security team's list of flaws, which names most releases not at all, the
/// second half of what is known of a release.
package struct DebianArchive: Sendable {
    /// Debian's order of versions: negative when the first is older, 0 when they are the same.
    package typealias Order = @Sendable (_ first: String, _ second: String) -> Int

    let order: Order
    /// By release, the newest version of each source package.
    private var versions: [Ecosystem: [String: String]] = [:]
    private var advisories: [DebianAdvisoryList.Block] = []
    /// Places in `advisories`, by flaw.
    private var places: [String: [Int]] = [:]
    /// Whether a list of advisories was read.
    private(set) var knowsAdvisories = false

    struct Fix: Sendable {
        var release: Ecosystem
        var entry: DebianListEntry
        var date: Timestamp?
        var notice: String
    }

    package init(order: @escaping Order) { self.order = order }

    /// In the order of dpkg; what it cannot order counts as older, so that no fix is taken for there.
    package init() {
        self.init { first, second in
            switch VersionScheme.dpkg.order(first, second) {
            case .less, .incomparable: -1
            case .equal: 0
            case .greater: 1
            }
        }
    }

    /// Sorted; those of which a `Sources` file was read.
    var releases: [Ecosystem] { versions.keys.sorted() }

    func knows(_ release: Ecosystem) -> Bool { versions[release] != nil }

    func version(of package: String, in release: Ecosystem) -> String? { versions[release]?[package] }

    func fix(of flaw: String, in package: String, _ release: Ecosystem) -> Fix? {
        for place in places[flaw] ?? [] {
            let advisory = advisories[place]
            for entry in advisory.entries where entry.package == package {
                guard let codename = entry.codename, DebianRelease.ecosystem(codename) == release else { continue }
                return Fix(release: release, entry: entry, date: advisory.date, notice: advisory.id)
            }
        }
        return nil
    }

    /// Whether the newest version in the archive is this one or newer; `nil` when the archive is not known.
    func holds(_ version: String, of package: String, in release: Ecosystem) -> Bool? {
        self.version(of: package, in: release).map { order($0, version) >= 0 }
    }

    /// Takes the source packages of a suite, such as `bookworm` or `bookworm-security`, from its `Sources` files, of
    /// which there may be several.
    ///
    /// - Throws: `FeedError` for a suite that is not known, and for text in which no package stands.
    package mutating func addSources(_ bytes: UnsafeRawBufferPointer, suite: String) throws(FeedError) {
        guard let release = DebianRelease.ecosystem(suite: suite) else {
            throw FeedError("suite “\(suite)” is not known")
        }
        var known = versions[release] ?? [:]
        var count = 0
        for block in HeaderBlocks(bytes) {
            guard let package = block["Package"], let version = block["Version"], package.utf8.count <= 256,
                version.utf8.count <= 256
            else { continue }
            count += 1
            // Kept only because something was built with it.
            if block["Extra-Source-Only"] == "yes" { continue }
            if let other = known[package], order(other, version) >= 0 { continue }
            known[package] = version
        }
        guard count > 0 else { throw FeedError("\(suite): expected a Sources file, found no source package") }
        versions[release] = known
    }

    /// Takes the fixes of `data/DSA/list` or `data/DLA/list`.
    package mutating func addAdvisories(_ document: FeedDocument) {
        knowsAdvisories = true
        for block in DebianAdvisoryList(document).blocks where !block.inheritsFlaws {
            for flaw in block.flaws { places[flaw, default: []].append(advisories.count) }
            advisories.append(block)
        }
    }
}
