import Content
import Glibc
import Signing
import Synchronization
import Testing
import Transparency

@testable import Authority

/// What every store of a log does.
@Suite struct LogStoreTests {
    let signer: CheckpointSigner

    init() throws { signer = try TileLogTests().signer }

    private func entry(_ number: Int) -> [UInt8] { Array("entry \(number)".utf8) }

    private func fill(_ log: TileLog, _ numbers: Range<Int>) async throws -> [TileLog.Inclusion] {
        try await withThrowingTaskGroup(of: TileLog.Inclusion.self) { group in
            for number in numbers { group.addTask { try await log.append(entry(number)) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
    }

    @Test(arguments: TestStore.Kind.allCases)
    func `each answer proves its entry, also after the log was opened again`(kind: TestStore.Kind) async throws {
        guard let store = try TestStore(kind) else { return }
        var log = try store.log(signer)
        #expect(log.checkpoint.checkpoint.size == 0)
        var inclusions = try await fill(log, 0..<300)
        await log.close()
        log = try store.log(signer)
        #expect(log.checkpoint.checkpoint.size == 300)
        inclusions += try await fill(log, 300..<700)
        #expect(Set(inclusions.map(\.index)) == Set(0..<700))
        let root = log.checkpoint.checkpoint.root
        var frontier = TreeFrontier()
        for index in 0..<UInt64(700) {
            let found = try #require(try log.entry(at: index))
            frontier.append(.leaf(found.entry))
            try InclusionProof.verify(
                leaf: .leaf(found.entry), index: index, size: 700, proof: found.inclusion.proof, root: root)
        }
        #expect(frontier.root == root)
        for inclusion in inclusions {
            _ = try inclusion.note.verify([signer.key])
            let found = try #require(try log.entry(at: inclusion.index))
            try InclusionProof.verify(
                leaf: .leaf(found.entry), index: inclusion.index, size: inclusion.checkpoint.size,
                proof: inclusion.proof, root: inclusion.checkpoint.root)
        }
        await log.close()
    }

    @Test(arguments: TestStore.Kind.allCases)
    func `an entry that is there is refused with its place`(kind: TestStore.Kind) async throws {
        guard let store = try TestStore(kind) else { return }
        var log = try store.log(signer)
        _ = try await fill(log, 0..<300)
        let first = try await log.append(entry(1000))
        // Also where many of them wait at once.
        let outcomes = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<20 {
                group.addTask { [log] in
                    do {
                        _ = try await log.append(entry(2000))
                        return true
                    } catch LogError.duplicate(index: 301) {
                        return false
                    } catch {
                        return true
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.count { $0 } == 1)
        await log.close()
        log = try store.log(signer)
        await #expect(throws: LogError.duplicate(index: first.index)) { try await log.append(entry(1000)) }
        #expect(log.checkpoint.checkpoint.size == 302)
        await log.close()
    }

    @Test(arguments: TestStore.Kind.allCases)
    func `tiles hold what the checkpoint covers`(kind: TestStore.Kind) async throws {
        guard let store = try TestStore(kind) else { return }
        let log = try store.log(signer)
        for start in stride(from: 0, to: 700, by: 175) { _ = try await fill(log, start..<start + 175) }
        for (index, width) in [(0, 256), (1, 256), (2, 188), (2, 3)] {
            let entries = try #require(Tile(level: .entries, index: UInt64(index), width: width))
            let hashes = try #require(Tile(level: .hashes(0), index: UInt64(index), width: width))
            let content = try TileContent.entries(try #require(try log.tile(entries)), width: width)
            #expect(
                try TileContent.hashes(try #require(try log.tile(hashes)), width: width)
                    == content.map { MerkleHash.leaf($0) })
        }
        let upper = try #require(Tile(level: .hashes(1), index: 0, width: 2))
        #expect(try log.tile(upper)?.count == 64)
        for tile in [
            Tile(level: .hashes(0), index: 2, width: 189), Tile(level: .entries, index: 2, width: 189),
            Tile(level: .entries, index: 3, width: 1), Tile(level: .hashes(2), index: 0, width: 1),
            Tile(level: .entries, index: UInt64.max / 256, width: 1), Tile(level: .entries, index: .max, width: 1),
        ] { #expect(try log.tile(#require(tile)) == nil) }
        await log.close()
    }

    @Test(arguments: TestStore.Kind.allCases)
    func `a log of more than one level of whole tiles is begun, read and goes on`(kind: TestStore.Kind) async throws {
        guard let store = try TestStore(kind) else { return }
        mkdir("\(store.folder.path)/log", 0o755)
        let count = 65_536 + 300
        var edge = TreeEdge()
        var pieces: [([[UInt8]], TreeGrowth)] = []
        for start in stride(from: 0, to: count, by: 5000) {
            let entries = (start..<min(count, start + 5000)).map { entry($0) }
            pieces.append((entries, try edge.append(entries.map { .leaf($0) })))
        }
        let record = try signer.record(
            Checkpoint(origin: signer.origin, size: UInt64(count), root: edge.frontier.root))
        let opened = try store.open()
        let kept = try opened.log(.log)
        try kept.begin(LogHead(signed: record, shown: record)) { add throws(LogError) in
            for piece in pieces { try add(piece.0, piece.1) }
        }
        #expect(throws: LogError.exists(path: kept.place)) {
            try kept.begin(LogHead(signed: record, shown: record)) { _ in }
        }
        let log = try TileLog(store: kept, signer: signer)
        #expect(try log.tile(#require(Tile(level: .hashes(2), index: 0, width: 1)))?.count == 32)
        let next = try await log.append(entry(count))
        #expect(next.index == UInt64(count))
        for index in [0, 255, 256, 65_535, 65_536, count - 1, count] {
            let found = try #require(try log.entry(at: UInt64(index)))
            #expect(found.entry == entry(index))
            try InclusionProof.verify(
                leaf: .leaf(found.entry), index: UInt64(index), size: UInt64(count + 1), proof: found.inclusion.proof,
                root: next.checkpoint.root)
        }
        await #expect(throws: LogError.duplicate(index: 40_000)) { try await log.append(entry(40_000)) }
        await log.close()
        opened.close()
    }

    @Test(arguments: [TestStore.Kind.sqlite, .postgres])
    func `nothing is left of a turn that ends before its end`(kind: TestStore.Kind) async throws {
        guard let store = try TestStore(kind) else { return }
        let log = try store.log(signer)
        _ = try await fill(log, 0..<300)
        await log.close()
        let opened = try store.open()
        let kept = try opened.log(.log)
        let head = try #require(try kept.head())
        var edge = try kept.frontier(size: 300)
        let leaf = MerkleHash.leaf(entry(9999))
        edge.append(leaf)
        let record = try signer.record(Checkpoint(origin: signer.origin, size: 301, root: edge.root))
        #expect(throws: LogError.busy) {
            try kept.write { turn throws(LogError) in
                let growth = try TreeGrowth(leaves: [leaf], to: 300, read: kept.hashes)
                try turn.append(
                    LogAddition(entries: [entry(9999)], growth: growth, record: record, isShown: true))
                throw .busy
            }
        }
        #expect(try kept.head()?.signed.note.bytes == head.signed.note.bytes)
        #expect(try kept.entries(tile: 1, width: 45) == nil)
        let again = try TileLog(store: kept, signer: signer)
        let next = try await again.append(entry(9999))
        #expect(next.index == 300)
        await again.close()
        opened.close()
    }

    @Test(arguments: TestStore.Kind.allCases)
    func `a log that is moved takes no entries`(kind: TestStore.Kind) async throws {
        guard let store = try TestStore(kind) else { return }
        var log = try store.log(signer)
        _ = try await log.append(entry(1))
        await log.close()
        let opened = try store.open()
        let kept = try opened.log(.log)
        try kept.freeze(true)
        log = try TileLog(store: kept, signer: signer)
        await #expect(throws: LogError.self) { try await log.append(entry(2)) }
        #expect(log.checkpoint.checkpoint.size == 1)
        await log.close()
        try store.open().log(.log).freeze(false)
        log = try store.log(signer)
        #expect(try await log.append(entry(2)).index == 1)
        await log.close()
        opened.close()
    }

    @Test(arguments: TestStore.Kind.allCases)
    func `what witnesses have not signed stays hidden, and is shown when they do`(kind: TestStore.Kind) async throws {
        guard let store = try TestStore(kind) else { return }
        let tests = try WitnessTests()
        let bench = try WitnessTests.Bench("w.example", tests.signer.key)
        var log = try store.log(tests.signer, witnessing: tests.witnessing([bench], "all"))
        _ = try await log.append(entry(1))
        bench.isAway.withLock { $0 = true }
        await #expect(throws: LogError.self) { try await log.append(entry(2)) }
        #expect(log.checkpoint.checkpoint.size == 1)
        await log.close()
        log = try store.log(tests.signer, witnessing: tests.witnessing([bench], "all"))
        #expect(log.checkpoint.checkpoint.size == 1)
        #expect(try log.tile(#require(Tile(level: .entries, index: 0, width: 2))) == nil)
        bench.isAway.withLock { $0 = false }
        // Whoever asks again is answered as if it were the first time.
        let second = try await log.append(entry(2))
        #expect(second.index == 1 && second.checkpoint.size == 2)
        #expect(try tests.witnessing([bench], "all").policy.cosigners(of: second.note) == ["w0"])
        await log.close()
        log = try store.log(tests.signer, witnessing: tests.witnessing([bench], "all"))
        #expect(log.checkpoint.note.bytes == second.note.bytes)
        await log.close()
    }

    @Test(arguments: TestStore.Kind.allCases)
    func `a log without witnesses takes them on`(kind: TestStore.Kind) async throws {
        guard let store = try TestStore(kind) else { return }
        let tests = try WitnessTests()
        let bench = try WitnessTests.Bench("w.example", tests.signer.key)
        var log = try store.log(tests.signer)
        for number in 0..<3 { _ = try await log.append(entry(number)) }
        await log.close()
        log = try store.log(tests.signer, witnessing: tests.witnessing([bench], "all"))
        try await log.show()
        let (checkpoint, note) = log.checkpoint
        #expect(checkpoint.size == 3)
        #expect(try tests.witnessing([bench], "all").policy.cosigners(of: note) == ["w0"])
        await log.close()
    }

    @Test(arguments: TestStore.Kind.allCases)
    func `a log of another key is refused`(kind: TestStore.Kind) async throws {
        guard let store = try TestStore(kind) else { return }
        let log = try store.log(signer)
        await log.close()
        let other = try TileLogTests().signer
        #expect(throws: LogError.self) { _ = try store.log(other) }
    }

    @Test(arguments: [TestStore.Kind.sqlite, .postgres])
    func `a key that does not sign stops nothing for ever`(kind: TestStore.Kind) async throws {
        guard let store = try TestStore(kind) else { return }
        struct Away: Error {}
        let good = signer
        final class Switch: Sendable { let isAway = Mutex(false) }
        let away = Switch()
        let signer = CheckpointSigner(origin: good.origin, key: good.key) { text in
            if away.isAway.withLock({ $0 }) { throw Away() }
            return try good.sign(text)
        }
        let log = try store.log(signer)
        _ = try await log.append(entry(1))
        away.isAway.withLock { $0 = true }
        await #expect(throws: LogError.signing("Away()")) { try await log.append(entry(2)) }
        away.isAway.withLock { $0 = false }
        #expect(try await log.append(entry(3)).index == 1)
        await log.close()
    }
}
