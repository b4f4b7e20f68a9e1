internal import Content
internal import NIOPosix
internal import Synchronization
internal import Transparency

/// Finds entries by hash, by name and by key, in a file that grows with the log and memory that does not.
///
/// Records of 40 bytes, each a key and the entry that has it, chained within 65,536 buckets: the newest first, past the
/// others of the same key where that is not the one that is looked for. What follows from the entries is added by reading
/// them, so that the index may lag, be lost or be of another replica; what only the one who recorded an envelope knows
/// (the digests it speaks of) is added then.
final class SearchIndex: Sendable {
    /// What is looked for.
    struct Key: Hashable, Sendable {
        enum Kind: UInt8, Sendable { case leaf = 1, hash, name, key }

        /// The kind and 15 bytes of the text's digest.
        fileprivate let high: UInt64
        fileprivate let low: UInt64

        init(_ kind: Kind, _ text: some Collection<UInt8>) {
            let digest = Digest.of(Array(text)).bytes
            high = UInt64(kind.rawValue) << 56 | SearchIndex.number(digest[0..<7])
            low = SearchIndex.number(digest[7..<15])
        }

        fileprivate init(high: UInt64, low: UInt64) {
            self.high = high
            self.low = low
        }

        fileprivate var kind: Kind? { Kind(rawValue: UInt8(truncatingIfNeeded: high >> 56)) }
        fileprivate var bucket: Int { Int(high >> 40 & 0xffff) }

        static func isBefore(_ first: Key, _ second: Key) -> Bool {
            (first.high, first.low) < (second.high, second.low)
        }
    }

    typealias Read = @Sendable (_ from: UInt64, _ to: UInt64) throws -> [[UInt8]]

    private struct Head {
        /// The number of the newest record, from 1 on.
        var record: UInt64 = 0
        var key = Key(high: 0, low: 0)
        /// The newest record with another key.
        var skip: UInt64 = 0
    }

    private struct State {
        var heads = [Head](repeating: Head(), count: 65_536)
        /// Records of the file.
        var count: UInt64 = 0
        /// Entries that were read.
        var entries: UInt64 = 0
        /// What is in memory is no longer what is in the file.
        var failure: FileError?
    }

    private let file: AppendedFile
    private let state: Mutex<State>
    private let pool: NIOThreadPool

    private static let width = 40
    /// Entries for one key that are found, the newest; and records that are looked at for them.
    static let limit = 1000
    private static let steps = 200_000
    private static let batch: UInt64 = 256

    init(_ path: String) throws(FileError) {
        file = try AppendedFile(path)
        var state = State()
        let total = try file.size() / UInt64(Self.width)
        let chunk: UInt64 = 8192
        var isWhole = true
        while state.count < total, isWhole {
            let number = min(chunk, total - state.count)
            let bytes = try file.read(Int(number) * Self.width, at: state.count * UInt64(Self.width))
            for start in stride(from: 0, to: bytes.count, by: Self.width) where isWhole {
                isWhole = Self.note(bytes[start..<start + Self.width], &state)
            }
        }
        // What a crash left half written is written again.
        try file.cut(to: state.count * UInt64(Self.width))
        self.state = Mutex(state)
        pool = NIOThreadPool(numberOfThreads: 1)
        pool.start()
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }

    private static func fields(
        _ record: ArraySlice<UInt8>
    ) -> (key: Key, index: UInt64, previous: UInt64, skip: UInt64) {
        func field(_ number: Int) -> UInt64 {
            let start = record.startIndex + number * 8
            return Self.number(record[start..<start + 8])
        }
        return (Key(high: field(0), low: field(1)), field(2), field(3), field(4))
    }

    /// Takes a record of the file up.
    ///
    /// - Returns: `false` for one that was not written whole.
    private static func note(_ record: ArraySlice<UInt8>, _ state: inout State) -> Bool {
        let (key, index, previous, skip) = fields(record)
        let head = state.heads[key.bucket]
        guard let kind = key.kind, previous == head.record, skip == (head.key == key ? head.skip : head.record) else {
            return false
        }
        // Leaves stand at the end of what was added of their entries, in order.
        if kind == .leaf {
            guard index == state.entries else { return false }
            state.entries += 1
        }
        state.count += 1
        state.heads[key.bucket] = Head(record: state.count, key: key, skip: skip)
        return true
    }

    private static func append(_ key: Key, _ index: UInt64, _ bytes: inout [UInt8], _ state: inout State) {
        let head = state.heads[key.bucket]
        let skip = head.key == key ? head.skip : head.record
        var record: [UInt8] = []
        for number in [key.high, key.low, index, head.record, skip] {
            withUnsafeBytes(of: number.bigEndian) { record.append(contentsOf: $0) }
        }
        bytes += record
        _ = note(record[...], &state)
    }

    private func write(_ state: inout State, _ add: (inout [UInt8], inout State) -> Void) throws {
        if let failure = state.failure { throw failure }
        let start = state.count * UInt64(Self.width)
        var bytes: [UInt8] = []
        add(&bytes, &state)
        do throws(FileError) { try file.write(bytes, at: start) } catch {
            state.failure = error
            throw error
        }
    }

    /// Adds to an entry what does not follow from it.
    func add(_ keys: [Key], to index: UInt64) async throws {
        guard !keys.isEmpty else { return }
        try await pool.runIfActive { [self] in
            try state.withLock { state in
                try write(&state) { bytes, state in
                    for key in keys { Self.append(key, index, &bytes, &state) }
                }
            }
        }
    }

    /// Reads the entries of a log of `size` that were not read yet.
    func follow(to size: UInt64, _ read: @escaping Read) async throws {
        guard state.withLock({ $0.entries < size }) else { return }
        try await pool.runIfActive { [self] in
            while true {
                let from = state.withLock { $0.entries }
                guard from < size else { return }
                let entries = try read(from, min(size, (from / Self.batch + 1) * Self.batch))
                guard !entries.isEmpty else { return }
                try state.withLock { state in
                    // Another may have read them meanwhile.
                    guard state.entries == from else { return }
                    try write(&state) { bytes, state in
                        for (offset, entry) in entries.enumerated() {
                            let index = from + UInt64(offset)
                            for key in EntryKeys.keys(of: entry) { Self.append(key, index, &bytes, &state) }
                            Self.append(Key(.leaf, MerkleHash.leaf(entry).bytes), index, &bytes, &state)
                        }
                    }
                }
            }
        }
    }

    /// The entries that have a key, the newest first, at most `limit`.
    func entries(_ key: Key) async throws -> [UInt64] {
        try await pool.runIfActive { [self] in
            var number = state.withLock { $0.heads[key.bucket].record }
            var found: [UInt64] = []
            var seen: Set<UInt64> = []
            for _ in 0..<Self.steps {
                guard number > 0, found.count < Self.limit else { break }
                let record = try file.read(Self.width, at: (number - 1) * UInt64(Self.width))
                let (other, index, previous, skip) = Self.fields(record[...])
                if other == key, seen.insert(index).inserted { found.append(index) }
                let next = other == key ? previous : skip
                // Chains lead to the front of the file.
                guard next < number else { break }
                number = next
            }
            return found
        }
    }

    func close() async {
        // It fails only when it was shut down before.
        try? await pool.shutdownGracefully()
    }
}
