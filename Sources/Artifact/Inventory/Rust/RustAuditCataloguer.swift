/// Rust programs and WebAssembly modules built with `cargo auditable`: their own crate and every crate linked in.
///
/// Crates that only took part in the build are left out: nothing of them is in the file.
struct RustAuditCataloguer: Cataloguer {
    static let name = "rust-audit-data"

    let wants: [Want] = [
        .content(.elf, limit: 1 << 30), .content(.portableExecutable, limit: 256 << 20),
        .content(.machO, limit: 256 << 20), .content(.webAssembly, limit: 256 << 20),
    ]

    func read(_ file: WantedFile, into yield: inout Yield) throws {
        for section in RustAuditData.sections(in: file) {
            catalogue(try RustAuditData(compressed: section), file, &yield)
        }
    }

    private func catalogue(_ data: RustAuditData, _ file: WantedFile, _ yield: inout Yield) {
        var handles: [Yield.Handle?] = []
        for package in data.packages {
            guard !package.isBuild else {
                handles.append(nil)
                continue
            }
            var component = Component(
                name: package.name, version: package.version, ecosystem: "cargo",
                purl: PackageURL(type: "cargo", name: package.name, version: package.version),
                kind: package.isRoot ? .application : .library)
            if package.source != "crates.io", !package.source.isEmpty {
                component.properties["source"] = package.source
            }
            component.evidence = [
                Evidence(
                    path: file.path, technique: .binaryAnalysis, confidence: 1,
                    detail: "\(package.name) \(package.version)")
            ]
            handles.append(yield.component(component))
        }
        for (index, package) in data.packages.enumerated() {
            guard let from = handles[index] else { continue }
            for dependency in Set(package.dependencies).sorted() where dependency != index {
                if let to = handles[dependency] { yield.relate(from, .dependsOn, to) }
            }
        }
    }
}
