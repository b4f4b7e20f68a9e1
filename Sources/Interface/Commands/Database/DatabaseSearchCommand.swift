internal import Advisories
package import ArgumentParser

/// `obryza db search`: what the database says of a flaw or of a package.
package struct DatabaseSearchCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "search",
        abstract: "Show what the advisory database says of a flaw, or of a package.",
        discussion: """
            EXAMPLES
              obryza db search CVE-2021-44228
              obryza db search --ecosystem pypi requests
              obryza db search --ecosystem debian:12 openssl

            \(ExitStatus.discussion)
            """)

    @Argument(help: "A name of the flaw, or with --ecosystem the name of a package.")
    package var name: String

    @Option(help: "As `obryza db status` lists them: npm, pypi, debian:12.")
    package var ecosystem: String?

    @OptionGroup package var location: DatabaseLocation

    package init() {}

    package func validate() throws {
        if let ecosystem, Ecosystem(ecosystem) == nil {
            throw ValidationError("'\(ecosystem)' is no ecosystem; `obryza db status` lists those that are known")
        }
    }

    package func run() async throws {
        try await Failure.reporting(name) {
            let database = try location.open()
            if let ecosystem = ecosystem.flatMap({ Ecosystem($0) }) { return try package(database, ecosystem) }
            guard let number = database.flaw(named: name) else {
                Console.narrate("\(Table.printable(name)): the database does not know it")
                let near = database.names(startingWith: name, limit: 10)
                if !near.isEmpty { Console.narrate("known: \(near.joined(separator: ", "))") }
                return .unknown
            }
            let flaw = try database.flaw(number)
            var text = flaw.names.joined(separator: ", ") + "\n"
            for annotation in flaw.annotations { text += "  \(annotation.source): \(Self.text(annotation.fact))\n" }
            for index in flaw.advisories {
                let advisory = try database.advisory(index)
                text += "\n\(advisory.source) \(advisory.id) (\(advisory.status.rawValue))"
                text += advisory.summary.isEmpty ? "\n" : ": \(advisory.summary)\n"
                for severity in advisory.severities { text += "  severity \(severity.text)\n" }
                for affected in advisory.affected { text += "  \(Self.text(affected))\n" }
            }
            try Console.write(Self.printable(text))
            return .passed
        }
    }

    private func package(_ database: AdvisoryDatabase, _ ecosystem: Ecosystem) throws -> ExitStatus {
        guard database.knows(ecosystem) else {
            Console.narrate("the database has no data for \(ecosystem)")
            return .unknown
        }
        var text = ""
        for entry in database.entries(ecosystem, ecosystem.normalise(name)) {
            guard let row = database.entry(entry) else { continue }
            let advisory = try database.advisory(row.advisory)
            text += "\(advisory.source) \(advisory.id)"
            let names = try database.flaws(ofAdvisory: row.advisory).map { try database.flaw($0).names[0] }
            if names != [advisory.id] { text += " (\(names.joined(separator: ", ")))" }
            text += advisory.summary.isEmpty ? "\n" : ": \(advisory.summary)\n"
            if row.ordinal < advisory.affected.count { text += "  \(Self.text(advisory.affected[row.ordinal]))\n" }
        }
        try database.check()
        if text.isEmpty { text = "no advisory of \(ecosystem) speaks of \(name)\n" }
        try Console.write(Self.printable(text))
        return .passed
    }

    private static func printable(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { Table.printable(String($0)) }
            .joined(separator: "\n")
    }

    private static func text(_ affected: Affected) -> String {
        var text = "\(affected.verdict.rawValue) \(affected.ecosystem) \(affected.name)"
        if affected.naming != .only { text += " (\(affected.naming.rawValue) package)" }
        for range in affected.ranges { text += " \(Self.text(range))" }
        if affected.versions.count > 6 {
            text += " and \(affected.versions.count) versions by name"
        } else if !affected.versions.isEmpty {
            text += " " + affected.versions.joined(separator: ", ")
        }
        if affected.fix.state != .unknown { text += "; \(affected.fix.state.rawValue)" }
        if !affected.fix.versions.isEmpty { text += " in \(affected.fix.versions.joined(separator: ", "))" }
        return text
    }

    private static func text(_ range: RangeStatement) -> String {
        switch range {
        case .events(let events):
            events.map {
                switch $0 {
                case .introduced(let version): "from \(version)"
                case .fixed(let version): "before \(version)"
                case .lastAffected(let version): "to \(version)"
                case .limit(let version): "within \(version)"
                }
            }.joined(separator: " ")
        case .inside(let requirements, _): "in " + requirements.joined(separator: " or ")
        case .outside(let requirements, _): "not in " + requirements.joined(separator: " or ")
        }
    }

    private static func text(_ fact: Annotation.Fact) -> String {
        switch fact {
        case .knownExploited(let entry):
            "known to be exploited since \(entry.added?.day ?? "a day not told")"
                + (entry.isUsedByRansomware ? ", used by ransomware" : "") + ": \(entry.name)"
        case .prediction(let prediction):
            "EPSS \(Double(prediction.probability) / 1e6) on \(prediction.date.day) (\(prediction.model))"
        case .decision(let decision):
            "exploitation \(decision.exploitation?.rawValue ?? "not told"), automatable "
                + "\(decision.automatable?.rawValue ?? "not told"), technical impact "
                + "\(decision.technicalImpact?.rawValue ?? "not told")"
        case .severity(let severity): "severity \(severity.text)\(severity.by.isEmpty ? "" : " by \(severity.by)")"
        case .weakness(let text): text
        case .rejected: "the number was taken back"
        case .disputed: "disputed"
        case .summary(let text): text
        }
    }
}
