/// One pass over the text, an explicit stack instead of recursion.
///
/// Invariants: `position <= bytes.count`; `nodes` has room for every value of a text of this length and depth
/// (the argument stands where the room is reserved, in `JSONDocument.parse`).
struct Parser {
    let base: UnsafePointer<UInt8>?
    let end: Int
    let nodes: UnsafeMutableBufferPointer<Node>
    let depthLimit: Int
    var position = 0
    var count = 0

    init(bytes: UnsafeBufferPointer<UInt8>, nodes: UnsafeMutableBufferPointer<Node>, depth: Int) {
        self.base = bytes.baseAddress
        self.end = bytes.count
        self.nodes = nodes
        self.depthLimit = depth
    }

    mutating func run() throws(JSONError) {
        guard let base, end > 0 else { throw JSONError(.unexpectedEnd, at: 0) }
        if end >= 3, base[0] == 0xef, base[1] == 0xbb, base[2] == 0xbf { position = 3 }
        // Index of the container node; its `length` counts children and `next` is set when it closes.
        var open: [UInt32] = []
        open.reserveCapacity(32)
        var inObject = false

        values: while true {
            // A value starts here.
            var byte = try skipSpace(base)
            if inObject {
                guard byte == UInt8(ascii: "\"") else { throw JSONError(.unexpectedByte(byte), at: position) }
                try string(base)
                guard try skipSpace(base) == UInt8(ascii: ":") else {
                    throw JSONError(.unexpectedByte(base[position]), at: position)
                }
                position += 1
                byte = try skipSpace(base)
            }
            switch byte {
            case UInt8(ascii: "\""):
                try string(base)
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                guard open.count < depthLimit else { throw JSONError(.tooDeep(limit: depthLimit), at: position) }
                let isObject = byte == UInt8(ascii: "{")
                let container = count
                emit(offset: position, length: 0, tag: isObject ? .object : .array)
                position += 1
                if try skipSpace(base) == (isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) {
                    position += 1
                    nodes[container].next = UInt32(truncatingIfNeeded: count)
                } else {
                    open.append(UInt32(truncatingIfNeeded: container))
                    inObject = isObject
                    continue values
                }
            case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
                try number(base)
            case UInt8(ascii: "t"):
                try literal(base, 0x6575_7274, 4, .true)
            case UInt8(ascii: "n"):
                try literal(base, 0x6c6c_756e, 4, .null)
            case UInt8(ascii: "f"):
                try literal(base, 0x736c_6166, 5, .false)
            default:
                throw JSONError(.unexpectedByte(byte), at: position)
            }

            // A value ended here: close containers until one goes on.
            while let container = open.last {
                nodes[Int(container)].length &+= 1
                let separator = try skipSpace(base)
                if separator == UInt8(ascii: ",") {
                    position += 1
                    continue values
                }
                guard separator == (inObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) else {
                    throw JSONError(.unexpectedByte(separator), at: position)
                }
                position += 1
                nodes[Int(container)].next = UInt32(truncatingIfNeeded: count)
                open.removeLast()
                if let parent = open.last { inObject = nodes[Int(parent)].tag == .object }
            }
            break
        }
        while position < end {
            guard Self.isSpace(base[position]) else { throw JSONError(.trailingBytes, at: position) }
            position += 1
        }
    }

    @inline(__always)
    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09
    }

    /// Moves to the next byte that is not white space and returns it.
    @inline(__always)
    private mutating func skipSpace(_ base: UnsafePointer<UInt8>) throws(JSONError) -> UInt8 {
        while position < end {
            let byte = base[position]
            if byte > 0x20 { return byte }
            guard Self.isSpace(byte) else { throw JSONError(.unexpectedByte(byte), at: position) }
            position &+= 1
            // Indentation comes in runs.
            while position &+ 8 <= end,
                UnsafeRawPointer(base + position).loadUnaligned(as: UInt64.self) == 0x2020_2020_2020_2020
            {
                position &+= 8
            }
        }
        throw JSONError(.unexpectedEnd, at: end)
    }

    @inline(__always)
    private mutating func emit(offset: Int, length: Int, tag: Node.Tag) {
        nodes[count] = Node(
            offset: UInt32(truncatingIfNeeded: offset), length: UInt32(truncatingIfNeeded: length),
            next: UInt32(truncatingIfNeeded: count &+ 1), tag: tag)
        count &+= 1
    }

    @inline(__always)
    private mutating func literal(
        _ base: UnsafePointer<UInt8>, _ word: UInt32, _ length: Int, _ tag: Node.Tag
    ) throws(JSONError) {
        guard position &+ length <= end,
            UInt32(littleEndian: UnsafeRawPointer(base + position).loadUnaligned(as: UInt32.self)) == word,
            length == 4 || base[position &+ 4] == UInt8(ascii: "e")
        else { throw misspelt(base, tag) }
        emit(offset: position, length: length, tag: tag)
        position &+= length
    }

    /// Where a word that begins like `true`, `false` or `null` goes on differently.
    @inline(never)
    private func misspelt(_ base: UnsafePointer<UInt8>, _ tag: Node.Tag) -> JSONError {
        let word: StaticString = tag == .true ? "true" : tag == .false ? "false" : "null"
        return word.withUTF8Buffer { expected in
            for offset in 0..<expected.count {
                guard position + offset < end else { return JSONError(.unexpectedEnd, at: end) }
                let byte = base[position + offset]
                if byte != expected[offset] { return JSONError(.unexpectedByte(byte), at: position + offset) }
            }
            return JSONError(.unexpectedByte(base[position]), at: position)
        }
    }

    @inline(__always)
    private mutating func string(_ base: UnsafePointer<UInt8>) throws(JSONError) {
        position &+= 1
        let start = position
        var tag = Node.Tag.string
        while true {
            // Eight bytes at a time while none of them needs a look.
            while position &+ 8 <= end {
                let word = UInt64(
                    littleEndian: UnsafeRawPointer(base + position).loadUnaligned(as: UInt64.self))
                let special = Self.special(word)
                if special != 0 {
                    position &+= special.trailingZeroBitCount >> 3
                    break
                }
                position &+= 8
            }
            guard position < end else { throw JSONError(.unexpectedEnd, at: end) }
            let byte = base[position]
            if byte == UInt8(ascii: "\"") {
                emit(offset: start, length: position &- start, tag: tag)
                position &+= 1
                return
            }
            if byte == UInt8(ascii: "\\") {
                tag = .escapedString
                try escape(base)
            } else if byte < 0x20 {
                throw JSONError(.controlCharacterInString, at: position)
            } else if byte < 0x80 {
                position &+= 1
            } else {
                try multibyte(base)
            }
        }
    }

    /// High bit set in each byte that is a quote, a backslash, a control character or not ASCII.
    ///
    /// A borrow can mark a byte above a marked one too; only the lowest mark is used.
    @inline(__always)
    static func special(_ word: UInt64) -> UInt64 {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let high: UInt64 = 0x8080_8080_8080_8080
        let quote = word ^ (ones &* 0x22)
        let slash = word ^ (ones &* 0x5c)
        let found =
            ((quote &- ones) & ~quote) | ((slash &- ones) & ~slash) | ((word &- (ones &* 0x20)) & ~word) | word
        return found & high
    }

    private mutating func escape(_ base: UnsafePointer<UInt8>) throws(JSONError) {
        guard position &+ 1 < end else { throw JSONError(.unexpectedEnd, at: end) }
        switch base[position &+ 1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            position &+= 2
        case UInt8(ascii: "u"):
            guard position &+ 6 <= end else { throw JSONError(.unexpectedEnd, at: end) }
            for index in 2..<6 where hexValue(base[position &+ index]) == nil {
                throw JSONError(.invalidEscape, at: position)
            }
            position &+= 6
        default:
            throw JSONError(.invalidEscape, at: position)
        }
    }

    /// One multi-byte UTF-8 sequence (RFC 3629 §4: no overlong forms, no surrogates).
    @inline(__always)
    private mutating func multibyte(_ base: UnsafePointer<UInt8>) throws(JSONError) {
        let first = base[position]
        let length = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4
        guard first >= 0xc2, first <= 0xf4 else { throw JSONError(.invalidUTF8, at: position) }
        guard position &+ length <= end else { throw JSONError(.unexpectedEnd, at: end) }
        let second = base[position &+ 1]
        let lower: UInt8 = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80
        let upper: UInt8 = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf
        guard second >= lower, second <= upper else { throw JSONError(.invalidUTF8, at: position) }
        if length > 2, base[position &+ 2] & 0xc0 != 0x80 { throw JSONError(.invalidUTF8, at: position) }
        if length > 3, base[position &+ 3] & 0xc0 != 0x80 { throw JSONError(.invalidUTF8, at: position) }
        position &+= length
    }

    @inline(__always)
    private mutating func number(_ base: UnsafePointer<UInt8>) throws(JSONError) {
        let start = position
        if base[position] == UInt8(ascii: "-") { position &+= 1 }
        guard position < end else { throw JSONError(.unexpectedEnd, at: end) }
        if base[position] == UInt8(ascii: "0") {
            position &+= 1
        } else {
            try digits(base, from: start)
        }
        if position < end, base[position] == UInt8(ascii: ".") {
            position &+= 1
            try digits(base, from: start)
        }
        if position < end, base[position] | 0x20 == UInt8(ascii: "e") {
            position &+= 1
            if position < end, base[position] == UInt8(ascii: "+") || base[position] == UInt8(ascii: "-") {
                position &+= 1
            }
            try digits(base, from: start)
        }
        emit(offset: start, length: position &- start, tag: .number)
    }

    @inline(__always)
    private mutating func digits(_ base: UnsafePointer<UInt8>, from start: Int) throws(JSONError) {
        let first = position
        while position < end, base[position] &- UInt8(ascii: "0") < 10 { position &+= 1 }
        guard position > first else {
            throw position < end ? JSONError(.invalidNumber, at: start) : JSONError(.unexpectedEnd, at: end)
        }
    }
}

@inline(__always)
func hexValue(_ byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a") + 10)
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A") + 10)
    default: nil
    }
}
