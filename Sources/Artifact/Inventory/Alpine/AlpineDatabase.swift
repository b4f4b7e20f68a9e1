import Content

/// What `lib/apk/db/installed` says of one package.
struct AlpinePackage: Sendable {
    var name = ""
    var version = ""
    var architecture: String?
    /// The package whose build made it; advisories name this one.
    var origin: String?
    var licence: String?
    var homepage: String?
    var summary: String?
    var maintainer: String?
    var commit: String?
    /// Of the package's control segment.
    var checksum: Digest?
    var dependencies: [String] = []
    var provides: [String] = []
    var files: [ClaimedFile] = []

    var key: String { "\(name)|\(architecture ?? "")|\(version)" }

    /// Made by `apk add --virtual`: a list of dependencies that owns nothing.
    var isVirtual: Bool { name.hasPrefix(".") }
}

/// Reads apk's database of installed packages (apk-tools, `apk-v2` and `FDB` format): records of `X:value` lines, separated by blank
/// lines. The letters of the fields differ by case.
enum AlpineDatabase {
    /// - Parameter problem: called with a description of each record that has no name.
    static func read(_ buffer: UnsafeRawBufferPointer, problem: (String) -> Void) -> [AlpinePackage] {
        var packages: [AlpinePackage] = []
        var package = AlpinePackage()
        var directory = ""
        var isEmpty = true
        var record = 1

        func finish() {
            guard !isEmpty else { return }
            if package.name.isEmpty {
                problem("record \(record) has no name")
            } else {
                packages.append(package)
            }
            record += 1
            package = AlpinePackage()
            directory = ""
            isEmpty = true
        }

        var start = 0
        while start < buffer.count {
            var end = start
            while end < buffer.count, buffer[end] != UInt8(ascii: "\n") { end += 1 }
            let line = UnsafeRawBufferPointer(rebasing: buffer[start..<end])
            start = end + 1
            if line.isEmpty {
                finish()
                continue
            }
            guard line.count >= 2, line[1] == UInt8(ascii: ":") else { continue }
            isEmpty = false
            let value = UnsafeRawBufferPointer(rebasing: line[2...])
            switch line[0] {
            case UInt8(ascii: "P"): package.name = text(value)
            case UInt8(ascii: "V"): package.version = text(value)
            case UInt8(ascii: "A"): package.architecture = known(value)
            case UInt8(ascii: "o"): package.origin = known(value)
            case UInt8(ascii: "L"): package.licence = known(value)
            case UInt8(ascii: "U"): package.homepage = known(value)
            case UInt8(ascii: "T"): package.summary = known(value)
            case UInt8(ascii: "m"): package.maintainer = known(value)
            case UInt8(ascii: "c"): package.commit = known(value)
            case UInt8(ascii: "C"): package.checksum = checksum(value)
            case UInt8(ascii: "D"): package.dependencies = names(value)
            case UInt8(ascii: "p"): package.provides = names(value)
            case UInt8(ascii: "F"): directory = text(value)
            case UInt8(ascii: "R"):
                let name = text(value)
                package.files.append(ClaimedFile(directory.isEmpty ? name : "\(directory)/\(name)"))
            case UInt8(ascii: "Z"):
                if let last = package.files.indices.last { package.files[last].digest = checksum(value) }
            default: break
            }
        }
        finish()
        return packages
    }

    private static func text(_ bytes: UnsafeRawBufferPointer) -> String { String(decoding: bytes, as: UTF8.self) }

    private static func known(_ bytes: UnsafeRawBufferPointer) -> String? { bytes.isEmpty ? nil : text(bytes) }

    /// `Q1` and SHA-1 or `Q2` and SHA-256 in base 64; an MD5 in hexadecimal digits before apk 2.
    static func checksum(_ bytes: UnsafeRawBufferPointer) -> Digest? {
        guard bytes.count > 2, bytes[0] == UInt8(ascii: "Q") else { return Digest(algorithm: .md5, hex: text(bytes)) }
        guard let decoded = Base64.decode(bytes[2...]) else { return nil }
        switch bytes[1] {
        case UInt8(ascii: "1"): return Digest(algorithm: .sha1, bytes: decoded)
        case UInt8(ascii: "2"): return Digest(algorithm: .sha256, bytes: decoded)
        default: return nil
        }
    }

    /// Names of a list of dependencies such as `so:libc.musl-x86_64.so.1 busybox>=1.36 !uclibc python3~3.11 a@edge`;
    /// conflicts are left out.
    static func names(_ bytes: UnsafeRawBufferPointer) -> [String] {
        var names: [String] = []
        for word in bytes.split(whereSeparator: { $0 == 0x20 || $0 == 0x09 }) {
            guard word.first != UInt8(ascii: "!") else { continue }
            let name = word.prefix { !"=<>~@".utf8.contains($0) }
            if !name.isEmpty { names.append(String(decoding: name, as: UTF8.self)) }
        }
        return names
    }
}
