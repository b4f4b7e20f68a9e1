internal import JSONText

/// GitHub's advisory database. Advisories that nobody reviewed name no package: they are kept for their texts and
/// never match.
struct GHSAFeed: OSVFeed {
    let name = "ghsa"
    let prefixes = ["GHSA-"]

    func adapt(_ advisory: inout Advisory, record: JSONValue) {
        // CWE-506, embedded malicious code: the package itself is the attack.
        if advisory.weaknesses.contains("CWE-506") { advisory.kind = .malicious }
    }
}
