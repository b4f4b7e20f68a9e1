internal import JSONText

/// Ubuntu's OSV archives: a record for each flaw (`osv/cve`) and for each notice (`osv/usn`).
///
/// A package that is fixed only in Ubuntu Pro is left out for the ordinary release although it has the flaw there.
/// That much is concluded here, and marked as concluded; never from FIPS or real-time builds, which are other packages.
struct UbuntuFeed: OSVFeed {
    let name = "ubuntu-osv"
    let prefixes = ["UBUNTU-", "USN-", "LSN-"]
    let ecosystems = ["Ubuntu"]

    func adapt(_ advisory: inout Advisory, record: JSONValue) {
        // A record of a flaw does not say when it was fixed, a notice does.
        guard advisory.id.hasPrefix("UBUNTU-") else {
            Erratum.date(&advisory)
            return
        }
        struct Package: Hashable {
            var release: String
            var name: String
        }
        var ordinary: Set<Package> = []
        for affected in advisory.affected where affected.channel.isEmpty {
            ordinary.insert(Package(release: affected.ecosystem.release, name: affected.name))
        }
        var concluded: [Affected] = []
        for affected in advisory.affected where affected.channel == "pro" {
            guard ordinary.insert(Package(release: affected.ecosystem.release, name: affected.name)).inserted else {
                continue
            }
            var base = affected
            base.channel = ""
            base.ranges = [.everything]
            base.versions = []
            base.fix = Fix(.notFixed)
            base.basis = .inferred
            concluded.append(base)
        }
        advisory.affected += concluded
    }
}
