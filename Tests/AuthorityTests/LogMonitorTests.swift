import Content
import Signing
import Synchronization
import Testing
import Transparency

@testable import Authority

@Suite struct LogMonitorTests {
    /// A log in memory that its owner may bend.
    final class BentLog: Sendable {
        let files = Mutex<[String: [UInt8]]>([:])
        let log: TileLog
        private let folder: TileLogTests.Folder

        init(_ signer: CheckpointSigner) throws {
            folder = try TileLogTests.Folder()
            log = try TileLog(folder: folder.path, signer: signer)
        }

        /// Files of its own before those of the log.
        var reader: TileReader {
            TileReader { path, _ in
                if let bytes = self.files.withLock({ $0[path] }) { return bytes.isEmpty ? nil : bytes }
                if path == "checkpoint" { return self.log.checkpoint.note.bytes }
                return try Tile(path: path).flatMap { try self.log.tile($0) }
            }
        }

        func bend(_ path: String, _ bytes: [UInt8]) { files.withLock { $0[path] = bytes } }
    }

    let signer: CheckpointSigner
    let own: VerificationKey
    let other: VerificationKey

    init() throws {
        signer = try TileLogTests().signer
        own = try SigningKey(generating: .p256).publicKey
        other = try SigningKey(generating: .p256).publicKey
    }

    private func entry(_ number: Int, _ key: VerificationKey) -> [UInt8] {
        Array(
            """
            {"apiVersion":"0.0.2","kind":"hashedrekord","spec":{"hashedRekordV002":{"data":{"algorithm":"SHA2_256",\
            "digest":"\(Base64.encode(Self.digest(number).bytes))"},"signature":{"content":"AAAA","verifier":{\
            "keyDetails":"PKIX_ECDSA_P256_SHA_256","publicKey":{"rawBytes":"\(Base64.encode(key.derRepresentation))"}}}}}}
            """.utf8)
    }

    private static func digest(_ number: Int) -> Digest { Digest.of(Array("artifact \(number)".utf8)) }

    /// Of every hundredth entry, ours is the key.
    private func fill(_ log: TileLog, _ numbers: Range<Int>) async throws {
        // One by one into each batch, so that entry and index agree.
        for number in numbers { _ = try await log.append(entry(number, number % 100 == 0 ? own : other)) }
    }

    private func monitor(
        _ reader: TileReader, explained: ExplainedEntries = ExplainedEntries(), batch: UInt64 = 256
    ) -> LogMonitor {
        let watch = LogWatch(identities: [], keys: [Digest.of(own.derRepresentation).hex], explained: explained)
        let key = signer.key
        return LogMonitor(reader: reader, watch: watch, batch: batch) { (note) throws(NoteError) in
            _ = try note.verify([key])
            return try Checkpoint(text: note.text)
        }
    }

    /// What one visit reports, in words, and the states it keeps.
    private func visit(
        _ monitor: LogMonitor, from state: LogMonitorState
    ) async throws -> (alerts: [String], kept: [LogMonitorState], state: LogMonitorState) {
        var alerts: [String] = []
        var kept: [LogMonitorState] = []
        let after = try await monitor.advance(state, keep: { kept.append($0) }) { alerts.append(Self.word($0)) }
        return (alerts, kept, after)
    }

    private static func word(_ alert: LogAlert) -> String {
        switch alert {
        case .unexplained(let index, _, _), .unreadable(let index, _): "\(alert.kind) \(index)"
        case .behind(let known, let shown): "behind \(known) \(shown)"
        case .contradiction: alert.kind
        }
    }

    @Test func `entries of a watched key are reported once, unless they are accounted for`() async throws {
        let bent = try BentLog(signer)
        try await fill(bent.log, 0..<350)
        var explained = ExplainedEntries()
        explained.insert(subject: Self.digest(200))
        let monitor = monitor(bent.reader, explained: explained)
        let first = try await visit(monitor, from: monitor.begin(fromStart: true))
        #expect(first.alerts == ["unexplained 0", "unexplained 100", "unexplained 300"])
        #expect(first.state.read.size == 350 && first.state.read.root == bent.log.checkpoint.checkpoint.root)
        #expect(try await visit(monitor, from: first.state).alerts.isEmpty)
        try await fill(bent.log, 350..<402)
        // What is known comes back from its file, and no tile is read twice.
        let known = try LogMonitorState(json: first.state.json)
        #expect(try await visit(monitor, from: known).alerts == ["unexplained 400"])
        await bent.log.close()
    }

    @Test func `a first visit may leave what is there alone`() async throws {
        let bent = try BentLog(signer)
        try await fill(bent.log, 0..<301)
        let monitor = monitor(bent.reader)
        let state = try await monitor.begin(fromStart: false)
        try await fill(bent.log, 301..<402)
        #expect(try await visit(monitor, from: state).alerts == ["unexplained 400"])
        await bent.log.close()
    }

    @Test func `reading goes on where it ended, and nothing is kept that was not checked`() async throws {
        let bent = try BentLog(signer)
        try await fill(bent.log, 0..<700)
        let monitor = monitor(bent.reader)
        let whole = try await visit(monitor, from: monitor.begin(fromStart: true))
        #expect(whole.kept.map(\.read.size) == [0, 256, 512, 700])
        let middle = try LogMonitorState(json: try #require(whole.kept.dropFirst().first).json)
        #expect(try await visit(monitor, from: middle).alerts == (3...6).map { "unexplained \($0 * 100)" })

        // The third tile of entries is another than the tree holds.
        let path = try #require(Tile(level: .entries, index: 2, width: 188)).path
        let others = try #require(TileContent.encode(entries: (0..<188).map { entry($0 + 5000, other) }))
        bent.bend(path, others)
        var kept: [UInt64] = []
        await #expect(throws: LogMonitorError.self) {
            _ = try await monitor.advance(monitor.begin(fromStart: true), keep: { kept.append($0.read.size) }) { _ in }
        }
        #expect(kept == [0, 256, 512])
        await bent.log.close()
    }

    @Test func `two pasts of one log are a contradiction, with both checkpoints as evidence`() async throws {
        let (bent, fork) = (try BentLog(signer), try BentLog(signer))
        try await fill(bent.log, 0..<300)
        try await fill(fork.log, 1..<301)
        let honest = monitor(bent.reader)
        let known = try await visit(honest, from: honest.begin(fromStart: true)).state
        // The same size, and later a larger one.
        let bending = monitor(fork.reader)
        #expect(try await visit(bending, from: known).alerts == ["contradiction"])
        try await fill(fork.log, 301..<420)
        var evidence: LogAlert.Contradiction?
        let after = try await bending.advance(known, keep: { _ in }) { alert in
            if case .contradiction(let found) = alert { evidence = found }
        }
        let found = try #require(evidence)
        #expect(found.known.bytes == known.note.bytes && found.shown.bytes == fork.log.checkpoint.note.bytes)
        // What is known stays: the evidence is not forgotten.
        #expect(after.note.bytes == known.note.bytes)
        await bent.log.close()
        await fork.log.close()
    }

    @Test func `a log that lags is behind, one that goes back to another past contradicts`() async throws {
        let (bent, fork) = (try BentLog(signer), try BentLog(signer))
        try await fill(bent.log, 0..<200)
        let early = bent.log.checkpoint.note
        try await fill(bent.log, 200..<300)
        try await fill(fork.log, 1..<101)
        let monitor = monitor(bent.reader)
        let known = try await visit(monitor, from: monitor.begin(fromStart: true)).state
        bent.bend("checkpoint", early.bytes)
        #expect(try await visit(monitor, from: known).alerts == ["behind 300 200"])
        bent.bend("checkpoint", fork.log.checkpoint.note.bytes)
        #expect(try await visit(monitor, from: known).alerts == ["contradiction"])
        await bent.log.close()
        await fork.log.close()
    }

    @Test func `checkpoints of others are part of the log's history, or evidence against it`() async throws {
        let (bent, fork) = (try BentLog(signer), try BentLog(signer))
        try await fill(bent.log, 0..<200)
        let early = bent.log.checkpoint.note
        try await fill(bent.log, 200..<300)
        try await fill(fork.log, 1..<101)
        let monitor = monitor(bent.reader)
        let known = try await visit(monitor, from: monitor.begin(fromStart: true)).state
        var alerts: [String] = []
        func compare(_ note: SignedNote) async throws -> Bool? {
            try await monitor.compare(note, with: known) { alerts.append(Self.word($0)) }
        }
        #expect(try await compare(early) == true)
        #expect(try await compare(fork.log.checkpoint.note) == false)
        try await fill(bent.log, 300..<310)
        #expect(try await compare(bent.log.checkpoint.note) == nil)
        #expect(alerts == ["contradiction"])
        let (text, lines) = (early.text, early.lines)
        let forged = SignedNote(
            text: Array(String(decoding: text, as: UTF8.self).replacing("200", with: "201").utf8), lines: lines)
        await #expect(throws: NoteError.self) { _ = try await compare(forged) }
        await bent.log.close()
        await fork.log.close()
    }

    @Test func `files that do not lead to the signed root accuse nobody, and are refused`() async throws {
        let bent = try BentLog(signer)
        try await fill(bent.log, 0..<200)
        let monitor = monitor(bent.reader)
        let known = try await visit(monitor, from: monitor.begin(fromStart: true)).state
        try await fill(bent.log, 200..<300)
        let path = try #require(Tile(level: .hashes(0), index: 0)).path
        bent.bend(path, [UInt8](repeating: 7, count: 32 * 256))
        await #expect(throws: LogMonitorError.self) { _ = try await visit(monitor, from: known) }
        bent.bend(path, [UInt8](repeating: 7, count: 31))
        await #expect(throws: TileError.self) { _ = try await visit(monitor, from: known) }
        bent.bend(path, [])
        await #expect(throws: TileReadingError.self) { _ = try await visit(monitor, from: known) }
        await bent.log.close()
    }

    @Test func `an entry of an unknown kind may be of anyone`() async throws {
        let bent = try BentLog(signer)
        for text in ["{}", "not JSON", #"{"kind":"rpm","apiVersion":"0.0.1","spec":{}}"#, "\u{0}\u{0}short"] {
            _ = try await bent.log.append(Array(text.utf8))
        }
        let monitor = monitor(bent.reader)
        #expect(
            try await visit(monitor, from: monitor.begin(fromStart: true)).alerts
                == (0...3).map { "unreadable \($0)" })
        await bent.log.close()
    }

    @Test func `a partial tile that is gone is read from the full one`() async throws {
        let bent = try BentLog(signer)
        try await fill(bent.log, 0..<200)
        let early = bent.log.checkpoint.note
        try await fill(bent.log, 200..<256)
        bent.bend("checkpoint", early.bytes)
        for level in [Tile.Level.hashes(0), .entries] {
            bent.bend(try #require(Tile(level: level, index: 0, width: 200)).path, [])
        }
        let monitor = monitor(bent.reader)
        #expect(try await visit(monitor, from: monitor.begin(fromStart: true)).state.read.size == 200)
        #expect(try await monitor.begin(fromStart: false).read.size == 200)
        await bent.log.close()
    }

    @Test func `both logs of an authority show who signed`() async throws {
        let temporary = try TemporaryAuthority()
        let services = try AuthorityServices(temporary.folder)
        let root = try temporary.trustedRoot()
        let (bundle, _) = try await temporary.signed([1], by: "dev@example.org", services)
        _ = try await temporary.signed([2], by: "eve@example.org", services)
        var explained = ExplainedEntries()
        try explained.insert(Signing.Bundle(json: bundle))
        for (log, trusted) in [
            (services.log, try #require(root.logs.first)),
            (services.certificateLog, try #require(root.certificateLogs.first)),
        ] {
            let reader = TileReader { path, _ in
                path == "checkpoint" ? log.checkpoint.note.bytes : try Tile(path: path).flatMap { try log.tile($0) }
            }
            for (issuer, expected) in [
                (IdentityPolicy.Matcher.exact(TemporaryAuthority.url), ["eve@example.org"]),
                (.exact("https://elsewhere.example"), []),
            ] {
                let watch = LogWatch(
                    identities: [.init(subject: .pattern("*@example.org"), issuer: issuer)], explained: explained)
                let monitor = LogMonitor(reader: reader, watch: watch) { (note) throws(NoteError) in
                    try trusted.checkpoint(of: note)
                }
                var found: [String] = []
                _ = try await monitor.advance(monitor.begin(fromStart: true), keep: { _ in }) { alert in
                    guard case .unexplained(_, let holder, _) = alert else { return }
                    found.append(holder.identity?.subject ?? "")
                }
                #expect(found == expected)
            }
        }
        await services.close()
    }
}
