internal import Content
internal import JSONText
internal import Signing

/// By what an entry of the first generation is found: the hashes in it, the keys that have signed, and the names in their
/// certificates.
enum EntryKeys {
    /// - Returns: nothing for what is no such entry.
    static func keys(of body: [UInt8]) -> [SearchIndex.Key] {
        guard let root = (try? JSONDocument(body, limits: JSONLimits(depth: 16, size: 1 << 20)))?.root,
            let spec = root["spec"]
        else { return [] }
        var hashes: [JSONValue?] = []
        var keys: [JSONValue?] = []
        switch root["kind"]?.string {
        case "hashedrekord":
            hashes = [spec["data"]?["hash"]]
            keys = [spec["signature"]?["publicKey"]?["content"]]
        case "dsse":
            hashes = [spec["payloadHash"], spec["envelopeHash"]]
            keys = (spec["signatures"]?.elements.map { $0 } ?? []).map { $0["verifier"] }
        case "intoto":
            let content = spec["content"]
            // The envelope's hash is what the client says it is.
            hashes = [content?["payloadHash"]]
            keys = (content?["envelope"]?["signatures"]?.elements.map { $0 } ?? []).map { $0["publicKey"] }
        default: return []
        }
        var found: [SearchIndex.Key] = []
        for hash in hashes {
            guard let algorithm = hash?["algorithm"]?.string, let value = hash?["value"]?.string else { continue }
            found.append(Self.hash("\(algorithm):\(value)"))
        }
        for text in keys {
            guard let pem = text?.string.flatMap({ Base64.decode($0.utf8) }), let key = try? EntryKey(pem: pem) else {
                continue
            }
            found += Self.keys(of: key)
            for name in key.certificate?.names ?? [] {
                if let value = name.value { found.append(Self.name(value)) }
            }
        }
        return Set(found).sorted(by: SearchIndex.Key.isBefore)
    }

    static func hash(_ text: String) -> SearchIndex.Key { SearchIndex.Key(.hash, text.lowercased().utf8) }

    static func name(_ text: String) -> SearchIndex.Key { SearchIndex.Key(.name, text.lowercased().utf8) }

    /// A certificate is found by itself and by its key.
    static func keys(of key: EntryKey) -> [SearchIndex.Key] {
        var keys = [SearchIndex.Key(.key, key.key.derRepresentation)]
        if let certificate = key.certificate { keys.append(SearchIndex.Key(.key, certificate.der)) }
        return keys
    }
}
