/// Literal pins of `install_requires` in `setup.cfg` and `setup.py`.
///
/// `setup.py` is a program; only string literals of the form `'name==version'` in the list are taken, the rest is
/// known to no reader.
package struct SetupCataloguer: Cataloguer {
    package static let name = "python-setup"

    package init() {}

    package let wants: [Want] = [.name("setup.py", limit: 4 << 20), .name("setup.cfg", limit: 4 << 20)]

    package func read(_ file: WantedFile, into yield: inout Yield) throws {
        let texts = file.name == "setup.cfg" ? Self.configured(file.text) : Self.literals(file.text)
        for text in texts {
            guard let need = PythonRequirement(text), let version = need.pinned else { continue }
            var component = PythonName.component(need.name, version: version, presence: .declared)
            component.realm = file.path
            component.evidence = [
                Evidence(
                    path: file.path, technique: .manifestAnalysis, confidence: 0.7, detail: String(text.prefix(120)))
            ]
            yield.component(component)
        }
    }

    /// The indented lines after `install_requires =` in section `[options]`.
    static func configured(_ text: String) -> [String] {
        var section = ""
        var isInside = false
        var found: [String] = []
        for line in text.split(whereSeparator: \.isNewline) {
            if line.hasPrefix("[") {
                section = String(line)
                isInside = false
            } else if line.first == " " || line.first == "\t" {
                if isInside { found.append(String(line)) }
            } else if !line.hasPrefix("#") {
                let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                isInside =
                    section.hasPrefix("[options]") && parts.first?.filter { $0 != " " } == "install_requires"
                if isInside, parts.count == 2, !parts[1].isEmpty { found.append(String(parts[1])) }
            }
        }
        return found
    }

    /// The string literals of the list after `install_requires=`.
    static func literals(_ text: String) -> [String] {
        let bytes = Array(text.utf8)
        let mark = Array("install_requires".utf8)
        var found: [String] = []
        var index = 0
        while index + mark.count <= bytes.count {
            guard bytes[index] == mark[0], bytes[index..<index + mark.count].elementsEqual(mark) else {
                index += 1
                continue
            }
            index += mark.count
            while index < bytes.count, bytes[index] == 0x20 || bytes[index] == UInt8(ascii: "=") { index += 1 }
            guard index < bytes.count, bytes[index] == UInt8(ascii: "[") else { continue }
            while index < bytes.count, bytes[index] != UInt8(ascii: "]") {
                let byte = bytes[index]
                index += 1
                if byte == UInt8(ascii: "#") {
                    while index < bytes.count, bytes[index] != UInt8(ascii: "\n") { index += 1 }
                } else if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") {
                    let start = index
                    while index < bytes.count, bytes[index] != byte, bytes[index] != UInt8(ascii: "\n") { index += 1 }
                    found.append(String(decoding: bytes[start..<index], as: UTF8.self))
                    if index < bytes.count { index += 1 }
                }
            }
        }
        return found
    }
}
