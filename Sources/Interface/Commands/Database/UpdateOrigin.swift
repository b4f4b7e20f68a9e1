internal import Glibc
internal import OCI

/// Where `obryza db update` takes its data from.
enum UpdateOrigin: Equatable, Sendable {
    /// The publishers in the list of feeds.
    case publishers
    /// A cache folder behind a web server; the address ends with a slash.
    case mirror(String)
    /// A cache folder at hand.
    case mirrorFolder(String)
    /// A folder of feeds without a list of what is in it.
    case folder(String)
    case databaseURL(String)
    case databaseFile(String)
    case artifact(ImageReference)

    /// Whether it is a finished database, and not feeds.
    var isDatabase: Bool {
        switch self {
        case .databaseURL, .databaseFile, .artifact: true
        case .publishers, .mirror, .mirrorFolder, .folder: false
        }
    }

    /// Reads `--from`.
    ///
    /// - Throws: `ReferenceError`, or `OCIError` for a kind of place that holds images only.
    init(_ text: String?) throws {
        guard let text else {
            self = .publishers
            return
        }
        if text.hasPrefix("https://") || text.hasPrefix("http://") {
            let path = text.prefix { $0 != "?" && $0 != "#" }
            self = path.hasSuffix(".db") ? .databaseURL(text) : .mirror(text.hasSuffix("/") ? text : text + "/")
            return
        }
        var status = stat()
        guard stat(text, &status) == 0 else {
            self = .artifact(try DatabaseTransfer.reference(text))
            return
        }
        if status.st_mode & S_IFMT != S_IFDIR {
            self = .databaseFile(text)
        } else {
            self = access("\(text)/\(UpdateCache.stateName)", F_OK) == 0 ? .mirrorFolder(text) : .folder(text)
        }
    }
}
