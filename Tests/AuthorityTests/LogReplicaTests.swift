import Content
import Glibc
import Signing
import Synchronization
import Testing
import Transparency

@testable import Authority

/// Several that write to one log.
@Suite struct LogReplicaTests {
    static let shared: [TestStore.Kind] = [.sqlite, .postgres]

    private final class Counter: Sendable {
        private let count = Mutex(0)
        var value: Int { count.withLock { $0 } }
        func add() { count.withLock { $0 += 1 } }
    }

    let signer: CheckpointSigner

    init() throws { signer = try TileLogTests().signer }

    private func entry(_ number: Int) -> [UInt8] { Array("entry \(number)".utf8) }

    /// Everything that was shown or acknowledged, checked against the log as it stands.
    private func check(_ log: TileLog, _ inclusions: [(entry: [UInt8], inclusion: TileLog.Inclusion)]) throws {
        let current = try log.latest().checkpoint
        var frontier = TreeFrontier()
        var roots: [UInt64: MerkleHash] = [0: .empty]
        var leaves: [MerkleHash] = []
        for index in 0..<current.size {
            let leaf = MerkleHash.leaf(try #require(try log.entry(at: index)).entry)
            leaves.append(leaf)
            frontier.append(leaf)
            roots[index + 1] = frontier.root
        }
        #expect(frontier.root == current.root)
        #expect(Set(leaves).count == leaves.count)
        for (entry, inclusion) in inclusions {
            #expect(inclusion.index < current.size && leaves[Int(inclusion.index)] == .leaf(entry))
            // What was shown is the beginning of what is there.
            #expect(roots[inclusion.checkpoint.size] == inclusion.checkpoint.root)
            _ = try inclusion.note.verify([signer.key])
            try InclusionProof.verify(
                leaf: .leaf(entry), index: inclusion.index, size: inclusion.checkpoint.size, proof: inclusion.proof,
                root: inclusion.checkpoint.root)
        }
        #expect(Set(inclusions.map(\.inclusion.index)).count == inclusions.count)
    }

    @Test(arguments: shared) func `three that write at once write one log`(kind: TestStore.Kind) async throws {
        guard let store = try TestStore(kind) else { return }
        let first = try store.log(signer)
        let logs = [first] + (try (1..<3).map { _ in try store.log(signer) })
        let duplicates = Counter()
        let inclusions = try await withThrowingTaskGroup(of: [([UInt8], TileLog.Inclusion)].self) { group in
            for lane in 0..<24 {
                group.addTask {
                    let log = logs[lane % 3]
                    var mine: [([UInt8], TileLog.Inclusion)] = []
                    for number in 0..<25 {
                        // Every fifth is also sent to the others.
                        let text = number % 5 == 0 ? "shared \(lane / 3) \(number)" : "\(lane) \(number)"
                        do {
                            mine.append((Array(text.utf8), try await log.append(Array(text.utf8))))
                        } catch LogError.duplicate {
                            duplicates.add()
                        }
                        // What one has shown, each of the others shows from then on.
                        let shown = log.checkpoint.checkpoint.size
                        let other = try await logs[(lane + 1) % 3].reading { try $0.latest().checkpoint.size }
                        #expect(other >= shown)
                    }
                    return mine
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        // 24 lanes of 20 entries of their own, and 8 times 5 that three lanes share.
        #expect(inclusions.count == 24 * 20 + 8 * 5)
        #expect(duplicates.value == 24 * 25 - inclusions.count)
        for log in logs {
            #expect(try log.latest().checkpoint.size == UInt64(inclusions.count))
            try check(log, inclusions.map { (entry: $0.0, inclusion: $0.1) })
        }
        for log in logs { await log.close() }
    }

    @Test(arguments: shared) func `a tile that another has completed is there`(kind: TestStore.Kind) async throws {
        guard let store = try TestStore(kind) else { return }
        let (writer, reader) = (try store.log(signer), try store.log(signer))
        for number in 0..<3 { _ = try await writer.append(entry(number)) }
        let tile = try #require(Tile(level: .entries, index: 0, width: 3))
        let bytes = try #require(try reader.tile(tile))
        #expect(try TileContent.entries(bytes, width: 3) == (0..<3).map(entry))
        #expect(reader.checkpoint.checkpoint.size == 3)
        await writer.close()
        await reader.close()
    }

    @Test(arguments: shared) func `a log that went back, or elsewhere, is noticed by who knew more`(
        kind: TestStore.Kind
    ) async throws {
        for isLonger in [false, true] {
            guard let store = try TestStore(kind) else { return }
            let (log, reader) = (try store.log(signer), try store.log(signer))
            for number in 0..<5 { _ = try await log.append(entry(number)) }
            #expect(try reader.latest().checkpoint.size == 5)
            // As after a return to an old copy of the database: three entries are gone, and others may have come.
            let database = try store.database()
            try database.run("DELETE FROM authority_entry WHERE position >= 2")
            var frontier = TreeFrontier()
            var leaves: [MerkleHash] = (0..<2).map { .leaf(entry($0)) }
            if isLonger { leaves += (0..<7).map { .leaf(entry(100 + $0)) } }
            for (position, leaf) in leaves.enumerated() {
                frontier.append(leaf)
                guard position >= 2 else { continue }
                try database.run(
                    "INSERT INTO authority_entry (log, position, leaf, body) VALUES ('log', $1, $2, $3)",
                    [.integer(Int64(position)), .bytes(leaf.bytes), .bytes(entry(98 + position))])
            }
            let record = try signer.record(
                Checkpoint(origin: signer.origin, size: frontier.size, root: frontier.root))
            try database.run(
                "UPDATE authority_log SET size = $1, signed = $2, shown = $3",
                [.integer(Int64(leaves.count)), .bytes(record.note.bytes), .bytes(record.note.bytes)])
            #expect(throws: LogError.self) { try reader.latest() }
            #expect(reader.checkpoint.checkpoint.size == 5)
            await #expect(throws: LogError.self) { try await log.append(entry(50)) }
            await #expect(throws: LogError.self) { try await reader.append(entry(51)) }
            #expect(try database.run("SELECT size FROM authority_log").rows == [[.integer(Int64(leaves.count))]])
            await log.close()
            await reader.close()
            database.close()
        }
    }

    private func appended(_ entry: [UInt8], to log: TileLog) async throws -> TileLog.Inclusion {
        do throws(LogError) {
            return try await log.append(entry)
        } catch {
            // It was kept when the connection was cut, and nobody knew.
            guard case .duplicate(let index) = error else { throw error }
            let found = try await log.reading { log in
                _ = try log.latest()
                return try log.entry(at: index)
            }
            let known = try #require(found)
            #expect(known.entry == entry)
            return known.inclusion
        }
    }

    @Test func `connections that are cut cost an answer, and no entry`() async throws {
        guard let store = try TestStore(.postgres) else { return }
        let first = try store.log(signer)
        let logs = [first] + (try (1..<3).map { _ in try store.log(signer) })
        let cutter = try store.database()
        let done = Counter()
        let refused = Counter()
        let inclusions = try await withThrowingTaskGroup(of: [([UInt8], TileLog.Inclusion)].self) { group in
            for lane in 0..<12 {
                group.addTask {
                    var mine: [([UInt8], TileLog.Inclusion)] = []
                    for number in 0..<40 {
                        let entry = Array("\(lane) \(number)".utf8)
                        for _ in 0..<500 {
                            do {
                                mine.append((entry, try await self.appended(entry, to: logs[lane % 3])))
                                break
                            } catch LogError.unavailable {
                                refused.add()
                                try await Task.sleep(for: .milliseconds(2))
                            }
                        }
                    }
                    return mine
                }
            }
            group.addTask {
                // As often as it takes for some to be hit.
                while done.value == 0 {
                    try cutter.run(
                        """
                        SELECT CAST(count(pg_terminate_backend(pid)) AS BIGINT) FROM pg_stat_activity
                        WHERE datname = current_database() AND pid <> pg_backend_pid()
                        """)
                    try await Task.sleep(for: .milliseconds(40))
                }
                return []
            }
            var all: [([UInt8], TileLog.Inclusion)] = []
            for _ in 0..<12 {
                // The one that cuts ends last.
                while let mine = try await group.next() {
                    all += mine
                    break
                }
            }
            done.add()
            try await group.waitForAll()
            return all
        }
        #expect(refused.value > 0)
        #expect(inclusions.count == 12 * 40)
        for log in logs {
            try check(log, inclusions.map { (entry: $0.0, inclusion: $0.1) })
            #expect(try log.latest().checkpoint.size == 12 * 40)
            await log.close()
        }
        cutter.close()
    }

    @Test(arguments: shared) func `witnesses of a log with several writers sign one tree`(
        kind: TestStore.Kind
    ) async throws {
        guard let store = try TestStore(kind) else { return }
        let tests = try WitnessTests()
        let bench = try WitnessTests.Bench("w.example", tests.signer.key)
        let logs = try (0..<3).map { _ in
            try store.log(tests.signer, witnessing: tests.witnessing([bench], "all"))
        }
        let inclusions = try await withThrowingTaskGroup(of: TileLog.Inclusion.self) { group in
            for lane in 0..<6 {
                group.addTask {
                    let entry = Array("lane \(lane)".utf8)
                    // The witness may have seen a later tree than the one that is shown to it.
                    for _ in 0..<200 {
                        do {
                            return try await logs[lane % 3].append(entry)
                        } catch LogError.unwitnessed {
                            try await Task.sleep(for: .milliseconds(5))
                        } catch LogError.duplicate(let index) {
                            _ = try logs[lane % 3].latest()
                            return try #require(try logs[lane % 3].entry(at: index)).inclusion
                        }
                    }
                    throw LogError.busy
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(Set(inclusions.map(\.index)) == Set(0..<6))
        let policy = try tests.witnessing([bench], "all").policy
        for inclusion in inclusions { #expect(try policy.cosigners(of: inclusion.note) == ["w0"]) }
        for log in logs {
            try await log.show()
            #expect(try log.latest().checkpoint.size == 6)
            await log.close()
        }
    }
}
