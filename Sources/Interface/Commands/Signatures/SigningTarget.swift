internal import ArgumentParser
internal import Content
internal import Glibc

/// What is signed: a file, or an image where it is.
enum SigningTarget: Equatable {
    case file(String)
    case image(String)

    /// A file that is there is a file; anything else has to be a reference.
    ///
    /// - Throws: `FileError` for a path that names nothing; `ValidationError` for a folder, and for a bare name, which
    ///   is more likely a file that is not there than an image of Docker Hub.
    init(_ text: String) throws {
        var status = stat()
        if stat(text, &status) == 0 {
            guard status.st_mode & S_IFMT != S_IFDIR else {
                throw ValidationError("\(text) is a folder; name a file, or an image layout as oci:\(text)")
            }
            self = .file(text)
            return
        }
        let code = errno
        if text.hasPrefix("/") || text.hasPrefix("./") || text.hasPrefix("../") {
            throw FileError(operation: "open", path: text, code: code)
        }
        guard text.contains(where: { $0 == "/" || $0 == ":" || $0 == "@" }) else {
            throw ValidationError("there is no file \(text); for an image of that name, write its tag: \(text):latest")
        }
        self = .image(text)
    }
}
