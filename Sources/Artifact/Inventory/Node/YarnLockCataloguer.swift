import Content
import StructuredText

/// `yarn.lock`, of yarn 1 (its own syntax) and of berry (YAML).
package struct YarnLockCataloguer: Cataloguer {
    package static let name = "yarn-lock"

    package init() {}

    package let wants: [Want] = [.name("yarn.lock")]

    package func read(_ file: WantedFile, into yield: inout Yield) throws {
        let text = file.text
        var graph = LockGraph()
        let head = text.prefix(2000)
        if head.contains("__metadata:") {
            try readBerry(file, &graph, &yield)
        } else {
            let (entries, malformed) = YarnClassic.entries(text)
            if let malformed {
                yield.gap(file.path, "not the syntax of yarn.lock: \(malformed.count) lines, first \(malformed.first)")
            }
            for entry in entries {
                guard let first = entry.specifiers.first, let (folder, range) = NodePackage.splitSpecifier(first),
                    let version = entry.fields["version"]
                else {
                    yield.gap(file.path, "an entry without name or version")
                    continue
                }
                var name = folder
                if range.hasPrefix("npm:"), let (target, _) = NodePackage.splitSpecifier(range.dropFirst(4)) {
                    name = target
                }
                let source = NodePackage.isLocalSource(range) ? range : entry.fields["resolved"]
                var component = NodePackage.locked(
                    name, version: version, source: source, integrity: entry.fields["integrity"], in: file.path)
                // Before integrity, the SHA-1 stood in the fragment of the address.
                if component.digests.isEmpty, let mark = source?.lastIndex(of: "#"), let source,
                    let digest = Digest(algorithm: .sha1, hex: source[source.index(after: mark)...]),
                    NodePackage.repository(source) == nil
                {
                    component.digests = [digest]
                }
                if folder != name { component.properties["alias"] = folder }
                add(component, entry.specifiers, entry.needs, &graph, &yield)
            }
        }
        graph.finish(into: &yield)
    }

    private func readBerry(_ file: WantedFile, _ graph: inout LockGraph, _ yield: inout Yield) throws {
        for document in try YAML.documents(file.bytes) {
            for member in document.members where member.key != "__metadata" {
                guard let resolution = member.value["resolution"]?.string,
                    let (name, reference) = NodePackage.splitSpecifier(resolution)
                else {
                    yield.gap(file.path, "an entry without a resolution: \(member.key.prefix(80))")
                    continue
                }
                // A patched package is the one that is patched; the virtual ones repeat it.
                if reference.hasPrefix("virtual:") { continue }
                let isPatched = reference.hasPrefix("patch:")
                let isRegistry = reference.hasPrefix("npm:") || isPatched
                var component = NodePackage.locked(
                    name, version: member.value["version"]?.scalar ?? "", source: isRegistry ? nil : reference,
                    integrity: nil, in: file.path)
                if isPatched { component.properties["patched"] = "true" }
                if let checksum = member.value["checksum"]?.scalar { component.properties["checksum"] = checksum }
                let specifiers = member.key.split(separator: ",").map { String($0.drop { $0 == " " }) }
                let needs = ["dependencies", "peerDependencies"].flatMap { member.value[$0]?.members ?? [] }
                    .flatMap { need in
                        let range = need.value.scalar ?? ""
                        return [["\(need.key)@\(range)", "\(need.key)@npm:\(range)", "\(need.key)@workspace:\(range)"]]
                    }
                add(component, specifiers, needs, &graph, &yield)
            }
        }
    }

    private func add(
        _ component: Component, _ specifiers: [String], _ needs: [[String]], _ graph: inout LockGraph,
        _ yield: inout Yield
    ) {
        let handle = yield.component(component)
        for specifier in specifiers { graph.add(handle, as: specifier) }
        for keys in needs { graph.need(keys, of: handle) }
    }
}

/// The syntax of yarn 1: entries headed by specifiers, fields indented by two, dependencies by four.
enum YarnClassic {
    struct Entry {
        var specifiers: [String]
        var fields: [String: String] = [:]
        /// Keys of the specifiers needed.
        var needs: [[String]] = []
    }

    /// - Returns: the entries, and how many lines are none of theirs with the number of the first, if any.
    static func entries(_ text: String) -> (entries: [Entry], malformed: (count: Int, first: Int)?) {
        var entries: [Entry] = []
        var malformed: (count: Int, first: Int)?
        var number = 0
        var section = ""
        for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            number += 1
            let indent = line.utf8.prefix { $0 == 0x20 }.count
            var words = words(line.dropFirst(indent))
            guard let first = words.first, !first.hasPrefix("#") || indent > 0 else { continue }
            if indent == 0 {
                guard let last = words.last, last.hasSuffix(":") else {
                    malformed = ((malformed?.count ?? 0) + 1, malformed?.first ?? number)
                    continue
                }
                words[words.count - 1] = String(last.dropLast())
                entries.append(Entry(specifiers: words.filter { !$0.isEmpty }))
                section = ""
                continue
            }
            guard !entries.isEmpty else {
                malformed = ((malformed?.count ?? 0) + 1, malformed?.first ?? number)
                continue
            }
            let last = entries.count - 1
            if indent == 2, words.count == 1, first.hasSuffix(":") {
                section = String(first.dropLast())
            } else if indent == 2, words.count >= 2 {
                section = ""
                entries[last].fields[first] = words[1]
            } else if indent >= 4, words.count >= 2, section == "dependencies" || section == "optionalDependencies" {
                entries[last].needs.append(["\(first)@\(words[1])"])
            }
        }
        return (entries, malformed)
    }

    /// Words separated by white space or commas; quotes hold a word together.
    private static func words(_ line: Substring) -> [String] {
        var words: [String] = []
        var word: [UInt8] = []
        var isQuoted = false
        for byte in line.utf8 {
            if byte == UInt8(ascii: "\"") {
                isQuoted.toggle()
            } else if !isQuoted, byte == UInt8(ascii: " ") || byte == UInt8(ascii: ",") {
                if !word.isEmpty { words.append(String(decoding: word, as: UTF8.self)) }
                word.removeAll(keepingCapacity: true)
            } else {
                word.append(byte)
            }
        }
        if !word.isEmpty { words.append(String(decoding: word, as: UTF8.self)) }
        return words
    }
}
