/// What the Go linker writes into every program about its modules (Go, `debug/buildinfo`).
struct GoBuildInfo: Equatable {
    struct Module: Equatable {
        var path: String
        var version: String
        var sum: String?
        /// What was built in its place.
        var replacement: Replacement?
    }

    struct Replacement: Equatable {
        var path: String
        var version: String
        var sum: String?
    }

    /// Such as `go1.22.3`.
    var goVersion: String
    /// Package path of the program.
    var path: String
    var main: Module?
    var dependencies: [Module]
    /// In the order written.
    var settings: [(key: String, value: String)]

    static func == (left: GoBuildInfo, right: GoBuildInfo) -> Bool {
        left.goVersion == right.goVersion && left.path == right.path && left.main == right.main
            && left.dependencies == right.dependencies
            && left.settings.elementsEqual(right.settings) { $0.key == $1.key && $0.value == $1.value }
    }

    func setting(_ key: String) -> String? { settings.last { $0.key == key }?.value }

    private static let magic = Array("\u{ff} Go buildinf:".unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) })
    private static let textLimit = 16 << 20
    private static let moduleLimit = 100_000

    /// Reads the information of a program.
    ///
    /// - Parameters:
    ///   - data: the section or data segment that holds it.
    ///   - order: byte order of the program, for the pointers that Go wrote before 1.18.
    ///   - memory: the bytes at an address of the loaded program, at most as many as asked for.
    /// - Returns: `nil` when there is none: not a Go program, or one whose information was removed.
    init?(
        data: UnsafeRawBufferPointer, memory: (_ address: UInt64, _ count: Int) -> UnsafeRawBufferPointer?
    ) {
        guard let start = Self.find(data) else { return nil }
        let bytes = CheckedBytes(UnsafeRawBufferPointer(rebasing: data[start...]), order: .little)
        guard let pointerSize = bytes.byte(14), let flags = bytes.byte(15) else { return nil }
        let version: String
        let modules: UnsafeRawBufferPointer
        if flags & 2 != 0 {
            // Since Go 1.18: two strings with their lengths as varints.
            guard let (text, end) = Self.inline(bytes, at: 32), let (info, _) = Self.inline(bytes, at: end) else {
                return nil
            }
            version = String(decoding: text, as: UTF8.self)
            modules = info
        } else {
            guard pointerSize == 4 || pointerSize == 8 else { return nil }
            let order: CheckedBytes.ByteOrder = flags & 1 != 0 ? .big : .little
            let width = Int(pointerSize)
            guard let text = Self.indirect(bytes, at: 16, width, order, memory) else { return nil }
            version = String(decoding: text, as: UTF8.self)
            modules =
                Self.indirect(bytes, at: 16 + width, width, order, memory)
                ?? UnsafeRawBufferPointer(start: nil, count: 0)
        }
        guard version.hasPrefix("go") || version.hasPrefix("devel") else { return nil }
        self.init(goVersion: version, modules: modules)
    }

    /// Reads the text the linker wrote: framed by 16 bytes on either side, a line for each module and setting.
    init(goVersion: String, modules: UnsafeRawBufferPointer) {
        self.goVersion = goVersion
        path = ""
        dependencies = []
        settings = []
        guard modules.count >= 33, modules[modules.count - 17] == 0x0a else { return }
        let text = UnsafeRawBufferPointer(rebasing: modules[16..<modules.count - 16])
        for line in text.split(separator: 0x0a) {
            let fields = line.split(separator: 0x09, omittingEmptySubsequences: false)
                .map { String(decoding: $0, as: UTF8.self) }
            guard let kind = fields.first, fields.count >= 2 else { continue }
            let version = fields.count > 2 ? fields[2] : ""
            let sum = fields.count > 3 && !fields[3].isEmpty ? fields[3] : nil
            switch kind {
            case "path": path = fields[1]
            case "mod": main = Module(path: fields[1], version: version, sum: sum)
            case "dep":
                guard dependencies.count < Self.moduleLimit else { return }
                dependencies.append(Module(path: fields[1], version: version, sum: sum))
            case "=>":
                let replacement = Replacement(path: fields[1], version: version, sum: sum)
                if dependencies.isEmpty {
                    main?.replacement = replacement
                } else {
                    dependencies[dependencies.count - 1].replacement = replacement
                }
            case "build":
                let pair = fields[1...].joined(separator: "\t")
                guard let equals = pair.firstIndex(of: "=") else { continue }
                let key = String(pair[..<equals])
                settings.append((key, Self.unquote(String(pair[pair.index(after: equals)...]))))
            default: break
            }
        }
    }

    /// The magic stands at a multiple of 16, near the start of a data segment.
    private static func find(_ data: UnsafeRawBufferPointer) -> Int? {
        var at = 0
        let limit = min(data.count, 32 << 20)
        while at + 32 <= limit {
            if data[at] == 0xff, data[at + 1] == 0x20, data[at..<at + magic.count].elementsEqual(magic) { return at }
            at += 16
        }
        return nil
    }

    private static func inline(_ bytes: CheckedBytes, at offset: Int) -> (UnsafeRawBufferPointer, Int)? {
        var length = 0
        var shift = 0
        var at = offset
        while let byte = bytes.byte(at), shift < 35 {
            length |= Int(byte & 0x7f) << shift
            at += 1
            shift += 7
            if byte & 0x80 == 0 {
                guard length <= textLimit, let text = bytes.slice(at, length) else { return nil }
                return (text, at + length)
            }
        }
        return nil
    }

    /// A Go string behind a pointer: address and length, both of the program's width.
    private static func indirect(
        _ bytes: CheckedBytes, at offset: Int, _ width: Int, _ order: CheckedBytes.ByteOrder,
        _ memory: (UInt64, Int) -> UnsafeRawBufferPointer?
    ) -> UnsafeRawBufferPointer? {
        func word(_ bytes: CheckedBytes, _ at: Int) -> UInt64? {
            width == 8 ? bytes.uint64(at) : bytes.uint32(at).map(UInt64.init)
        }
        var reader = bytes
        reader.order = order
        guard let pointer = word(reader, offset), let header = memory(pointer, 2 * width), header.count == 2 * width
        else { return nil }
        let fields = CheckedBytes(header, order: order)
        guard let address = word(fields, 0), let length = word(fields, width), length <= UInt64(textLimit),
            let text = memory(address, Int(length)), text.count == Int(length)
        else { return nil }
        return text
    }

    /// Values with blanks or quotes are written as Go string literals.
    private static func unquote(_ text: String) -> String {
        if text.hasPrefix("`"), text.hasSuffix("`"), text.utf8.count >= 2 { return String(text.dropFirst().dropLast()) }
        guard text.hasPrefix("\""), text.hasSuffix("\""), text.utf8.count >= 2 else { return text }
        var result = ""
        var isEscaped = false
        for character in text.dropFirst().dropLast() {
            if isEscaped {
                result.append(character == "n" ? "\n" : character == "t" ? "\t" : character)
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else {
                result.append(character)
            }
        }
        return result
    }
}
