/// Which files must be accounted for: executables, shared libraries, archives of code and scripts.
enum Accountable {
    static func isCounted(_ path: [UInt8], kind: FileKind, mode: UInt16) -> Bool {
        switch kind {
        case .elf, .machO, .portableExecutable, .webAssembly, .script: true
        case .zip: mode & 0o111 != 0 || archiveSuffixes.contains { path.ends(with: $0) }
        default: mode & 0o111 != 0
        }
    }

    /// Python records SHA-256 of every file of an installed distribution.
    static func hasRecordedSHA256(_ path: [UInt8]) -> Bool {
        var start = 0
        while let slash = path[start...].firstIndex(of: UInt8(ascii: "/")) {
            let segment = path[start..<slash]
            if segment.count == 13,
                segment.elementsEqual(sitePackages) || segment.elementsEqual(distPackages)
            {
                return true
            }
            start = slash + 1
        }
        return false
    }

    private static let sitePackages = Array("site-packages".utf8)
    private static let distPackages = Array("dist-packages".utf8)
    private static let archiveSuffixes: [[UInt8]] = [
        ".jar", ".war", ".ear", ".sar", ".rar", ".par", ".nar", ".kar", ".jpi", ".hpi", ".lpkg", ".jmod", ".whl",
        ".egg", ".pyz", ".pex", ".nupkg", ".apk", ".aar",
    ].map { Array($0.utf8) }
}

extension [UInt8] {
    fileprivate func ends(with suffix: [UInt8]) -> Bool {
        count >= suffix.count && self.suffix(suffix.count) == suffix[...]
    }
}
