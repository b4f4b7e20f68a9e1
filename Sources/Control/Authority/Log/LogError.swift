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

    func note(_ checkpoint: Checkpoint) throws -> SignedNote {
        SignedNote(
            text: checkpoint.text,
            lines: [.init(name: key.name, id: keyID, signature: try sign(checkpoint.text))])
    }
}
