/// What the first bytes of a YAML text tell of it.
enum YAMLStart {
    /// Names of the outermost mapping's members whose lines begin in the first column.
    static func keys(_ bytes: UnsafeRawBufferPointer) -> Set<String> {
        var keys: Set<String> = []
        for line in bytes.split(whereSeparator: { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }) {
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")),
                line.distance(from: line.startIndex, to: colon) < 64
            else { continue }
            let key = line[..<colon]
            if key.allSatisfy({ $0 > 0x20 && $0 != UInt8(ascii: "#") }) {
                keys.insert(String(decoding: key, as: UTF8.self))
            }
        }
        return keys
    }
}
