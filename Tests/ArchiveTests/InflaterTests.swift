import Testing

@testable import Archive

/// The decoders of all compressions, with the programs of the system as encoders.
@Suite struct InflaterTests {
    static let tools: [(compression: Compression, command: String)] = [
        (.none, "cat"), (.gzip, "gzip -c"), (.zstd, "zstd -q -c --check"), (.xz, "xz -c"), (.bzip2, "bzip2 -c"),
    ]

    private static func sample(_ count: Int) -> [UInt8] {
        var random = FixedRandom(UInt64(count))
        var bytes: [UInt8] = []
        for index in 0..<count {
            // Runs of what compresses and what does not.
            let isPlain = (index / 1000).isMultiple(of: 2)
            bytes.append(isPlain ? UInt8(truncatingIfNeeded: index / 7) : UInt8.random(in: 0...255, using: &random))
        }
        return bytes
    }

    private static func packed(_ bytes: [UInt8], _ command: String) throws -> [UInt8]? {
        guard Shell.has(String(command.prefix { $0 != " " })) else { return nil }
        let folder = try TemporaryFolder()
        try folder.write(bytes, to: "in")
        return try folder.run("\(command) < in")
    }

    /// Everything that comes out when `input` bytes go in and `output` may come out at a time.
    private static func inflate(_ bytes: [UInt8], input: Int, output: Int) throws -> [UInt8] {
        let reader = InflatingReader(Trickle(bytes, input), inputSize: input)
        var result: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: output)
        while true {
            let count = try buffer.withUnsafeMutableBytes { try reader.read(into: $0) }
            if count == 0 { return result }
            result += buffer[..<count]
        }
    }

    /// Gives at most so many bytes at a time.
    private final class Trickle: ByteReader {
        private let inner: MemoryReader
        private let most: Int
        init(_ bytes: [UInt8], _ most: Int) {
            inner = MemoryReader(bytes)
            self.most = most
        }
        func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
            inner.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer.prefix(most)))
        }
    }

    @Test(arguments: tools) func `gives the same whatever the pieces are`(
        _ compression: Compression, _ command: String
    ) throws {
        for count in [0, 1, 20_000] {
            let plain = Self.sample(count)
            guard let bytes = try Self.packed(plain, command) else { return }
            if count > 0 { #expect(bytes.withUnsafeBytes { Compression(start: $0) } == compression) }
            for (input, output) in [(6, 1), (7, 4096), (13, 17), (65536, 1), (65536, 65536), (6, 65536)] {
                #expect(try Self.inflate(bytes, input: input, output: output) == plain, "\(count), \(input), \(output)")
            }
            #expect(try bytes.withUnsafeBytes { try Compression.inflate($0, limit: count) } == plain)
        }
    }

    @Test(arguments: tools.dropFirst()) func `gives the same byte by byte as whole`(
        _ compression: Compression, _ command: String
    ) throws {
        let plain = Self.sample(5000)
        guard let one = try Self.packed(plain, command) else { return }
        let bytes = one + one
        guard let inflater = try compression.makeInflater() else { return }
        var result: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 100)
        for byte in bytes {
            var isTaken = false
            while true {
                let step = try withUnsafeBytes(of: byte) { piece in
                    try buffer.withUnsafeMutableBytes {
                        try inflater.process(
                            isTaken ? UnsafeRawBufferPointer(rebasing: piece[1...]) : piece, into: $0)
                    }
                }
                if step.consumed == 1 { isTaken = true }
                result += buffer[..<step.produced]
                // An empty piece tells the xz decoder that nothing more will come.
                if isTaken, step.produced < buffer.count || compression == .xz { break }
                if step.consumed == 0, step.produced == 0 { break }
            }
            #expect(isTaken)
        }
        while true {
            let step = try buffer.withUnsafeMutableBytes {
                try inflater.process(UnsafeRawBufferPointer(start: nil, count: 0), into: $0)
            }
            result += buffer[..<step.produced]
            if step.produced == 0 { break }
        }
        #expect(inflater.isAtEnd)
        #expect(result == plain + plain)
    }

    @Test(arguments: tools.dropFirst()) func `joins streams that follow one another`(
        _ compression: Compression, _ command: String
    ) throws {
        guard let one = try Self.packed(Array("one,".utf8), command), let none = try Self.packed([], command) else {
            return
        }
        #expect(try Self.inflate(one + none + one + one, input: 65536, output: 10) == Array("one,one,one,".utf8))
    }

    @Test(arguments: tools.dropFirst()) func `refuses a stream cut anywhere`(
        _ compression: Compression, _ command: String
    ) throws {
        guard let bytes = try Self.packed(Self.sample(3000), command) else { return }
        for cut in 6..<bytes.count {
            #expect(throws: ArchiveError.self, "cut at \(cut)") {
                try Self.inflate(Array(bytes[..<cut]), input: 65536, output: 65536)
            }
        }
    }

    @Test(arguments: tools.dropFirst()) func `refuses what follows the end`(
        _ compression: Compression, _ command: String
    ) throws {
        guard let bytes = try Self.packed(Array("hello".utf8), command) else { return }
        for garbage in ["x", "garbage after the end", "\u{1f}"] {
            #expect(throws: ArchiveError.self) {
                try Self.inflate(bytes + Array(garbage.utf8), input: 65536, output: 100)
            }
        }
    }

    @Test(arguments: tools.dropFirst()) func `survives any byte changed`(
        _ compression: Compression, _ command: String
    ) throws {
        let plain = Self.sample(1500)
        guard let bytes = try Self.packed(plain, command) else { return }
        for position in 6..<bytes.count {
            var changed = bytes
            changed[position] ^= 0x55
            do {
                let result = try Self.inflate(changed, input: 65536, output: 65536)
                // What is only name or time in a header may change, content may not.
                #expect(result == plain, "byte \(position)")
            } catch is ArchiveError {}
        }
    }

    @Test func `takes zeros after gzip for padding and nothing behind them`() throws {
        guard let bytes = try Self.packed(Array("hello".utf8), "gzip -c") else { return }
        let zeros = [UInt8](repeating: 0, count: 1000)
        #expect(try Self.inflate(bytes + zeros, input: 65536, output: 100) == Array("hello".utf8))
        #expect(try Self.inflate(bytes + zeros, input: 6, output: 1) == Array("hello".utf8))
        #expect(throws: ArchiveError.self) { try Self.inflate(bytes + zeros + bytes, input: 65536, output: 100) }
    }

    @Test(arguments: [6, 7, 64, 65536]) func `reads every optional field of a gzip header`(_ input: Int) throws {
        guard let bytes = try Self.packed(Array("hello".utf8), "gzip -nc") else { return }
        // Extra field, name and comment (RFC 1952 §2.3.1).
        let header: [UInt8] = [0x1f, 0x8b, 8, 0x1c, 0, 0, 0, 0, 0, 3, 5, 0, 1, 2, 3, 4, 5]
        let text = Array("a-name-of-some-length\0and a comment, longer still\0".utf8)
        #expect(try Self.inflate(header + text + bytes[10...], input: input, output: 100) == Array("hello".utf8))
    }

    @Test(arguments: tools.dropFirst()) func `refuses a bomb`(_ compression: Compression, _ command: String) throws {
        guard Shell.has("head", String(command.prefix { $0 != " " })) else { return }
        let folder = try TemporaryFolder()
        let bytes = try folder.run("head -c 8000000 /dev/zero | \(command)")
        let reader = InflatingReader(MemoryReader(bytes), limit: 1_000_000)
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
        defer { buffer.deallocate() }
        #expect(throws: ArchiveError.self) { while try reader.read(into: buffer) > 0 {} }
        #expect(throws: ArchiveError.self) {
            try bytes.withUnsafeBytes { try Compression.inflate($0, limit: 1_000_000) }
        }
    }

    @Test func `refuses a ratio no honest data has`() throws {
        guard Shell.has("zstd") else { return }
        let folder = try TemporaryFolder()
        let bytes = try folder.run("head -c 1200000000 /dev/zero | zstd -q -1 -c")
        let reader = InflatingReader(MemoryReader(bytes))
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
        defer { buffer.deallocate() }
        var produced = 0
        #expect(throws: ArchiveError.self) {
            while true {
                let count = try reader.read(into: buffer)
                if count == 0 { break }
                produced += count
            }
        }
        #expect(produced <= InflatingReader.alwaysAllowed + buffer.count)
    }

    @Test func `refuses a zstd window that costs too much memory`() throws {
        // Empty frames by hand with windows of 2^30 and 2^21 bytes (RFC 8878 §3.1.1.1.2).
        let frame: [UInt8] = [0x28, 0xb5, 0x2f, 0xfd, 0x00, 0xa0, 0x01, 0x00, 0x00]
        #expect(throws: ArchiveError.self) { try Self.inflate(frame, input: 65536, output: 100) }
        let small: [UInt8] = [0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x58, 0x01, 0x00, 0x00]
        #expect(try Self.inflate(small, input: 65536, output: 100) == [])
    }

    @Test func `passes over skippable zstd frames`() throws {
        guard let frame = try Self.packed(Array("hello".utf8), "zstd -q -c") else { return }
        let skippable: [UInt8] = [0x51, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3]
        #expect(try Self.inflate(skippable + frame + skippable, input: 6, output: 2) == Array("hello".utf8))
    }

    @Test func `writes gzip that others read, the same bytes every time`() throws {
        func pack(_ pieces: [[UInt8]]) throws -> [UInt8] {
            let sink = ByteSink()
            let gzip = try GzipWriter { sink.bytes.append(contentsOf: $0) }
            for piece in pieces { try piece.withUnsafeBytes { try gzip.append($0) } }
            try gzip.finish()
            return sink.bytes
        }
        let plain = Self.sample(300_000)
        let bytes = try pack([plain])
        #expect(try bytes == pack([plain]))
        #expect(try Self.inflate(bytes, input: 65536, output: 65536) == plain)
        #expect(try Self.inflate(pack([]), input: 65536, output: 10) == [])
        if Shell.has("gzip") {
            let folder = try TemporaryFolder()
            try folder.write(bytes, to: "a.gz")
            #expect(try folder.run("gzip -dc a.gz") == plain)
        }
    }
}
