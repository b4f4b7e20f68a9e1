internal import CZstd

/// A whole zstd frame at once, for blocks of known size.
package enum ZstdFrame {
    /// - Parameter level: 1 (fastest) to 19 (smallest). Equal input and level give equal bytes with one libzstd.
    package static func compress(_ bytes: [UInt8], level: Int32) throws(ArchiveError) -> [UInt8] {
        let bound = ZSTD_compressBound(bytes.count)
        var code = 0
        let frame = [UInt8](unsafeUninitializedCapacity: bound) { target, count in
            code = bytes.withUnsafeBytes {
                ZSTD_compress(target.baseAddress, target.count, $0.baseAddress, $0.count, level)
            }
            count = ZSTD_isError(code) == 0 ? code : 0
        }
        guard ZSTD_isError(code) == 0 else { throw .system(operation: "zstd", code: 12) }
        return frame
    }

    /// - Parameter size: what the frame must expand to; anything else is an error.
    package static func expand(_ frame: UnsafeRawBufferPointer, size: Int) throws(ArchiveError) -> [UInt8] {
        var code = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: size) { target, count in
            code = ZSTD_decompress(target.baseAddress, target.count, frame.baseAddress, frame.count)
            count = ZSTD_isError(code) == 0 ? code : 0
        }
        guard ZSTD_isError(code) == 0, code == size else {
            let reason =
                ZSTD_isError(code) == 0
                ? "expands to \(code) bytes, not \(size)"
                : String(
                    cString: ZSTD_getErrorName(code))
            throw .malformed(format: "zstd", reason: reason, offset: 0)
        }
        return bytes
    }
}
