internal import JSONText

/// Rocky Linux errata.
struct RockyFeed: OSVFeed {
    let name = "rocky"
    let prefixes = ["RLSA-", "RLBA-", "RLEA-", "RXSA-"]
    let ecosystems = ["Rocky Linux"]

    func adapt(_ advisory: inout Advisory, record: JSONValue) { Erratum.adapt(&advisory) }
}
