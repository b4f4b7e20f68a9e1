package import Content

/// Why an image cannot be read.
package enum OCIError: Error, Sendable, CustomStringConvertible {
    /// The bytes of a blob are not the ones its descriptor names.
    case digestMismatch(subject: String, expected: Digest, found: Digest)
    case sizeMismatch(subject: String, expected: Int, found: Int)
    /// A layer inflates to other bytes than the configuration's `rootfs.diff_ids` say.
    case diffIDMismatch(layer: Int, expected: Digest, found: Digest)
    case missingBlob(subject: String, place: String)
    case malformed(subject: String, reason: String)
    case tooLarge(subject: String, size: Int, limit: Int)
    /// No manifest for what was asked; `available` lists what there is.
    case noMatch(asked: String, available: [String])
    case unsupported(subject: String, feature: String)
    case notFound(place: String, reason: String, hint: String)

    package var description: String {
        switch self {
        case .digestMismatch(let subject, let expected, let found):
            "\(subject): expected digest \(expected), found \(found). The stored copy was altered or damaged: fetch it again"
        case .sizeMismatch(let subject, let expected, let found):
            "\(subject): expected \(expected) bytes, found \(found). The stored copy is incomplete: fetch it again"
        case .diffIDMismatch(let layer, let expected, let found):
            "layer \(layer): expected uncompressed digest (diff_id) \(expected), found \(found)."
                + " The configuration does not describe this layer: do not run this image"
        case .missingBlob(let subject, let place): "\(subject): not found in \(place). Fetch the image again"
        case .malformed(let subject, let reason): "\(subject): \(reason)"
        case .tooLarge(let subject, let size, let limit): "\(subject): \(size) bytes, above the limit of \(limit)"
        case .noMatch(let asked, let available):
            available.isEmpty
                ? "no image for \(asked): nothing is there"
                : "no image for \(asked). Available: \(available.joined(separator: ", "))"
        case .unsupported(let subject, let feature): "\(subject): \(feature) is not supported"
        case .notFound(let place, let reason, let hint): "\(place): \(reason). \(hint)"
        }
    }
}
