package import ArgumentParser
internal import Content
internal import RegistryClient
internal import Signing
internal import Transparency

/// Which log, where its files are, and whose signatures its checkpoints must have.
package struct LogArguments: ParsableArguments {
    @Argument(
        help: ArgumentHelp(
            "The log's address as the trust root has it, or where its tiles are, with --log-key.",
            discussion: "A folder that holds `checkpoint` and `tile/` is read without a network."))
    package var log: String

    @OptionGroup package var trust: TrustArguments

    @Option(help: "The log's key as NAME+ID+KEY (C2SP signed-note), in place of a trust root.")
    package var logKey: String?

    @Option(help: "A witness policy that each checkpoint must fulfil (C2SP tlog-policy).")
    package var witnessPolicy: String?

    @Flag(help: "Open no socket.")
    package var offline = false

    package init() {}

    package mutating func validate() throws {
        guard logKey == nil || trust.trustedRoot == nil && trust.trust == nil else {
            throw ValidationError("--log-key stands in place of a trust root; give one of them")
        }
        if isFolder, logKey == nil {
            throw ValidationError("\(log): a folder is not in a trust root; give the log's key with --log-key")
        }
    }

    private var isFolder: Bool { log.firstRange(of: "://") == nil }

    /// The log, for as long as `body` runs.
    func withLog<Value: Sendable>(_ body: (OpenedLog) async throws -> Value) async throws -> Value {
        let address = log.hasSuffix("/") ? String(log.dropLast()) : log
        let (place, verify) = try source(address)
        var witnesses: WitnessPolicy?
        if let witnessPolicy {
            let text = try OpenFile.contents(of: witnessPolicy, limit: WitnessPolicy.limit)
            do throws(NoteError) {
                witnesses = try WitnessPolicy(String(decoding: text, as: UTF8.self))
            } catch {
                throw ValidationError("\(witnessPolicy): \(error)")
            }
        }
        let verification: LogMonitor.Verification = { [witnesses] (note) throws(NoteError) in
            let checkpoint = try verify(note)
            _ = try witnesses?.cosigners(of: note)
            return checkpoint
        }
        if isFolder {
            let reader = TileReader { path, limit in
                do throws(FileError) {
                    return try OpenFile.contents(of: "\(place)/\(path)", limit: limit)
                } catch {
                    if error.isMissing { return nil }
                    throw error
                }
            }
            return try await body(OpenedLog(reader: reader, verification: verification))
        }
        return try await RegistryOpener(isOffline: offline, isInsecure: false).withDownloader { downloader in
            let reader = TileReader { path, limit in
                try await downloader.contents(of: "\(place)/\(path)", limit: limit)
            }
            return try await body(OpenedLog(reader: reader, verification: verification))
        }
    }

    private func source(_ address: String) throws -> (place: String, verify: LogMonitor.Verification) {
        if let logKey {
            let key: NoteKey
            do throws(NoteError) { key = try NoteKey(verifierKey: logKey) } catch {
                throw ValidationError("--log-key: \(error)")
            }
            return (
                address,
                { (note) throws(NoteError) in
                    _ = try note.verify([key])
                    let checkpoint = try Checkpoint(text: note.text)
                    guard checkpoint.origin == key.name else {
                        throw .origin(expected: key.name, found: checkpoint.origin)
                    }
                    return checkpoint
                }
            )
        }
        let root = try trust.root()
        func named(_ logs: [TrustedRoot.Log]) -> TrustedRoot.Log? {
            // The latest, where a log changed its key.
            logs.filter { $0.baseURL == address || $0.baseURL == "\(address)/" }
                .max { $0.validity.start < $1.validity.start }
        }
        // Rekor's second generation serves its tiles below its API, others that do at their address.
        if let log = named(root.logs) {
            return (
                log.isFirstGeneration ? address : "\(address)/api/v2",
                { (note) throws(NoteError) in try log.checkpoint(of: note) }
            )
        }
        if let log = named(root.certificateLogs) {
            return (address, { (note) throws(NoteError) in try log.checkpoint(of: note) })
        }
        let known = (root.logs + root.certificateLogs).map(\.baseURL)
        throw ValidationError(
            "\(log): expected a log of the trust root (\(known.joined(separator: ", "))); give another root, or the "
                + "log's key with --log-key")
    }
}

/// A log that can be read, and how its checkpoints are believed.
struct OpenedLog: Sendable {
    let reader: TileReader
    let verification: LogMonitor.Verification
}
