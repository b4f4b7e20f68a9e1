internal import CMD5

/// MD5 (RFC 1321) of a stream of messages, several of them at a time.
///
/// MD5 is a chain of dependent steps that leaves most of a processor idle, and the package databases of Debian record
/// it for every file, so that every file of an image has to be hashed so. The pool keeps what comes until its memory
/// is full, and then advances many messages together. What it cannot pair, above all the rest of a long message, it
/// keeps to go along with those that follow.
package final class MD5Pool {
    /// Receives the number a message was ended with and its 16 bytes, in no particular order.
    package typealias Deliver = (Int32, [UInt8]) -> Void

    /// A piece of a message in one chunk, from its first byte that is not hashed yet.
    private struct Segment {
        var chunk: Int
        var start: Int
        var count: Int
        var next = -1
    }

    private struct Message {
        var state: [4 of UInt32] = [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476]
        var first = -1
        var last = -1
        /// Bytes put into the pool, with the padding once the message is ended.
        var stored = 0
        var hashedBlocks = 0
        /// What it was ended with; `nil` while more may come.
        var number: Int32?

        var waitingBlocks: Int { stored / MD5Pool.block - hashedBlocks }
    }

    private static let block = 64
    private static let chunkSize = 64 << 10
    private static let mostMessages = 8192

    private let memory: UnsafeMutableRawBufferPointer
    private let width: Int
    package var deliver: Deliver

    private var freeChunks: [Int]
    /// Segments with bytes to hash in each chunk.
    private var users: [Int]
    private var current = -1
    private var used = chunkSize

    private var segments: [Segment] = []
    private var freeSegments: [Int] = []
    private var messages: [Message] = []
    private var freeMessages: [Int] = []
    /// The message that is being received.
    private var open = -1

    private let states: UnsafeMutablePointer<(UInt32, UInt32, UInt32, UInt32)>
    private let sources: UnsafeMutablePointer<UnsafePointer<UInt8>?>

    /// - Parameters:
    ///   - capacity: memory for bytes that wait, at least two chunks of 64 KiB.
    ///   - width: how many messages advance together at most; `nil` for what the processor does best.
    package init(capacity: Int, width: Int? = nil, deliver: @escaping Deliver) {
        let chunks = max(2, capacity / Self.chunkSize)
        memory = .allocate(byteCount: chunks * Self.chunkSize, alignment: Self.block)
        self.width = max(1, min(Int(MD5_LANES), width ?? Int(md5_lanes_width())))
        self.deliver = deliver
        freeChunks = (0..<chunks).reversed()
        users = Array(repeating: 0, count: chunks)
        states = .allocate(capacity: Int(MD5_LANES))
        sources = .allocate(capacity: Int(MD5_LANES))
        states.initialize(repeating: (0, 0, 0, 0), count: Int(MD5_LANES))
        sources.initialize(repeating: nil, count: Int(MD5_LANES))
    }

    deinit {
        memory.deallocate()
        states.deallocate()
        sources.deallocate()
    }

    /// Starts a message; one that was begun and not ended is forgotten.
    package func begin() {
        abandon()
        if messages.count - freeMessages.count >= Self.mostMessages { run(until: wantedFree) }
        used = min(Self.chunkSize, (used + Self.block - 1) / Self.block * Self.block)
        if let index = freeMessages.popLast() {
            messages[index] = Message()
            open = index
        } else {
            messages.append(Message())
            open = messages.count - 1
        }
    }

    /// Takes the next bytes of the message.
    package func append(_ piece: UnsafeRawBufferPointer) {
        guard open >= 0 else { return }
        var rest = piece
        while !rest.isEmpty {
            if used == Self.chunkSize { takeChunk() }
            if messages[open].last < 0 || segments[messages[open].last].chunk != current { addSegment() }
            let count = min(rest.count, Self.chunkSize - used)
            let target = current * Self.chunkSize + used
            UnsafeMutableRawBufferPointer(rebasing: memory[target..<target + count])
                .copyMemory(from: UnsafeRawBufferPointer(rebasing: rest[..<count]))
            used += count
            segments[messages[open].last].count += count
            messages[open].stored += count
            rest = UnsafeRawBufferPointer(rebasing: rest[count...])
        }
    }

    /// Ends the message; its digest is delivered under `number`, at the latest by `finish`.
    package func end(_ number: Int32) {
        guard open >= 0 else { return }
        let length = messages[open].stored
        let zeros = (Self.block + 55 - length % Self.block) % Self.block
        withUnsafeTemporaryAllocation(byteCount: Self.block + 9, alignment: 8) { padding in
            padding.initializeMemory(as: UInt8.self, repeating: 0)
            padding[0] = 0x80
            padding.storeBytes(
                of: (UInt64(length) &* 8).littleEndian, toByteOffset: zeros + 1, as: UInt64.self)
            append(UnsafeRawBufferPointer(rebasing: padding[..<(zeros + 9)]))
        }
        messages[open].number = number
        open = -1
    }

    /// Hashes all that waits.
    package func finish() {
        abandon()
        run(until: .max)
    }

    // MARK: Memory

    /// Below this many chunks a run goes on although lanes stay empty. Little, since what is kept has company later.
    private var wantedFree: Int { users.count / 12 + 1 }

    private func takeChunk() {
        if freeChunks.isEmpty { run(until: wantedFree) }
        if current >= 0, users[current] == 0 { freeChunks.append(current) }
        // A run leaves a chunk free: every other than the current one holds whole blocks.
        guard let chunk = freeChunks.popLast() else { preconditionFailure("no chunk is free after a run") }
        current = chunk
        used = 0
    }

    private func addSegment() {
        let segment = Segment(chunk: current, start: used, count: 0)
        let index: Int
        if let free = freeSegments.popLast() {
            segments[free] = segment
            index = free
        } else {
            segments.append(segment)
            index = segments.count - 1
        }
        users[current] += 1
        let last = messages[open].last
        if last < 0 { messages[open].first = index } else { segments[last].next = index }
        messages[open].last = index
        // The one before may have been used up while it was the last.
        if last >= 0, segments[last].count == 0, messages[open].first == last { dropFirstSegment(of: open) }
    }

    private func dropFirstSegment(of message: Int) {
        let index = messages[message].first
        guard index >= 0 else { return }
        let segment = segments[index]
        messages[message].first = segment.next
        if segment.next < 0 { messages[message].last = -1 }
        freeSegments.append(index)
        users[segment.chunk] -= 1
        if users[segment.chunk] == 0, segment.chunk != current { freeChunks.append(segment.chunk) }
    }

    private func abandon() {
        guard open >= 0 else { return }
        while messages[open].first >= 0 { dropFirstSegment(of: open) }
        freeMessages.append(open)
        messages[open].stored = 0
        messages[open].hashedBlocks = 0
        open = -1
    }

    // MARK: Hashing

    /// Advances messages, long ones first so that lanes run dry together, until too few are left to fill the lanes
    /// and `free` chunks are to be had.
    private func run(until free: Int) {
        let order = messages.indices.filter { messages[$0].waitingBlocks > 0 }
            .sorted { (messages[$1].waitingBlocks, $0) < (messages[$0].waitingBlocks, $1) }
        var next = 0
        var lanes: [Int] = []
        while true {
            while lanes.count < width, next < order.count {
                lanes.append(order[next])
                next += 1
            }
            if lanes.isEmpty || lanes.count < width && freeChunks.count >= free { return }
            advance(lanes)
            lanes.removeAll { message in
                guard messages[message].waitingBlocks == 0 else { return false }
                if let number = messages[message].number { complete(message, number) }
                return true
            }
        }
    }

    /// Advances all lanes by as many blocks as lie in one piece in each.
    private func advance(_ lanes: [Int]) {
        var blocks = Int.max
        for (lane, message) in lanes.enumerated() {
            let segment = segments[messages[message].first]
            blocks = min(blocks, segment.count / Self.block)
            sources[lane] = memory.baseAddress.map {
                UnsafePointer(($0 + segment.chunk * Self.chunkSize + segment.start).assumingMemoryBound(to: UInt8.self))
            }
            let state = messages[message].state
            states[lane] = (state[0], state[1], state[2], state[3])
        }
        md5_lanes_advance(states, sources, lanes.count, blocks, width)
        for (lane, message) in lanes.enumerated() {
            let state = states[lane]
            messages[message].state = [state.0, state.1, state.2, state.3]
            messages[message].hashedBlocks += blocks
            let index = messages[message].first
            segments[index].start += blocks * Self.block
            segments[index].count -= blocks * Self.block
            // The last segment of the message that is being received gets more.
            if segments[index].count == 0, message != open || segments[index].next >= 0 {
                dropFirstSegment(of: message)
            }
        }
    }

    private func complete(_ message: Int, _ number: Int32) {
        while messages[message].first >= 0 { dropFirstSegment(of: message) }
        let state = messages[message].state
        let bytes = [UInt8](unsafeUninitializedCapacity: 16) { buffer, count in
            for index in 0..<16 {
                buffer[index] = UInt8(truncatingIfNeeded: state[index / 4] >> UInt32(index % 4 * 8))
            }
            count = 16
        }
        freeMessages.append(message)
        messages[message].stored = 0
        messages[message].hashedBlocks = 0
        deliver(number, bytes)
    }
}
