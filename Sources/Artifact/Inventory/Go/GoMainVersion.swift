/// The version of a program's main module, and where it comes from.
///
/// Old toolchains and builds without version control say `(devel)`; the binary often tells more.
struct GoMainVersion: Equatable {
    enum Source: String {
        case buildInfo = "build-info"
        case linkerFlag = "linker-flag"
        case versionControl = "version-control"
        /// A version that stands alone among the read-only data of the program.
        case embeddedString = "embedded-string"
        case unknown
    }

    var version: String
    var source: Source
    var confidence: Double

    init(_ info: GoBuildInfo) {
        let stated = info.main?.version ?? ""
        if !stated.isEmpty, stated != "(devel)" {
            self.init(version: stated, source: .buildInfo, confidence: 1)
        } else if let flag = Self.fromLinkerFlags(info) {
            self.init(version: flag, source: .linkerFlag, confidence: 0.8)
        } else if let pseudo = Self.pseudoVersion(info) {
            self.init(version: pseudo, source: .versionControl, confidence: 0.9)
        } else {
            self.init(version: "", source: .unknown, confidence: 0.3)
        }
    }

    private init(version: String, source: Source, confidence: Double) {
        self.version = version
        self.source = source
        self.confidence = confidence
    }

    init(embedded text: String) {
        self.init(version: text.hasPrefix("v") ? text : "v\(text)", source: .embeddedString, confidence: 0.6)
    }

    /// A value given with `-X importpath.version=…`. Two different candidates of equal rank decide nothing.
    private static func fromLinkerFlags(_ info: GoBuildInfo) -> String? {
        guard let flags = info.setting("-ldflags") else { return nil }
        var tiers: [[String]] = [[], [], []]
        var words = split(flags)[...]
        while let word = words.popFirst() {
            var assignment = word
            if word == "-X" || word == "--X" {
                guard let next = words.popFirst() else { break }
                assignment = next
            } else if word.hasPrefix("-X=") {
                assignment = String(word.dropFirst(3))
            } else {
                continue
            }
            guard let equals = assignment.firstIndex(of: "=") else { continue }
            let key = assignment[..<equals]
            let value = String(assignment[assignment.index(after: equals)...])
            guard let dot = key.lastIndex(of: ".") else { continue }
            let variable = key[key.index(after: dot)...].lowercased()
            guard variable == "version" || variable == "ver" || variable.hasSuffix("version"),
                !variable.hasPrefix("go"), isVersion(value)
            else { continue }
            let package = String(key[..<dot])
            let last = package.split(separator: "/").last.map(String.init) ?? package
            if let module = info.main?.path,
                package == module || package.hasPrefix("\(module)/cmd/") || package == info.path
            {
                tiers[0].append(value)
            } else if ["main", "common", "version", "cmd", "buildinfo"].contains(last) {
                tiers[1].append(value)
            } else if let module = info.main?.path, package.hasPrefix("\(module)/") {
                tiers[2].append(value)
            }
        }
        for tier in tiers where !tier.isEmpty {
            let values = Set(tier.map { $0.hasPrefix("v") ? $0 : "v\($0)" })
            return values.count == 1 ? values.first : nil
        }
        return nil
    }

    /// `v0.0.0-YYYYMMDDHHMMSS-REVISION`, as Go itself names an untagged commit.
    private static func pseudoVersion(_ info: GoBuildInfo) -> String? {
        guard let revision = info.setting("vcs.revision"), revision.utf8.count >= 12,
            revision.utf8.allSatisfy({ $0 < 0x80 }), let time = info.setting("vcs.time")
        else { return nil }
        let digits = time.filter(\.isWholeNumber)
        guard digits.count >= 14 else { return nil }
        let dirty = info.setting("vcs.modified") == "true" ? "+dirty" : ""
        return "v0.0.0-\(digits.prefix(14))-\(revision.prefix(12))\(dirty)"
    }

    private static func isVersion(_ text: String) -> Bool {
        let body = text.hasPrefix("v") ? text.dropFirst() : text[...]
        guard body.first?.isNumber ?? false, body.contains("."), body.utf8.count <= 64 else { return false }
        return body.utf8.allSatisfy { byte in
            UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte || UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20
                || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+")
                || byte == UInt8(ascii: "~")
        }
    }

    /// Words of a command line; quotes hold words together.
    private static func split(_ text: String) -> [String] {
        var words: [String] = []
        var word = ""
        var quote: Character?
        for character in text {
            if let open = quote {
                if character == open { quote = nil } else { word.append(character) }
            } else if character == "'" || character == "\"" {
                quote = character
            } else if character.isWhitespace {
                if !word.isEmpty { words.append(word) }
                word = ""
            } else {
                word.append(character)
            }
        }
        return word.isEmpty ? words : words + [word]
    }
}
