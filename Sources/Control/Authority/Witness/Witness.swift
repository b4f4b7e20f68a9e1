internal import Content
internal import Glibc
package import Signing
internal import Synchronization
package import Transparency

/// Cosigns checkpoints of logs, each only if it goes on from the one it cosigned before (C2SP tlog-witness).
///
/// In a folder: `key.pem`, and for each log a file with the last checkpoint, named by the hash of its origin. That file is on
/// the disk before the signature is given, so that a witness that is killed never cosigns two pasts.
package final class Witness: Sendable {
    package enum Refusal: Error, Equatable, Sendable {
        case malformed(String)
        case unknownOrigin(String)
        /// No good signature of the log.
        case signature(String)
        /// The log is mistaken about the size that was seen last.
        case size(known: UInt64)
        /// The checkpoint is of a smaller tree than it says was seen.
        case shrinking
        case proof(String)
    }

    private let folder: String
    private let key: SigningKey
    private let noteKey: NoteKey
    private let logs: [NoteKey]
    /// What verifies this witness's signatures, as policies name it.
    package let verifierKey: String
    /// Held from reading what was seen last until what is seen now is on the disk.
    private let turn = Mutex(())

    /// Opens the witness in a folder, or makes it there.
    ///
    /// - Parameters:
    ///   - name: of its key; another one than it was made with is refused.
    ///   - logs: whose checkpoints it cosigns.
    package init(folder: String, name: String, logs: [NoteKey]) throws {
        try AuthorityFolder.makeFolder(folder)
        let path = "\(folder)/key.pem"
        if access(path, F_OK) != 0 {
            try AuthorityFolder.create(try SigningKey(generating: .ed25519).pem, at: path, mode: 0o600)
            try AppendedFile.synchronize(folder: folder)
        }
        key = try SigningKey.load(pem: OpenFile.contents(of: path, limit: 64 << 10))
        guard let bytes = key.publicKey.ed25519Bytes else {
            throw AuthorityError.mismatch("\(path): expected a key of Ed25519")
        }
        noteKey = try NoteKey(name: name, kind: .cosignature, ed25519: bytes)
        verifierKey = NoteKey.verifierKey(name: name, kind: .cosignature, ed25519: bytes)
        self.logs = logs
        self.folder = folder
    }

    private func path(_ origin: String) -> String { "\(folder)/\(Digest.of(Array(origin.utf8)).hex)" }

    /// The last checkpoint of a log, with this witness's signature.
    ///
    /// - Parameter hash: SHA-256 of the log's origin, in hexadecimal.
    package func checkpoint(hash: String) throws -> SignedNote? {
        guard hash.utf8.count == 64, hash.utf8.allSatisfy({ Hex.value($0) != nil }) else { return nil }
        return try read("\(folder)/\(hash.lowercased())")
    }

    private func read(_ path: String) throws -> SignedNote? {
        let bytes: [UInt8]
        do throws(FileError) {
            bytes = try OpenFile.contents(of: path, limit: SignedNote.limit)
        } catch {
            if error.isMissing { return nil }
            throw error
        }
        return try SignedNote(bytes)
    }

    /// Cosigns a checkpoint.
    ///
    /// - Parameter now: written into the signature.
    /// - Returns: the line to stand under the checkpoint.
    /// - Throws: `Refusal`, or `FileError` when what was seen cannot be kept; then nothing is signed.
    package func add(_ request: AddCheckpoint, at now: Instant) throws -> SignedNote.Line {
        let checkpoint: Checkpoint
        do throws(NoteError) {
            checkpoint = try Checkpoint(text: request.note.text)
        } catch {
            throw Refusal.malformed("\(error)")
        }
        let keys = logs.filter { $0.name == checkpoint.origin }
        guard !keys.isEmpty else { throw Refusal.unknownOrigin(checkpoint.origin) }
        do throws(NoteError) {
            _ = try request.note.verify(keys)
        } catch {
            throw Refusal.signature("\(error)")
        }
        guard request.oldSize <= checkpoint.size else { throw Refusal.shrinking }
        return try turn.withLock { _ in
            let path = path(checkpoint.origin)
            let known = try read(path).map { try Checkpoint(text: $0.text) }
            guard request.oldSize == known?.size ?? 0 else { throw Refusal.size(known: known?.size ?? 0) }
            if let known, known.size == checkpoint.size {
                guard known.root == checkpoint.root else { throw Refusal.size(known: known.size) }
                guard request.proof.isEmpty else { throw Refusal.proof("expected no hashes where nothing was added") }
            } else if let known, known.size > 0 {
                do throws(ProofError) {
                    try ConsistencyProof.verify(
                        oldSize: known.size, oldRoot: known.root, newSize: checkpoint.size, newRoot: checkpoint.root,
                        proof: request.proof)
                } catch {
                    throw Refusal.proof("\(error)")
                }
            } else if !request.proof.isEmpty {
                throw Refusal.proof("expected no hashes where nothing was seen before")
            }
            let time = UInt64(clamping: now.seconds)
            let signature = try key.signature(of: .message(Cosignature.message(text: request.note.text, time: time)))
            let line = Cosignature.line(key: noteKey, time: time, signature: signature)
            // Only the log's own lines: whatever else stands there is not this witness's word.
            let lines = request.note.lines.filter { line in keys.contains { $0.name == line.name && $0.id == line.id } }
            try FileSaving.save(SignedNote(text: request.note.text, lines: lines + [line]).bytes, to: path)
            return line
        }
    }
}
