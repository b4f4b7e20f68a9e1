/// The package database that a distribution's images hold, and whose absence must be noticed.
struct ExpectedDatabase {
    /// Values of `ID` or `ID_LIKE` of the distributions that use it.
    let distributions: Set<String>
    /// Where it may lie: files, or folders with something in them.
    let paths: [String]

    static let rpm = ExpectedDatabase(
        distributions: [
            "almalinux", "amzn", "azurelinux", "centos", "cloudlinux", "fedora", "mariner", "ol", "openeuler",
            "opensuse",
            "photon", "rhel", "rocky", "scientific", "sles", "suse",
        ],
        paths: [
            "var/lib/rpm/Packages", "var/lib/rpm/Packages.db", "var/lib/rpm/rpmdb.sqlite",
            "usr/lib/sysimage/rpm/Packages", "usr/lib/sysimage/rpm/Packages.db", "usr/lib/sysimage/rpm/rpmdb.sqlite",
            "usr/share/rpm/Packages", "usr/share/rpm/Packages.db", "usr/share/rpm/rpmdb.sqlite",
            "var/lib/rpmmanifest/container-manifest-2",
        ])
    static let apk = ExpectedDatabase(
        distributions: ["alpine", "chainguard", "postmarketos", "wolfi"],
        paths: ["lib/apk/db/installed", "usr/lib/apk/db/installed"])
    static let pacman = ExpectedDatabase(
        distributions: ["arch", "archarm", "endeavouros", "manjaro"], paths: ["var/lib/pacman/local"])

    /// Records a gap when the image says it is of such a distribution and no database is there.
    func check(_ view: any ImageView, into yield: inout Yield) {
        guard view.isImage, let release = view.release,
            ([release.id] + release.idLike).contains(where: distributions.contains),
            !paths.contains(where: { view.exists($0) || !view.children(of: $0).isEmpty })
        else { return }
        yield.gap(paths[0], "\(release.path) names \(release.id), but its package database is not there")
    }
}
