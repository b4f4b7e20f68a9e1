import Archive

/// Linux kernels and their modules.
///
/// A module without a version of its own has that of its kernel. Modules depend on each other by name within one
/// kernel release, and on the kernel itself.
struct LinuxKernelCataloguer: Cataloguer {
    static let name = "linux-kernel"

    let wants: [Want] = [
        .prefix("vmlinuz", limit: 256 << 20), .prefix("vmlinux", limit: 1 << 30), .prefix("bzImage", limit: 256 << 20),
        .suffix(".ko"), .suffix(".ko.gz"), .suffix(".ko.xz"), .suffix(".ko.zst"),
        .glob("**/lib/modules/*/modules.builtin", limit: 4 << 20),
    ]

    private static let moduleLimit = 256 << 20
    private static let imageLimit = 512 << 20

    func read(_ file: WantedFile, into yield: inout Yield) throws {
        if file.name == "modules.builtin" {
            builtin(file, &yield)
        } else if file.name.lowercased().firstRange(of: ".ko") != nil {
            try module(file, &yield)
        } else {
            try kernel(file, &yield)
        }
    }

    private func kernel(_ file: WantedFile, _ yield: inout Yield) throws {
        var image = KernelImage(file.bytes)
        // Other architectures than x86 name a compressed image `vmlinuz` too.
        if image == nil, Compression(start: file.bytes) != .none {
            let bytes = try Compression.inflate(file.bytes, limit: Self.imageLimit)
            image = bytes.withUnsafeBytes { KernelImage($0) }
        }
        guard let image else { return }
        var component = Component(
            name: "linux-kernel", version: image.release, ecosystem: "generic",
            purl: PackageURL(type: "generic", name: "linux-kernel", version: image.release), kind: .kernel)
        component.realm = Self.realm(image.release)
        component.licences = [Licence("GPL-2.0-only WITH Linux-syscall-note")]
        component.cpes = ["cpe:2.3:o:linux:linux_kernel:\(image.upstream):*:*:*:*:*:*:*"]
        component.supplier = "kernel.org"
        component.homepage = "https://www.kernel.org/"
        component.evidence = [
            Evidence(path: file.path, technique: .binaryAnalysis, confidence: 0.95, detail: image.banner)
        ]
        yield.component(component)
    }

    /// The modules that were linked into a kernel (Linux, `Documentation/kbuild/kbuild.rst`), one path a line. The
    /// kernel's image may be elsewhere; its release is the directory.
    private func builtin(_ file: WantedFile, _ yield: inout Yield) {
        let release = RootPath.name(file.directory)
        var component = Component(
            name: "linux-kernel", version: release, ecosystem: "generic",
            purl: PackageURL(type: "generic", name: "linux-kernel", version: release), kind: .kernel,
            presence: .inferred)
        component.realm = Self.realm(release)
        // What is built in satisfies those who need it as a module.
        component.provides = file.text.split(whereSeparator: \.isNewline).compactMap { line in
            let name = RootPath.name(String(line))
            return name.hasSuffix(".ko") ? KernelModule.normalized(String(name.dropLast(3))) : nil
        }
        component.evidence = [
            Evidence(
                path: file.path, technique: .manifestAnalysis, confidence: 0.7,
                detail: "\(component.provides.count) built-in modules")
        ]
        yield.component(component)
    }

    private func module(_ file: WantedFile, _ yield: inout Yield) throws {
        if file.kind == .elf {
            module(file.bytes, file, &yield)
        } else if Compression(start: file.bytes) != .none {
            let bytes = try Compression.inflate(file.bytes, limit: Self.moduleLimit)
            bytes.withUnsafeBytes { module($0, file, &yield) }
        }
    }

    private func module(_ bytes: UnsafeRawBufferPointer, _ file: WantedFile, _ yield: inout Yield) {
        guard let image = ELFFile(bytes), let module = KernelModule(image, fileName: file.name) else { return }
        let version = module.version ?? module.release ?? ""
        var component = Component(
            name: module.name, version: version, ecosystem: "generic",
            purl: PackageURL(
                type: "generic", name: module.name, version: version,
                // One version of a module is built for several kernels.
                qualifiers: ["kernel": module.release ?? ""]))
        component.realm = Self.realm(module.release ?? "")
        component.licences = module.licence.map { [Licence($0)] } ?? []
        component.supplier = module.authors.first
        component.summary = module.summary
        component.requirements =
            (module.depends + (module.release == nil ? [] : ["linux-kernel"])).map { Requirement($0) }
        component.properties["vermagic"] = module.vermagic
        component.properties["sourceVersion"] = module.sourceVersion
        component.properties["inTree"] = module.isInTree ? "true" : "false"
        component.properties["architecture"] = image.machine
        component.evidence = [
            Evidence(
                path: file.path, technique: .binaryAnalysis, confidence: 0.95,
                detail: module.vermagic.map { "vermagic=\($0)" })
        ]
        yield.component(component)
    }

    private static func realm(_ release: String) -> String { "linux-kernel \(release)" }
}
