/// `vendor/modules.txt`, which `go mod vendor` writes: the modules whose packages were copied beside the code.
struct GoVendorList: Equatable {
    struct Module: Equatable {
        var path: String
        var version: String
        var replacement: String?
        var replacementVersion: String?
        var isExplicit: Bool
        /// Packages that were copied; empty for a module of which none is needed.
        var packages: [String]
    }

    private(set) var modules: [Module] = []

    init(_ bytes: UnsafeRawBufferPointer) {
        var isSkipped = false
        for line in bytes.split(separator: 0x0a) {
            let words = line.split(separator: 0x20).map { String(decoding: $0, as: UTF8.self) }
            guard let first = words.first else { continue }
            switch first {
            case "#":
                // `# PATH VERSION [=> PATH [VERSION]]`; one without version repeats a replacement at the end.
                isSkipped = words.count < 3 || words[2] == "=>"
                guard !isSkipped else { continue }
                var module = Module(path: words[1], version: words[2], isExplicit: false, packages: [])
                if words.count >= 5, words[3] == "=>" {
                    module.replacement = words[4]
                    module.replacementVersion = words.count > 5 ? words[5] : nil
                }
                modules.append(module)
            case "##":
                guard !isSkipped, !modules.isEmpty else { continue }
                if words.dropFirst().contains(where: { $0 == "explicit" || $0 == "explicit;" }) {
                    modules[modules.count - 1].isExplicit = true
                }
            default:
                guard !isSkipped, !modules.isEmpty, words.count == 1 else { continue }
                modules[modules.count - 1].packages.append(first)
            }
        }
    }
}
