/// Reads the lock files of Gradle: `gradle.lockfile`, `buildscript-gradle.lockfile` and, from before Gradle 6,
/// `gradle/dependency-locks/*.lockfile`.
struct GradleLockCataloguer: Cataloguer {
    static let name = "gradle-lock"

    var wants: [Want] {
        [
            .name("gradle.lockfile"), .name("buildscript-gradle.lockfile"),
            .glob("**/gradle/dependency-locks/*.lockfile"),
        ]
    }

    func read(_ file: WantedFile, into yield: inout Yield) throws {
        for line in file.text.split(whereSeparator: \.isNewline) {
            let text = String(line).trimmedASCII
            // The line `empty=…` lists configurations without dependencies.
            guard !text.isEmpty, !text.hasPrefix("#"), !text.hasPrefix("empty=") else { continue }
            let halves = text.split(separator: "=", maxSplits: 1)
            let parts = (halves.first ?? "").split(separator: ":", omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 3, parts.allSatisfy({ !$0.isEmpty }) else {
                yield.gap(file.path, "not a lock entry: \(text.prefix(80))")
                continue
            }
            var component = Component(
                name: parts[1], version: parts[2], ecosystem: "maven",
                purl: PackageURL(type: "maven", namespace: parts[0], name: parts[1], version: parts[2]),
                presence: .declared)
            component.evidence = [
                Evidence(path: file.path, technique: .manifestAnalysis, detail: parts.joined(separator: ":"))
            ]
            component.realm = file.directory
            component.provides = ["\(parts[0]):\(parts[1])"]
            component.properties["groupId"] = parts[0]
            if halves.count == 2 { component.properties["configurations"] = String(halves[1]) }
            if file.name.hasPrefix("buildscript-") { component.properties["scope"] = "build" }
            yield.component(component)
        }
    }
}
