package import ArgumentParser
internal import Authority
internal import Transparency

/// `obryza log witness`: cosigns the checkpoints of logs that only grow.
package struct LogWitnessCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "witness",
        abstract: "Cosign the checkpoints of logs, each only if it goes on from the last.",
        discussion: """
            Speaks C2SP's tlog-witness over HTTP: a log posts its checkpoints to /add-checkpoint, and shows them once enough \
            witnesses have signed. Run it where whoever runs the log cannot reach. The key is made in the folder at the \
            first start; the line that is written for it goes into witness policies.

            EXAMPLES
              obryza log witness witness --name witness.example.org --log "$(cat sigstore/log.vkey)"
              obryza log witness witness --name witness.example.org --log "$(cat sigstore/log.vkey)" --host 0.0.0.0

            \(ExitStatus.discussion)
            """)

    @Argument(help: "The witness's folder: its key, and the last checkpoint of each log.")
    package var folder: String

    @Option(help: "The name of its key, as policies will have it.")
    package var name: String

    @Option(name: .customLong("log"), help: "The key of a log to watch, NAME+ID+KEY. May be given several times.")
    package var logs: [String]

    @Option(help: "The address to listen on.")
    package var host = "127.0.0.1"

    @Option(help: "The port to listen on; 0 lets the system choose.")
    package var port = 8766

    package init() {}

    package mutating func validate() throws {
        guard (0...65_535).contains(port) else { throw ValidationError("'\(port)' is no port: 0 to 65535") }
        guard !logs.isEmpty else { throw ValidationError("give the key of a log with --log") }
        _ = try keys()
    }

    private func keys() throws -> [NoteKey] {
        do throws(NoteError) {
            var keys: [NoteKey] = []
            for log in logs { keys.append(try NoteKey(verifierKey: log)) }
            return keys
        } catch {
            throw ValidationError("--log: \(error)")
        }
    }

    package func run() async throws {
        try await Failure.reporting("log witness") {
            let witness = try Witness(folder: folder, name: name, logs: try keys())
            let server = try await WitnessServer(witness, host: host, port: port)
            Console.narrate("witness \(name) \(witness.verifierKey) http://\(host):\(server.port)")
            try await server.wait()
            return .passed
        }
    }
}
