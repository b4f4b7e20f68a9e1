@testable import Inventory

/// Build information as the Go linker writes it, and small programs of each format that hold it.
enum TestGo {
    static let modules = """
        path\texample.org/hello/cmd/hello
        mod\texample.org/hello\t(devel)\t
        dep\texample.org/b\tv0.1.0\th1:bb=
        dep\texample.org/c\tv1.0.0
        =>\texample.org/fork/v2\tv2.1.0\th1:cc=
        dep\texample.org/d\tv1.0.0
        =>\t../d\t(devel)\t
        build\t-compiler=gc
        build\t-ldflags="-s -X main.version=1.2.3"
        build\tvcs.revision=0123456789abcdef0123
        build\tvcs.time=2024-01-02T03:04:05Z
        build\tvcs.modified=true

        """

    /// The text with the marks of 16 bytes around it.
    static func framed(_ text: String) -> [UInt8] {
        [0x30, 0x77, 0xaf, 0x0c, 0x92, 0x74, 0x08, 0x02, 0x41, 0xe1, 0xc1, 0x07, 0xe6, 0xd6, 0x18, 0xe6]
            + Array(text.utf8)
            + [0xf9, 0x32, 0x43, 0x31, 0x86, 0x18, 0x20, 0x72, 0x00, 0x82, 0x42, 0x10, 0x41, 0x16, 0xd8, 0xf2]
    }

    private static func header(_ pointerSize: UInt8, _ flags: UInt8) -> [UInt8] {
        [0xff] + Array(" Go buildinf:".utf8) + [pointerSize, flags]
    }

    /// Since Go 1.18: both strings behind the header.
    static func inline(_ version: String = "go1.22.3", _ text: String = modules) -> [UInt8] {
        func string(_ bytes: [UInt8]) -> [UInt8] {
            var length = bytes.count
            var out: [UInt8] = []
            while length >= 0x80 {
                out.append(UInt8(length & 0x7f) | 0x80)
                length >>= 7
            }
            return out + [UInt8(length)] + bytes
        }
        return header(8, 2) + [UInt8](repeating: 0, count: 16) + string(Array(version.utf8)) + string(framed(text))
    }

    /// Before Go 1.18: pointers to strings, which are pointers and lengths. The area starts at `address`.
    static func indirect(at address: UInt64, width: Int, isBig: Bool, _ version: String = "go1.17.2") -> [UInt8] {
        func word(_ value: UInt64) -> [UInt8] {
            let bytes = (0..<width).map { UInt8(truncatingIfNeeded: value >> (UInt64($0) * 8)) }
            return isBig ? bytes.reversed() : bytes
        }
        let text = framed(modules)
        let strings = address + 32 + 4 * UInt64(width)
        var out = header(UInt8(width), isBig ? 1 : 0)
        out += word(address + 32) + word(address + 32 + 2 * UInt64(width))
        out += [UInt8](repeating: 0, count: 32 - out.count)
        out += word(strings) + word(UInt64(version.utf8.count))
        out += word(strings + UInt64(version.utf8.count)) + word(UInt64(text.count))
        return out + Array(version.utf8) + text
    }

    static func elf(_ info: [UInt8], section: String = ".go.buildinfo", hasHeaders: Bool = true) -> [UInt8] {
        var file = TestELF()
        file.type = 2
        file.sections = [.init(name: section, bytes: info, flags: 3)]
        file.segments = [(1, 6, 0)]
        file.hasSectionHeaders = hasHeaders
        return file.data()
    }

    /// A thin Mach-O file of one section in `__DATA`.
    static func machO(
        _ info: [UInt8], section: String = "__go_buildinfo", is64: Bool = true, isBig: Bool = false
    )
        -> [UInt8]
    {
        func word<Value: FixedWidthInteger>(_ value: Value) -> [UInt8] {
            withUnsafeBytes(of: isBig ? value.bigEndian : value.littleEndian) { Array($0) }
        }
        func address(_ value: UInt64) -> [UInt8] { is64 ? word(value) : word(UInt32(truncatingIfNeeded: value)) }
        func name(_ text: String) -> [UInt8] {
            Array(text.utf8) + [UInt8](repeating: 0, count: 16 - text.utf8.count)
        }
        let start = is64 ? 32 : 28
        let size = is64 ? 72 + 80 : 56 + 68
        let size64 = UInt64(info.count)
        var out = word(is64 ? UInt32(0xfeed_facf) : 0xfeed_face)
        for value in [7, 3, 2, 1, UInt32(size), 0] + (is64 ? [0] : []) { out += word(value) }
        out += word(UInt32(is64 ? 0x19 : 1)) + word(UInt32(size)) + name("__DATA")
        for value in [0x1000, size64, UInt64(start + size), size64] { out += address(value) }
        for value in [3, 3, 1, 0] as [UInt32] { out += word(value) }
        out += name(section) + name("__DATA") + address(0x1000) + address(size64)
        out += word(UInt32(start + size))
        for _ in 0..<(is64 ? 7 : 6) { out += word(UInt32(0)) }
        return out + info
    }

    /// A universal file of thin ones.
    static func universal(_ files: [[UInt8]]) -> [UInt8] {
        func word(_ value: Int) -> [UInt8] { withUnsafeBytes(of: UInt32(value).bigEndian) { Array($0) } }
        var out = word(0xcafe_babe) + word(files.count)
        var at = 8 + files.count * 20
        for file in files {
            for value in [7, 3, at, file.count, 0] { out += word(value) }
            at += file.count
        }
        return out + files.joined()
    }

    /// A PE32+ file with one writable section.
    static func portableExecutable(_ info: [UInt8]) -> [UInt8] {
        func le(_ value: some FixedWidthInteger) -> [UInt8] { withUnsafeBytes(of: value.littleEndian) { Array($0) } }
        var out: [UInt8] = [0x4d, 0x5a] + [UInt8](repeating: 0, count: 58) + le(UInt32(64))
        out += [0x50, 0x45, 0, 0, 0x64, 0x86, 1, 0] + [UInt8](repeating: 0, count: 12)
        out += le(UInt16(240)) + le(UInt16(0x22))
        var optional = [UInt8](repeating: 0, count: 240)
        optional.replaceSubrange(0..<2, with: [0x0b, 2])
        optional.replaceSubrange(24..<32, with: le(UInt64(0x1_4000_0000)))
        optional.replaceSubrange(108..<112, with: le(UInt32(16)))
        out += optional + Array(".data\0\0\0".utf8)
        let start = UInt32(out.count + 32)
        for value in [UInt32(info.count), 0x1000, UInt32(info.count), start] { out += le(value) }
        out += [UInt8](repeating: 0, count: 12) + le(UInt32(0xc000_0040))
        return out + info
    }
}
