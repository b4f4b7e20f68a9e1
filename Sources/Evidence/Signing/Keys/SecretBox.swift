/// XSalsa20 and Poly1305 as NaCl's `crypto_secretbox` puts them together (Bernstein, “Cryptography in NaCl”, §10).
///
/// The crypto library has ChaCha20 but not its elder. Only key files of cosign need it, a few hundred bytes each.
enum SecretBox {
    static let overhead = 16

    /// - Parameters: a key of 32 bytes and a nonce of 24.
    /// - Returns: `nil` for other lengths, and for a box that this key did not seal.
    static func open(_ box: [UInt8], key: [UInt8], nonce: [UInt8]) -> [UInt8]? {
        guard key.count == 32, nonce.count == 24, box.count >= overhead else { return nil }
        let stream = Salsa20.keystream(key: key, nonce: nonce, count: 32 + box.count - overhead)
        let sealed = Array(box.dropFirst(overhead))
        let expected = Poly1305.tag(of: sealed, key: Array(stream.prefix(32)))
        // Every byte is compared, so that time does not tell how many were right.
        let difference = zip(expected, box).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) }
        guard difference == 0 else { return nil }
        return zip(sealed, stream.dropFirst(32)).map { $0 ^ $1 }
    }

    static func seal(_ message: [UInt8], key: [UInt8], nonce: [UInt8]) -> [UInt8]? {
        guard key.count == 32, nonce.count == 24 else { return nil }
        let stream = Salsa20.keystream(key: key, nonce: nonce, count: 32 + message.count)
        let sealed = zip(message, stream.dropFirst(32)).map { $0 ^ $1 }
        return Poly1305.tag(of: sealed, key: Array(stream.prefix(32))) + sealed
    }
}

/// Salsa20 with 20 rounds and the extended nonce (Bernstein, “Extending the Salsa20 nonce”).
private enum Salsa20 {
    private static let sigma: [UInt32] = [0x6170_7865, 0x3320_646e, 0x7962_2d32, 0x6b20_6574]

    static func keystream(key: [UInt8], nonce: [UInt8], count: Int) -> [UInt8] {
        let input = state(key: words(key[...]), words(nonce[..<16]))
        let mixed = rounds(input)
        // HSalsa20 (§2): the diagonal and the nonce's places, without adding the input.
        let subkey = [0, 5, 10, 15, 6, 7, 8, 9].map { mixed[$0] }
        let tail = words(nonce[16...])
        var stream: [UInt8] = []
        stream.reserveCapacity(count + 64)
        var block: UInt64 = 0
        while stream.count < count {
            let counter = [UInt32(truncatingIfNeeded: block), UInt32(truncatingIfNeeded: block >> 32)]
            let input = state(key: subkey, tail + counter)
            for (word, mixed) in zip(input, rounds(input)) {
                withUnsafeBytes(of: (word &+ mixed).littleEndian) { stream.append(contentsOf: $0) }
            }
            block += 1
        }
        return Array(stream.prefix(count))
    }

    private static func words(_ bytes: ArraySlice<UInt8>) -> [UInt32] {
        stride(from: bytes.startIndex, to: bytes.endIndex, by: 4).map { start in
            bytes[start..<start + 4].reversed().reduce(0) { $0 << 8 | UInt32($1) }
        }
    }

    private static func state(key: [UInt32], _ middle: [UInt32]) -> [UInt32] {
        [sigma[0]] + key[..<4] + [sigma[1]] + middle + [sigma[2]] + key[4...] + [sigma[3]]
    }

    private static func rounds(_ input: [UInt32]) -> [UInt32] {
        var x = input
        func quarter(_ a: Int, _ b: Int, _ c: Int, _ d: Int) {
            func rotate(_ value: UInt32, _ bits: UInt32) -> UInt32 { value << bits | value >> (32 - bits) }
            x[b] ^= rotate(x[a] &+ x[d], 7)
            x[c] ^= rotate(x[b] &+ x[a], 9)
            x[d] ^= rotate(x[c] &+ x[b], 13)
            x[a] ^= rotate(x[d] &+ x[c], 18)
        }
        for _ in 0..<10 {
            quarter(0, 4, 8, 12)
            quarter(5, 9, 13, 1)
            quarter(10, 14, 2, 6)
            quarter(15, 3, 7, 11)
            quarter(0, 1, 2, 3)
            quarter(5, 6, 7, 4)
            quarter(10, 11, 8, 9)
            quarter(15, 12, 13, 14)
        }
        return x
    }
}

/// Poly1305 (RFC 8439 §2.5) in five limbs of 26 bits.
private enum Poly1305 {
    static func tag(of message: [UInt8], key: [UInt8]) -> [UInt8] {
        func word(_ bytes: [UInt8], _ at: Int) -> UInt64 {
            (0..<4).reversed().reduce(0) { $0 << 8 | UInt64(bytes[at + $1]) }
        }
        let mask: UInt64 = 0x3ff_ffff
        let r = [
            word(key, 0) & 0x3ff_ffff, (word(key, 3) >> 2) & 0x3ff_ff03, (word(key, 6) >> 4) & 0x3ff_c0ff,
            (word(key, 9) >> 6) & 0x3f0_3fff, (word(key, 12) >> 8) & 0x00f_ffff,
        ]
        var h: [UInt64] = [0, 0, 0, 0, 0]
        for start in stride(from: 0, to: message.count, by: 16) {
            var block = Array(message[start..<min(start + 16, message.count)])
            block.append(1)
            block.append(contentsOf: repeatElement(0, count: 20 - block.count))
            h[0] += word(block, 0) & mask
            h[1] += (word(block, 3) >> 2) & mask
            h[2] += (word(block, 6) >> 4) & mask
            h[3] += (word(block, 9) >> 6) & mask
            h[4] += word(block, 12) >> 8 | UInt64(block[16]) << 24
            // h × r modulo 2^130 - 5: what overflows the top limb comes back five times. Limbs stay below 2^27 and
            // r below 2^26, so a sum of five products, four of them times five, stays below 2^58.
            var d = [UInt64](repeating: 0, count: 5)
            for i in 0..<5 {
                for j in 0..<5 {
                    let product: UInt64 = h[i] * r[j]
                    d[(i + j) % 5] += i + j >= 5 ? product * 5 : product
                }
            }
            var carry: UInt64 = 0
            for i in 0..<5 {
                d[i] += carry
                h[i] = d[i] & mask
                carry = d[i] >> 26
            }
            h[0] += carry * 5
            h[1] += h[0] >> 26
            h[0] &= mask
        }
        for _ in 0..<2 {
            var carry: UInt64 = 0
            for i in 0..<5 {
                h[i] += carry
                carry = h[i] >> 26
                h[i] &= mask
            }
            h[0] += carry * 5
        }
        // h - p if that is not negative, chosen without a branch.
        var g = [UInt64](repeating: 0, count: 5)
        var carry: UInt64 = 5
        for i in 0..<5 {
            let sum = h[i] + carry
            g[i] = sum & mask
            carry = sum >> 26
        }
        let choose = 0 &- carry
        let value = (0..<5).map { (g[$0] & choose) | (h[$0] & ~choose) }
        var packed: [UInt64] = []
        for index in 0..<4 {
            let low: UInt64 = value[index] >> UInt64(6 * index)
            let high: UInt64 = value[index + 1] << UInt64(26 - 6 * index)
            packed.append((low | high) & 0xffff_ffff)
        }
        var tag: [UInt8] = []
        carry = 0
        for (index, part) in packed.enumerated() {
            let sum = part + word(key, 16 + 4 * index) + carry
            carry = sum >> 32
            withUnsafeBytes(of: UInt32(truncatingIfNeeded: sum).littleEndian) { tag.append(contentsOf: $0) }
        }
        return tag
    }
}
