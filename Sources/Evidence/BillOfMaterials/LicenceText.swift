import Content

/// Licence texts as documents need them.
enum LicenceText {
    /// The text as an SPDX expression (SPDX 2.3 annex D) in canonical spelling, or `nil` when it is none.
    static func expression(_ text: String) -> String? { SPDXExpression.normalise(text) }

    /// The name under which a document refers to a licence that SPDX does not list.
    ///
    /// Depends on the text alone, so that every document names the same licence alike.
    static func reference(_ text: String) -> String {
        var slug: [UInt8] = []
        for byte in text.utf8.prefix(40) {
            let isPlain =
                UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte || UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte
                || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte || byte == UInt8(ascii: ".")
            if isPlain {
                slug.append(byte)
            } else if slug.last != UInt8(ascii: "-") {
                slug.append(UInt8(ascii: "-"))
            }
        }
        let mark = Digest.of(Array(text.utf8)).hex.prefix(8)
        return "LicenseRef-" + String(decoding: slug, as: UTF8.self) + "-" + mark
    }
}

/// A reader of SPDX expressions over the identifiers most packages use; the rest become licence references.
enum SPDXExpression {
    private static let identifiers: [String: String] = {
        let known = """
            0BSD AFL-2.1 AFL-3.0 AGPL-3.0-only AGPL-3.0-or-later Apache-1.1 Apache-2.0 Artistic-1.0 Artistic-1.0-Perl \
            Artistic-2.0 BlueOak-1.0.0 BSD-1-Clause BSD-2-Clause BSD-3-Clause BSD-4-Clause BSD-4-Clause-UC BSL-1.0 \
            bzip2-1.0.6 CC-BY-3.0 CC-BY-4.0 CC-BY-SA-3.0 CC-BY-SA-4.0 CC0-1.0 CDDL-1.0 CDDL-1.1 curl ECL-2.0 EPL-1.0 \
            EPL-2.0 EUPL-1.2 FSFAP FSFUL FSFULLR FTL GFDL-1.2-only GFDL-1.2-or-later GFDL-1.3-only GFDL-1.3-or-later \
            GPL-1.0-only GPL-1.0-or-later GPL-2.0-only GPL-2.0-or-later GPL-3.0-only GPL-3.0-or-later HPND ICU IJG \
            ISC JSON LGPL-2.0-only LGPL-2.0-or-later LGPL-2.1-only LGPL-2.1-or-later LGPL-3.0-only LGPL-3.0-or-later \
            Libpng libtiff MIT MIT-0 MIT-CMU MPL-1.1 MPL-2.0 MS-PL NCSA OFL-1.1 OLDAP-2.8 OpenSSL PHP-3.01 PostgreSQL \
            PSF-2.0 Python-2.0 Ruby Sleepycat SSH-OpenSSH TCL Unicode-3.0 Unicode-DFS-2016 Unlicense UPL-1.0 Vim W3C \
            WTFPL X11 Zlib ZPL-2.1
            """
        return Dictionary(
            known.split(separator: " ").map { ($0.lowercased(), String($0)) }, uniquingKeysWith: { first, _ in first })
    }()
    private static let exceptions: [String: String] = Dictionary(
        [
            "Classpath-exception-2.0", "GCC-exception-3.1", "LLVM-exception", "OpenSSL-exception",
            "Autoconf-exception-2.0", "Autoconf-exception-3.0", "Bison-exception-2.2", "Linux-syscall-note",
        ].map { ($0.lowercased(), $0) }, uniquingKeysWith: { first, _ in first })

    static func normalise(_ text: String) -> String? {
        guard text.utf8.count <= 4096 else { return nil }
        var tokens: [String] = []
        var word: [UInt8] = []
        func flush() {
            if !word.isEmpty { tokens.append(String(decoding: word, as: UTF8.self)) }
            word.removeAll()
        }
        for byte in text.utf8 {
            switch byte {
            case 0x20: flush()
            case UInt8(ascii: "("), UInt8(ascii: ")"):
                flush()
                tokens.append(byte == UInt8(ascii: "(") ? "(" : ")")
            default: word.append(byte)
            }
        }
        flush()
        var parser = Parser(tokens: tokens)
        guard let result = parser.alternatives(depth: 0), parser.position == tokens.count else { return nil }
        return result
    }

    private struct Parser {
        let tokens: [String]
        var position = 0

        init(tokens: [String]) { self.tokens = tokens }

        private var next: String? { position < tokens.count ? tokens[position] : nil }

        mutating func alternatives(depth: Int) -> String? {
            guard depth < 32, var text = conjunction(depth: depth) else { return nil }
            while next?.uppercased() == "OR" {
                position += 1
                guard let right = conjunction(depth: depth) else { return nil }
                text += " OR " + right
            }
            return text
        }

        private mutating func conjunction(depth: Int) -> String? {
            guard var text = simple(depth: depth) else { return nil }
            while next?.uppercased() == "AND" {
                position += 1
                guard let right = simple(depth: depth) else { return nil }
                text += " AND " + right
            }
            return text
        }

        private mutating func simple(depth: Int) -> String? {
            guard let token = next else { return nil }
            position += 1
            if token == "(" {
                guard let inner = alternatives(depth: depth + 1), next == ")" else { return nil }
                position += 1
                return "(" + inner + ")"
            }
            guard let identifier = identifiers[token.lowercased()] else { return nil }
            guard next?.uppercased() == "WITH" else { return identifier }
            position += 1
            guard let name = next, let exception = exceptions[name.lowercased()] else { return nil }
            position += 1
            return identifier + " WITH " + exception
        }
    }
}
