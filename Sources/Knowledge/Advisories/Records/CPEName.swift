/// A CPE name: a product by vendor, product and version (NIST IR 7695), read from the formatted string of CPE 2.3 or
/// the URI of CPE 2.2.
package struct CPEName: Sendable, Hashable, CustomStringConvertible {
    package enum Component: Sendable, Hashable {
        case any
        /// The attribute has no meaning for the product.
        case notApplicable
        /// Escapes resolved.
        case value(String)
        /// With wildcards, as written: `1.2.*`.
        case pattern(String)

        package var text: String? { if case .value(let text) = self { text } else { nil } }
    }

    /// `a` application, `o` operating system, `h` hardware.
    package var part: Component
    package var vendor: Component
    package var product: Component
    package var version: Component
    package var update: Component
    package var edition: Component
    package var language: Component
    package var softwareEdition: Component
    package var targetSoftware: Component
    package var targetHardware: Component
    package var other: Component

    /// - Returns: `nil` for a text in neither form, and for one longer than 2 KiB.
    package init?(_ text: some StringProtocol) {
        guard text.utf8.count <= 2048 else { return nil }
        if text.hasPrefix("cpe:2.3:") {
            guard let components = Self.formatted(text.dropFirst(8)), components.count == 11 else { return nil }
            self.init(components)
        } else if text.hasPrefix("cpe:/") {
            guard let components = Self.uri(text.dropFirst(5)) else { return nil }
            self.init(components)
        } else {
            return nil
        }
    }

    private init(_ components: [Component]) {
        func at(_ index: Int) -> Component { index < components.count ? components[index] : .any }
        part = at(0)
        vendor = at(1)
        product = at(2)
        version = at(3)
        update = at(4)
        edition = at(5)
        language = at(6)
        softwareEdition = at(7)
        targetSoftware = at(8)
        targetHardware = at(9)
        other = at(10)
    }

    private var components: [Component] {
        [
            part, vendor, product, version, update, edition, language, softwareEdition, targetSoftware,
            targetHardware, other,
        ]
    }

    /// The formatted string of CPE 2.3.
    package var description: String { "cpe:2.3:" + components.map(Self.written).joined(separator: ":") }

    /// The same product of any version.
    package var withoutVersion: CPEName {
        var result = self
        result.version = .any
        result.update = .any
        return result
    }

    /// The components of a formatted string, between colons that no backslash stands before; `nil` when the text ends
    /// in a lone backslash.
    private static func formatted(_ text: some StringProtocol) -> [Component]? {
        var result: [Component] = []
        result.reserveCapacity(11)
        var raw: [UInt8] = []
        var value: [UInt8] = []
        var isEscaped = false
        var hasWildcard = false
        func finish() {
            if raw.isEmpty || raw == [UInt8(ascii: "*")] {
                result.append(.any)
            } else if raw == [UInt8(ascii: "-")] {
                result.append(.notApplicable)
            } else if hasWildcard {
                result.append(.pattern(String(decoding: raw, as: UTF8.self)))
            } else {
                result.append(.value(String(decoding: value, as: UTF8.self)))
            }
            raw.removeAll(keepingCapacity: true)
            value.removeAll(keepingCapacity: true)
            hasWildcard = false
        }
        for byte in text.utf8 {
            if !isEscaped, byte == UInt8(ascii: ":") {
                finish()
                continue
            }
            raw.append(byte)
            if !isEscaped, byte == UInt8(ascii: "\\") {
                isEscaped = true
                continue
            }
            if !isEscaped, byte == UInt8(ascii: "*") || byte == UInt8(ascii: "?") { hasWildcard = true }
            isEscaped = false
            value.append(byte)
        }
        finish()
        return isEscaped ? nil : result
    }

    private static func written(_ component: Component) -> String {
        switch component {
        case .any: return "*"
        case .notApplicable: return "-"
        case .pattern(let text): return text
        case .value(let value):
            var text: [UInt8] = []
            for byte in value.utf8 {
                // §6.2.2.1: everything but letters, digits, `_`, `-` and `.` is quoted.
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."), 0x80...:
                    break
                case UInt8(ascii: "-") where value.utf8.count > 1: break
                default: text.append(UInt8(ascii: "\\"))
                }
                text.append(byte)
            }
            return String(decoding: text, as: UTF8.self)
        }
    }

    /// §6.1: up to seven components with percent escapes; the edition may pack five attributes between tildes.
    private static func uri(_ text: some StringProtocol) -> [Component]? {
        let text = String(text)
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard parts.count <= 7, parts.count >= 1 else { return nil }
        var result: [Component] = parts.prefix(7).map { uriComponent($0) }
        while result.count < 7 { result.append(.any) }
        if parts.count > 5, parts[5].hasPrefix("~") {
            let packed = parts[5].split(separator: "~", omittingEmptySubsequences: false).dropFirst()
                .map { uriComponent(String($0)) }
            guard packed.count == 5 else { return nil }
            result[5] = packed[0]
            result += packed[1...]
        }
        return result
    }

    private static func uriComponent(_ text: String) -> Component {
        switch text {
        case "": return .any
        case "-": return .notApplicable
        default: break
        }
        var bytes: [UInt8] = []
        var iterator = Array(text.utf8).makeIterator()
        while let byte = iterator.next() {
            guard byte == UInt8(ascii: "%"), let high = iterator.next(), let low = iterator.next(),
                let value = UInt8(String(decoding: [high, low], as: UTF8.self), radix: 16)
            else {
                bytes.append(byte)
                continue
            }
            bytes.append(value)
        }
        return .value(String(decoding: bytes, as: UTF8.self))
    }
}
