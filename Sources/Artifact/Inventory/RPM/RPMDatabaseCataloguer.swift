/// Installed rpm packages, from the database in any of its three stores or from the manifest of images without one.
struct RPMDatabaseCataloguer: Cataloguer {
    static let name = "rpm-database"

    private static let directories = ["var/lib/rpm", "usr/lib/sysimage/rpm", "usr/share/rpm"]
    private static let logSuffix = "-wal"
    private static let manifest = "var/lib/rpmmanifest/container-manifest-2"

    var wants: [Want] {
        var wants: [Want] = []
        for directory in Self.directories {
            for name in ["Packages", "Packages.db", "rpmdb.sqlite", "rpmdb.sqlite\(Self.logSuffix)"] {
                wants.append(.path("\(directory)/\(name)"))
            }
        }
        wants.append(.path(Self.manifest))
        return wants
    }

    func read(_ file: WantedFile, into yield: inout Yield) throws {
        if file.path == Self.manifest {
            let packages = RPMManifest.read(file.bytes) { yield.gap(file.path, $0) }
            yield.fact(RPMManifestFact(packages: packages))
            return
        }
        if file.path.hasSuffix(Self.logSuffix) {
            let log = try SQLiteLog(file.bytes)
            if !log.isEmpty { yield.fact(RPMLogFact(log: log)) }
            return
        }
        guard let store = RPMDatabase.store(of: file.bytes) else {
            throw RPMDatabase.Failure("neither SQLite nor NDB nor Berkeley DB hash")
        }
        var fact = RPMDatabaseFact(store: store)
        defer { yield.fact(fact) }
        try RPMDatabase.read(file.bytes, into: &fact) { yield.gap(file.path, $0) }
    }

    func conclude(_ view: any ImageView, into yield: inout Yield) {
        ExpectedDatabase.rpm.check(view, into: &yield)
        var logs: [String: SQLiteLog] = [:]
        for (path, fact) in view.facts(RPMLogFact.self) { logs[path] = fact.log }
        var mapper = RPMComponents(view: view)
        for (path, fact) in view.facts(RPMDatabaseFact.self) {
            var records = fact.records
            if let log = logs[path + Self.logSuffix] {
                do {
                    records = try RPMDatabase.apply(log, to: fact) { yield.gap(path, $0) }
                } catch {
                    yield.gap(path + Self.logSuffix, "\(error)")
                }
            }
            if records.isEmpty { yield.gap(path, "the rpm database holds no package") }
            mapper.add(records.map(\.package).filter(\.isSoftware), from: path)
        }
        for (path, fact) in view.facts(RPMManifestFact.self) { mapper.add(fact.packages, from: path) }
        for component in mapper.finish() { yield.component(component) }
    }
}

/// What was read from `container-manifest-2`.
struct RPMManifestFact: LayeredFact {
    let packages: [RPMPackage]
    let keys: [String]

    init(packages: [RPMPackage]) {
        self.packages = packages
        keys = packages.map(\.key)
    }
}
