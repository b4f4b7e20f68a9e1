/// Reads package URLs in ASCII and in their usual shape byte by byte, for the thousands in an inventory.
///
/// Comes in: any text. Goes out: what `PackageURL.init(_:)` makes of it, or nothing where a rule is at work that is not
/// kept here (a subpath, an `@` or an encoded slash within a name, text beyond ASCII, a malformed part): that text is
/// then read by the rules in full.
enum PackageURLBytes {
    struct Parts {
        var type: String
        var namespace: String?
        var name: String
        var version: String?
        var qualifiers: [PackageURL.Qualifier]
    }

    /// Longer texts are read by the rules in full.
    private static let longest = 4096

    static func read(_ text: String) -> Parts? {
        let found = text.utf8.withContiguousStorageIfAvailable { bytes -> Parts? in
            guard bytes.count <= longest, bytes.allSatisfy({ $0 < 0x80 }) else { return nil }
            return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: max(1, bytes.count)) { scratch in
                var reader = Reader(bytes: bytes, scratch: scratch)
                return reader.parts()
            }
        }
        return found ?? nil
    }

    private struct Reader {
        let bytes: UnsafeBufferPointer<UInt8>
        /// Room for every decoded part: none is longer than the text.
        let scratch: UnsafeMutableBufferPointer<UInt8>

        mutating func parts() -> Parts? {
            guard bytes.count > 4, lowered(0) == UInt8(ascii: "p"), lowered(1) == UInt8(ascii: "k"),
                lowered(2) == UInt8(ascii: "g"), bytes[3] == UInt8(ascii: ":")
            else { return nil }
            var start = 4
            while start < bytes.count, bytes[start] == UInt8(ascii: "/") { start += 1 }
            var end = bytes.count
            var qualifiers: [PackageURL.Qualifier] = []
            for index in start..<end where bytes[index] == UInt8(ascii: "#") { return nil }
            if let mark = last(UInt8(ascii: "?"), start, end) {
                guard let read = self.qualifiers(mark + 1, end) else { return nil }
                qualifiers = read
                end = mark
            }
            guard let slash = first(UInt8(ascii: "/"), start, end), let type = type(start, slash) else { return nil }
            let rule = PackageURLRule(type: type)
            start = slash + 1
            while end > start, bytes[end - 1] == UInt8(ascii: "/") { end -= 1 }
            var nameStart = last(UInt8(ascii: "/"), start, end).map { $0 + 1 } ?? start
            var version: String?
            if let at = last(UInt8(ascii: "@"), start, end) {
                guard at > nameStart, let text = decoded(at + 1, end, allowsSlash: true) else { return nil }
                version = text.isEmpty ? nil : text
                end = at
                nameStart = last(UInt8(ascii: "/"), start, end).map { $0 + 1 } ?? start
            }
            guard
                let name = decoded(
                    nameStart, end, lowercases: rule.lowercasesName, foldsUnderscores: rule.foldsUnderscores),
                !name.isEmpty
            else { return nil }
            var namespace: String?
            if nameStart > start {
                guard let text = self.namespace(start, nameStart - 1, rule) else { return nil }
                namespace = text
            }
            return Parts(type: type, namespace: namespace, name: name, version: version, qualifiers: qualifiers)
        }

        /// In lower case, of the bytes that the specification allows.
        private func type(_ from: Int, _ to: Int) -> String? {
            guard from < to, UInt8(ascii: "a")...UInt8(ascii: "z") ~= lowered(from) else { return nil }
            for index in from..<to {
                let byte = lowered(index)
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                    UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "+"):
                    scratch[index - from] = byte
                default: return nil
                }
            }
            return text(to - from)
        }

        /// Segments without those that are empty.
        private func namespace(_ from: Int, _ to: Int, _ rule: PackageURLRule) -> String? {
            var index = from
            while index < to {
                // An empty segment, and one that an escape would split, is for the rules in full.
                if bytes[index] == UInt8(ascii: "/"), index == from || bytes[index - 1] == UInt8(ascii: "/") {
                    return nil
                }
                if bytes[index] == UInt8(ascii: "%"), index + 2 < to, bytes[index + 1] == UInt8(ascii: "2"),
                    bytes[index + 2] | 0x20 == UInt8(ascii: "f")
                {
                    return nil
                }
                index += 1
            }
            guard from < to, bytes[to - 1] != UInt8(ascii: "/") else { return nil }
            return decoded(from, to, allowsSlash: true, lowercases: rule.lowercasesNamespace)
        }

        private func qualifiers(_ from: Int, _ to: Int) -> [PackageURL.Qualifier]? {
            var list: [PackageURL.Qualifier] = []
            var start = from
            while start < to {
                let end = first(UInt8(ascii: "&"), start, to) ?? to
                defer { start = end + 1 }
                if start == end { continue }
                guard let equals = first(UInt8(ascii: "="), start, end), equals > start,
                    let value = decoded(equals + 1, end, allowsSlash: true)
                else { return nil }
                for index in start..<equals { scratch[index - start] = lowered(index) }
                let key = text(equals - start)
                // Of several values for a key the last counts, whatever it is.
                if list.contains(where: { $0.key == key }) { return nil }
                if value.isEmpty { return nil }
                let place = list.firstIndex { key < $0.key } ?? list.count
                list.insert(PackageURL.Qualifier(key: key, value: value), at: place)
            }
            return list
        }

        private func decoded(
            _ from: Int, _ to: Int, allowsSlash: Bool = false, lowercases: Bool = false,
            foldsUnderscores: Bool = false
        ) -> String? {
            var count = 0
            var index = from
            while index < to {
                var byte = bytes[index]
                index += 1
                if byte == UInt8(ascii: "%") {
                    guard index + 2 <= to, let high = Self.hexDigit(bytes[index]),
                        let low = Self.hexDigit(bytes[index + 1])
                    else { return nil }
                    byte = high << 4 | low
                    index += 2
                    guard byte < 0x80 else { return nil }
                }
                if byte == UInt8(ascii: "/"), !allowsSlash { return nil }
                if lowercases, UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte { byte |= 0x20 }
                if foldsUnderscores, byte == UInt8(ascii: "_") { byte = UInt8(ascii: "-") }
                scratch[count] = byte
                count += 1
            }
            return text(count)
        }

        private func text(_ count: Int) -> String {
            String(decoding: UnsafeBufferPointer(rebasing: scratch[..<count]), as: UTF8.self)
        }

        private func lowered(_ index: Int) -> UInt8 {
            let byte = bytes[index]
            return UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte ? byte | 0x20 : byte
        }

        private func first(_ byte: UInt8, _ from: Int, _ to: Int) -> Int? {
            var index = from
            while index < to {
                if bytes[index] == byte { return index }
                index += 1
            }
            return nil
        }

        private func last(_ byte: UInt8, _ from: Int, _ to: Int) -> Int? {
            var index = to
            while index > from {
                index -= 1
                if bytes[index] == byte { return index }
            }
            return nil
        }

        private static func hexDigit(_ byte: UInt8) -> UInt8? {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
            default: nil
            }
        }
    }
}
