internal import Content
internal import Glibc
internal import Transparency

/// The checkpoints a log has signed, one after the other; the last whole one is what the log is.
///
/// Of a log with witnesses, each stands there as the log signed it and then as the witnesses did: what was sent to any of
/// them is the log's for ever, and only the second is shown.
///
/// A record: bytes of the record after these four, bytes of the entries that the checkpoint covers in eight, the note, and
/// the first eight bytes of SHA-256 over all that. A record that a crash cut is not one, and was shown to no one.
final class CheckpointFile {
    private var file: AppendedFile
    private var end: UInt64

    struct Record {
        var entryBytes: UInt64
        var note: SignedNote
    }

    /// Beyond this, the file is written anew with the last record alone.
    private static let limit: UInt64 = 4 << 20

    /// What stands in a file.
    struct Records {
        var first: Record
        var last: Record
        /// The last that may be shown.
        var shown: Record?
    }

    /// - Parameter isShown: whether a record is one that the log may show.
    /// - Returns: also the records, if there is one.
    static func open(
        _ path: String, isShown: @Sendable (SignedNote) -> Bool
    ) throws(LogError) -> (file: CheckpointFile, records: Records?) {
        do throws(FileError) {
            let file = try AppendedFile(path)
            let bytes = try file.read(Int(clamping: try file.size()), at: 0)
            var position = 0
            var records: Records?
            while let (record, next) = read(bytes, at: position) {
                records = Records(first: records?.first ?? record, last: record, shown: records?.shown)
                if isShown(record.note) { records?.shown = record }
                position = next
            }
            try file.cut(to: UInt64(position))
            return (CheckpointFile(file, end: UInt64(position)), records)
        } catch {
            throw .file(error)
        }
    }

    private init(_ file: AppendedFile, end: UInt64) {
        self.file = file
        self.end = end
    }

    private static func read(_ bytes: [UInt8], at position: Int) -> (Record, next: Int)? {
        guard bytes.count - position >= 4 + 8 + 8 else { return nil }
        let length = bytes[position..<position + 4].reduce(0) { $0 << 8 | Int($1) }
        guard length >= 16, length <= SignedNote.limit + 16, bytes.count - position - 4 >= length else { return nil }
        let end = position + 4 + length
        let covered = Array(bytes[position..<end - 8])
        guard Digest.of(covered).bytes.prefix(8).elementsEqual(bytes[end - 8..<end]) else { return nil }
        let entryBytes = covered[4..<12].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        do throws(NoteError) {
            return (Record(entryBytes: entryBytes, note: try SignedNote(Array(covered[12...]))), end)
        } catch {
            return nil
        }
    }

    private static func encode(_ record: Record) -> [UInt8] {
        let note = record.note.bytes
        var bytes: [UInt8] = []
        withUnsafeBytes(of: UInt32(clamping: note.count + 16).bigEndian) { bytes.append(contentsOf: $0) }
        withUnsafeBytes(of: record.entryBytes.bigEndian) { bytes.append(contentsOf: $0) }
        bytes += note
        return bytes + Digest.of(bytes).bytes.prefix(8)
    }

    /// Returns when the record is on the disk.
    ///
    /// - Parameter shown: what the log shows until this one may be shown.
    func append(_ record: Record, shown: Record?) throws(FileError) {
        var bytes = Self.encode(record)
        if end > Self.limit {
            if let shown { bytes = Self.encode(shown) + bytes }
            try replace(bytes)
            return
        }
        try file.write(bytes, at: end)
        try file.synchronize()
        end += UInt64(bytes.count)
    }

    /// Makes the file hold these records and no others.
    func begin(_ records: [Record]) throws(FileError) { try replace(records.flatMap(Self.encode)) }

    private func replace(_ bytes: [UInt8]) throws(FileError) {
        try FileSaving.save(bytes, to: file.path)
        file = try AppendedFile(file.path)
        end = UInt64(bytes.count)
    }
}
