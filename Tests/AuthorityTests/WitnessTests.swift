import Content
import Glibc
import NIOHTTP1
import Signing
import Synchronization
import Testing
import Transparency

@testable import Authority

@Suite struct WitnessTests {
    private static let now = Instant(seconds: 1_790_000_000)

    let signer: CheckpointSigner

    init() throws { signer = try TileLogTests().signer }

    /// A witness in a folder that goes with the value.
    final class Bench: Sendable {
        let folder: String
        let witness: Witness
        let isAway = Mutex(false)
        let asked = Mutex(0)

        init(_ name: String, _ key: NoteKey) throws {
            var template = Array("/tmp/obryza-witness-XXXXXX".utf8CString)
            let path = try template.withUnsafeMutableBufferPointer { buffer in
                try String(cString: #require(buffer.baseAddress.flatMap { mkdtemp($0) }))
            }
            folder = path
            witness = try Witness(folder: path, name: name, logs: [key])
        }

        deinit {
            unlink("\(folder)/key.pem")
            unlink("\(folder)/\(Digest.of(Array("log.example".utf8)).hex)")
            rmdir(folder)
        }

        func post(_ body: [UInt8]) throws -> (status: Int, body: [UInt8]) {
            asked.withLock { $0 += 1 }
            guard !isAway.withLock({ $0 }) else { throw LogError.busy }
            let answer = WitnessServer.answer(
                HTTPRequest(method: .POST, path: "/add-checkpoint", headers: [:], body: body), witness
            ) { WitnessTests.now }
            return (Int(answer.status.code), answer.body)
        }
    }

    private func policy(_ benches: [Bench], _ quorum: String) throws -> WitnessPolicy {
        var lines = benches.indices.map { "witness w\($0) \(benches[$0].witness.verifierKey) http://w\($0)" }
        lines += ["group all \(quorum) " + benches.indices.map { "w\($0)" }.joined(separator: " "), "quorum all"]
        return try WitnessPolicy(lines.joined(separator: "\n"))
    }

    func witnessing(_ benches: [Bench], _ quorum: String) throws -> Witnessing {
        try Witnessing(policy: policy(benches, quorum)) { url, body in
            let number = try #require(url.dropFirst("http://w".count).first.flatMap { Int(String($0)) })
            return try benches[number].post(body)
        }
    }

    private func status(_ bench: Bench, _ request: AddCheckpoint) throws -> Int { try bench.post(request.bytes).status }

    @Test func `a witness signs what goes on from what it saw, and nothing else`() async throws {
        let bench = try Bench("w.example", signer.key)
        let (honest, fork) = (try TileLogTests.Folder(), try TileLogTests.Folder())
        let log = try TileLog(folder: honest.path, signer: signer)
        let other = try TileLog(folder: fork.path, signer: signer)
        var notes: [SignedNote] = []
        var forked: [SignedNote] = []
        for number in 0..<9 {
            notes.append(try await log.append(Array("a \(number)".utf8)).note)
            forked.append(try await other.append(Array("b \(number)".utf8)).note)
        }
        let reader = TileReader { path, _ in try Tile(path: path).flatMap { try log.tile($0) } }
        func request(_ old: UInt64, _ new: Int, _ note: SignedNote? = nil) async throws -> AddCheckpoint {
            AddCheckpoint(
                oldSize: old,
                proof: old == 0 || old == UInt64(new) ? [] : try await reader.consistency(of: old, size: UInt64(new)),
                note: note ?? notes[new - 1])
        }
        #expect(try status(bench, await request(0, 3)) == 200)
        #expect(try status(bench, await request(3, 3)) == 200)
        #expect(try status(bench, await request(3, 7)) == 200)
        // What was seen is not what the log believes; the answer says what it is.
        let conflict = try bench.post(await request(3, 9).bytes)
        #expect(conflict.status == 409 && conflict.body == Array("7\n".utf8))
        #expect(try status(bench, await request(0, 9)) == 409)
        // Another past: of the same size, larger, and smaller.
        #expect(try status(bench, AddCheckpoint(oldSize: 7, proof: [], note: forked[6])) == 409)
        #expect(try status(bench, await request(7, 9, forked[8])) == 422)
        #expect(try status(bench, AddCheckpoint(oldSize: 7, proof: [], note: notes[8])) == 422)
        #expect(try status(bench, AddCheckpoint(oldSize: 7, proof: [], note: notes[2])) == 400)
        // Not the log's word, and not a log that is known.
        let forged = SignedNote(
            text: notes[8].text,
            lines: [.init(name: "log.example", id: signer.keyID, signature: [UInt8](repeating: 1, count: 64))])
        #expect(try status(bench, AddCheckpoint(oldSize: 7, proof: [], note: forged)) == 403)
        let foreign = SignedNote(
            text: Checkpoint(origin: "other.example", size: 0, root: .empty).text, lines: notes[8].lines)
        #expect(try status(bench, AddCheckpoint(oldSize: 0, proof: [], note: foreign)) == 404)
        for text in ["", "old 1\n", "old 01\n\n", "old 1\nAA==\n\nx", "new 1\n\n"] {
            #expect(try bench.post(Array(text.utf8)).status == 400)
        }
        // It is asked again after it was ended, and still knows.
        let again = try Witness(folder: bench.folder, name: "w.example", logs: [signer.key])
        #expect(throws: Witness.Refusal.size(known: 7)) {
            try again.add(AddCheckpoint(oldSize: 0, proof: [], note: forked[8]), at: Self.now)
        }
        let hash = Digest.of(Array("log.example".utf8)).hex
        let kept = try #require(try again.checkpoint(hash: hash))
        #expect(kept.text == notes[6].text)
        #expect(try kept.verify([try NoteKey(verifierKey: again.verifierKey)]).first?.time == 1_790_000_000)
        await log.close()
        await other.close()
    }

    @Test func `a log shows what enough witnesses have signed`() async throws {
        let benches = try (0..<3).map { try Bench("w\($0).example", signer.key) }
        let folder = try TileLogTests.Folder()
        let witnessing = try witnessing(benches, "2")
        let log = try TileLog(folder: folder.path, signer: signer, witnessing: witnessing)
        benches[2].isAway.withLock { $0 = true }
        for number in 0..<5 {
            let inclusion = try await log.append(Array("a \(number)".utf8))
            #expect(try witnessing.policy.cosigners(of: inclusion.note).count >= 2)
        }
        // One that was away catches up when it is needed.
        benches[2].isAway.withLock { $0 = false }
        benches[0].isAway.withLock { $0 = true }
        let late = try await log.append(Array("late".utf8))
        #expect(try witnessing.policy.cosigners(of: late.note) == ["w1", "w2"])
        #expect(late.checkpoint.size == 6)
        await log.close()
    }

    @Test func `without enough witnesses nothing is shown, and nothing is lost`() async throws {
        let bench = try Bench("w.example", signer.key)
        let folder = try TileLogTests.Folder()
        var log = try TileLog(folder: folder.path, signer: signer, witnessing: witnessing([bench], "all"))
        _ = try await log.append(Array("first".utf8))
        bench.isAway.withLock { $0 = true }
        let before = log.checkpoint.note
        for text in ["second", "third"] {
            await #expect(throws: LogError.self) { try await log.append(Array(text.utf8)) }
            #expect(log.checkpoint.note.bytes == before.bytes)
        }
        #expect(try log.tile(try #require(Tile(level: .hashes(0), index: 0, width: 2))) == nil)
        // The process ends, and begins again while they are still away.
        await log.close()
        log = try TileLog(folder: folder.path, signer: signer, witnessing: witnessing([bench], "all"))
        #expect(log.checkpoint.note.bytes == before.bytes)
        try await log.show()
        #expect(log.checkpoint.checkpoint.size == 1)
        bench.isAway.withLock { $0 = false }
        // Whoever asks again is answered as if it were the first time, and what others asked for is shown with it.
        let second = try await log.append(Array("second".utf8))
        #expect(second.index == 1 && second.checkpoint.size == 3)
        await #expect(throws: LogError.duplicate(index: 2)) { try await log.append(Array("third".utf8)) }
        await log.close()
        log = try TileLog(folder: folder.path, signer: signer, witnessing: witnessing([bench], "all"))
        #expect(log.checkpoint.checkpoint.size == 3)
        await log.close()
    }

    @Test func `what waits is shown when witnesses come back, without a new entry`() async throws {
        let bench = try Bench("w.example", signer.key)
        let folder = try TileLogTests.Folder()
        let log = try TileLog(folder: folder.path, signer: signer, witnessing: witnessing([bench], "all"))
        bench.isAway.withLock { $0 = true }
        await #expect(throws: LogError.self) { try await log.append([1]) }
        bench.isAway.withLock { $0 = false }
        try await log.show()
        #expect(log.checkpoint.checkpoint.size == 1)
        let asked = bench.asked.withLock { $0 }
        try await log.show()
        #expect(bench.asked.withLock { $0 } == asked)
        await log.close()
    }

    @Test func `a log that had no witnesses takes them on`() async throws {
        let bench = try Bench("w.example", signer.key)
        let folder = try TileLogTests.Folder()
        var log = try TileLog(folder: folder.path, signer: signer)
        for number in 0..<3 { _ = try await log.append([UInt8(number)]) }
        await log.close()
        log = try TileLog(folder: folder.path, signer: signer, witnessing: witnessing([bench], "all"))
        try await log.show()
        let (checkpoint, note) = log.checkpoint
        #expect(checkpoint.size == 3)
        #expect(try policy([bench], "all").cosigners(of: note) == ["w0"])
        await log.close()
    }

    @Test func `an answer that is no good signature of the witness is none`() async throws {
        let bench = try Bench("w.example", signer.key)
        let other = try Bench("w.example", signer.key)
        let folder = try TileLogTests.Folder()
        let answers: [@Sendable ([UInt8]) throws -> (Int, [UInt8])] = [
            { try other.post($0) }, { _ in (200, []) }, { _ in (200, Array("\u{2014} w.example AAAAAAAA\n".utf8)) },
            { _ in (409, Array("999\n".utf8)) }, { _ in (409, Array("0\n".utf8)) }, { _ in (409, [0xff]) },
            { _ in (500, []) },
        ]
        for answer in answers {
            let witnessing = try Witnessing(policy: policy([bench], "all")) { _, body in try answer(body) }
            let log = try TileLog(folder: folder.path, signer: signer, witnessing: witnessing)
            await #expect(throws: LogError.self) { try await log.append([1]) }
            #expect(log.checkpoint.checkpoint.size == 0)
            await log.close()
        }
    }
}
