internal import Content
internal import JSONText
package import Transparency

/// What a monitor knows of a log between its visits.
package struct LogMonitorState: Sendable {
    /// The latest checkpoint, with its signatures: evidence, should another appear that contradicts it.
    package let note: SignedNote
    package let checkpoint: Checkpoint
    /// The entries that were read: the beginning of the checkpoint's tree.
    package internal(set) var read: TreeFrontier

    init(note: SignedNote, checkpoint: Checkpoint, read: TreeFrontier) {
        self.note = note
        self.checkpoint = checkpoint
        self.read = read
    }

    package static let limit = 256 << 10

    /// - Throws: `LogMonitorStateError` for what `json` did not write.
    package init(json bytes: [UInt8]) throws(LogMonitorStateError) {
        let root: JSONValue
        let note: SignedNote
        let checkpoint: Checkpoint
        do throws(JSONError) {
            root = try JSONDocument(bytes, limits: JSONLimits(depth: 4, size: Self.limit)).root
        } catch {
            throw LogMonitorStateError(found: "\(error)")
        }
        guard let text = root["checkpoint"]?.string, let size = root["read"]?.number.flatMap({ UInt64($0) }),
            let list = root["frontier"], list.kind == .array
        else { throw LogMonitorStateError(found: "no checkpoint, read and frontier") }
        do throws(NoteError) {
            note = try SignedNote(Array(text.utf8))
            checkpoint = try Checkpoint(text: note.text)
        } catch {
            throw LogMonitorStateError(found: "\(error)")
        }
        let hashes = list.elements.compactMap {
            $0.string.flatMap { Base64.decode($0.utf8) }.flatMap { MerkleHash($0) }
        }
        guard hashes.count == list.count, let read = TreeFrontier(size: size, hashes: hashes), size <= checkpoint.size
        else { throw LogMonitorStateError(found: "a frontier that is none of \(size) entries") }
        self.init(note: note, checkpoint: checkpoint, read: read)
    }

    package var json: [UInt8] {
        var writer = JSONWriter(pretty: true)
        writer.object { writer in
            writer.member("checkpoint", String(decoding: note.bytes, as: UTF8.self))
            writer.member("read", read.size)
            writer.key("frontier")
            writer.array { writer in for hash in read.hashes { writer.value(hash.base64) } }
        }
        writer.newline()
        return writer.bytes
    }
}

/// That bytes are not what a monitor wrote.
package struct LogMonitorStateError: Error, Equatable, Sendable, CustomStringConvertible {
    package var found: String

    package var description: String {
        "expected what a monitor knows of a log, found \(found). Take another file to begin anew"
    }
}
