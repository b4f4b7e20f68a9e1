/// Reads SBOMs that lie inside the artifact: CycloneDX in JSON and XML, SPDX 2 in JSON and tag-value, SPDX 3 and
/// syft's own JSON.
///
/// A document is recognised by its content, not by its name; what it lists is stated, not seen.
struct SBOMDocumentCataloguer: Cataloguer {
    static let name = "sbom-document"

    let wants: [Want] = [
        .suffix(".spdx.json"), .suffix(".cdx.json"), .suffix(".sbom.json"), .suffix(".bom.json"),
        .suffix(".syft.json"), .suffix(".cdx.xml"), .suffix(".spdx"), .name("bom.json"), .name("bom.xml"),
        .glob("**/sbom*.json"), .glob("**/META-INF/sbom/*.json"), .glob("**/META-INF/sbom/*.xml"),
        .glob("**/*.dist-info/sboms/**"),
    ]

    func read(_ file: WantedFile, into yield: inout Yield) throws {
        try SBOMDocumentReader.read(file.bytes, path: file.path)?.emit(into: &yield)
    }
}
