/// How one version stands to another.
package enum VersionOrder: Int8, Sendable {
    case less = -1
    case equal = 0
    case greater = 1
    /// At least one of the two is no version of the scheme; `VersionScheme.refusal` says why.
    case incomparable = 2

    /// The answer for the two versions exchanged.
    package var reversed: VersionOrder {
        switch self {
        case .less: .greater
        case .greater: .less
        case .equal, .incomparable: self
        }
    }

    @inline(__always)
    init(_ a: some BinaryInteger, _ b: some BinaryInteger) { self = a < b ? .less : a > b ? .greater : .equal }
}

/// Why a scheme cannot order a version.
package enum VersionRefusal: Error, Equatable, CustomStringConvertible {
    case empty
    case tooLong(Int)
    /// The byte at the offset, or the end, stands where something else has to.
    case malformed(offset: Int, expected: String)

    package var description: String {
        switch self {
        case .empty: "the version is empty"
        case .tooLong(let count): "the version has \(count) bytes; at most \(VersionScheme.longest) are compared"
        case .malformed(let offset, let expected): "\(expected) expected at byte \(offset)"
        }
    }
}
