internal import JSONText

/// The Go vulnerability database (`golang/vulndb`, `vuln.go.dev`).
///
/// `stdlib` and `toolchain` are no modules: they stand for Go itself, with its version numbers.
struct GoFeed: OSVFeed {
    let name = "go"
    let prefixes = ["GO-"]

    func adapt(_ advisory: inout Advisory, record: JSONValue) {
        guard record["database_specific"]?["review_status"]?.text == "UNREVIEWED" else { return }
        for index in advisory.affected.indices { advisory.affected[index].cautions.append(.unreviewed) }
    }
}
