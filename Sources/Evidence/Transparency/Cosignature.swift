/// What a witness signs and writes under a checkpoint (C2SP tlog-cosignature, version 1).
package enum Cosignature {
    /// The bytes that are signed: the checkpoint's text after the time, in seconds since 1970.
    package static func message(text: [UInt8], time: UInt64) -> [UInt8] {
        Array("cosignature/v1\ntime \(time)\n".utf8) + text
    }

    /// The line under the checkpoint.
    ///
    /// - Parameter signature: Ed25519, over `message`.
    package static func line(key: NoteKey, time: UInt64, signature: [UInt8]) -> SignedNote.Line {
        let stamp = withUnsafeBytes(of: time.bigEndian) { Array($0) }
        return SignedNote.Line(name: key.name, id: key.id, signature: stamp + signature)
    }
}
