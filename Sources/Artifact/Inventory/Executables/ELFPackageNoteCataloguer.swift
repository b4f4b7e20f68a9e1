/// Packages named by the notes in ELF files: what tells of a package when its database entry is gone.
///
/// Several files of one package give one component. The engine drops those whose files the database lists: notes
/// often name the source package.
struct ELFPackageNoteCataloguer: Cataloguer {
    static let name = "elf-package-note"

    let wants: [Want] = [.content(.elf, limit: 1 << 30)]

    func read(_ file: WantedFile, into yield: inout Yield) throws {
        guard let image = ELFFile(file.bytes) else { return }
        for note in try ELFPackageNote.all(in: image) { yield.fact(note) }
    }

    func conclude(_ view: any ImageView, into yield: inout Yield) {
        var order: [String] = []
        var components: [String: Component] = [:]
        for (path, note) in view.facts(ELFPackageNote.self) {
            let type = ["deb", "rpm", "apk", "alpm"].contains(note.type) ? note.type : "generic"
            let key = "\(type) \(note.name) \(note.version) \(note.architecture ?? "")"
            let evidence = Evidence(
                path: path, technique: .binaryAnalysis, confidence: 0.9,
                detail: "package note: \(note.name) \(note.version)")
            if components[key] != nil {
                components[key]?.evidence.append(evidence)
                continue
            }
            var component = Component(name: note.name, version: note.version, ecosystem: type, purl: note.purl)
            component.evidence = [evidence]
            component.cpes = note.applicationCPE.map { [$0] } ?? []
            component.properties["architecture"] = note.architecture
            component.properties["os"] = note.os
            component.properties["osCpe"] = note.osCPE
            component.properties["debugInfoUrl"] = note.debugInfoURL
            order.append(key)
            components[key] = component
        }
        for key in order { if let component = components[key] { yield.component(component) } }
    }
}
