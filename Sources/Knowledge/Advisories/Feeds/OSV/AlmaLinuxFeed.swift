internal import JSONText

/// AlmaLinux errata (`AlmaLinux/osv-database`): binary packages, CVE numbers in `related`.
struct AlmaLinuxFeed: OSVFeed {
    let name = "almalinux"
    let prefixes = ["ALSA-", "ALBA-", "ALEA-"]
    let ecosystems = ["AlmaLinux"]

    func adapt(_ advisory: inout Advisory, record: JSONValue) { Erratum.adapt(&advisory) }
}
