/// Reads the values of a Berkeley DB hash database, as rpm up to 4.15 keeps its headers.
///
/// All pages are read in their order in the file instead of by bucket: what is stored is found even when the hash
/// table is damaged. Every overflow page is followed at most once, so the work is bounded by the size of the file.
struct BerkeleyHashFile {
    private static let hashMagic: UInt32 = 0x0006_1561
    private static let pageHeader = 26

    private enum PageType {
        static let hashUnsorted: UInt8 = 2
        static let overflow: UInt8 = 7
        static let hashMeta: UInt8 = 8
        static let hash: UInt8 = 13
    }

    private enum ItemType {
        static let keyData: UInt8 = 1
        static let offPage: UInt8 = 3
    }

    private let bytes: CheckedBytes
    let pageSize: Int
    let pageCount: Int

    /// `nil` when the file is no Berkeley DB hash database.
    static func byteOrder(of buffer: UnsafeRawBufferPointer) -> CheckedBytes.ByteOrder? {
        if CheckedBytes(buffer, order: .little).uint32(12) == hashMagic { return .little }
        if CheckedBytes(buffer, order: .big).uint32(12) == hashMagic { return .big }
        return nil
    }

    init(_ buffer: UnsafeRawBufferPointer) throws(RPMDatabase.Failure) {
        guard let order = Self.byteOrder(of: buffer) else {
            throw RPMDatabase.Failure("no Berkeley DB hash database")
        }
        let bytes = CheckedBytes(buffer, order: order)
        guard bytes.byte(25) == PageType.hashMeta, let size = bytes.uint32(20), let last = bytes.uint32(32),
            size >= 512, size <= 65_536, size & (size - 1) == 0
        else { throw RPMDatabase.Failure("malformed metadata page") }
        guard bytes.byte(24) == 0 else { throw RPMDatabase.Failure("the database is encrypted") }
        self.bytes = bytes
        pageSize = Int(size)
        pageCount = Int(last) + 1
    }

    /// Calls `value` with each stored value and `problem` with a description of each that cannot be read.
    func forEachValue(_ value: (UnsafeRawBufferPointer) -> Void, problem: (String) -> Void) {
        var followed: Set<Int> = []
        let present = bytes.count / pageSize
        if present < pageCount {
            problem("rpm database: cut off after \(present) of \(pageCount) pages")
        }
        // A damaged page count must hide nothing that is there.
        for number in 1..<max(present, 1) {
            guard let buffer = bytes.slice(number * pageSize, pageSize) else { continue }
            let page = CheckedBytes(buffer, order: bytes.order)
            guard let type = page.byte(25), type == PageType.hash || type == PageType.hashUnsorted,
                let entries = page.uint16(20)
            else { continue }
            // Items do not overlap: together they are no larger than their page.
            var left = pageSize
            for index in stride(from: 1, to: Int(entries), by: 2) {
                do throws(RPMDatabase.Failure) {
                    left -= try readItem(index, of: page, number, &followed, value)
                    guard left >= 0 else {
                        problem("rpm database: the items of page \(number) overlap")
                        break
                    }
                } catch {
                    problem(error.description)
                }
            }
        }
    }

    /// - Returns: how many bytes of the item lie on the page itself.
    private func readItem(
        _ index: Int, of page: CheckedBytes, _ number: Int, _ followed: inout Set<Int>,
        _ value: (UnsafeRawBufferPointer) -> Void
    ) throws(RPMDatabase.Failure) -> Int {
        guard let start = page.uint16(Self.pageHeader + index * 2).map(Int.init),
            let end = page.uint16(Self.pageHeader + (index - 1) * 2).map(Int.init), let type = page.byte(start)
        else { throw RPMDatabase.Failure("item \(index) of page \(number) lies outside it") }
        switch type {
        case ItemType.keyData:
            // Items are stored from the end of the page towards its start.
            guard end > start, let item = page.slice(start + 1, end - start - 1) else {
                throw RPMDatabase.Failure("item \(index) of page \(number) lies outside it")
            }
            value(item)
            return item.count
        case ItemType.offPage:
            guard let first = page.uint32(start + 4), let length = page.uint32(start + 8) else {
                throw RPMDatabase.Failure("item \(index) of page \(number) lies outside it")
            }
            let assembled = try overflow(Int(first), length: Int(length), &followed)
            assembled.withUnsafeBytes(value)
            return 12
        default:
            throw RPMDatabase.Failure("item \(index) of page \(number) has unknown type \(type)")
        }
    }

    private func overflow(
        _ first: Int, length: Int, _ followed: inout Set<Int>
    ) throws(RPMDatabase.Failure) -> [UInt8] {
        guard length <= bytes.count else {
            throw RPMDatabase.Failure("a value of \(length) bytes in a file of \(bytes.count)")
        }
        var value: [UInt8] = []
        value.reserveCapacity(length)
        var number = first
        while number != 0 {
            guard followed.insert(number).inserted else {
                throw RPMDatabase.Failure("overflow page \(number) is referred to twice")
            }
            guard number <= bytes.count / pageSize, let buffer = bytes.slice(number * pageSize, pageSize) else {
                throw RPMDatabase.Failure("overflow page \(number) is cut off")
            }
            let page = CheckedBytes(buffer, order: bytes.order)
            guard page.byte(25) == PageType.overflow, let next = page.uint32(16), let used = page.uint16(22) else {
                throw RPMDatabase.Failure("page \(number) is no overflow page")
            }
            let payload = next == 0 ? Int(used) : pageSize - Self.pageHeader
            guard let part = page.slice(Self.pageHeader, min(payload, length - value.count)) else {
                throw RPMDatabase.Failure("overflow page \(number) holds more than fits")
            }
            value.append(contentsOf: part)
            if value.count == length { return value }
            number = Int(next)
        }
        guard value.count == length else {
            throw RPMDatabase.Failure("a value of \(length) bytes ends after \(value.count)")
        }
        return value
    }
}
