/// The PHP interpreter in its forms, and its extensions, by the version strings in their binaries.
struct PHPBinaryCataloguer: Cataloguer {
    static let name = "php-binary"

    private static let interpreters: Set<String> = ["libphp", "php-cgi", "php-cli", "php-fpm"]

    var wants: [Want] {
        [
            .glob("**/bin/php*", limit: 128 << 20), .glob("**/sbin/php*", limit: 128 << 20),
            .glob("**/libphp*.so", limit: 128 << 20),
            .glob("**/lib/php/**/*.so"), .glob("**/php*/modules/*.so"), .glob("**/php/extensions/*/*.so"),
        ]
    }

    func read(_ file: WantedFile, into yield: inout Yield) throws {
        guard file.kind == .elf else { return }
        if file.name.hasPrefix("libphp") || !file.name.hasSuffix(".so") {
            interpreter(file, into: &yield)
        } else {
            `extension`(file, into: &yield)
        }
    }

    private func interpreter(_ file: WantedFile, into yield: inout Yield) {
        guard let version = BinaryText.version(after: Array("X-Powered-By: PHP/".utf8), in: file.bytes) else { return }
        let name =
            if file.name.hasPrefix("libphp") {
                "libphp"
            } else if file.name.hasPrefix("php-fpm") {
                "php-fpm"
            } else if file.name.hasPrefix("php-cgi") {
                "php-cgi"
            } else {
                "php-cli"
            }
        var component = Component(name: name, version: version, ecosystem: "generic", kind: .application)
        component.purl = PackageURL(type: "generic", name: name, version: version)
        component.cpes = ["cpe:2.3:a:php:php:\(version):*:*:*:*:*:*:*"]
        component.evidence = [
            Evidence(
                path: file.path, technique: .binaryAnalysis, confidence: 0.9,
                detail: "X-Powered-By: PHP/\(version)")
        ]
        component.files = [ClaimedFile(file.path)]
        yield.component(component)
    }

    /// Every extension holds the interface it was built for, such as `API20220829,NTS`, and its own version.
    private func `extension`(_ file: WantedFile, into yield: inout Yield) {
        guard let interface = BinaryText.buildInterface(in: file.bytes) else { return }
        let name = String(file.name.dropLast(3))
        let versions = BinaryText.versions(in: file.bytes)
        let found = Extension(name: name, interface: interface, versions: versions)
        if versions.count == 1, let version = versions.first {
            yield.component(component(found, version: version, path: file.path))
        } else {
            yield.fact(found)
        }
    }

    /// An extension whose binary does not tell its version alone.
    private struct Extension: Sendable {
        var name: String
        var interface: String
        var versions: [String]
    }

    func conclude(_ view: any ImageView, into yield: inout Yield) {
        let undecided = view.facts(Extension.self)
        guard !undecided.isEmpty else { return }
        let interpreters = Set(
            view.components.filter { $0.ecosystem == "generic" && Self.interpreters.contains($0.name) }.map(\.version))
        for (path, found) in undecided {
            // Extensions that are part of PHP carry its version; the others in the same file belong to what it was
            // built with. None is better than a wrong one.
            let version = found.versions.first { interpreters.contains($0) } ?? ""
            yield.component(component(found, version: version, path: path))
        }
    }

    private func component(_ found: Extension, version: String, path: String) -> Component {
        var component = Component(name: found.name, version: version, ecosystem: "php-extension")
        component.purl = PackageURL(
            type: "generic", namespace: "php-extension", name: found.name, version: version)
        component.evidence = [
            Evidence(
                path: path, technique: .binaryAnalysis, confidence: version.isEmpty ? 0.5 : 0.8,
                detail: found.interface)
        ]
        component.files = [ClaimedFile(path)]
        component.properties["interface"] = found.interface
        return component
    }
}

/// Looks for NUL-terminated texts in a binary.
enum BinaryText {
    /// The version that follows `marker`.
    static func version(after marker: [UInt8], in buffer: UnsafeRawBufferPointer) -> String? {
        guard let first = marker.first, buffer.count >= marker.count else { return nil }
        let bytes = CheckedBytes(buffer)
        var position = 0
        while let found = bytes.index(of: first, from: position) {
            if let slice = bytes.slice(found, marker.count), slice.elementsEqual(marker),
                let text = text(bytes, at: found + marker.count), isVersion(text)
            {
                return text
            }
            position = found + 1
        }
        return nil
    }

    /// `API20220829,NTS`
    static func buildInterface(in buffer: UnsafeRawBufferPointer) -> String? {
        let bytes = CheckedBytes(buffer)
        let marker = Array("API20".utf8)
        var position = 0
        while let found = bytes.index(of: marker[0], from: position) {
            if let slice = bytes.slice(found, marker.count), slice.elementsEqual(marker),
                let text = text(bytes, at: found), text.utf8.contains(UInt8(ascii: ","))
            {
                return text
            }
            position = found + 1
        }
        return nil
    }

    /// Different texts that are nothing but a version of three numbers, in order.
    static func versions(in buffer: UnsafeRawBufferPointer) -> [String] {
        let bytes = CheckedBytes(buffer)
        var versions: [String] = []
        var position = 0
        while position < buffer.count {
            let start = position
            position = (bytes.index(of: 0, from: start) ?? buffer.count) + 1
            let length = position - 1 - start
            guard length >= 5, length <= 24, let first = bytes.byte(start), 0x30...0x39 ~= first,
                let text = text(bytes, at: start), isVersion(text), !versions.contains(text)
            else { continue }
            versions.append(text)
            if versions.count > 8 { break }
        }
        return versions
    }

    /// Printable text of at most 64 bytes that a NUL ends.
    private static func text(_ bytes: CheckedBytes, at offset: Int) -> String? {
        guard let window = bytes.slice(offset, min(65, max(0, bytes.count - offset))),
            let end = window.firstIndex(of: 0), let text = bytes.slice(offset, end), !text.isEmpty,
            text.allSatisfy({ 0x20...0x7e ~= $0 })
        else { return nil }
        return String(decoding: text, as: UTF8.self)
    }

    /// `8.2.36`, `6.0.2`, `8.3.0RC2`, `1.1.0-dev`.
    static func isVersion(_ text: String) -> Bool {
        var dots = 0
        var digits = 0
        var rest = Substring(text).utf8[...]
        while let byte = rest.first {
            if 0x30...0x39 ~= byte {
                digits += 1
            } else if byte == UInt8(ascii: "."), digits > 0 {
                dots += 1
                digits = 0
            } else {
                break
            }
            rest.removeFirst()
        }
        // Four numbers are more likely an address.
        guard dots == 2, digits > 0 else { return false }
        let tail = rest.first == UInt8(ascii: "-") ? rest.dropFirst() : rest[...]
        return tail.count <= 12 && tail.allSatisfy { 0x30...0x39 ~= $0 || 0x61...0x7a ~= $0 | 0x20 || $0 == 0x2e }
    }
}
