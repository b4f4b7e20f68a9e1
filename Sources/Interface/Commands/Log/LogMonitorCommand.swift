package import ArgumentParser
internal import Content
internal import Signing
internal import Transparency

/// `obryza log monitor`: whether a log keeps its promises, and who signs in your name.
package struct LogMonitorCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "monitor",
        abstract: "Check that a log only grows, and find entries in your name that nobody accounts for.",
        discussion: """
            Each visit verifies the log's checkpoint, proves that it goes on from the last one seen, and reads all \
            entries since, whose hashes must give the signed root. Entries of the identities and keys given are reported \
            unless --explained accounts for them: with a bundle that holds the entry, a signed build statement that \
            names what was signed, or a list of digests. Each is reported once.

            --compare takes checkpoints that others were shown (`obryza log checkpoint`): two that cannot both be true \
            prove that the log shows different trees to different people, and both are printed as evidence.

            Exit code 1: an entry that nobody accounts for, or a contradiction. 3: the log could not be read, lags \
            behind, has entries of unknown kinds, or does not yet reach a checkpoint to compare with.

            EXAMPLES
              obryza log monitor https://sigstore.example.org --trust example --state example.state \\
                --identity '*@example.org' --explained bundles/
              obryza log monitor https://sigstore.example.org/ct --trust example --state ct.state --identity '*@example.org'
              obryza log monitor ./mirror --log-key example.org/log+5d…+AZ… --state mirror.state --compare seen.txt

            \(ExitStatus.discussion)
            """)

    package enum Format: String, ExpressibleByArgument, CaseIterable, Sendable { case text, json }

    @OptionGroup package var arguments: LogArguments

    @Option(help: "The file that keeps what is known of the log between visits; made by the first.")
    package var state: String

    @Option(help: "A subject you speak for; * and ? stand for any characters and for one. May be given several times.")
    package var identity: [String] = []

    @Option(
        help: "The issuer that knows these subjects, or a pattern of it. Default: any, as an impostor may use another.")
    package var issuer: String?

    @Option(help: "A public key of yours, in PEM. May be given several times.")
    package var key: [String] = []

    @Option(
        help: "A bundle, a list of digests, or a folder of them, that account for entries. May be given several times.")
    package var explained: [String] = []

    @Option(help: "A checkpoint of this log that somebody else was shown. May be given several times.")
    package var compare: [String] = []

    @Flag(help: "On the first visit, read all entries there are, not only those that come.")
    package var fromStart = false

    @Option(help: "Visit again every so many seconds, until ended.")
    package var every: Int?

    @Option(name: [.short, .long], help: "text, or json with a line for each alert.")
    package var format: Format = .text

    package init() {}

    package mutating func validate() throws {
        if let every, !(1...86_400).contains(every) {
            throw ValidationError("--every takes 1 to 86400 seconds, found \(every)")
        }
        if issuer != nil, identity.isEmpty {
            throw ValidationError("--issuer says who knows the --identity; give both")
        }
    }

    package func run() async throws {
        try await Failure.reporting(arguments.log) {
            try await arguments.withLog { try await visits($0) }
        }
    }

    private func visits(_ log: OpenedLog) async throws -> ExitStatus {
        while true {
            let status: ExitStatus
            do {
                status = try await visit(log)
            } catch  where every != nil && !(error is CancellationError) {
                // One visit that failed is no reason to look away.
                Console.narrate("error: \(Table.printable("\(arguments.log): \(error)"))")
                status = .unknown
            }
            guard let every else { return status }
            try await Task.sleep(for: .seconds(every))
        }
    }

    private func visit(_ log: OpenedLog) async throws -> ExitStatus {
        // Read anew each time: bundles come while this runs.
        let watch = LogWatch(
            identities: identity.map { .init(subject: .pattern($0), issuer: issuer.map { .pattern($0) }) },
            keys: Set(try key.map { try Self.fingerprint($0) }), explained: try ExplainedFiles.read(explained))
        let monitor = LogMonitor(reader: log.reader, watch: watch, verification: log.verification)
        var report = LogReport(isJSON: format == .json, palette: Palette())
        do {
            let before: LogMonitorState
            if let known = try known(log) {
                before = known
            } else {
                before = try await monitor.begin(fromStart: fromStart)
                try keep(before)
            }
            let after = try await monitor.advance(before, keep: keep) { try report.note($0) }
            for path in compare {
                let note = try SignedNote(OpenFile.contents(of: path, limit: SignedNote.limit))
                if try await monitor.compare(note, with: after, report: { try report.note($0) }) == nil {
                    report.noteAhead(path)
                }
            }
            try report.end(after, from: before.read.size)
        } catch let error as NoteError {
            // What claims to be the log's word and is not signed as it must be.
            Console.narrate("error: \(Table.printable("\(arguments.log): \(error)"))")
            return .failed
        } catch let error as LogMonitorError {
            Console.narrate("error: \(Table.printable("\(arguments.log): \(error)"))")
            return .failed
        }
        return report.status
    }

    private func known(_ log: OpenedLog) throws -> LogMonitorState? {
        let bytes: [UInt8]
        do throws(FileError) {
            bytes = try OpenFile.contents(of: state, limit: LogMonitorState.limit)
        } catch {
            if error.isMissing { return nil }
            throw error
        }
        let known: LogMonitorState
        do throws(LogMonitorStateError) {
            known = try LogMonitorState(json: bytes)
        } catch {
            throw ValidationError("\(state): \(error)")
        }
        do throws(NoteError) {
            _ = try log.verification(known.note)
        } catch {
            throw ValidationError("\(state): what is known there is not of this log: \(error)")
        }
        return known
    }

    private func keep(_ state: LogMonitorState) throws { try FileSaving.save(state.json, to: self.state) }

    private static func fingerprint(_ path: String) throws -> String {
        let key = try VerificationPolicy.key(pem: try OpenFile.contents(of: path, limit: PEM.limit))
        return Digest.of(key.derRepresentation).hex
    }
}
