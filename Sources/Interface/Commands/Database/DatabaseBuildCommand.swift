internal import Advisories
package import ArgumentParser
internal import Content
internal import Glibc

/// `obryza db build`: an advisory database out of feeds that lie in folders.
package struct DatabaseBuildCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "build",
        abstract: "Build the advisory database from feeds in files and folders.",
        discussion: """
            Reads every file below the paths, compressed or not, in archives or not, recognises the feed it is of, and \
            writes one file. The same input gives the same bytes. Records that cannot be read are skipped, counted and \
            listed; a checksum list beside the files is held against them.

            Where the output is there already, a feed that has lost more than a tenth of its documents, or whose newest \
            record is older than before, is refused; --force takes it all the same.

            Feeds: \(Feeds.all.map(\.name).joined(separator: ", ")).

            EXAMPLES
              obryza db build feeds/ --output advisories.db
              obryza db build osv/all.zip kev.json epss.csv.gz --output advisories.db --lifetime 3
              obryza db build feeds/ --output advisories.db --key security.key

            \(ExitStatus.discussion)
            """)

    @Argument(help: "Files and folders with feeds.")
    package var feeds: [String]

    @Option(name: [.short, .long], help: "The file to write.")
    package var output: String

    @Option(help: "Days after the newest record for which answers are to be relied on.")
    package var lifetime = 7

    @Option(help: "When the data was current, as YYYY-MM-DD. Default: the day of the newest record.")
    package var asOf: String?

    @OptionGroup package var signing: SigningKeyOption

    @Flag(help: "Take feeds that have shrunk or gone back in time.")
    package var force = false

    @Flag(help: "List every record that was skipped or cannot be decided.")
    package var verbose = false

    package init() {}

    package func validate() throws {
        guard 0...3650 ~= lifetime else { throw ValidationError("--lifetime takes a number of days from 0 to 3650") }
        if let asOf, Timestamp(asOf) == nil { throw ValidationError("--as-of takes a day such as 2026-11-25") }
    }

    package func run() async throws {
        try await Failure.reporting("db build") {
            let key = try signing.key()
            var builder = DatabaseBuilder()
            let reading = try FeedFolder().read(feeds) { yield, source in try builder.add(yield, of: source) }
            guard !reading.sources.isEmpty else {
                Console.narrate("error: no file below the paths is of a feed that is known here")
                return .unknown
            }
            for source in reading.sources { try builder.add(source) }
            let built = try builder.finish(
                created: asOf.flatMap { Timestamp($0) }, lifetime: Int64(lifetime) * 86400)
            if !force, try refuses(built.file) { return .failed }
            let envelope = try key.map { try DatabaseSignature.sign(built.file, with: $0) }
            try DatabaseSignature.save(built.file, envelope, to: output)
            report(reading, built)
            return reading.sources.contains { $0.skippedCount > 0 } || !reading.missing.isEmpty ? .unknown : .passed
        }
    }

    /// Whether a feed is less than it was in the database that is to be replaced.
    private func refuses(_ file: [UInt8]) throws -> Bool {
        var status = stat()
        guard stat(output, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return false }
        let old = try DatabaseProvenance(AdvisoryDatabase(path: output).provenance)
        let new = try DatabaseProvenance(AdvisoryDatabase(file).provenance)
        let regressions = FeedRegression.all(new.extents, before: old.extents)
        for regression in regressions { Console.narrate("error: \(Table.printable(regression.description))") }
        return !regressions.isEmpty
    }

    private func report(
        _ reading: FeedReading, _ built: (file: [UInt8], digest: Digest, report: DatabaseBuilder.Report)
    ) {
        var table = Table(["FEED", "FILES", "DOCUMENTS", "SKIPPED", "NEWEST"])
        for source in reading.sources {
            table.append([
                source.name, "\(source.files.count)", "\(source.files.reduce(0) { $0 + $1.documents })",
                "\(source.skippedCount)", source.newest?.day ?? "-",
            ])
        }
        Console.narrate(table.render(width: 80))
        let report = built.report
        Console.narrate(
            "\(report.advisories) advisories of \(report.flaws) flaws in \(report.packages) packages, "
                + "\(report.entries) entries, \(report.annotations) annotations")
        if report.undecidableCount > 0 {
            Console.narrate("\(report.undecidableCount) entries have ranges that cannot be ordered: unknown when asked")
        }
        for source in reading.sources {
            for skipped in source.skipped.prefix(verbose ? Int.max : 3) {
                Console.narrate(
                    "skipped \(source.name) \(Table.printable(skipped.id)): \(Table.printable(skipped.reason))")
            }
        }
        if verbose {
            for entry in report.undecidable {
                Console.narrate("undecidable \(Table.printable(entry.id)): \(Table.printable(entry.reason))")
            }
            for name in reading.unrecognised { Console.narrate("not recognised: \(Table.printable(name))") }
        } else if reading.unrecognisedCount > 0 {
            Console.narrate("\(reading.unrecognisedCount) files are of no feed known here; --verbose lists them")
        }
        for name in reading.missing { Console.narrate("missing, though a checksum list names it: \(name)") }
        Console.narrate("\(output): \(built.file.count) bytes, \(built.digest)")
    }
}
