internal import Content

/// What a `SHA256SUMS` says of the files beside it, in the format of coreutils' `sha256sum`.
struct ChecksumList {
    /// By name below the folder that was given.
    private(set) var digests: [String: Digest] = [:]

    /// Takes a list in.
    ///
    /// - Parameter name: of the list, below the folder that was given.
    /// - Throws: `FeedError` for a line that says nothing; a list that cannot be read checks nothing.
    mutating func add(_ bytes: [UInt8], name: String) throws {
        let folder = name.lastIndex(of: "/").map { String(name[...$0]) } ?? ""
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            let text = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
            if text.isEmpty { continue }
            // 64 digits, a space, a space or `*` (a binary file), the name.
            guard text.count > 66, let digest = Digest(algorithm: .sha256, hex: Self.string(text.prefix(64))),
                text[text.startIndex + 64] == UInt8(ascii: " "),
                [UInt8(ascii: " "), UInt8(ascii: "*")].contains(text[text.startIndex + 65])
            else { throw FeedError("\(name): line \(index + 1) is not a digest and a file name") }
            var file = Self.string(text.dropFirst(66))
            while file.hasPrefix("./") { file.removeFirst(2) }
            digests[folder + file] = digest
        }
    }

    private static func string(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }

    func check(_ name: String, _ found: Digest) throws {
        guard let expected = digests[name], expected != found else { return }
        throw FeedError(
            "\(name): SHA256SUMS says \(expected.hex), the file has \(found.hex); fetch it again or correct the list")
    }
}
