/// Whose record an OSV document is, told by its first bytes and its file's name.
struct OSVStart {
    /// Empty when it lies beyond the first bytes.
    private(set) var id = ""
    /// Of the first package, without what follows the colon; empty when not seen.
    private(set) var ecosystem = ""
    /// Whether the document itself has told; else only the name of its file speaks for it.
    private(set) var isCertain = true

    /// - Returns: `nil` for what is no OSV document (OSV schema 1.7.5, "Format Overview").
    init?(path: String, start: UnsafeRawBufferPointer) {
        let json = JSONStart(start, inner: ["ecosystem"]) { json in
            json.values["id"] != nil && Self.members.contains { json.has($0) }
        }
        if let json {
            id = json.values["id"] ?? ""
            ecosystem = String((json.inner["ecosystem"] ?? "").prefix { $0 != ":" })
            let isRecord = !id.isEmpty && Self.members.contains { json.has($0) }
            // One with many functions of its first package tells nothing else at the start.
            guard isRecord || json.has("affected") else { return nil }
            isCertain = isRecord || !ecosystem.isEmpty
        } else {
            guard Self.isYAML(path) else { return nil }
            var hasMember = false
            let text = String(decoding: start, as: UTF8.self)
            for line in text.split(whereSeparator: \.isNewline) {
                guard let colon = line.firstIndex(of: ":") else { continue }
                let key = line[..<colon]
                if key == "id" { id = line[colon...].dropFirst().filter { !" '\"".contains($0) } }
                if Self.members.contains(String(key)) { hasMember = true }
            }
            guard !id.isEmpty, hasMember else { return nil }
        }
        if id.isEmpty {
            // `GHSA-….json`: publishers name the file after the record.
            let file = path.split(separator: "/").last ?? ""
            id = String(file.prefix { $0 != "." })
        }
    }

    /// One of these is near the start of every record. Indexes of databases have an id and a time, and none of these.
    private static let members = ["schema_version", "affected", "summary", "details", "withdrawn"]

    private static func isYAML(_ path: String) -> Bool { path.hasSuffix(".yaml") || path.hasSuffix(".yml") }
}
