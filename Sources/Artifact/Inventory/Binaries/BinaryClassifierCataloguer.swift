/// Programs and libraries that no package database knows, recognised by their content: self-built interpreters and
/// servers, and libraries linked into other programs.
///
/// Yields whatever it recognises; the engine drops what belongs to a package of the operating system. Go programs are
/// left to their own build information.
struct BinaryClassifierCataloguer: Cataloguer {
    static let name = "binary-classifier"

    let wants: [Want] = [.content(.elf, limit: 1 << 30)]

    /// Bytes looked at in one file.
    private static let budget = 32 << 20

    func read(_ file: WantedFile, into yield: inout Yield) throws {
        guard let image = ELFFile(file.bytes),
            image.section(".go.buildinfo") == nil, image.section(".gopclntab") == nil
        else { return }
        let identifier = BinaryIdentifier.shared
        let needed = ELFFile.facts(file.bytes, isTruncated: false).needed
        var best: [String: (component: Component, confidence: Double)] = [:]
        for identity in identifier.identify(Self.regions(image), needed: needed, fileName: file.name) {
            let classifier = identifier.classifiers[identity.classifier]
            let key = "\(classifier.name)@\(identity.version)"
            if let known = best[key], known.confidence >= classifier.confidence { continue }
            best[key] = (Self.component(classifier, identity, file.path), classifier.confidence)
        }
        for key in best.keys.sorted() { if let found = best[key] { yield.component(found.component) } }
    }

    /// The read-only data of a file: its sections, or the segments that are not code where there are none.
    static func regions(_ file: ELFFile) -> [UnsafeRawBufferPointer] {
        var regions = file.sections.filter { section in
            section.type == 1 && section.flags & 4 == 0
                && (section.name.hasPrefix(".rodata") || section.name == ".data" || section.name == ".comment")
        }.compactMap { file.content(of: $0) }
        if regions.isEmpty {
            let segments = file.segments.filter { $0.type == 1 }
            let data = segments.filter { $0.flags & 1 == 0 }
            // Old linkers put read-only data among the code.
            let onlyWritable = data.allSatisfy { $0.flags & 2 != 0 }
            regions = (onlyWritable ? segments : data).compactMap { file.content(of: $0) }
        }
        var left = budget
        return regions.compactMap { region in
            let count = min(left, region.count)
            left -= count
            return count == 0 ? nil : UnsafeRawBufferPointer(rebasing: region[..<count])
        }
    }

    static func component(
        _ classifier: BinaryClassifier, _ identity: BinaryIdentifier.Identity, _ path: String
    ) -> Component {
        var component = Component(
            name: classifier.name, version: identity.version, ecosystem: "generic",
            purl: PackageURL(type: "generic", name: classifier.name, version: identity.version),
            kind: classifier.linked.isEmpty ? .application : .library)
        if !identity.version.isEmpty, !classifier.cpe.isEmpty {
            component.cpes = ["cpe:2.3:a:\(classifier.cpe):\(identity.version):*:*:*:*:*:*:*"]
        }
        component.supplier = classifier.supplier
        component.evidence = [
            Evidence(
                path: path, technique: .binaryAnalysis, confidence: classifier.confidence, detail: identity.seen)
        ]
        return component
    }
}
