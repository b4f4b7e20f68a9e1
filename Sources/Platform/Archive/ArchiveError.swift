/// Why an archive or a compressed stream could not be read.
package enum ArchiveError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The bytes break the format's rules; `offset` counts uncompressed bytes where that is known.
    case malformed(format: String, reason: String, offset: Int)
    /// The stream ends before its end mark.
    case truncated(format: String, offset: Int)
    /// More output than the caller allowed, or than the input can honestly hold.
    case expandsTooMuch(format: String, limit: Int, from: Int)
    case unsupported(format: String, feature: String)
    /// An error of the system while reading or writing.
    case system(operation: String, code: Int32)

    package var description: String {
        switch self {
        case .malformed(let format, let reason, let offset): "\(format): \(reason) at offset \(offset)"
        case .truncated(let format, let offset): "\(format): the stream ends early, after \(offset) bytes"
        case .expandsTooMuch(let format, let limit, let input):
            "\(format): \(input) bytes expand to more than \(limit) bytes, which is refused as a decompression bomb"
        case .unsupported(let format, let feature): "\(format): \(feature) is not supported"
        case .system(let operation, let code): "\(operation) failed: error \(code)"
        }
    }
}
