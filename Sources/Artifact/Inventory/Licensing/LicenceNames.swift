/// What people write where a licence expression should be: short names of Debian, Fedora, CRAN and CPAN, trove
/// classifiers of PyPI, oddities of npm.
extension LicenceExpression {
    /// The SPDX expression that a free text stands for, in canonical spelling.
    ///
    /// - Returns: `nil` when that is not known for sure; the text is then kept as it is.
    package static func normalise(_ freeText: String) -> String? {
        guard freeText.utf8.count <= longestText else { return nil }
        if let expression = parse(freeText) { return expression.canonical }
        let text = LicenceNames.collapse(freeText)
        guard !text.isEmpty else { return nil }
        if let known = LicenceNames.whole(text) { return known.canonical }
        return LicenceNames.single(text, depth: 0)?.canonical
    }
}

enum LicenceNames {
    /// Lower case, white space collapsed.
    static func collapse(_ text: String) -> String {
        text.lowercased().utf8.split { $0 == 0x20 || $0 == 0x09 || $0 == 0x0a || $0 == 0x0d }
            .map { String(decoding: $0, as: UTF8.self) }.joined(separator: " ")
    }

    /// One licence under any of its names; `text` is collapsed.
    static func whole(_ text: String) -> LicenceExpression? {
        var text = text
        if text.hasPrefix("license ::") {
            guard let last = text.split(separator: ":").last else { return nil }
            text = collapse(String(last))
        }
        if text.hasPrefix("the ") { text = String(text.dropFirst(4)) }
        if let name = names[text] ?? LicenceAddresses.expression(text) { return LicenceExpression.parse(name) }
        for suffix in [" license", " licence", "-license", "-licence"] where text.hasSuffix(suffix) {
            let short = String(text.dropLast(suffix.utf8.count))
            if let name = names[short] { return LicenceExpression.parse(name) }
            if let entry = LicenceExpression.identified(short) { return entry }
        }
        if let expression = LicenceExpression.identified(text) { return expression }
        return gnu(text)
    }

    /// The GNU family in any spelling: `GPLv2+`, `LGPL (>= 2.1)`, `GNU General Public License v3 or later`.
    static func gnu(_ text: String) -> LicenceExpression? {
        var rest = text[...]
        // A short name that a classifier repeats at its end, such as `… v2 (gplv2)`, says nothing new.
        if rest.hasSuffix(")"), let open = rest.lastIndex(of: "("), open > rest.startIndex,
            !rest[open...].contains(">")
        {
            let inside = rest[rest.index(after: open)...].dropLast()
            if inside.contains("gpl") || inside.contains("gfdl") || inside.contains("fdl") { rest = rest[..<open] }
        }
        var squeezed = ""
        for character in rest.unicodeScalars where !" -_,()".unicodeScalars.contains(character) {
            squeezed.unicodeScalars.append(character)
        }
        rest = squeezed[...]
        func drop(_ prefix: String) -> Bool {
            guard rest.hasPrefix(prefix) else { return false }
            rest = rest.dropFirst(prefix.count)
            return true
        }
        _ = drop("gnu")
        let family: String
        if drop("lgpl") || drop("lessergeneralpubliclicense") || drop("librarygeneralpubliclicense")
            || drop("libraryorlessergeneralpubliclicense")
        {
            family = "LGPL"
        } else if drop("agpl") || drop("afferogeneralpubliclicense") {
            family = "AGPL"
        } else if drop("gpl") || drop("generalpubliclicense") {
            family = "GPL"
        } else if drop("gfdlniv") || drop("fdlniv") {
            family = "GFDL-NIV"
        } else if drop("gfdl") || drop("freedocumentationlicense") {
            family = "GFDL"
        } else {
            return nil
        }
        _ = drop("license")
        var later = drop(">=")
        if !later { _ = drop("==") }
        _ = drop("version") || drop("v")
        var version = ""
        while let first = rest.unicodeScalars.first, "0123456789.".unicodeScalars.contains(first) {
            version.unicodeScalars.append(first)
            rest = rest.dropFirst()
        }
        switch rest {
        case "": break
        case "+", "orlater", "orlaterversion", "oranylaterversion", "orhigher", "ornewer", "oranylater", "orabove",
            "orlaterlicense":
            later = true
        case "only", "license": break
        default: return nil
        }
        if version.isEmpty {
            // Any version at all: what `GPL+` says; a bare `GPL` does not say it.
            guard later else { return nil }
            let id = ["GPL": "GPL-1.0-or-later", "LGPL": "LGPL-2.0-or-later"][family]
            return id.flatMap(LicenceExpression.identified)
        }
        if !version.contains(".") { version += ".0" }
        let end = later ? "or-later" : "only"
        let id = family == "GFDL-NIV" ? "GFDL-\(version)-no-invariants-\(end)" : "\(family)-\(version)-\(end)"
        return LicenceExpression.identified(id)
    }

    /// Several licences joined by the words and signs in use; every one must be known.
    static func combined(_ text: String, depth: Int) -> LicenceExpression? {
        guard depth < 16, !text.isEmpty else { return nil }
        if text.hasPrefix("("), matchingBracketIsLast(text) {
            return single(String(text.dropFirst().dropLast()), depth: depth + 1)
        }
        // A comma before the word binds weakest (Debian copyright format 1.0, `License` field).
        for separators in [
            [", or "], [", and "], [" or ", " | ", "|", " || ", "||"], [" and ", " & ", " && ", "&", ";"],
        ] {
            let parts = split(text, at: separators)
            guard parts.count > 1 else { continue }
            var expressions: [LicenceExpression] = []
            for part in parts {
                // R: a file that fills in the template's holder and year.
                guard let expression = single(part, depth: depth + 1) else { return nil }
                if !expressions.contains(expression) { expressions.append(expression) }
            }
            if expressions.count == 1 { return expressions[0] }
            return separators.contains(" or ") || separators.contains(", or ") ? .or(expressions) : .and(expressions)
        }
        return nil
    }

    static func single(_ text: String, depth: Int) -> LicenceExpression? {
        var text = collapse(text)
        for suffix in [" + file license", " + file licence"] where text.hasSuffix(suffix) {
            text = String(text.dropLast(suffix.utf8.count))
        }
        if let expression = whole(text) { return expression }
        let parts = split(text, at: [" with "])
        if parts.count == 2, let base = whole(parts[0]) {
            var name = parts[1]
            for prefix in ["the ", "a "] where name.hasPrefix(prefix) { name = String(name.dropFirst(prefix.count)) }
            if let entry = LicenceList.exceptions[name] { return .with(base, exception: entry.id) }
            for suffix in ["-exception", " exception", "-exceptions", " exceptions"] where name.hasSuffix(suffix) {
                name = String(name.dropLast(suffix.utf8.count))
            }
            return exceptions[name].map { .with(base, exception: $0) }
        }
        return combined(text, depth: depth)
    }

    private static func matchingBracketIsLast(_ text: String) -> Bool {
        var depth = 0
        let bytes = Array(text.utf8)
        for (index, byte) in bytes.enumerated() {
            if byte == UInt8(ascii: "(") { depth += 1 }
            if byte == UInt8(ascii: ")") {
                depth -= 1
                if depth == 0 { return index == bytes.count - 1 }
            }
        }
        return false
    }

    /// Splits outside brackets.
    private static func split(_ text: String, at separators: [String]) -> [String] {
        let bytes = Array(text.utf8)
        let separators = separators.map { Array($0.utf8) }
        var parts: [String] = []
        var start = 0
        var index = 0
        var depth = 0
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "(") { depth += 1 }
            if bytes[index] == UInt8(ascii: ")") { depth -= 1 }
            if depth == 0, let found = separators.first(where: { bytes[index...].starts(with: $0) }) {
                parts.append(collapse(String(decoding: bytes[start..<index], as: UTF8.self)))
                index += found.count
                start = index
            } else {
                index += 1
            }
        }
        parts.append(collapse(String(decoding: bytes[start...], as: UTF8.self)))
        return parts
    }

    private static let exceptions: [String: String] = [
        "bison": "Bison-exception-2.2", "libtool": "Libtool-exception", "classpath": "Classpath-exception-2.0",
        "llvm": "LLVM-exception", "linux-syscall-note": "Linux-syscall-note", "texinfo": "Texinfo-exception",
        "font": "Font-exception-2.0", "gnu classpath": "Classpath-exception-2.0", "qt-1.1": "Qt-LGPL-exception-1.1",
        "ocaml-linking": "OCaml-LGPL-linking-exception", "universal-foss": "Universal-FOSS-exception-1.0",
    ]

    private static let names: [String: String] = [
        // MIT and its relatives
        "expat": "MIT", "mit/expat": "MIT", "mit (expat)": "MIT", "mit/x11": "MIT", "mit-license": "MIT",
        "x11/mit": "MIT", "expat/mit": "MIT", "mit x11": "MIT", "mit no attribution (mit-0)": "MIT-0",
        // Apache
        "apache-2": "Apache-2.0", "apache 2": "Apache-2.0", "apache 2.0": "Apache-2.0", "apache2": "Apache-2.0",
        "apache2.0": "Apache-2.0", "asl 2.0": "Apache-2.0", "asl-2.0": "Apache-2.0", "apache_2_0": "Apache-2.0",
        "apache license 2.0": "Apache-2.0", "apache license v2.0": "Apache-2.0", "apache-1": "Apache-1.0",
        "apache license, version 2.0": "Apache-2.0", "apache license version 2.0": "Apache-2.0",
        "apache v2": "Apache-2.0", "apachev2": "Apache-2.0", "apache-license-2.0": "Apache-2.0",
        "apache software license 2.0": "Apache-2.0", "apache license (== 2.0)": "Apache-2.0",
        "apache software license, version 2.0": "Apache-2.0", "asl 1.1": "Apache-1.1", "asl 1.0": "Apache-1.0",
        "apache_1_1": "Apache-1.1", "apache license (== 2)": "Apache-2.0", "apache license 2": "Apache-2.0",
        "apache-2-llvm-exceptions": "Apache-2.0 WITH LLVM-exception",
        // BSD
        "bsd-3": "BSD-3-Clause", "bsd3": "BSD-3-Clause", "bsd_3_clause": "BSD-3-Clause",
        "bsd 3-clause": "BSD-3-Clause", "bsd-3 clause": "BSD-3-Clause", "3-clause bsd": "BSD-3-Clause",
        "bsd 3 clause": "BSD-3-Clause", "new bsd": "BSD-3-Clause", "modified bsd": "BSD-3-Clause",
        "new bsd license": "BSD-3-Clause", "revised bsd": "BSD-3-Clause", "3-bsd": "BSD-3-Clause",
        "bsd-2": "BSD-2-Clause", "bsd2": "BSD-2-Clause", "bsd_2_clause": "BSD-2-Clause",
        "bsd 2-clause": "BSD-2-Clause", "2-clause bsd": "BSD-2-Clause", "simplified bsd": "BSD-2-Clause",
        "bsd 2 clause": "BSD-2-Clause", "freebsd": "BSD-2-Clause", "bsd-4": "BSD-4-Clause",
        "bsd with advertising": "BSD-4-Clause", "bsd-1": "BSD-1-Clause", "zero-clause bsd (0bsd)": "0BSD",
        // Other permissive ones
        "isc license (iscl)": "ISC", "iscl": "ISC", "zlib/libpng": "Zlib", "boost": "BSL-1.0", "boost-1.0": "BSL-1.0",
        "boost software license 1.0 (bsl-1.0)": "BSL-1.0", "bsl": "BSL-1.0", "python": "PSF-2.0",
        "psf": "PSF-2.0", "psfl": "PSF-2.0", "python software foundation license": "PSF-2.0", "cc0": "CC0-1.0",
        "python software foundation": "PSF-2.0", "unlicense (unlicense)": "Unlicense", "openldap-2.8": "OLDAP-2.8",
        "ofl": "OFL-1.1", "sil-1.1": "OFL-1.1", "sil open font license 1.1 (ofl-1.1)": "OFL-1.1",
        "postgresql": "PostgreSQL",
        "universal permissive license (upl)": "UPL-1.0", "wtfpl": "WTFPL", "zpl 2.1": "ZPL-2.1",
        "cc0 1.0 universal (cc0 1.0) public domain dedication": "CC0-1.0", "bzip2": "bzip2-1.0.6",
        "eclipse public license 1.0 (epl-1.0)": "EPL-1.0", "eclipse public license 2.0 (epl-2.0)": "EPL-2.0",
        "academic free license (afl)": "AFL-3.0", "vim": "Vim", "w3c": "W3C", "ncsa": "NCSA", "openssl": "OpenSSL",
        "university of illinois/ncsa open source license": "NCSA", "openssl license": "OpenSSL",
        "zope public license": "ZPL-2.1", "beerware": "Beerware", "ruby license": "Ruby", "ruby's": "Ruby",
        // Weak and strong copyleft outside the GNU family
        "mpl-2": "MPL-2.0", "mplv2.0": "MPL-2.0", "mplv1.1": "MPL-1.1", "mpl 2.0": "MPL-2.0", "mpl2": "MPL-2.0",
        "mozilla public license 2.0 (mpl 2.0)": "MPL-2.0", "mozilla public license 2.0": "MPL-2.0",
        "mozilla public license 1.1 (mpl 1.1)": "MPL-1.1", "mozilla_1_1": "MPL-1.1", "mpl 1.1": "MPL-1.1",
        "eupl 1.2": "EUPL-1.2", "european union public licence 1.2 (eupl 1.2)": "EUPL-1.2", "epl 1.0": "EPL-1.0",
        "epl 2.0": "EPL-2.0", "cddl": "CDDL-1.0", "sleepycat": "Sleepycat", "cecill-2": "CECILL-2.0",
        "eclipse public license 2.0": "EPL-2.0", "eclipse public license 1.0": "EPL-1.0",
        "eclipse public license v2.0": "EPL-2.0", "eclipse public license - v 2.0": "EPL-2.0",
        "eclipse public license - v 1.0": "EPL-1.0", "eclipse distribution license - v 1.0": "BSD-3-Clause",
        "edl-1": "BSD-3-Clause", "edl-1.0": "BSD-3-Clause", "edl 1.0": "BSD-3-Clause",
        // Perl and CPAN
        "artistic": "Artistic-1.0-Perl", "artistic-1": "Artistic-1.0", "artistic_1": "Artistic-1.0",
        "artistic-2": "Artistic-2.0", "artistic_2": "Artistic-2.0", "artistic 2.0": "Artistic-2.0",
        "artistic license 2.0": "Artistic-2.0", "gpl+ or artistic": "GPL-1.0-or-later OR Artistic-1.0-Perl",
        "perl_5": "Artistic-1.0-Perl OR GPL-1.0-or-later", "perl": "Artistic-1.0-Perl OR GPL-1.0-or-later",
        "same as perl": "Artistic-1.0-Perl OR GPL-1.0-or-later", "gpl_1": "GPL-1.0-only", "gpl_2": "GPL-2.0-only",
        "gpl_3": "GPL-3.0-only", "lgpl_2_1": "LGPL-2.1-only", "lgpl_3_0": "LGPL-3.0-only", "agpl_3": "AGPL-3.0-only",
        // Documents and art
        "cc-by-sa-3": "CC-BY-SA-3.0", "cc-by-sa-4": "CC-BY-SA-4.0", "cc-by-3": "CC-BY-3.0", "cc-by-4": "CC-BY-4.0",
        "cc by 4.0": "CC-BY-4.0", "cc by-sa 4.0": "CC-BY-SA-4.0", "fsf-unlimited": "FSFUL",
        "creative commons attribution 4.0": "CC-BY-4.0",
    ]
}
