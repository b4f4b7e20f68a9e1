/// The address at which an authority is reached.
enum AuthorityAddress {
    /// The host of a URL without scheme, port and path; a name or an address in brackets.
    static func host(of url: String) -> String {
        var rest = url[...]
        if let separator = rest.firstRange(of: "://") { rest = rest[separator.upperBound...] }
        let authority = rest.prefix { $0 != "/" }
        if authority.hasPrefix("["), let end = authority.firstIndex(of: "]") {
            return String(authority[...end])
        }
        return String(authority.prefix { $0 != ":" })
    }

    /// Whether it is http or https, with a host, without query, user and final slash.
    static func isBase(_ url: String) -> Bool {
        guard url.hasPrefix("http://") || url.hasPrefix("https://"), url.utf8.count <= 512, !url.hasSuffix("/"),
            url.utf8.allSatisfy({ (0x21..<0x7f).contains($0) }),
            !url.utf8.contains(where: { "?#@\"\\<>+".utf8.contains($0) })
        else { return false }
        return !host(of: url).isEmpty
    }
}
