internal import JSONText

/// Members that the schema leaves to ecosystems and databases (`ecosystem_specific`, `database_specific` of a package).
extension OSVReader {
    mutating func readSpecific(_ element: JSONValue, into affected: inout Affected, advisory: inout Advisory) {
        if let specific = element["ecosystem_specific"], specific.kind == .object {
            switch affected.ecosystem.family {
            case .golang: readGo(specific, into: &affected)
            case .cargo: readCargo(specific, into: &affected)
            case .ubuntu:
                if let priority = specific["ubuntu_priority"]?.text {
                    affected.severities.append(SeverityStatement(.label, priority.lowercased()))
                }
            default: break
            }
        }
        guard let specific = element["database_specific"], specific.kind == .object else { return }
        if let kind = specific["informational"]?.text.flatMap({ Advisory.Kind(rawValue: $0) }) {
            advisory.kind = kind
        }
        if let range = specific["last_known_affected_version_range"]?.text { narrow(&affected, to: range) }
    }

    /// Go: where in the module the flaw is, and the versions it really has (`vuln.go.dev`, "Go-specific fields").
    private mutating func readGo(_ specific: JSONValue, into affected: inout Affected) {
        if let imports = specific["imports"] {
            for element in imports.elements.prefix(FeedText.mostElements) {
                guard let path = element["path"]?.text else { continue }
                affected.symbols.append(
                    Symbols(
                        path: path, names: element["symbols"]?.texts.texts ?? [],
                        systems: element["goos"]?.texts.texts ?? [],
                        architectures: element["goarch"]?.texts.texts ?? []))
            }
        }
        guard let custom = specific["custom_ranges"], custom.count > 0, custom.count <= FeedText.mostElements else {
            return
        }
        // The range beside it says `introduced: 0` and no more, since these versions are not those of Go modules.
        let ranges = custom.elements.compactMap { events($0, of: affected.name) }
        guard ranges.count == custom.count else { return }
        affected.ranges = ranges.map { .events($0) }
        affected.cautions.append(.foreignVersions)
    }

    /// RustSec's export: `affects` holds functions, architectures and systems.
    private func readCargo(_ specific: JSONValue, into affected: inout Affected) {
        guard let affects = specific["affects"] else { return }
        affected.architectures = affects["arch"]?.texts.texts ?? []
        affected.platforms = affects["os"]?.texts.texts ?? []
        let functions = affects["functions"]?.texts.texts ?? []
        if !functions.isEmpty { affected.symbols.append(Symbols(path: "", names: functions)) }
    }

    /// GitHub says `<= 1.2.3` here where no fixed version is known, and leaves the range open.
    private func narrow(_ affected: inout Affected, to requirement: String) {
        guard affected.ranges.count == 1, case .events(let events) = affected.ranges[0], events.count == 1 else {
            return
        }
        let version = requirement.drop { "<= ".contains($0) }
        guard !version.isEmpty, !version.contains(where: { $0 == "," || $0.isWhitespace }) else { return }
        if requirement.hasPrefix("<=") {
            affected.ranges = [.events(events + [.lastAffected(String(version))])]
        } else if requirement.hasPrefix("<") {
            affected.ranges = [.events(events + [.limit(String(version))])]
        }
    }
}
