/// An ECDSA signature as a DER SEQUENCE of two positive INTEGERs (RFC 3279 §2.2.3), read strictly.
///
/// One signature then has one encoding, but for the s and n - s that ECDSA itself allows.
struct CanonicalECDSA {
    /// r and s, each filled up to the size of a coordinate (RFC 4754 §7, IEEE P1363).
    let raw: [UInt8]

    /// - Returns: `nil` for other encodings and for numbers that do not fit a coordinate.
    init?(der: [UInt8], coordinate: Int) {
        do throws(DERError) {
            var outer = DERReader(der)
            var body = try outer.sequence()
            try outer.finish()
            let r = try body.unsigned()
            let s = try body.unsigned()
            try body.finish()
            guard r.count <= coordinate, s.count <= coordinate else { return nil }
            raw =
                [UInt8](repeating: 0, count: coordinate - r.count) + r
                + [UInt8](repeating: 0, count: coordinate - s.count) + s
        } catch {
            return nil
        }
    }

    /// Reads the fixed-size form of JSON Web Signatures (RFC 7518 §3.4).
    init?(raw: [UInt8], coordinate: Int) {
        guard raw.count == 2 * coordinate else { return nil }
        self.raw = raw
    }

    var der: [UInt8] {
        DER.sequence(DER.unsigned(raw.prefix(raw.count / 2)), DER.unsigned(raw.suffix(raw.count / 2)))
    }
}
