import CISAL
import Crypto
import Glibc

/// The least work an inventory of a layer can do: read, hash and inflate the blob, hash the tar, and hash every
/// executable in it. No paths, no cataloguers, no checks beyond those of the inflater.
struct LayerWork {
    private(set) var compressed = 0
    private(set) var uncompressed = 0
    private(set) var executables = 0
    private(set) var executableBytes = 0

    private static let chunk = 256 * 1024

    mutating func read(_ path: String) -> Bool {
        guard let file = fopen(path, "rb") else { return false }
        defer { fclose(file) }
        setvbuf(file, nil, _IONBF, 0)
        let input = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.chunk, alignment: 64)
        let output = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.chunk, alignment: 64)
        let state = UnsafeMutablePointer<inflate_state>.allocate(capacity: 1)
        defer {
            input.deallocate()
            output.deallocate()
            state.deallocate()
        }
        isal_inflate_init(state)
        state.pointee.crc_flag = UInt32(ISAL_GZIP)

        var blob = SHA256()
        var tar = SHA256()
        var walk = TarWalk()
        var filled = 0
        while true {
            let count = fread(input.baseAddress, 1, input.count, file)
            if count == 0 { break }
            compressed += count
            blob.update(bufferPointer: UnsafeRawBufferPointer(rebasing: input[..<count]))
            state.pointee.next_in = input.baseAddress?.assumingMemoryBound(to: UInt8.self)
            state.pointee.avail_in = UInt32(count)
            repeat {
                if state.pointee.block_state == ISAL_BLOCK_FINISH {
                    if state.pointee.avail_in == 0 { break }
                    isal_inflate_reset(state)
                    state.pointee.crc_flag = UInt32(ISAL_GZIP)
                }
                state.pointee.next_out = output.baseAddress.map {
                    ($0 + filled).assumingMemoryBound(to: UInt8.self)
                }
                state.pointee.avail_out = UInt32(output.count - filled)
                guard isal_inflate(state) >= 0 else { return false }
                filled = output.count - Int(state.pointee.avail_out)
                // Only full buffers go on, so that a tar header never straddles two.
                if filled == output.count {
                    pass(UnsafeRawBufferPointer(output), &tar, &walk)
                    filled = 0
                }
            } while state.pointee.avail_in > 0 || filled == 0 && state.pointee.avail_out == 0
        }
        pass(UnsafeRawBufferPointer(rebasing: output[..<filled]), &tar, &walk)
        _ = blob.finalize()
        _ = tar.finalize()
        executables += walk.executables
        executableBytes += walk.executableBytes
        return true
    }

    private mutating func pass(_ bytes: UnsafeRawBufferPointer, _ tar: inout SHA256, _ walk: inout TarWalk) {
        uncompressed += bytes.count
        tar.update(bufferPointer: bytes)
        walk.pass(bytes)
    }
}

/// Finds the executables of a tar: regular files with an execute bit or that begin like ELF.
struct TarWalk {
    private(set) var executables = 0
    private(set) var executableBytes = 0
    private var left = 0
    private var padding = 0
    private var atStart = false
    private var wanted = false
    private var hasher = SHA256()

    /// `bytes` holds whole blocks of 512 and follows on the buffer before.
    mutating func pass(_ bytes: UnsafeRawBufferPointer) {
        var offset = 0
        while offset < bytes.count {
            if left > 0 {
                let count = min(left, bytes.count - offset)
                if atStart {
                    atStart = false
                    if !wanted, count >= 4 {
                        wanted =
                            bytes[offset] == 0x7f && bytes[offset + 1] == 0x45 && bytes[offset + 2] == 0x4c
                            && bytes[offset + 3] == 0x46
                    }
                    if wanted { hasher = SHA256() }
                }
                if wanted {
                    hasher.update(bufferPointer: UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + count]))
                    executableBytes += count
                }
                left -= count
                offset += count
                if left == 0, wanted {
                    executables += 1
                    _ = hasher.finalize()
                }
            } else if padding > 0 {
                let count = min(padding, bytes.count - offset)
                padding -= count
                offset += count
            } else {
                guard offset + 512 <= bytes.count else { return }
                header(UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + 512]))
                offset += 512
            }
        }
    }

    private mutating func header(_ block: UnsafeRawBufferPointer) {
        guard block[0] != 0 else { return }
        let type = block[156]
        let isFile = type == 0x30 || type == 0
        let hasData = isFile || type == 0x78 || type == 0x67 || type == 0x4c || type == 0x4b
        left = hasData ? octal(block[124..<136]) : 0
        padding = (512 - left % 512) % 512
        atStart = isFile
        wanted = isFile && octal(block[100..<108]) & 0o111 != 0
    }

    private func octal(_ field: Slice<UnsafeRawBufferPointer>) -> Int {
        field.reduce(0) { (0x30...0x37).contains($1) ? $0 << 3 | Int($1 - 0x30) : $0 }
    }
}
