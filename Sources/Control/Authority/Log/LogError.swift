package import Content
package import Transparency

/// Why a log cannot be opened or does not take an entry.
package enum LogError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The same bytes are there already.
    case duplicate(index: UInt64)
    /// Entry bundles count entries in 16 bits (C2SP tlog-tiles).
    case entrySize(Int)
    /// More entries wait than the disk takes.
    case busy
    /// An earlier write failed; the log must be opened anew, which finds out how far it came.
    case halted(String)
    /// The witnesses that the log needs did not sign; the entry is in the log and will be shown when they do.
    case unwitnessed([String])
    /// Another process has the log open.
    case inUse(path: String)
    /// What lies on the disk is not what was published.
    case damaged(path: String, String)
    case file(FileError)
    /// The database does not answer, or gave up; whether it kept what it was given last will be seen.
    case unavailable(String)
    /// The database refuses what it should do.
    case store(String)
    /// The key that signs checkpoints does not; nothing was written.
    case signing(String)
    /// There is no log where one was begun.
    case missing(path: String)
    /// There is a log where one was to begin.
    case exists(path: String)
    /// It is being moved, or was moved, to another store.
    case frozen(path: String)

    package var description: String {
        switch self {
        case .duplicate(let index): "log: the entry is there already, at index \(index)"
        case .entrySize(let size): "log: expected 1 to 65535 bytes of an entry, found \(size)"
        case .busy: "log: too many entries are waiting; ask again in a moment"
        case .halted(let reason): "log: it takes no entries since a write failed: \(reason)"
        case .unwitnessed(let reasons):
            "log: expected the signatures of enough witnesses, found: \(reasons.joined(separator: "; "))"
        case .inUse(let path): "log: \(path) is open in another process"
        case .damaged(let path, let what): "log: \(path): \(what)"
        case .file(let error): "log: \(error)"
        case .unavailable(let reason): "log: the database does not answer: \(reason)"
        case .store(let reason): "log: \(reason)"
        case .signing(let reason): "log: its key does not sign: \(reason)"
        case .missing(let path): "log: expected a log in \(path), found none"
        case .exists(let path): "log: there is a log in \(path) already"
        case .frozen(let path): "log: the one in \(path) is being moved, or was moved, to another store"
        }
    }

    /// Whether the log can go on when it is tried again: nothing of what was shown is in doubt.
    var isPassing: Bool {
        switch self {
        case .unavailable, .signing, .unwitnessed, .busy: true
        default: false
        }
    }
}

/// How a log signs its checkpoints.
package struct CheckpointSigner: Sendable {
    /// The first line of checkpoints; the key's name too, but for logs of the first generation.
    package let origin: String
    package let keyID: [UInt8]
    package let sign: @Sendable (_ text: [UInt8]) throws -> [UInt8]
    /// The other half, with which the log checks what it finds on its disk.
    package let key: NoteKey

    package init(
        origin: String, key: NoteKey, sign: @escaping @Sendable (_ text: [UInt8]) throws -> [UInt8]
    ) {
        self.origin = origin
        keyID = key.id
        self.key = key
        self.sign = sign
    }

    func record(_ checkpoint: Checkpoint) throws(LogError) -> LogRecord {
        let signature: [UInt8]
        do { signature = try sign(checkpoint.text) } catch { throw .signing("\(error)") }
        return LogRecord(
            checkpoint: checkpoint,
            note: SignedNote(
                text: checkpoint.text, lines: [.init(name: key.name, id: keyID, signature: signature)]))
    }

    /// Checks a record that was kept somewhere.
    func verify(_ record: LogRecord, from place: String) throws(LogError) {
        guard record.checkpoint.origin == origin else {
            throw .damaged(path: place, "expected the log \(origin), found \(record.checkpoint.origin)")
        }
        do throws(NoteError) {
            _ = try record.note.verify([key])
        } catch {
            throw .damaged(path: place, "\(error)")
        }
    }
}
