/// What the first bytes of a JSON text tell of it, without its end.
///
/// Feeds recognise their files by it. The bytes may break off anywhere; what they do not hold whole is not seen.
struct JSONStart {
    /// Names of the outermost object's members, as far as seen, in the order written.
    private(set) var keys: [String] = []
    /// The string values among them.
    private(set) var values: [String: String] = [:]
    /// The first value of a member of this name anywhere below.
    private(set) var inner: [String: String] = [:]

    /// - Parameters:
    ///   - wanted: the inner members to look for.
    ///   - isEnough: asked after each string of the outermost object whether to stop there.
    /// - Returns: `nil` when the text begins with no object. An object in a list counts as the outermost.
    init?(
        _ bytes: UnsafeRawBufferPointer, inner wanted: Set<String> = [],
        isEnough: (JSONStart) -> Bool = { _ in false }
    ) {
        let bytes = OpeningBytes(bytes).bytes
        var position = 0
        if position < bytes.count, bytes[position] == UInt8(ascii: "[") {
            position += 1
            while position < bytes.count, DocumentReader.isBlank(bytes[position]) { position += 1 }
        }
        guard position < bytes.count, bytes[position] == UInt8(ascii: "{") else { return nil }
        var isObject: [Bool] = []
        var isKey = false
        var key = ""
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            switch byte {
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                isObject.append(byte == UInt8(ascii: "{"))
                isKey = byte == UInt8(ascii: "{")
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                if isObject.popLast() == nil || isObject.isEmpty { return }
                isKey = false
            case UInt8(ascii: ","): isKey = isObject.last ?? false
            case UInt8(ascii: ":"): isKey = false
            case UInt8(ascii: "\""):
                let start = position
                while position < bytes.count, bytes[position] != byte {
                    position += bytes[position] == UInt8(ascii: "\\") ? 2 : 1
                }
                guard position < bytes.count else { return }
                let text = UnsafeRawBufferPointer(rebasing: bytes[start..<position])
                position += 1
                if isKey {
                    key = text.count <= 64 ? String(decoding: text, as: UTF8.self) : ""
                    if isObject.count == 1 { keys.append(key) }
                } else if isObject.last == true {
                    if isObject.count == 1 {
                        if text.count <= 256 { values[key] = String(decoding: text, as: UTF8.self) }
                        if isEnough(self) { return }
                    } else if wanted.contains(key), inner[key] == nil {
                        inner[key] = String(decoding: text.prefix(256), as: UTF8.self)
                    }
                }
            default: break
            }
        }
    }

    func has(_ key: String) -> Bool { keys.contains(key) }
}
