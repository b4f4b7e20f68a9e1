/// OpenSSF's malicious packages: the package itself is the attack.
struct MaliciousFeed: OSVFeed {
    let name = "malicious"
    let prefixes = ["MAL-"]
}
