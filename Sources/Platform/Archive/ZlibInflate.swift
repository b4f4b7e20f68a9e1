internal import CISAL

/// zlib streams (RFC 1950) that are at hand as a whole.
package enum ZlibInflate {
    /// Expands one stream; bytes after its end are ignored.
    ///
    /// - Parameter limit: bytes of output above which the input is refused.
    /// - Throws: `.malformed` for other data or a wrong checksum, `.truncated`, `.expandsTooMuch`.
    package static func inflate(_ input: UnsafeRawBufferPointer, limit: Int) throws(ArchiveError) -> [UInt8] {
        guard input.count >= 2, input[0] & 0x0f == 8, (UInt16(input[0]) << 8 | UInt16(input[1])) % 31 == 0 else {
            throw .malformed(format: "zlib", reason: "no zlib header", offset: 0)
        }
        let state = UnsafeMutablePointer<inflate_state>.allocate(capacity: 1)
        defer { state.deallocate() }
        isal_inflate_init(state)
        state.pointee.crc_flag = UInt32(ISAL_ZLIB)
        let size = max(4096, min(limit, 256 << 10))
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 16)
        defer { buffer.deallocate() }
        var output: [UInt8] = []
        var consumed = 0
        while state.pointee.block_state != ISAL_BLOCK_FINISH {
            let available = min(1 << 30, input.count - consumed)
            // isal_inflate does not write through next_in.
            state.pointee.next_in = input.baseAddress.map {
                UnsafeMutablePointer(mutating: ($0 + consumed).assumingMemoryBound(to: UInt8.self))
            }
            state.pointee.avail_in = UInt32(available)
            state.pointee.next_out = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
            state.pointee.avail_out = UInt32(size)
            let code = isal_inflate(state)
            let used = available - Int(state.pointee.avail_in)
            let made = size - Int(state.pointee.avail_out)
            consumed += used
            guard code >= 0 else {
                throw .malformed(format: "zlib", reason: "invalid data (\(code))", offset: output.count + made)
            }
            guard made <= limit - output.count else {
                throw .expandsTooMuch(format: "zlib", limit: limit, from: input.count)
            }
            output.append(contentsOf: UnsafeRawBufferPointer(rebasing: buffer[..<made]))
            if used == 0, made == 0, state.pointee.block_state != ISAL_BLOCK_FINISH {
                throw .truncated(format: "zlib", offset: output.count)
            }
        }
        return output
    }
}
