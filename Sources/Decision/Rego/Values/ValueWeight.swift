/// How large a value is with everything that it shares counted each time it appears: what comparing or writing it takes.
///
/// A value that contains another twice, which contains another twice, and so on, is small in memory and grows beyond all
/// bounds when it is walked through. Its weight is known as it is made, so that it can be refused then.
///
/// 19 bits: an exponent of 5 and a fraction of 14, rounded up, so that a sum of weights is never less than the truth.
struct ValueWeight {
    let code: UInt32

    private static let fractionBits: UInt32 = 14
    private static let largestFraction = (1 << 14) - 1

    /// Walking through it takes a tenth of a millisecond and more.
    static let heavy = ValueWeight(words: 1 << 16)

    init(code: UInt32) { self.code = code }

    /// - Parameter words: beyond 2^45 all are one.
    @inline(__always)
    init(words: Int) {
        if words <= Self.largestFraction {
            self.init(code: UInt32(truncatingIfNeeded: words))
        } else {
            self.init(large: words)
        }
    }

    private init(large words: Int) {
        let width = Int.bitWidth - words.leadingZeroBitCount
        var shift = width - Int(Self.fractionBits)
        // Rounded up, without an overflow at the top.
        var fraction = (words &- 1) >> shift &+ 1
        if fraction > Self.largestFraction {
            fraction >>= 1
            shift += 1
        }
        self.init(code: shift > 31 ? .max >> 13 : UInt32(shift) << Self.fractionBits | UInt32(fraction))
    }

    @inline(__always)
    var words: Int { Int(code & 0x3fff) << Int(code >> Self.fractionBits) }
}
