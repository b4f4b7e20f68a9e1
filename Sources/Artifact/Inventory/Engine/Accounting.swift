internal import Archive
internal import Content

/// Gives every executable, library, archive and script exactly one status.
struct Accounting {
    private let box: TreeBox
    private let owners: Ownership
    private let components: [Component]
    private let explanations: [String: String]

    init(_ box: TreeBox, _ owners: Ownership, _ components: [Component], _ explanations: [String: String]) {
        self.box = box
        self.owners = owners
        self.components = components
        self.explanations = explanations
    }

    func account() -> FileAccount {
        var account = FileAccount()
        var modified: [String] = []
        box.merged.forEachVisible { path, entry in
            guard entry.kind == .file || entry.kind == .hardLink else { return }
            account.regular.count += 1
            account.regular.bytes += entry.size
            let verdict = compare(path, entry)
            if case .differs = verdict { modified.append(box.merged.paths.string(path)) }
            let text = box.merged.paths.string(path)
            guard Accountable.isCounted(Array(text.utf8), kind: entry.fileKind, mode: entry.mode) else { return }
            var file = FileAccount.File(path: text, kind: entry.fileKind, size: entry.size, status: .unowned)
            file.sha256 = box.merged.digest(path, .sha256)
            file.layer = box.merged.place(path).map { Int($0.layer) }
            let facts = box.merged.executable(path)
            file.buildID = facts?.buildID
            judge(path, verdict, facts, &file)
            account.files.append(file)
        }
        account.files.sort { $0.path < $1.path }
        account.modified = modified.sorted()
        account.missing = owners.missing
        return account
    }

    private enum Comparison {
        case unclaimed, noDigest, agrees, differs(String), configurationChanged
    }

    /// Compares a file with what its owners recorded; one record that agrees suffices.
    private func compare(_ path: Int32, _ entry: LayerScan.Entry) -> Comparison {
        guard let claims = owners.claims[path] else { return .unclaimed }
        var result = Comparison.noDigest
        for claim in claims {
            guard let expected = claim.digest, let found = box.merged.digest(path, expected.algorithm) else { continue }
            if expected == found { return .agrees }
            if claim.isConfiguration {
                result = .configurationChanged
            } else if case .noDigest = result {
                result = .differs(
                    "\(components[claim.component].name) records \(expected), found \(found)")
            }
        }
        return result
    }

    private func judge(
        _ path: Int32, _ verdict: Comparison, _ facts: ExecutableFacts?, _ file: inout FileAccount.File
    ) {
        let claimants = (owners.claims[path] ?? []).map(\.component)
        let identified = owners.identified[path] ?? []
        file.owners = Set(claimants + identified).sorted()
        switch verdict {
        case .agrees: file.status = .verified
        case .noDigest: file.status = .listed
        case .configurationChanged:
            file.status = .listed
            file.reason = "configuration file, changed since installation"
        case .differs(let reason):
            file.status = .modified
            file.reason = reason
        case .unclaimed:
            if !identified.isEmpty {
                file.status = .identified
            } else if let below = directoryOwner(path) {
                file.status = .identified
                file.owners = below
            } else if let reason = explanations[file.path] ?? generated(file) {
                file.status = .explained
                file.reason = reason
            } else if let opaque = facts?.opaque {
                file.status = .opaque
                file.reason = opaque
            }
        }
    }

    /// Generated files are data and scripts; a program at such a path is not explained by the path.
    private func generated(_ file: FileAccount.File) -> String? {
        switch file.kind {
        case .elf, .machO, .portableExecutable, .webAssembly: return nil
        default: return KnownGenerated.explanation(for: file.path, exists: exists)
        }
    }

    private func exists(_ path: String) -> Bool { box.merged.paths.find(path).map { box.merged.exists($0) } ?? false }

    /// Components of the nearest directory above that somebody claims as a whole.
    private func directoryOwner(_ path: Int32) -> [Int]? {
        guard !owners.directories.isEmpty else { return nil }
        var directory = box.merged.paths.parent(path)
        while directory > PathTable.root {
            if let list = owners.directories[directory] { return Set(list).sorted() }
            directory = box.merged.paths.parent(directory)
        }
        return nil
    }
}
