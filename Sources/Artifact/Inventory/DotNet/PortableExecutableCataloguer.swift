/// Identifies Windows executables and .NET assemblies by their version resource.
///
/// Assemblies that a `deps.json` lists are left to it.
struct PortableExecutableCataloguer: Cataloguer {
    static let name = "portable-executable"

    /// What one file says of itself.
    struct Identity: Sendable, Equatable {
        var name: String
        var version: String
        var isManaged: Bool
        var company: String?
        var summary: String?
        var fileVersion: String?
        var productVersion: String?
    }

    var wants: [Want] { [.content(.portableExecutable, limit: 256 << 20), .suffix(".deps.json")] }

    func read(_ file: WantedFile, into yield: inout Yield) throws {
        if file.name.lowercased().hasSuffix(".deps.json") {
            // A file that cannot be read accounts for nothing; its own cataloguer says why.
            guard let graph = try? DotNetDepsCataloguer.graph(file, gap: { _ in }) else { return }
            yield.fact(graph)
            return
        }
        // `MZ` alone also starts DOS programs, fonts and text; what has no PE header is none.
        let fields = PEFields(file.bytes)
        guard let header = fields.integer32(0x3c), fields.integer32(header) == 0x4550 else { return }
        let image = try PEFile(file.bytes)
        if let identity = Self.identity(image, file: file.name) { yield.fact(identity) }
    }

    func conclude(_ view: any ImageView, into yield: inout Yield) {
        var accounted: Set<String> = []
        for (_, graph) in view.facts(DotNetDepsCataloguer.Graph.self) {
            // The paths come from Windows as often as not.
            for component in graph.components { accounted.formUnion(component.files.map { $0.path.lowercased() }) }
        }
        for (path, identity) in view.facts(Identity.self) where !accounted.contains(path.lowercased()) {
            if identity.isManaged, identity.name.hasSuffix(".resources") {
                yield.explain(path, "translations of \(identity.name.dropLast(".resources".utf8.count))")
            } else {
                yield.component(Self.component(identity, path: path))
            }
        }
    }

    static func identity(_ image: PEFile, file: String) -> Identity? {
        let strings = image.versionStrings
        let stem = file.lastIndex(of: ".").map { String(file[..<$0]) } ?? file
        let product = strings["ProductName"]
        let version = plausible(file: strings["FileVersion"], product: strings["ProductVersion"])
        guard image.isManaged || product != nil || version != nil else { return nil }
        // An assembly is named as its file; what its strings say is often the product's name for all of them.
        let name = image.isManaged ? stem : product ?? strings["FileDescription"] ?? stem
        return Identity(
            name: name, version: version ?? "", isManaged: image.isManaged, company: strings["CompanyName"],
            summary: strings["FileDescription"], fileVersion: strings["FileVersion"],
            productVersion: strings["ProductVersion"])
    }

    static func component(_ identity: Identity, path: String) -> Component {
        let type = identity.isManaged ? "nuget" : "generic"
        var component = Component(
            name: identity.name, version: identity.version, ecosystem: type,
            purl: PackageURL(type: type, name: identity.name, version: identity.version),
            kind: path.lowercased().hasSuffix(".exe") ? .application : .library)
        component.supplier = identity.company
        component.summary = identity.summary
        component.evidence = [
            Evidence(
                path: path, technique: .binaryAnalysis, confidence: identity.version.isEmpty ? 0.4 : 0.7,
                detail: identity.productVersion.map { "ProductVersion=\($0)" })
        ]
        component.properties["fileVersion"] = identity.fileVersion
        component.properties["productVersion"] = identity.productVersion
        return component
    }

    /// The more telling of the two versions.
    ///
    /// A product version is what the maker calls the release; where it has no number or fewer than two, or agrees
    /// with the file version as far as it goes, the more exact one counts.
    static func plausible(file: String?, product: String?) -> String? {
        let file = file.flatMap(clean)
        let product = product.flatMap(clean)
        guard let file, let product else { return product ?? file }
        let numbers = product.prefix { $0 != "-" }.split(separator: ".")
        let fileNumbers = file.prefix { $0 != "-" }.split(separator: ".")
        if numbers.allSatisfy({ $0 == "0" }) || numbers.count < 2 { return file }
        // 1.0.0.0 is what compilers write when nobody says otherwise.
        if fileNumbers.elementsEqual(["1", "0", "0", "0"]) || fileNumbers.allSatisfy({ $0 == "0" }) { return product }
        if numbers.count >= fileNumbers.count || numbers.count >= 3 { return product }
        return fileNumbers.starts(with: numbers) ? file : product
    }

    /// A version that starts with a digit, without build metadata and words; commas become points.
    private static func clean(_ text: String) -> String? {
        var version = text.trimmedASCII
        if version.hasPrefix("v") || version.hasPrefix("V") { version.removeFirst() }
        version = String(version.map { $0 == "," ? "." : $0 }.filter { $0 != "\u{a9}" })
        // `6, 1, 0, 2` is how old resource scripts write versions.
        version = version.split(separator: ". ").joined(separator: ".")
        version = String(version.prefix { $0 != " " && $0 != "+" && $0 != "(" && $0 != "@" })
        guard let first = version.utf8.first, first >= 0x30, first <= 0x39 else { return nil }
        return version
    }
}
