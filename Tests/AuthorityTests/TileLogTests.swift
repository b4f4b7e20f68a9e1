import Content
import Glibc
import Signing
import Testing
import Transparency

@testable import Authority

@Suite struct TileLogTests {
    /// A folder that goes with the value.
    final class Folder: Sendable {
        let path: String

        init() throws {
            var name = Array("/tmp/obryza-log-XXXXXX".utf8CString)
            path = try name.withUnsafeMutableBufferPointer { buffer in
                try String(cString: #require(buffer.baseAddress.flatMap { mkdtemp($0) }))
            }
        }

        deinit {
            for name in Self.names(path) { unlink("\(path)/\(name)") }
            rmdir(path)
        }

        static func names(_ path: String) -> [String] {
            ["lock", "entries", "entries.index", "checkpoints"] + (0...7).map { "hashes.\($0)" }
        }

        func copy() throws -> Folder {
            let other = try Folder()
            for name in Self.names(path) where access("\(path)/\(name)", F_OK) == 0 {
                let bytes = try OpenFile.contents(of: "\(path)/\(name)", limit: 1 << 30)
                try AppendedFile("\(other.path)/\(name)").write(bytes, at: 0)
            }
            return other
        }

        func size(_ name: String) throws -> UInt64 { try AppendedFile("\(path)/\(name)").size() }
        func cut(_ name: String, to size: UInt64) throws { try AppendedFile("\(path)/\(name)").cut(to: size) }
    }

    let key: SigningKey
    let signer: CheckpointSigner

    init() throws {
        let key = try SigningKey(generating: .ed25519)
        self.key = key
        signer = CheckpointSigner(
            origin: "log.example",
            key: try NoteKey(name: "log.example", kind: .ed25519, ed25519: #require(key.publicKey.ed25519Bytes))
        ) { text in try key.signature(of: .message(text)) }
    }

    private func entry(_ number: Int) -> [UInt8] { Array("entry \(number)".utf8) }

    private func fill(_ log: TileLog, _ numbers: Range<Int>) async throws -> [TileLog.Inclusion] {
        try await withThrowingTaskGroup(of: TileLog.Inclusion.self) { group in
            for number in numbers { group.addTask { try await log.append(entry(number)) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
    }

    @Test func everyAnswerProvesTheEntryInASignedCheckpoint() async throws {
        let folder = try Folder()
        let log = try TileLog(folder: folder.path, signer: signer)
        let inclusions = try await fill(log, 0..<600)
        #expect(Set(inclusions.map(\.index)) == Set(0..<600))
        for inclusion in inclusions {
            _ = try inclusion.note.verify([signer.key])
            #expect(try Checkpoint(text: inclusion.note.text) == inclusion.checkpoint)
            let found = try #require(try log.entry(at: inclusion.index))
            try InclusionProof.verify(
                leaf: .leaf(found.entry), index: inclusion.index, size: inclusion.checkpoint.size,
                proof: inclusion.proof, root: inclusion.checkpoint.root)
        }
        await log.close()
    }

    @Test func anEntryThatIsThereIsRefusedWithItsPlace() async throws {
        let folder = try Folder()
        let log = try TileLog(folder: folder.path, signer: signer)
        let first = try await log.append(entry(1))
        await #expect(throws: LogError.duplicate(index: first.index)) { try await log.append(entry(1)) }
        await log.close()
        let again = try TileLog(folder: folder.path, signer: signer)
        await #expect(throws: LogError.duplicate(index: first.index)) { try await again.append(entry(1)) }
        #expect(again.checkpoint.checkpoint.size == 1)
        await again.close()
    }

    @Test func tilesHoldWhatTheCheckpointCovers() async throws {
        let folder = try Folder()
        let log = try TileLog(folder: folder.path, signer: signer)
        for start in stride(from: 0, to: 700, by: 175) { _ = try await fill(log, start..<start + 175) }
        let root = log.checkpoint.checkpoint.root
        var leaves: [MerkleHash] = []
        for (index, width) in [(0, 256), (1, 256), (2, 188)] {
            let entries = try #require(Tile(level: .entries, index: UInt64(index), width: width))
            let hashes = try #require(Tile(level: .hashes(0), index: UInt64(index), width: width))
            let content = try TileContent.entries(try #require(try log.tile(entries)), width: width)
            #expect(
                try TileContent.hashes(try #require(try log.tile(hashes)), width: width)
                    == content.map { MerkleHash.leaf($0) })
            leaves += content.map { .leaf($0) }
        }
        let memory = MerkleProver<Never> { level, index in
            var nodes = Array(leaves[(Int(index) << level)..<(Int(index + 1) << level)])
            while nodes.count > 1 {
                nodes = stride(from: 0, to: nodes.count, by: 2).map { .node(nodes[$0], nodes[$0 + 1]) }
            }
            return nodes[0]
        }
        #expect(memory.root(size: 700) == root)
        let upper = try #require(Tile(level: .hashes(1), index: 0, width: 2))
        #expect(try log.tile(upper)?.count == 64)
        // More than there is, and levels that are not there yet.
        #expect(try log.tile(#require(Tile(level: .hashes(0), index: 2, width: 189))) == nil)
        #expect(try log.tile(#require(Tile(level: .entries, index: 3, width: 1))) == nil)
        #expect(try log.tile(#require(Tile(level: .hashes(2), index: 0, width: 1))) == nil)
        await log.close()
    }

    @Test func twoProcessesCannotWriteOneLog() async throws {
        let folder = try Folder()
        let log = try TileLog(folder: folder.path, signer: signer)
        #expect(throws: LogError.inUse(path: folder.path)) {
            _ = try TileLog(folder: folder.path, signer: signer)
        }
        await log.close()
    }

    /// Where a write can be cut by the end of the process or the power: in the entries, or in the checkpoint that would
    /// have published them. Whatever was answered before is there, and the log goes on from it.
    @Test func aWriteCutAnywhereLeavesThePublishedLog() async throws {
        let folder = try Folder()
        let log = try TileLog(folder: folder.path, signer: signer)
        _ = try await fill(log, 0..<300)
        let before = log.checkpoint.checkpoint
        await log.close()
        let sizes = (entries: try folder.size("entries"), checkpoints: try folder.size("checkpoints"))
        let more = try TileLog(folder: folder.path, signer: signer)
        _ = try await more.append(entry(1000))
        let after = more.checkpoint.checkpoint
        await more.close()
        let full = (entries: try folder.size("entries"), checkpoints: try folder.size("checkpoints"))

        func reopened(entries: UInt64, checkpoints: UInt64) async throws -> Checkpoint {
            let crashed = try folder.copy()
            try crashed.cut("entries", to: entries)
            try crashed.cut("checkpoints", to: checkpoints)
            let log = try TileLog(folder: crashed.path, signer: signer)
            let found = log.checkpoint.checkpoint
            let next = try await log.append(entry(2000))
            #expect(next.index == found.size)
            try InclusionProof.verify(
                leaf: .leaf(entry(2000)), index: next.index, size: next.checkpoint.size, proof: next.proof,
                root: next.checkpoint.root)
            if found.size > 0 {
                let proof = try #require(try log.entry(at: 0))
                #expect(proof.inclusion.checkpoint == next.checkpoint)
            }
            await log.close()
            return found
        }
        for entries in sizes.entries...full.entries {
            #expect(try await reopened(entries: entries, checkpoints: sizes.checkpoints) == before)
        }
        for checkpoints in sizes.checkpoints..<full.checkpoints {
            #expect(try await reopened(entries: full.entries, checkpoints: checkpoints) == before)
        }
        #expect(try await reopened(entries: full.entries, checkpoints: full.checkpoints) == after)
    }

    @Test func derivedFilesAreMadeAgain() async throws {
        let folder = try Folder()
        let log = try TileLog(folder: folder.path, signer: signer)
        _ = try await fill(log, 0..<600)
        let before = log.checkpoint.checkpoint
        await log.close()
        try folder.cut("hashes.0", to: 100)
        try folder.cut("hashes.1", to: 0)
        try folder.cut("entries.index", to: 8)
        let again = try TileLog(folder: folder.path, signer: signer)
        #expect(again.checkpoint.checkpoint == before)
        let next = try await again.append(entry(9999))
        #expect(next.index == 600)
        await again.close()
    }

    @Test func publishedEntriesThatAreGoneAreAnError() async throws {
        let folder = try Folder()
        let log = try TileLog(folder: folder.path, signer: signer)
        _ = try await fill(log, 0..<10)
        await log.close()
        let size = try folder.size("entries")
        let changed = try folder.copy()
        try AppendedFile("\(changed.path)/entries").write([0x21], at: size - 1)
        try changed.cut("hashes.0", to: 0)
        #expect(throws: LogError.self) { _ = try TileLog(folder: changed.path, signer: signer) }
        try folder.cut("entries", to: size - 1)
        #expect(throws: LogError.self) { _ = try TileLog(folder: folder.path, signer: signer) }
    }

    @Test(arguments: [0, 65_536]) func entriesThatNoTileHoldsAreRefused(size: Int) async throws {
        let folder = try Folder()
        let log = try TileLog(folder: folder.path, signer: signer)
        await #expect(throws: LogError.entrySize(size)) {
            try await log.append([UInt8](repeating: 1, count: size))
        }
        await log.close()
    }
}
