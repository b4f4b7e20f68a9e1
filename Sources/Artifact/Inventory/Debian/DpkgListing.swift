internal import Content

/// A file list of a package: `info/NAME.list` or `info/NAME.md5sums`, kept as it is until it is known whose it is.
struct DpkgListing: Sendable {
    enum Kind: Sendable { case list, digests }

    /// `NAME` or, for packages that several architectures may share, `NAME:ARCHITECTURE`.
    var package: String
    var kind: Kind
    var bytes: [UInt8]

    /// Paths with their digests; for `.list` without. Directories of a `.list` are left out where their content
    /// follows, as dpkg writes it.
    func forEach(_ body: (_ path: String, _ digest: Digest?) -> Void) {
        var previous = bytes[0..<0]
        var start = 0
        while start < bytes.count {
            let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
            let line = bytes[start..<end]
            start = end + 1
            guard !line.isEmpty else { continue }
            switch kind {
            case .digests:
                // 32 digits, two blanks, a path without a leading slash.
                guard line.count > 34 else { continue }
                let digest = Hex.decode(line.prefix(32)).flatMap { Digest(algorithm: .md5, bytes: $0) }
                body(Self.relative(line.dropFirst(34)), digest)
            case .list:
                if !previous.isEmpty, !(line.starts(with: previous) && line.dropFirst(previous.count).first == 0x2f) {
                    body(Self.relative(previous), nil)
                }
                previous = line
            }
        }
        if kind == .list, !previous.isEmpty { body(Self.relative(previous), nil) }
    }

    static func relative(_ path: some Collection<UInt8>) -> String {
        var slice = path[...]
        while let first = slice.first, first == 0x2f || first == 0x2e, slice.count > 1,
            first == 0x2f || slice.dropFirst().first == 0x2f
        {
            slice = slice.dropFirst()
        }
        return slice.elementsEqual([0x2e]) ? "" : String(decoding: slice, as: UTF8.self)
    }

    static func relative(_ path: String) -> String { relative(path.utf8) }
}

/// Files that dpkg was told to put elsewhere (dpkg-divert(1)).
struct DpkgDiversions: Sendable {
    private var moved: [String: (to: String, by: String)] = [:]

    init() {}

    /// Three lines each: from, to, and the package that keeps the original name; `:` for the administrator.
    init(_ text: String) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        for index in stride(from: 0, to: lines.count - 2, by: 3) {
            moved[DpkgListing.relative(lines[index])] = (DpkgListing.relative(lines[index + 1]), lines[index + 2])
        }
    }

    /// Where a file of a package really is.
    func place(of path: String, package: String) -> String {
        guard let diversion = moved[path], diversion.by != package else { return path }
        return diversion.to
    }
}
