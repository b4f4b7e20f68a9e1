internal import Content
internal import Inventory

/// An inventory for people.
struct InventoryReport {
    private let inventory: Inventory
    private let ecosystem: String?
    private let files: InventoryCommand.FileList

    init(_ inventory: Inventory, ecosystem: String? = nil, files: InventoryCommand.FileList) {
        self.inventory = inventory
        self.ecosystem = ecosystem
        self.files = files
    }

    func text(_ palette: Palette) -> String {
        var text = ""
        text += palette.strong(Table.printable(inventory.subject.name)) + "\n"
        if let digest = inventory.subject.manifest ?? inventory.subject.configuration { text += "  \(digest)\n" }
        let system = inventory.release.map { $0.prettyName ?? $0.distro } ?? "operating system not identified"
        text += "  \(Table.printable(system))"
        if let platform = inventory.subject.platform { text += ", \(platform)" }
        text += inventory.layers.isEmpty ? "\n\n" : ", \(inventory.layers.count) layers\n\n"
        text += components() + "\n"
        text += account(palette)
        return text
    }

    private func components() -> String {
        var table = Table(["NAME", "VERSION", "TYPE", "LAYER", "LICENCE", "FOUND BY"])
        var shown = 0
        for component in inventory.components {
            if let ecosystem, component.ecosystem != ecosystem { continue }
            shown += 1
            table.append([
                component.name, component.version.isEmpty ? "?" : component.version,
                component.presence == .installed
                    ? component.ecosystem : "\(component.ecosystem) (\(component.presence.rawValue))",
                component.layer.map(String.init) ?? "-",
                component.licences.isEmpty ? "?" : component.licences.map(\.text).joined(separator: ", "),
                component.evidence.first?.cataloguer ?? "",
            ])
        }
        guard shown > 0 else { return "no components\n" }
        return table.render(width: Console.width)
            + "\(shown) components, \(inventory.relationships.count) relationships\n"
    }

    private func account(_ palette: Palette) -> String {
        let account = inventory.files
        var text = ""
        for status in FileAccount.Status.allCases {
            let tally = account.tally(status)
            guard tally.count > 0 else { continue }
            let label = status.rawValue
            let padded = label + String(repeating: " ", count: max(0, 11 - label.count))
            let line = "  \(padded)\(tally.count) files, \(Self.size(tally.bytes))"
            text += (status.isAccounted ? line : palette.warning(line)) + "\n"
        }
        guard !account.files.isEmpty || !account.missing.isEmpty else {
            return palette.warning("no executables, libraries, archives or scripts") + "\n"
        }
        let ratio = Percent.text(account.completeness)
        text =
            "executables, libraries, archives and scripts: "
            + (account.completeness >= 1
                ? palette.good("\(ratio) accounted for") : palette.warning("\(ratio) accounted for"))
            + "\n" + text
        if !account.modified.isEmpty {
            text += palette.bad("  \(account.modified.count) files differ from their package's record") + "\n"
            for path in account.modified.prefix(20) { text += "    \(Table.printable(path))\n" }
            if account.modified.count > 20 { text += "    and \(account.modified.count - 20) more\n" }
        }
        if !account.missing.isEmpty { text += "  \(account.missing.count) files that packages list are not there\n" }
        let listed = account.files.filter { file in
            switch files {
            case .none: false
            case .unowned: file.status == .unowned || file.status == .opaque
            case .modified: file.status == .modified
            case .all: true
            }
        }
        if !listed.isEmpty {
            var table = Table(["STATUS", "SIZE", "FILE", "SHA-256", "LAYER"])
            for file in listed {
                table.append([
                    file.status.rawValue, Self.size(file.size), file.path,
                    file.sha256.map { String($0.hex.prefix(12)) } ?? "", file.layer.map(String.init) ?? "-",
                ])
            }
            text += "\n" + table.render(width: Console.width)
        }
        return text
    }

    static func size(_ bytes: Int) -> String {
        if bytes < 1000 { return "\(bytes) B" }
        var value = Double(bytes)
        for unit in ["kB", "MB", "GB"] {
            value /= 1000
            if value < 1000 || unit == "GB" {
                let tenths = Int((value * 10).rounded())
                return "\(tenths / 10).\(tenths % 10) \(unit)"
            }
        }
        return "\(bytes) B"
    }
}
