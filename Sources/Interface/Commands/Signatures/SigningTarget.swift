internal import Content
internal import Glibc

/// What is signed: a file, or an image where it is.
enum SigningTarget: Equatable {
    case file(String)
    case image(String)

    /// A file that is there is a file; anything else has to be a reference.
    ///
    /// - Throws: `FileError` for a path that names nothing, since a registry's name could look like it.
    init(_ text: String) throws {
        var status = stat()
        if stat(text, &status) == 0 {
            self = .file(text)
            return
        }
        let isPath = text.hasPrefix("/") || text.hasPrefix("./") || text.hasPrefix("../")
        guard !isPath else { throw FileError(operation: "open", path: text, code: errno) }
        self = .image(text)
    }
}
