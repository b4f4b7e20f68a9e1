/// A Rego value: one 64-bit word that is either the value itself or the address of an immutable one in a `Heap`.
///
/// Small integers have the lowest bit set. In all other words the top byte is a tag and the lower 48 bits are either
/// a constant (null, false, true) or an address. A word is trivial: copying it costs nothing, and it is valid as long
/// as the heap it was made in. Everything it refers to is immutable and was hashed when it was made, so reading needs
/// no heap, no lock and no reference counting.
///
/// `undefined` is not a value of the language but the absence of one; it never stands inside a collection.
package struct Value: BitwiseCopyable, Sendable {
    /// What a value is, in the language's total order of types.
    package enum Kind: UInt8, Sendable, Comparable {
        case undefined, null, boolean, number, string, array, object, set

        package static func < (left: Kind, right: Kind) -> Bool { left.rawValue < right.rawValue }

        /// The name as `type_name` and error texts spell it.
        package var name: String {
            switch self {
            case .undefined: "undefined"
            case .null: "null"
            case .boolean: "boolean"
            case .number: "number"
            case .string: "string"
            case .array: "array"
            case .object: "object"
            case .set: "set"
            }
        }
    }

    let bits: UInt64

    @inline(__always)
    init(bits: UInt64) { self.bits = bits }

    /// A value of `kind` at `address`, whose upper 16 bits are zero on the systems this runs on.
    @inline(__always)
    init(_ kind: Kind, at address: UnsafeRawPointer) {
        bits = UInt64(kind.rawValue) << 56 | UInt64(UInt(bitPattern: address))
    }

    package static let undefined = Value(bits: 0)
    package static let null = Value(bits: UInt64(Kind.null.rawValue) << 56)
    package static let `false` = Value(bits: UInt64(Kind.boolean.rawValue) << 56)
    package static let `true` = Value(bits: UInt64(Kind.boolean.rawValue) << 56 | 2)

    @inline(__always)
    package init(_ boolean: Bool) { self = boolean ? .true : .false }

    /// The integer as an immediate word, or nil when it needs 64 bits or more: then `Heap.number` makes it.
    @inline(__always)
    package init?(immediate integer: Int) {
        let (doubled, overflow) = integer.multipliedReportingOverflow(by: 2)
        if overflow { return nil }
        bits = UInt64(bitPattern: Int64(doubled)) | 1
    }

    /// An integer that certainly fits, such as a count.
    @inline(__always)
    package init(small integer: Int32) { bits = UInt64(bitPattern: Int64(integer) << 1) | 1 }

    @inline(__always)
    package var isImmediateInteger: Bool { bits & 1 == 1 }

    /// The integer of an immediate word; meaningless for any other.
    @inline(__always)
    var immediateInteger: Int { Int(Int64(bitPattern: bits) >> 1) }

    @inline(__always)
    package var kind: Kind {
        if isImmediateInteger { return .number }
        return Kind(rawValue: UInt8(truncatingIfNeeded: bits >> 56)).unsafelyUnwrapped
    }

    @inline(__always)
    package var isUndefined: Bool { bits == 0 }
    @inline(__always)
    package var isDefined: Bool { bits != 0 }
    @inline(__always)
    package var isNull: Bool { bits == Value.null.bits }
    @inline(__always)
    package var isTrue: Bool { bits == Value.true.bits }
    @inline(__always)
    package var isFalse: Bool { bits == Value.false.bits }
    /// Whether a literal with this value holds: it is defined and not `false`.
    @inline(__always)
    package var holds: Bool { bits != 0 && bits != Value.false.bits }
    @inline(__always)
    package var isNumber: Bool { kind == .number }
    @inline(__always)
    package var isString: Bool { has(.string) }
    @inline(__always)
    package var isArray: Bool { has(.array) }
    @inline(__always)
    package var isObject: Bool { has(.object) }
    @inline(__always)
    package var isSet: Bool { has(.set) }
    package var isCollection: Bool { kind >= .array }

    package var boolean: Bool? {
        if isTrue { return true }
        return isFalse ? false : nil
    }

    @inline(__always)
    func has(_ kind: Kind) -> Bool {
        bits & 0xff00_0000_0000_0001 == UInt64(kind.rawValue) << 56
    }

    @inline(__always)
    var address: UnsafePointer<UInt64> {
        UnsafePointer(bitPattern: UInt(truncatingIfNeeded: bits & 0x0000_ffff_ffff_ffff)).unsafelyUnwrapped
    }
}
