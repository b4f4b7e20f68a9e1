import JSONText

/// Conan's `conan.lock` of both generations, `conanfile.txt`, and the `conaninfo.txt` of packages in its cache.
struct ConanCataloguer: Cataloguer {
    static let name = "conan"

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    let wants: [Want] = [
        .name("conan.lock"), .name("conanfile.txt", limit: 4 << 20), .name("conaninfo.txt", limit: 4 << 20),
    ]

    func read(_ file: WantedFile, into yield: inout Yield) throws {
        switch file.name {
        case "conan.lock": try readLock(file, into: &yield)
        case "conanfile.txt": readRecipe(file, into: &yield)
        default: readInstalled(file, into: &yield)
        }
    }

    private func readLock(_ file: WantedFile, into yield: inout Yield) throws {
        let root = try JSONDocument(file.bytes).root
        if let nodes = root["graph_lock"]?["nodes"] {
            readGraph(nodes, file, into: &yield)
            return
        }
        let sections = ["requires", "build_requires", "python_requires", "config_requires"]
        guard sections.contains(where: { root[$0] != nil }) else {
            throw Failure(description: "conan.lock: expected graph_lock or requires, found neither")
        }
        // The second generation is flat: which package needs which is not in it.
        for section in sections {
            for element in root[section].map({ Array($0.elements) }) ?? [] {
                // An element may be a pair of reference and package identifiers.
                guard let text = element.string ?? element[0]?.string else { continue }
                add(text, section, file, into: &yield)
            }
        }
    }

    /// The graph of Conan 1: nodes by number.
    private func readGraph(_ nodes: JSONValue, _ file: WantedFile, into yield: inout Yield) {
        var graph = LockGraph()
        for (number, node) in nodes.members {
            // The node of the project itself has a path, or a reference without version.
            guard var text = node["ref"]?.string ?? node["pref"]?.string, !text.isEmpty else { continue }
            if let id = node["package_id"]?.string, !text.contains(":") {
                text += ":\(id)" + (node["prev"]?.string.map { "#\($0)" } ?? "")
            }
            guard let handle = add(text, "requires", file, into: &yield) else { continue }
            graph.add(handle, as: number)
            for need in node["requires"].map({ Array($0.elements) }) ?? [] {
                // Before version 0.4 an element was `reference#number`.
                guard let need = need.string else { continue }
                graph.need([need, need.split(separator: "#").last.map(String.init) ?? need], of: handle)
            }
            for need in node["build_requires"].map({ Array($0.elements) }) ?? [] {
                guard let need = need.string else { continue }
                graph.need([need], of: handle, relation: .developmentDependency)
            }
        }
        graph.finish(into: &yield)
    }

    /// The sections of a recipe in text form whose lines are references.
    private func readRecipe(_ file: WantedFile, into yield: inout Yield) {
        for (section, line) in Self.lines(file.text)
        where ["requires", "build_requires", "tool_requires", "test_requires"].contains(section) {
            add(line, section, file, into: &yield)
        }
    }

    @discardableResult
    private func add(
        _ text: String, _ section: String, _ file: WantedFile, into yield: inout Yield
    ) -> Yield.Handle? {
        guard let reference = ConanReference(text) else {
            yield.gap(file.path, "expected a reference name/version, found \(text.prefix(80))")
            return nil
        }
        var component = reference.component(presence: .declared)
        component.realm = file.path
        if section != "requires" { component.properties["scope"] = section }
        component.evidence = [
            Evidence(
                path: file.path, technique: .manifestAnalysis, confidence: reference.range == nil ? 1 : 0.5,
                detail: String(text.prefix(200)))
        ]
        return yield.component(component)
    }

    /// A package in the cache of Conan 1: `data/NAME/VERSION/USER/CHANNEL/package/ID/conaninfo.txt`.
    private func readInstalled(_ file: WantedFile, into yield: inout Yield) {
        let segments = file.path.split(separator: "/").map(String.init)
        let needs = Self.lines(file.text).filter { $0.section == "full_requires" || $0.section == "requires" }
            .compactMap { ConanReference($0.line)?.name }
        guard segments.count >= 7, segments[segments.count - 3] == "package" else {
            // Conan 2 names its cache directories by hashes: only the needs are known, and a lock file lists those.
            return
        }
        let start = segments.count - 7
        let text = "\(segments[start])/\(segments[start + 1])@\(segments[start + 2])/\(segments[start + 3])"
        guard var reference = ConanReference(text) else {
            yield.gap(file.path, "the directories above it name no package")
            return
        }
        reference.packageID = segments[segments.count - 2]
        var component = reference.component(presence: .installed)
        component.directories = [file.directory]
        component.requirements = Set(needs).sorted().map { Requirement($0) }
        component.evidence = [Evidence(path: file.path, technique: .manifestAnalysis, detail: text)]
        yield.component(component)
    }

    /// Lines that are neither empty nor comments, with the section they stand in.
    static func lines(_ text: String) -> [(section: String, line: String)] {
        var section = ""
        var found: [(section: String, line: String)] = []
        for raw in text.split(whereSeparator: \.isNewline) {
            // Comments start at a hash sign that follows white space; others start a revision.
            var line = raw.drop { $0 == " " || $0 == "\t" }
            if let mark = line.firstRange(of: " #") { line = line[..<mark.lowerBound] }
            while line.last == " " || line.last == "\t" { line.removeLast() }
            guard let first = line.first, first != "#" else { continue }
            if first == "[", line.last == "]" {
                section = String(line.dropFirst().dropLast())
            } else {
                found.append((section, String(line)))
            }
        }
        return found
    }
}
