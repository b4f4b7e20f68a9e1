import Content
import Testing

@testable import Inventory

@Suite struct ClassFingerprintTests {
    private func fingerprint(_ bytes: [UInt8], allowance: Int = 1 << 20) throws -> ClassFingerprint {
        var allowance = allowance
        return try bytes.withUnsafeBytes { try ClassFingerprint($0, allowance: &allowance) }
    }

    /// A class of package `package` that uses itself, another class of it, and its name as text.
    private func sample(_ package: String, padding: Int = 0, jump: UInt8 = 3, flags: UInt16 = 1) -> TestClass {
        TestClass(
            name: "\(package)/Sample",
            methods: [
                .init(
                    flags: flags, name: "find", descriptor: "(L\(package)/Other;[I)[L\(package)/Sample;",
                    code: [
                        .string("\(package.split(separator: "/").joined(separator: ".")).Other"),
                        .invoke(owner: "\(package)/Other", name: "of", descriptor: "()L\(package)/Other;"),
                        // goto; tableswitch would be padded by its place.
                        .raw([0xa7, 0, jump, 0xc4, 0x84, 1, 0, 0, 2, 0x10, 7, 0xb1]),
                    ]), .init(flags: 2, name: "hidden", code: [.raw([0xb1])]),
            ], padding: padding)
    }

    @Test func `does not depend on the package, the order of constants or the width of indices`() throws {
        let original = try fingerprint(sample("org/example/lib").bytes)
        #expect(try fingerprint(sample("com/other/shaded/org/example/lib").bytes) == original)
        #expect(try fingerprint(sample("x", padding: 300, jump: 4).bytes) == original)
    }

    @Test func `tells changed code from changed members`() throws {
        let original = try fingerprint(sample("p/q").bytes)
        var changed = sample("p/q")
        changed.methods[0].code.append(.raw([0]))
        #expect(try fingerprint(changed.bytes).shape == original.shape)
        #expect(try fingerprint(changed.bytes).code != original.code)
        changed = sample("p/q")
        changed.methods[1].name = "renamed"
        #expect(try fingerprint(changed.bytes).shape == original.shape, "a private member is nobody's business")
        #expect(try fingerprint(changed.bytes).code != original.code)
        #expect(try fingerprint(sample("p/q", flags: 9).bytes).shape != original.shape)
    }

    @Test func `refuses every truncation and survives every changed byte`() throws {
        let bytes = sample("p/q").bytes
        // The attributes of the class itself are not looked at.
        for count in 0..<(bytes.count - 2) {
            #expect(throws: ClassFileError.self) { try fingerprint(Array(bytes[..<count])) }
        }
        for index in bytes.indices {
            for value: UInt8 in [0, 1, 0x7f, 0xaa, 0xab, 0xc4, 0xff] {
                var changed = bytes
                changed[index] = value
                do { _ = try fingerprint(changed) } catch is ClassFileError {}
            }
        }
    }

    @Test func `stops where a small class describes much`() throws {
        let long = String(repeating: "x", count: 60_000)
        let bytes = TestClass(
            name: "p/Bomb", methods: [.init(name: "run", code: Array(repeating: .string(long), count: 10_000))]
        ).bytes
        #expect(bytes.count < 100_000)
        #expect(throws: ClassFileError.tooMuch) { try fingerprint(bytes, allowance: 1 << 20) }
    }
}
