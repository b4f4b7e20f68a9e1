/// Which components need each other's shared libraries.
struct DynamicLinks {
    private let box: TreeBox
    private let owners: Ownership
    /// By name under which a library is asked for: paths that have it, sorted.
    private var libraries: [String: [String]] = [:]

    init(_ box: TreeBox, _ owners: Ownership) {
        self.box = box
        self.owners = owners
        for executable in box.executables where executable.facts.isLibrary {
            let name = executable.path.split(separator: "/").last.map(String.init) ?? executable.path
            libraries[name, default: []].append(executable.path)
            if let soname = executable.facts.soname, soname != name {
                libraries[soname, default: []].append(executable.path)
            }
        }
    }

    func relationships() -> Set<Relationship> {
        var edges: Set<Relationship> = []
        for executable in box.executables where !executable.facts.needed.isEmpty {
            let from = owners(of: executable.path)
            guard !from.isEmpty else { continue }
            for name in executable.facts.needed {
                guard let library = library(name, for: executable) else { continue }
                for target in owners(of: library) {
                    for source in from where source != target {
                        edges.insert(Relationship(from: source, relation: .dynamicLink, to: target))
                    }
                }
            }
        }
        return edges
    }

    private func owners(of path: String) -> [Int] {
        guard let id = box.merged.paths.find(path) else { return [] }
        if let claims = owners.claims[id] { return Set(claims.map(\.component)).sorted() }
        return owners.identified[id] ?? []
    }

    /// The loader's order (ld.so(8)): the program's own search paths, then the system's directories; of several
    /// candidates elsewhere the first by name.
    private func library(_ name: String, for executable: (path: String, facts: ExecutableFacts)) -> String? {
        guard let candidates = libraries[name]?.filter({ machine($0) == executable.facts.machine }),
            let first = candidates.first
        else { return nil }
        if candidates.count == 1 { return first }
        let origin = executable.path.split(separator: "/").dropLast().joined(separator: "/")
        let own = executable.facts.searchPaths.map { path in
            let expanded = path.replacing("$ORIGIN", with: "/" + origin).replacing("${ORIGIN}", with: "/" + origin)
            return box.merged.resolve(expanded).map { box.merged.paths.string($0) } ?? expanded
        }
        for directory in own + Self.systemDirectories(executable.facts.machine) {
            if let match = candidates.first(where: {
                $0.split(separator: "/").dropLast().joined(separator: "/") == directory
            }) {
                return match
            }
        }
        return first
    }

    private func machine(_ path: String) -> String? {
        box.merged.paths.find(path).flatMap { box.merged.executable($0)?.machine }
    }

    private static func systemDirectories(_ machine: String) -> [String] {
        ["lib/\(machine)-linux-gnu", "usr/lib/\(machine)-linux-gnu", "lib64", "usr/lib64", "lib", "usr/lib"]
    }
}
