import JSONText

/// `bun.lock`: JSON with comments and trailing commas; a package is `[name@version, registry, {…}, integrity]`.
package struct BunLockCataloguer: Cataloguer {
    package static let name = "bun-lock"

    package init() {}

    package let wants: [Want] = [.name("bun.lock")]

    package func read(_ file: WantedFile, into yield: inout Yield) throws {
        let root = try JSONDocument(RelaxedJSON.strict(file.bytes)).root
        var graph = LockGraph()
        for (place, package) in root["packages"].map({ Array($0.members) }) ?? [] {
            guard let text = package[0]?.string, let (name, reference) = NodePackage.splitSpecifier(text) else {
                yield.gap(file.path, "a package without name and version: \(place.prefix(80))")
                continue
            }
            var integrity: String?
            var details: JSONValue?
            for element in package.elements {
                if element.kind == .object { details = element }
                if let text = element.string, text.hasPrefix("sha") { integrity = text }
            }
            let isElsewhere =
                NodePackage.isLocalSource(reference) || NodePackage.repository(reference) != nil
                || reference.hasPrefix("http")
            let component = NodePackage.locked(
                name, version: isElsewhere ? "" : reference, source: isElsewhere ? reference : nil,
                integrity: integrity, in: file.path)
            let handle = yield.component(component)
            graph.add(handle, as: place)
            for list in ["dependencies", "optionalDependencies", "peerDependencies"] {
                for (need, _) in details?[list].map({ Array($0.members) }) ?? [] {
                    graph.need(Self.candidates(need, from: place), of: handle)
                }
            }
        }
        graph.finish(into: &yield)
    }

    /// Keys are paths of names, `parent/name`; the nearest wins.
    private static func candidates(_ name: String, from place: String) -> [String] {
        var keys: [String] = []
        var current = place
        while !current.isEmpty, keys.count < 256 {
            keys.append("\(current)/\(name)")
            current = RootPath.parent(current)
        }
        return keys + [name]
    }
}

/// JSON with `//` and `/* */` comments and trailing commas, as editors and bun write it.
enum RelaxedJSON {
    /// The text with comments blanked and trailing commas dropped; nothing else is changed.
    static func strict(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count)
        /// Where the last comma was written, while only white space followed.
        var comma: Int?
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            let next = index + 1 < bytes.count ? bytes[index + 1] : 0
            switch byte {
            case UInt8(ascii: "\""):
                comma = nil
                out.append(byte)
                index += 1
                while index < bytes.count {
                    let letter = bytes[index]
                    out.append(letter)
                    index += 1
                    if letter == UInt8(ascii: "\"") { break }
                    if letter == UInt8(ascii: "\\"), index < bytes.count {
                        out.append(bytes[index])
                        index += 1
                    }
                }
            case UInt8(ascii: "/") where next == UInt8(ascii: "/"):
                while index < bytes.count, bytes[index] != UInt8(ascii: "\n") { index += 1 }
            case UInt8(ascii: "/") where next == UInt8(ascii: "*"):
                index += 2
                while index < bytes.count,
                    !(bytes[index] == UInt8(ascii: "/") && bytes[index - 1] == UInt8(ascii: "*"))
                { index += 1 }
                index += 1
                out.append(0x20)
            default:
                if byte == UInt8(ascii: ",") {
                    comma = out.count
                } else if byte == UInt8(ascii: "]") || byte == UInt8(ascii: "}") {
                    if let comma { out[comma] = 0x20 }
                    comma = nil
                } else if byte > 0x20 {
                    comma = nil
                }
                out.append(byte)
                index += 1
            }
        }
        return out
    }
}
