/// Finds out which operating system an image holds: from `os-release`, or from the files that came before it.
package enum OSReleaseReader {
    private static let osReleasePaths = ["etc/os-release", "usr/lib/os-release", "etc/initrd-release"]

    /// The files to look at, the most telling first.
    package static let candidates = [
        "etc/os-release", "usr/lib/os-release", "etc/initrd-release", "etc/system-release-cpe", "etc/redhat-release",
        "etc/alpine-release", "etc/debian_version", "etc/arch-release", "etc/openwrt_release",
    ]

    /// Judges from the texts of those candidates that exist, keyed by path.
    package static func read(_ files: [String: String]) -> OSRelease? {
        var release: OSRelease?
        for path in osReleasePaths {
            guard let text = files[path], let found = parse(text, path: path) else { continue }
            release = found
            break
        }
        if release == nil, let text = files["etc/system-release-cpe"] {
            release = systemReleaseCPE(text)
        }
        if release == nil, let text = files["etc/redhat-release"] { release = redHatRelease(text) }
        if release == nil, let text = files["etc/alpine-release"], let version = firstLine(text) {
            release = OSRelease(id: "alpine", versionID: version, path: "etc/alpine-release")
        }
        if release == nil, let text = files["etc/debian_version"], let version = firstLine(text) {
            // `12.5`, or `trixie/sid` before a release, which has no number.
            let number = version.split(separator: ".").first.map(String.init) ?? version
            release = OSRelease(
                id: "debian", versionID: number.utf8.allSatisfy(isDigit) ? number : nil, path: "etc/debian_version")
        }
        if release == nil, files["etc/arch-release"] != nil {
            release = OSRelease(id: "arch", path: "etc/arch-release")
        }
        if release == nil, let text = files["etc/openwrt_release"] {
            let fields = assignments(text)
            var found = OSRelease(
                id: (fields["DISTRIB_ID"] ?? "openwrt").lowercased(), versionID: fields["DISTRIB_RELEASE"],
                path: "etc/openwrt_release")
            found.prettyName = fields["DISTRIB_DESCRIPTION"]
            release = found
        }
        if let id = release?.id, release?.pointRelease == nil {
            switch id {
            // Ubuntu carries the debian_version of the Debian it was taken from.
            case "debian", "raspbian": release?.pointRelease = files["etc/debian_version"].flatMap(firstLine)
            case "alpine": release?.pointRelease = files["etc/alpine-release"].flatMap(firstLine)
            case "centos":
                release?.pointRelease = files["etc/redhat-release"].flatMap { redHatRelease($0)?.versionID }
            default: break
            }
        }
        return release
    }

    /// Reads `os-release` (os-release(5)): assignments quoted as in a shell, without expansion.
    ///
    /// - Returns: `nil` when nothing in it names an operating system.
    package static func parse(_ text: String, path: String) -> OSRelease? {
        let fields = assignments(text)
        guard let id = fields["ID"] ?? fields["NAME"].map({ $0.split(separator: " ").first.map(String.init) ?? $0 }),
            !id.isEmpty
        else { return nil }
        var release = OSRelease(id: id.lowercased(), versionID: fields["VERSION_ID"], path: path)
        release.idLike = (fields["ID_LIKE"] ?? "").split(separator: " ").map { $0.lowercased() }
        release.name = fields["NAME"]
        release.prettyName = fields["PRETTY_NAME"]
        release.codename = fields["VERSION_CODENAME"]
        release.cpe = fields["CPE_NAME"]
        release.homepage = fields["HOME_URL"]
        return release
    }

    /// Values of the assignments of a shell file; empty values are left out, the last of a name counts.
    static func assignments(_ text: String) -> [String: String] {
        var fields: [String: String] = [:]
        for line in text.utf8.split(whereSeparator: { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }) {
            let line = line.drop { $0 == 0x20 || $0 == 0x09 }
            guard line.first != UInt8(ascii: "#"), let equals = line.firstIndex(of: UInt8(ascii: "=")) else {
                continue
            }
            var name = String(Substring(line[..<equals]))
            if name.hasPrefix("export ") { name.removeFirst(7) }
            let value = unquote(line[line.index(after: equals)...])
            guard !name.isEmpty else { continue }
            fields[name] = value.isEmpty ? nil : value
        }
        return fields
    }

    private static func unquote(_ text: Substring.UTF8View) -> String {
        var bytes: [UInt8] = []
        var quote: UInt8?
        var rest = text[...]
        while let byte = rest.popFirst() {
            switch (byte, quote) {
            case (UInt8(ascii: "\\"), nil), (UInt8(ascii: "\\"), UInt8(ascii: "\"")):
                guard let next = rest.popFirst() else { return String(decoding: bytes, as: UTF8.self) }
                let isSpecial = "\"\\$`".utf8.contains(next)
                if quote != nil, !isSpecial { bytes.append(byte) }
                bytes.append(next)
            case (UInt8(ascii: "\""), nil), (UInt8(ascii: "'"), nil): quote = byte
            case (_, .some(byte)): quote = nil
            // An unquoted blank ends the value; what follows would be a command.
            case (0x20, nil), (0x09, nil): return String(decoding: bytes, as: UTF8.self)
            default: bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// `cpe:/o:redhat:enterprise_linux:6server:ga:server`, or the same in the form of CPE 2.3.
    private static func systemReleaseCPE(_ text: String) -> OSRelease? {
        guard let line = firstLine(text) else { return nil }
        var parts = line.split(separator: ":", omittingEmptySubsequences: false).map { $0.lowercased() }
        guard parts.first == "cpe" else { return nil }
        parts.removeFirst(parts.count > 1 && parts[1] == "2.3" ? 3 : 2)
        guard parts.count >= 3 else { return nil }
        let ids = [
            "redhat": "rhel", "centos": "centos", "fedoraproject": "fedora", "amazon": "amzn", "oracle": "ol",
            "rocky": "rocky", "almalinux": "almalinux",
        ]
        var release = OSRelease(
            id: ids[parts[0]] ?? parts[0], versionID: String(parts[2].prefix { $0.isNumber || $0 == "." }),
            path: "etc/system-release-cpe")
        if release.versionID == "" { release.versionID = nil }
        release.cpe = line
        return release
    }

    /// `CentOS release 6.10 (Final)`
    private static func redHatRelease(_ text: String) -> OSRelease? {
        guard let line = firstLine(text) else { return nil }
        let starts = [
            ("Red Hat", "rhel"), ("CentOS", "centos"), ("Fedora", "fedora"), ("Rocky", "rocky"),
            ("AlmaLinux", "almalinux"), ("Oracle", "ol"), ("Amazon", "amzn"), ("Scientific", "scientific"),
            ("CloudLinux", "cloudlinux"),
        ]
        guard let id = starts.first(where: { line.hasPrefix($0.0) })?.1 else { return nil }
        let words = line.split(separator: " ")
        let version = words.firstIndex(of: "release").flatMap { index -> String? in
            let next = words.index(after: index)
            return next < words.endIndex ? String(words[next]) : nil
        }
        var release = OSRelease(id: id, versionID: version, path: "etc/redhat-release")
        release.prettyName = line
        return release
    }

    private static func firstLine(_ text: String) -> String? {
        let line = text.utf8.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
            .drop { $0 <= 0x20 }
        var end = Substring(line)
        while end.utf8.last == 0x20 || end.utf8.last == 0x09 { end.removeLast() }
        return end.isEmpty ? nil : String(end)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte }
}
