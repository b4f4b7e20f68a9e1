import JSONText

/// Homebrew: the receipt and the formula in every directory `Cellar/NAME/VERSION`.
struct HomebrewCataloguer: Cataloguer {
    static let name = "homebrew"

    let wants: [Want] = [
        .glob("**/Cellar/*/*/INSTALL_RECEIPT.json", limit: 4 << 20), .glob("**/Cellar/*/*/.brew/*.rb", limit: 4 << 20),
    ]

    func read(_ file: WantedFile, into yield: inout Yield) throws {
        let isReceipt = file.name == "INSTALL_RECEIPT.json"
        let keg = isReceipt ? file.directory : RootPath.parent(file.directory)
        let name = RootPath.name(RootPath.parent(keg))
        let version = RootPath.name(keg)
        guard !name.isEmpty, !version.isEmpty else { return }
        var component = Component(
            name: name, version: version, ecosystem: "brew",
            purl: PackageURL(type: "brew", name: name, version: version), kind: .application)
        component.directories = [keg]
        component.evidence = [Evidence(path: file.path, technique: .manifestAnalysis, detail: "\(name) \(version)")]
        if isReceipt {
            let root: JSONValue
            do {
                root = try JSONDocument(file.bytes).root
            } catch {
                // The directories alone tell what is installed.
                yield.component(component)
                throw error
            }
            component.requirements = (root["runtime_dependencies"].map { Array($0.elements) } ?? [])
                .compactMap { $0["full_name"]?.string }.map { Requirement(RootPath.name($0)) }
            component.properties["tap"] = root["source"]?["tap"]?.string
            if root["installed_as_dependency"]?.bool == true { component.properties["requested"] = "false" }
        } else {
            component.summary = Self.literal("desc", in: file.text)
            component.homepage = Self.literal("homepage", in: file.text)
            component.licences = Self.literal("license", in: file.text).map { [Licence($0)] } ?? []
        }
        yield.component(component)
    }

    /// The string after a word at the start of a line; a formula is a program, of which only literals are read.
    static func literal(_ word: String, in text: String) -> String? {
        for line in text.split(whereSeparator: \.isNewline) {
            let line = line.drop { $0 == " " }
            guard line.hasPrefix("\(word) \"") else { continue }
            let value = line.dropFirst(word.count + 2).prefix { $0 != "\"" }
            return value.isEmpty || value.contains("#{") ? nil : String(value)
        }
        return nil
    }
}
