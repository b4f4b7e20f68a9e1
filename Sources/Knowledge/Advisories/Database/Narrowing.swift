/// What an entry asks for besides name and version.
struct Narrowing: Equatable {
    /// `name:stream`
    var module: String?
    var channel: String
    var architectures: [String]
    var platforms: [String]

    /// `nil` when the record speaks of the package wherever it is.
    init?(_ affected: Affected) {
        guard
            affected.module != nil || !affected.channel.isEmpty || !affected.architectures.isEmpty
                || !affected.platforms.isEmpty
        else { return nil }
        module = affected.module
        channel = affected.channel
        architectures = affected.architectures
        platforms = affected.platforms
    }

    /// Bytes that are no narrowing leave `cursor.hasFailed` set.
    init(_ cursor: inout ByteCursor) {
        let module = cursor.text()
        self.module = module.isEmpty ? nil : module
        channel = cursor.text()
        architectures = Self.texts(&cursor)
        platforms = Self.texts(&cursor)
    }

    func encode(into out: inout ByteWriter) {
        out.appendText(module ?? "")
        out.appendText(channel)
        for list in [architectures, platforms] {
            out.appendVarint(list.count)
            for text in list { out.appendText(text) }
        }
    }

    private static func texts(_ cursor: inout ByteCursor) -> [String] {
        var list: [String] = []
        for _ in 0..<cursor.count() where !cursor.hasFailed { list.append(cursor.text()) }
        return list
    }
}
