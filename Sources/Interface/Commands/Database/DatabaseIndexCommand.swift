internal import Advisories
package import ArgumentParser
internal import BillOfMaterials
internal import Content
internal import Exploitability
internal import Glibc

/// `obryza db index`: which of many bills of materials an advisory is about.
package struct DatabaseIndexCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "index",
        abstract: "Keep an index of SBOMs, and ask which of them an advisory is about.",
        subcommands: [
            DatabaseIndexAddCommand.self, DatabaseIndexQueryCommand.self, DatabaseIndexStatusCommand.self,
        ])

    package init() {}
}

/// Which index a command works on.
package struct IndexLocation: ParsableArguments {
    @Option(
        name: .customLong("index"),
        help: "The index. Default: $OBRYZA_INDEX, else components.index in $XDG_DATA_HOME/obryza.")
    package var path: String?

    package init() {}

    var resolved: String {
        if let path { return path }
        if let path = Console.environment("OBRYZA_INDEX"), !path.isEmpty { return path }
        // XDG Base Directory Specification 0.8: what the user keeps, as against a copy of what can be fetched again.
        let home = Console.environment("HOME") ?? ""
        let data =
            Console.environment("XDG_DATA_HOME").flatMap { $0.hasPrefix("/") ? $0 : nil } ?? "\(home)/.local/share"
        return "\(data)/obryza/components.index"
    }
}

/// `obryza db index add`.
package struct DatabaseIndexAddCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Add SBOMs to the index.",
        discussion: """
            What is in the index already, by the digest of the file, is passed over. An SBOM that cannot be read is \
            named, and the others are added.

            EXAMPLES
              obryza db index add app.spdx.json web.cdx.json --index fleet.index

            \(ExitStatus.discussion)
            """)

    @Argument(help: "Files with an SBOM each, in any format that obryza reads.")
    package var documents: [String]

    @OptionGroup package var location: IndexLocation

    package init() {}

    /// Documents that are held at a time.
    private static let batch = 2048

    package func run() async throws {
        try await Failure.reporting("db index add") {
            let writer = ComponentIndexWriter(path: location.resolved)
            var status = ExitStatus.passed
            var (added, known) = (0, 0)
            for start in stride(from: 0, to: documents.count, by: Self.batch) {
                var read: [IndexedDocument] = []
                for path in documents[start..<min(documents.count, start + Self.batch)] {
                    do {
                        read.append(try Self.document(path))
                    } catch {
                        Console.narrate("error: \(Table.printable("\(path): \(error)"))")
                        status = status.combined(with: .unknown)
                    }
                }
                let outcome = try writer.add(read)
                added += outcome.added
                known += outcome.known
            }
            Console.narrate("\(location.resolved): \(added) added, \(known) known before")
            return status
        }
    }

    static func document(_ path: String) throws -> IndexedDocument {
        let bytes = try OpenFile.contents(of: path, limit: 512 << 20)
        let bill = try BillOfMaterials.read(bytes, .identities)
        return IndexedDocument(
            digest: Digest.of(bytes), name: bill.artifact.name, packages: bill.scannedPackages,
            distribution: bill.distribution, isComplete: bill.gaps.isEmpty)
    }
}

/// `obryza db index query`.
package struct DatabaseIndexQueryCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "query",
        abstract: "List the SBOMs in the index that an advisory is about.",
        discussion: """
            Writes a line for each SBOM: affected or undecided, its name, the digest of its file, and the components, \
            with tabs between. Each component is judged as `obryza scan` judges it.

            ADVISORY is a file with one or more records of any feed that `obryza db build` reads, or the name of a flaw \
            in the database. Exit code 1 when an SBOM is affected, 3 when it cannot be decided for one, or when SBOMs \
            have components that cannot be looked up.

            EXAMPLES
              obryza db index query GHSA-jfh8-c2jp-5v3q.json --index fleet.index
              obryza db index query CVE-2021-44228 --db advisories.db

            \(ExitStatus.discussion)
            """)

    @Argument(help: "A file with advisories, or the name of a flaw in the database.")
    package var advisory: String

    @OptionGroup package var location: IndexLocation

    @OptionGroup package var database: DatabaseLocation

    package init() {}

    package func run() async throws {
        try await Failure.reporting(advisory) {
            let index = try ComponentIndex(path: location.resolved)
            let (database, flaw) = try records()
            if flaw == nil, database.size.entries == 0 {
                Console.narrate("\(Table.printable(advisory)): no record in it names a package; nothing can be said")
                return .unknown
            }
            let answer = try index.documents(with: flaw, of: database)
            try Console.write(try Self.lines(answer, index))
            let incomplete = try index.incompleteDocuments()
            Console.narrate(
                "\(answer.affected.count) of \(index.documentCount) documents affected, "
                    + "\(answer.undecided.count) undecided")
            if incomplete > 0 {
                Console.narrate(
                    "\(incomplete) documents have parts that cannot be looked up or were not read; of these nothing "
                        + "is said")
            }
            if !answer.affected.isEmpty { return .failed }
            return answer.undecided.isEmpty && incomplete == 0 && index.documentCount > 0 ? .passed : .unknown
        }
    }

    /// The records of a file as a database of their own, or the flaw in the database.
    private func records() throws -> (AdvisoryDatabase, flaw: Int?) {
        var status = stat()
        if stat(advisory, &status) == 0, status.st_mode & S_IFMT == S_IFREG {
            let reading = try FeedFolder().read([advisory])
            var builder = DatabaseBuilder()
            for source in reading.sources {
                for skipped in source.skipped {
                    Console.narrate("skipped \(Table.printable("\(source.name) \(skipped.id): \(skipped.reason)"))")
                }
                try builder.add(source)
            }
            return (try AdvisoryDatabase(builder.finish(lifetime: 0).file), nil)
        }
        let database = try database.open()
        guard let flaw = database.flaw(named: advisory) else {
            throw FeedError("neither a file nor a flaw that the database knows")
        }
        return (database, flaw)
    }

    static func lines(_ answer: ComponentIndex.Answer, _ index: ComponentIndex) throws -> String {
        var components: [Int: [String]] = [:]
        for match in answer.matches {
            let label = Table.printable(match.package.label)
            for document in match.documents where !(components[document]?.contains(label) ?? false) {
                components[document, default: []].append(label)
            }
        }
        var text = ""
        for (word, numbers) in [("affected", answer.affected), ("undecided", answer.undecided)] {
            for number in numbers {
                let document = try index.document(number)
                let list = (components[number] ?? []).sorted().joined(separator: ", ")
                text += "\(word)\t\(Table.printable(document.name))\t\(document.digest)\t\(list)\n"
            }
        }
        return text
    }
}

/// `obryza db index status`.
package struct DatabaseIndexStatusCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show what the index holds and whether it is whole.",
        discussion: """
            Reads and checks every byte.

            EXAMPLES
              obryza db index status --index fleet.index

            \(ExitStatus.discussion)
            """)

    @OptionGroup package var location: IndexLocation

    package init() {}

    package func run() async throws {
        try await Failure.reporting("db index status") {
            let index = try ComponentIndex(path: location.resolved)
            try index.checkAll()
            try Console.write(
                "\(location.resolved)\ndocuments   \(index.documentCount)\n"
                    + "incomplete  \(try index.incompleteDocuments())\n"
                    + "components  \(index.componentCount)\nsegments    \(index.segmentCount)\n")
            return .passed
        }
    }
}
