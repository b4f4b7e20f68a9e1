/// How Debian names the packages of shared libraries (Debian policy 8.1), and what file names of libraries tell.
enum SonameNaming {
    /// Package names for a soname: `libssl.so.3` gives `libssl3`, `libssl3t64`; `libfoo2.so.1` gives `libfoo2-1`.
    static func debianCandidates(soname: String) -> [String] {
        let base = stem(soname).lowercased().split(separator: "_").joined(separator: "-")
        var version = ""
        if let range = soname.firstRange(of: ".so.") {
            version = String(soname[range.upperBound...]).lowercased()
        } else if let last = stem(soname).lastIndex(of: "-"), soname.hasSuffix(".so") {
            // `libfoo-1.2.so` carries its version before the suffix.
            let text = stem(soname)
            let tail = text[text.index(after: last)...]
            if tail.first?.isNumber ?? false {
                let name = text[..<last].lowercased()
                return candidates(String(name), String(tail)) + [text.lowercased()]
            }
        }
        if version.isEmpty { return [base] }
        var result = candidates(base, version)
        // Libraries with a longer soname version are often packaged under its first number.
        if let dot = version.firstIndex(of: ".") { result += candidates(base, String(version[..<dot])) }
        if base == "libz" { result.append("zlib1g") }
        return result + [base]
    }

    private static func candidates(_ base: String, _ version: String) -> [String] {
        let joined = base.last?.isNumber ?? false ? "\(base)-\(version)" : "\(base)\(version)"
        return [joined, "\(joined)t64", "\(base)-\(version)", "\(joined)g", "\(base)\(version)"]
    }

    /// A soname or file name up to `.so`.
    static func stem(_ name: String) -> String {
        name.firstRange(of: ".so").map { String(name[..<$0.lowerBound]) } ?? name
    }

    /// The version a library's file name ends with, if it has at least two numbers: `libz.so.1.2.13` gives `1.2.13`.
    static func version(ofFile name: String) -> String? {
        var version: Substring?
        if let range = name.firstRange(of: ".so.") {
            version = name[range.upperBound...]
        } else if name.hasSuffix(".so"), let dash = name.dropLast(3).lastIndex(of: "-") {
            version = name[name.index(after: dash)...].dropLast(3)
        }
        guard let version, version.contains("."), version.first?.isNumber ?? false,
            version.allSatisfy({ $0.isNumber || $0 == "." || $0.isLetter })
        else { return nil }
        return String(version)
    }
}
