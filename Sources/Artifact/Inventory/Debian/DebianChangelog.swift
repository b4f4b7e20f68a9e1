internal import Archive

/// The changelog of a Debian package (Debian policy 4.4).
enum DebianChangelog {
    /// Source and version of the newest entry, from the first line: `source (version) distribution; urgency=…`.
    ///
    /// - Parameter bytes: plain or gzip; only the start is inflated.
    static func newest(_ bytes: UnsafeRawBufferPointer) -> (source: String, version: String)? {
        let start: [UInt8]
        do {
            start = try Compression.prefix(of: bytes, count: 512)
        } catch {
            // Documentation that is damaged tells nothing; it is no source of components otherwise.
            return nil
        }
        guard let line = start.split(separator: UInt8(ascii: "\n")).first else { return nil }
        let text = String(decoding: line, as: UTF8.self)
        guard let open = text.firstIndex(of: "("), let close = text[open...].firstIndex(of: ")"), text.contains(";")
        else { return nil }
        let source = text[..<open].split(separator: " ").first.map(String.init) ?? ""
        let version = String(text[text.index(after: open)..<close])
        guard !source.isEmpty, !version.isEmpty, !version.contains(" ") else { return nil }
        return (source, version)
    }
}
