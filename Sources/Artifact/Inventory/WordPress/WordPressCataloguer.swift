/// WordPress with its plugins and themes (WordPress handbooks, "Header Requirements", "Main Stylesheet").
struct WordPressCataloguer: Cataloguer {
    static let name = "wordpress"

    /// How far into a file WordPress itself looks for a header.
    private static let headerLength = 8 << 10

    let wants: [Want] = [
        .glob("**/wp-includes/version.php"), .glob("**/wp-content/plugins/*/*.php"),
        .glob("**/wp-content/plugins/*.php"), .glob("**/wp-content/mu-plugins/*.php"),
        .glob("**/wp-content/themes/*/style.css"),
    ]

    func read(_ file: WantedFile, into yield: inout Yield) throws {
        let text = String(decoding: file.bytes.prefix(Self.headerLength), as: UTF8.self)
        switch file.name {
        case "version.php" where RootPath.name(file.directory) == "wp-includes": readCore(text, file, into: &yield)
        case "style.css": readPart(text, file, title: "Theme Name", type: "theme", into: &yield)
        default: readPart(text, file, title: "Plugin Name", type: "plugin", into: &yield)
        }
    }

    private func readCore(_ text: String, _ file: WantedFile, into yield: inout Yield) {
        guard let version = Self.variable("wp_version", in: text) else {
            yield.gap(file.path, "it sets no $wp_version")
            return
        }
        var component = Component(
            name: "wordpress", version: version, ecosystem: "generic",
            purl: PackageURL(type: "generic", name: "wordpress", version: version), kind: .application)
        component.cpes = ["cpe:2.3:a:wordpress:wordpress:\(Self.escaped(version)):*:*:*:*:*:*:*"]
        component.licences = [Licence("GPL-2.0-or-later", isDeclared: false)]
        component.supplier = "WordPress"
        component.homepage = "https://wordpress.org"
        let root = RootPath.parent(file.directory)
        component.directories = [file.directory, root.isEmpty ? "wp-admin" : "\(root)/wp-admin"]
        component.evidence = [Evidence(path: file.path, technique: .manifestAnalysis, detail: version)]
        yield.component(component)
    }

    private func readPart(
        _ text: String, _ file: WantedFile, title: String, type: String, into yield: inout Yield
    ) {
        // Most files of a plugin have no header; the one that has it is the plugin.
        let header = Self.header(text)
        guard let name = header[title] else { return }
        let folder = RootPath.name(file.directory)
        let isAlone = folder == "plugins" || folder == "mu-plugins"
        let slug = isAlone ? String(file.name.prefix { $0 != "." }) : folder
        let version = header["Version"] ?? ""
        var component = Component(
            name: slug, version: version, ecosystem: "wordpress",
            purl: PackageURL(
                type: "wordpress", name: slug, version: version, qualifiers: type == "theme" ? ["type": type] : [:]),
            kind: .application)
        component.summary = name
        component.supplier = header["Author"]
        component.homepage = header["Plugin URI"] ?? header["Theme URI"]
        component.licences = header["License"].map { [Licence($0)] } ?? []
        component.properties["type"] = type
        if isAlone {
            component.files = [ClaimedFile(file.path)]
        } else {
            component.directories = [file.directory]
        }
        component.evidence = [
            Evidence(
                path: file.path, technique: .manifestAnalysis, confidence: version.isEmpty ? 0.6 : 0.9, detail: name)
        ]
        yield.component(component)
    }

    /// `Name: value` lines of the first comment that has any; decoration in front of a name is ignored.
    static func header(_ text: String) -> [String: String] {
        let names: Set<String> = [
            "Plugin Name", "Theme Name", "Plugin URI", "Theme URI", "Version", "Author", "License",
        ]
        var found: [String: String] = [:]
        for raw in text.split(whereSeparator: \.isNewline) {
            var line = raw.drop { " \t/*#@".contains($0) }
            if line.hasPrefix("<?php") { line = line.dropFirst(5).drop { " \t/*#@".contains($0) } }
            guard let colon = line.utf8.firstIndex(of: UInt8(ascii: ":")) else { continue }
            let name = String(line[..<colon])
            guard names.contains(name), found[name] == nil else { continue }
            var value = line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
            if let end = value.firstRange(of: "*/") { value = value[..<end.lowerBound] }
            while value.last == " " || value.last == "\t" { value.removeLast() }
            if !value.isEmpty { found[name] = String(value) }
        }
        return found
    }

    /// The string that a line `$NAME = 'VALUE';` assigns.
    static func variable(_ name: String, in text: String) -> String? {
        for line in text.split(whereSeparator: \.isNewline) {
            let line = line.drop { $0 == " " || $0 == "\t" }
            guard line.hasPrefix("$\(name)") else { continue }
            let rest = line.dropFirst(name.count + 1).drop { $0 == " " || $0 == "=" || $0 == "\t" }
            guard let quote = rest.first, quote == "'" || quote == "\"" else { continue }
            let value = rest.dropFirst().prefix { $0 != quote }
            if !value.isEmpty { return String(value) }
        }
        return nil
    }

    /// A version in a CPE, where everything but letters, digits, `.`, `_` and `-` is escaped (NISTIR 7695 §6.2).
    private static func escaped(_ version: String) -> String {
        version.map { character in
            let isPlain = character.isASCII && (character.isLetter || character.isNumber || "._-".contains(character))
            return isPlain ? String(character) : "\\\(character)"
        }.joined()
    }
}
