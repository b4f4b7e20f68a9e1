internal import Content
internal import Glibc
internal import Signing

/// The trust roots a user has added, as files named after them.
struct TrustStore {
    let folder: String

    /// `$OBRYZA_TRUST`, else `obryza/trust` in `$XDG_CONFIG_HOME`, which is `~/.config` unless set.
    init() {
        if let folder = Console.environment("OBRYZA_TRUST"), !folder.isEmpty {
            self.folder = folder
            return
        }
        let home = Console.environment("HOME") ?? ""
        let config = Console.environment("XDG_CONFIG_HOME").flatMap { $0.isEmpty ? nil : $0 } ?? "\(home)/.config"
        folder = "\(config)/obryza/trust"
    }

    func path(_ name: String) -> String { "\(folder)/\(name).json" }

    static func isName(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.count <= 64 && !name.hasPrefix(".")
            && name.utf8.allSatisfy {
                UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0 || UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0
                    || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".")
            }
    }

    /// The root of a name: one that was added, else the one that is built in.
    func root(named name: String) throws -> TrustedRoot {
        if access(path(name), F_OK) == 0 { return try Self.read(path(name)) }
        guard name == PublicGoodRoot.name else {
            throw FileError(operation: "read", path: path(name), code: ENOENT)
        }
        return try PublicGoodRoot.load()
    }

    static func read(_ path: String) throws -> TrustedRoot {
        try TrustedRoot(json: try OpenFile.contents(of: path, limit: TrustedRoot.limit))
    }

    /// The root that was added under a name, as its file has it; nil without one.
    func contents(_ name: String) throws -> [UInt8]? {
        guard access(path(name), F_OK) == 0 else { return nil }
        return try OpenFile.contents(of: path(name), limit: TrustedRoot.limit)
    }

    func add(_ bytes: [UInt8], as name: String) throws {
        try makeFolder(folder)
        try Console.save(bytes, to: path(name))
    }

    /// Makes a folder and those that it is in.
    func makeFolder(_ folder: String) throws {
        var made = ""
        for part in folder.split(separator: "/", omittingEmptySubsequences: false) {
            made += made.isEmpty && part.isEmpty ? "/" : made.hasSuffix("/") || made.isEmpty ? "\(part)" : "/\(part)"
            guard mkdir(made, 0o755) == 0 || errno == EEXIST else {
                throw FileError(operation: "make", path: made, code: errno)
            }
        }
    }

    /// The names of what was added, in order.
    var names: [String] { files(".json") }

    /// The names of those that a repository keeps up to date, in order.
    var updated: [String] { files(".tuf") }

    private func files(_ ending: String) -> [String] {
        guard let directory = opendir(folder) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let file = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            let name = String(file.dropLast(ending.utf8.count))
            if file.hasSuffix(ending), Self.isName(name) { names.append(name) }
        }
        return names.sorted()
    }
}
