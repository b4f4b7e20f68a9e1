/// Reads tables of an SQLite database without SQLite (SQLite file format 3).
///
/// Comes in: the bytes of the main file, and the write-ahead log's pages if there are any. Goes out: the rows of
/// ordinary tables. Indexes, `WITHOUT ROWID` tables and views are not read. Every page is visited at most once in one
/// walk, so the work is bounded by the size of the file whatever its links say.
struct SQLiteFile {
    let pageSize: Int
    /// Page size without the bytes reserved at the end of each page.
    let usable: Int
    let pageCount: Int
    private let pages: Pages

    private enum Pages {
        case file(UnsafeRawBufferPointer)
        case overlay(base: [Int: [UInt8]], log: [Int: [UInt8]])
    }

    /// One row as found.
    enum Row {
        /// The record of a row with all its bytes.
        case whole(identity: Int64, record: UnsafeRawBufferPointer)
        /// A row whose overflow pages are not all at hand.
        case partial(identity: Int64, reason: String)
    }

    init(_ bytes: UnsafeRawBufferPointer) throws(SQLiteError) {
        let header = try Self.header(CheckedBytes(bytes))
        pageSize = header.pageSize
        usable = header.usable
        pageCount = bytes.count / header.pageSize
        pages = .file(bytes)
    }

    /// The database as it is once `log` is applied to the `base` pages kept of its main file.
    init(base: [Int: [UInt8]], log: SQLiteLog) throws(SQLiteError) {
        guard let first = log.pages[1] ?? base[1] else { throw SQLiteError("page 1 is missing") }
        var header: (pageSize: Int, usable: Int)?
        var failure: SQLiteError?
        first.withUnsafeBytes { bytes in
            do throws(SQLiteError) { header = try Self.header(CheckedBytes(bytes)) } catch { failure = error }
        }
        if let failure { throw failure }
        guard let header, header.pageSize == log.pageSize else {
            throw SQLiteError("the write-ahead log has another page size than the database")
        }
        pageSize = header.pageSize
        usable = header.usable
        pageCount = log.pageCount
        pages = .overlay(base: base, log: log.pages)
    }

    private static func header(_ bytes: CheckedBytes) throws(SQLiteError) -> (pageSize: Int, usable: Int) {
        guard let start = bytes.slice(0, 16), FileKind(start: start) == .sqlite, let rawSize = bytes.uint16(16),
            let reserved = bytes.byte(20), bytes.count >= 100
        else { throw SQLiteError("no SQLite header") }
        let size = rawSize == 1 ? 65_536 : Int(rawSize)
        let usable = size - Int(reserved)
        guard size >= 512, size & (size - 1) == 0, usable >= 480 else {
            throw SQLiteError("page size \(size) with \(reserved) reserved bytes")
        }
        return (size, usable)
    }

    /// Calls `body` with the bytes of a page; numbers start at 1.
    private func withPage<Result>(
        _ number: Int, _ body: (CheckedBytes) throws(SQLiteError) -> Result
    ) throws(SQLiteError) -> Result {
        guard number >= 1, number <= pageCount else {
            throw SQLiteError("page \(number) of \(pageCount) is referred to")
        }
        switch pages {
        case .file(let bytes):
            let (offset, overflow) = (number - 1).multipliedReportingOverflow(by: pageSize)
            guard !overflow, let page = CheckedBytes(bytes).slice(offset, pageSize) else {
                throw SQLiteError("page \(number) is cut off")
            }
            return try body(CheckedBytes(page))
        case .overlay(let base, let log):
            guard let page = log[number] ?? base[number] else { throw SQLiteError("page \(number) is missing") }
            var result: Result?
            var failure: SQLiteError?
            page.withUnsafeBytes { bytes in
                do throws(SQLiteError) { result = try body(CheckedBytes(bytes)) } catch { failure = error }
            }
            if let failure { throw failure }
            guard let result else { throw SQLiteError("page \(number) is unreadable") }
            return result
        }
    }

    /// A table of `sqlite_schema`.
    struct Table {
        let name: String
        let root: Int
        /// Column names in order, lower case.
        let columns: [String]
    }

    /// - Throws: when the schema cannot be read.
    /// - Returns: `nil` when there is no table of this name, compared without case.
    func table(_ name: String) throws(SQLiteError) -> Table? {
        var found: Table?
        _ = try walk(root: 1) { row in
            guard found == nil, case .whole(_, let record) = row else { return }
            let values = SQLiteRecord(record)
            guard values.text(0) == "table", let table = values.text(1), table.lowercased() == name.lowercased(),
                let root = values.integer(3), root > 0, root <= Int64(pageCount)
            else { return }
            found = Table(name: table, root: Int(root), columns: SQLiteSchema.columns(values.text(4) ?? ""))
        }
        return found
    }

    /// Calls `body` for every row of a table, in key order.
    ///
    /// - Throws: at the first page that is no page of a table; rows before it have been handed over.
    /// - Returns: the numbers of the tree's pages, without overflow pages.
    @discardableResult
    func rows(of table: Table, _ body: (Row) -> Void) throws(SQLiteError) -> [Int] {
        try walk(root: table.root, body)
    }

    /// Copies of pages, for a later `init(base:log:)`.
    func copies(of numbers: [Int]) throws(SQLiteError) -> [Int: [UInt8]] {
        var copies: [Int: [UInt8]] = [:]
        for number in numbers {
            copies[number] = try withPage(number) { (page) throws(SQLiteError) in Array(page.buffer) }
        }
        return copies
    }

    /// The pages of the schema table, which `init(base:log:)` needs too.
    func schemaPages() throws(SQLiteError) -> [Int] { try walk(root: 1) { _ in } }

    private func walk(root: Int, _ body: (Row) -> Void) throws(SQLiteError) -> [Int] {
        var visited: Set<Int> = []
        var walked: [Int] = []
        var stack = [root]
        while let number = stack.popLast() {
            guard visited.insert(number).inserted else { throw SQLiteError("page \(number) is referred to twice") }
            walked.append(number)
            try withPage(number) { (page) throws(SQLiteError) in
                let start = number == 1 ? 100 : 0
                guard let type = page.byte(start), let cells = page.uint16(start + 3) else {
                    throw SQLiteError("page \(number) is cut off")
                }
                switch type {
                case 0x05:
                    guard let last = page.uint32(start + 8) else { throw SQLiteError("page \(number) is cut off") }
                    var children: [Int] = []
                    for cell in 0..<Int(cells) {
                        guard let pointer = page.uint16(start + 12 + cell * 2),
                            let child = page.uint32(Int(pointer))
                        else { throw SQLiteError("cell \(cell) of page \(number) is outside it") }
                        children.append(Int(child))
                    }
                    children.append(Int(last))
                    stack.append(contentsOf: children.reversed())
                case 0x0d:
                    // Cells do not overlap: together they are no larger than their page.
                    var left = pageSize
                    for cell in 0..<Int(cells) {
                        guard let pointer = page.uint16(start + 8 + cell * 2) else {
                            throw SQLiteError("cell \(cell) of page \(number) is outside it")
                        }
                        left -= try readCell(page, at: Int(pointer), of: number, &visited, body)
                        guard left >= 0 else { throw SQLiteError("the cells of page \(number) overlap") }
                    }
                default:
                    throw SQLiteError("page \(number) has type \(type) where a table page is expected")
                }
            }
        }
        return walked
    }

    /// - Returns: how many bytes of the record lie on the page itself.
    private func readCell(
        _ page: CheckedBytes, at pointer: Int, of number: Int, _ visited: inout Set<Int>, _ body: (Row) -> Void
    ) throws(SQLiteError) -> Int {
        var offset = pointer
        guard let length = SQLiteRecord.varint(page, &offset), let identity = SQLiteRecord.varint(page, &offset),
            length >= 0, length <= Int64(Int32.max)
        else { throw SQLiteError("malformed cell on page \(number)") }
        let size = Int(length)
        // §1.6: how much of a record stays on the page of a table leaf.
        let most = usable - 35
        guard size > most else {
            guard let record = page.slice(offset, size) else {
                throw SQLiteError("malformed cell on page \(number)")
            }
            body(.whole(identity: identity, record: record))
            return size
        }
        let least = (usable - 12) * 32 / 255 - 23
        let fitting = least + (size - least) % (usable - 4)
        let local = fitting <= most ? fitting : least
        guard let start = page.slice(offset, local), let next = page.uint32(offset + local) else {
            throw SQLiteError("malformed cell on page \(number)")
        }
        var record = Array(start)
        var follow = Int(next)
        do throws(SQLiteError) {
            while record.count < size {
                guard visited.insert(follow).inserted else {
                    throw SQLiteError("page \(follow) is referred to twice")
                }
                try withPage(follow) { (overflow) throws(SQLiteError) in
                    guard let next = overflow.uint32(0),
                        let part = overflow.slice(4, min(usable - 4, size - record.count))
                    else { throw SQLiteError("page \(follow) is cut off") }
                    record.append(contentsOf: part)
                    follow = Int(next)
                }
            }
            record.withUnsafeBytes { body(.whole(identity: identity, record: $0)) }
        } catch {
            body(.partial(identity: identity, reason: error.description))
        }
        return local
    }
}
