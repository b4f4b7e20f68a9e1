/// Why an authority cannot be made or served.
package enum AuthorityError: Error, Equatable, Sendable, CustomStringConvertible {
    case exists(path: String)
    case address(String)
    case settings(path: String, String)
    case mismatch(String)
    case name(String)
    case listening(String)

    package var description: String {
        switch self {
        case .exists(let path): "authority: \(path) is there already and is not replaced"
        case .address(let url):
            "authority: expected an address like https://sigstore.example.org, without a final slash, found “\(url.prefix(200))”"
        case .settings(let path, let what): "authority: \(path): \(what)"
        case .mismatch(let what): "authority: \(what)"
        case .name(let what): "authority: \(what)"
        case .listening(let what): "authority: cannot listen: \(what)"
        }
    }
}
