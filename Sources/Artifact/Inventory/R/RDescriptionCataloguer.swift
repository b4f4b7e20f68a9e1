import StructuredText

/// R packages in a library, by the `DESCRIPTION` that `R CMD INSTALL` completes with `Built`
/// ("Writing R Extensions" §1.1.1).
struct RDescriptionCataloguer: Cataloguer {
    static let name = "r-description"

    var wants: [Want] { [.glob("**/DESCRIPTION", limit: 4 << 20)] }

    func read(_ file: WantedFile, into yield: inout Yield) throws {
        var blocks = HeaderBlocks(file.bytes)
        // Other tools have files of that name; only R's are built or packaged.
        guard let block = blocks.next(), let name = block["Package"], !name.isEmpty,
            let built = block["Built"] ?? block["Packaged"]
        else { return }
        guard let version = block["Version"], !version.isEmpty else {
            yield.gap(file.path, "R package \(name.prefix(80)) without version")
            return
        }
        let isInstalled = block["Built"] != nil
        var fields: [String: String] = [:]
        for field in ["RemoteType", "RemoteUsername", "RemoteRepo", "RemoteSha", "RemoteUrl"] as [StaticString] {
            if let text = block[field] { fields["\(field)"] = text }
        }
        var component = RPackage.component(
            name, version: version, presence: isInstalled ? .installed : .declared, remote: { fields[$0] })
        if let licence = block["License"], !licence.isEmpty { component.licences = [RLicence.licence(licence)] }
        component.supplier = block["Maintainer"]
        component.homepage = block["URL"]?.split(whereSeparator: { $0 == "," || $0.isWhitespace }).first
            .map(String.init)
        component.summary = block["Title"]?.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        component.properties["priority"] = block["Priority"]
        component.properties["repository"] = block["Repository"]
        if block["biocViews"] != nil { component.properties["repository"] = "Bioconductor" }
        component.evidence = [
            Evidence(
                path: file.path, technique: .manifestAnalysis, detail: (isInstalled ? "Built: " : "Packaged: ") + built)
        ]
        component.requirements =
            (RPackage.names(block["Depends"]) + RPackage.names(block["Imports"])).map { Requirement($0) }
            + RPackage.names(block["LinkingTo"]).map { Requirement($0, relation: .build) }
        if !file.directory.isEmpty { component.directories = [file.directory] }
        yield.component(component)
    }
}
