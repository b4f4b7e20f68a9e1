/// One package's header as the rpm database stores it (rpm `doc/manual/format_header`; no lead and no magic).
///
/// Keeps a copy of the bytes; tags are decoded when they are asked for.
struct RPMHeader {
    struct Failure: Error, Equatable, CustomStringConvertible {
        let reason: String

        init(_ reason: String) { self.reason = reason }

        var description: String { "rpm header: \(reason)" }
    }

    enum Tag: UInt32 {
        case headerImage = 61, headerSignatures = 62, headerImmutable = 63
        case name = 1000, version = 1001, release = 1002, epoch = 1003, summary = 1004, size = 1009
        case vendor = 1011, licence = 1014, packager = 1015, homepage = 1020, architecture = 1022
        case fileModes = 1030, fileDigests = 1035, fileFlags = 1037, sourcePackage = 1044
        case provideNames = 1047, requireFlags = 1048, requireNames = 1049, fileStates = 1029
        case directoryIndexes = 1116, baseNames = 1117, directoryNames = 1118
        case digestAlgorithm = 5011, recommendNames = 5046, modularityLabel = 5096
        case oldFileNames = 1027
    }

    private struct Entry {
        let type: UInt32
        let offset: Int
        let count: Int
    }

    /// As rpm itself allows.
    private static let indexLimit = 0xffff
    private static let dataLimit = 256 << 20

    private let bytes: [UInt8]
    private let data: Range<Int>
    private var entries: [UInt32: Entry] = [:]

    init(_ buffer: UnsafeRawBufferPointer) throws(Failure) {
        let view = CheckedBytes(buffer)
        guard let indexCount = view.uint32(0), let dataLength = view.uint32(4) else {
            throw Failure("\(buffer.count) bytes are no header")
        }
        guard indexCount > 0, indexCount <= Self.indexLimit, dataLength <= Self.dataLimit else {
            throw Failure("\(indexCount) entries and \(dataLength) bytes of data are beyond rpm's own limits")
        }
        let start = 8 + Int(indexCount) * 16
        guard let content = view.slice(start, Int(dataLength)) else {
            throw Failure("\(start + Int(dataLength)) bytes expected, \(buffer.count) found")
        }
        data = start..<start + content.count
        bytes = Array(buffer[..<data.upperBound])
        for index in 0..<Int(indexCount) {
            let position = 8 + index * 16
            guard let tag = view.uint32(position), let type = view.uint32(position + 4),
                let offset = view.uint32(position + 8), let count = view.uint32(position + 12)
            else { break }
            if index == 0, (Tag.headerImage.rawValue...Tag.headerImmutable.rawValue).contains(tag) {
                try Self.checkRegion(
                    type: type, offset: Int(offset), count: Int(count), entries: Int(indexCount),
                    data: CheckedBytes(content))
                continue
            }
            guard Int(offset) <= content.count, Int(count) <= content.count else {
                throw Failure("the data of tag \(tag) lies outside the header")
            }
            // Entries behind the region ("dribbles") replace those inside it, so the last one counts.
            entries[tag] = Entry(type: type, offset: Int(offset), count: Int(count))
        }
    }

    /// The trailer repeats the region's tag entry with the region's size as a negative offset.
    private static func checkRegion(
        type: UInt32, offset: Int, count: Int, entries: Int, data: CheckedBytes
    ) throws(Failure) {
        guard type == 7, count == 16 else { throw Failure("the region tag has type \(type) and count \(count)") }
        // A legacy region without a trailer covers the whole header.
        guard offset != 0 else { return }
        guard let size = data.uint32(offset + 8), data.uint32(offset + 4) == 7, data.uint32(offset + 12) == 16 else {
            throw Failure("the region trailer lies outside the header")
        }
        let covered = -Int64(Int32(bitPattern: size))
        guard covered > 0, covered.isMultiple(of: 16), covered / 16 <= Int64(entries) else {
            throw Failure("the region trailer covers \(covered) bytes of \(entries) entries")
        }
    }

    /// The text of a string, or the first of an array of strings or translations. `(none)` and an empty string
    /// count as absent.
    func text(_ tag: Tag) -> String? {
        guard let text = texts(tag, limit: 1).first, !text.isEmpty, text != "(none)" else { return nil }
        return text
    }

    func texts(_ tag: Tag) -> [String] { texts(tag, limit: Int.max) }

    private func texts(_ tag: Tag, limit: Int) -> [String] {
        guard let entry = entries[tag.rawValue], [6, 8, 9].contains(entry.type) else { return [] }
        return bytes.withUnsafeBytes { all in
            let view = CheckedBytes(UnsafeRawBufferPointer(rebasing: all[data]))
            var texts: [String] = []
            var offset = entry.offset
            let count = min(entry.type == 6 ? 1 : entry.count, limit)
            while texts.count < count, let end = view.index(of: 0, from: offset),
                let text = view.slice(offset, end - offset)
            {
                texts.append(String(decoding: text, as: UTF8.self))
                offset = end + 1
            }
            return texts
        }
    }

    func number(_ tag: Tag) -> Int? { numbers(tag).first }

    /// Integers of any width, unsigned.
    func numbers(_ tag: Tag) -> [Int] {
        guard let entry = entries[tag.rawValue] else { return [] }
        return bytes.withUnsafeBytes { all in
            let view = CheckedBytes(UnsafeRawBufferPointer(rebasing: all[data]))
            var numbers: [Int] = []
            for index in 0..<entry.count {
                let value: Int? =
                    switch entry.type {
                    case 1, 2: view.byte(entry.offset + index).map(Int.init)
                    case 3: view.uint16(entry.offset + index * 2).map(Int.init)
                    case 4: view.uint32(entry.offset + index * 4).map(Int.init)
                    case 5: view.uint64(entry.offset + index * 8).flatMap { Int(exactly: $0) }
                    default: nil
                    }
                guard let value else { break }
                numbers.append(value)
            }
            return numbers
        }
    }
}
