/// What a Linux kernel module states of itself in its section `.modinfo`: `key=value` strings, each ended by a NUL.
struct KernelModule: Equatable {
    var name: String
    var version: String?
    var sourceVersion: String?
    /// `6.1.0-50-cloud-amd64 SMP preempt mod_unload modversions`
    var vermagic: String?
    var licence: String?
    var summary: String?
    var authors: [String]
    /// Names of the modules it needs.
    var depends: [String]
    var isInTree: Bool

    /// - Parameter fileName: gives the name of modules older than the key `name` (Linux 4.16).
    /// - Returns: `nil` when the file is no module.
    init?(_ file: ELFFile, fileName: String) {
        guard file.type == 1, let section = file.section(".modinfo"), let content = file.content(of: section) else {
            return nil
        }
        var fields: [String: [String]] = [:]
        for field in content.prefix(1 << 20).split(separator: 0).prefix(4096) {
            guard let equals = field.firstIndex(of: UInt8(ascii: "=")) else { continue }
            let key = String(decoding: field[..<equals], as: UTF8.self)
            fields[key, default: []].append(String(decoding: field[(equals + 1)...], as: UTF8.self))
        }
        let stem = fileName.firstRange(of: ".ko").map { String(fileName[..<$0.lowerBound]) } ?? fileName
        name = Self.normalized(fields["name"]?.first ?? stem)
        guard !name.isEmpty else { return nil }
        version = fields["version"]?.first
        sourceVersion = fields["srcversion"]?.first
        vermagic = fields["vermagic"]?.first
        licence = fields["license"]?.first
        summary = fields["description"]?.first
        authors = fields["author"] ?? []
        depends = (fields["depends"]?.first ?? "").split(separator: ",").map { Self.normalized(String($0)) }
        isInTree = fields["intree"]?.first == "Y"
    }

    /// The kernel it was built for.
    var release: String? { vermagic?.split(separator: " ").first.map(String.init) }

    /// The kernel does not tell `-` from `_` in names of modules.
    static func normalized(_ name: String) -> String { String(name.map { $0 == "-" ? "_" : $0 }) }
}
