/// Writes class files (JVM specification, chapter 4) of a few methods.
struct TestClass {
    enum Instruction {
        case raw([UInt8])
        case string(String)
        case invoke(owner: String, name: String, descriptor: String)
    }

    struct Method {
        var flags: UInt16 = 1
        var name: String
        var descriptor = "()V"
        var code: [Instruction]
    }

    /// With slashes.
    var name: String
    var methods: [Method] = []
    /// Constants before all others: they move the indices that code uses beyond one byte.
    var padding = 0

    var bytes: [UInt8] {
        var pool = Pool()
        for index in 0..<padding { _ = pool.utf8("padding \(index)") }
        var body = be16(0x21) + be16(pool.type(name)) + be16(pool.type("java/lang/Object")) + be16(0) + be16(0)
        body += be16(UInt16(methods.count))
        for method in methods {
            var code: [UInt8] = []
            for instruction in method.code {
                switch instruction {
                case .raw(let bytes): code += bytes
                case .string(let text):
                    let index = pool.string(text)
                    code += index < 256 ? [0x12, UInt8(index)] : [0x13] + be16(index)
                case .invoke(let owner, let name, let descriptor):
                    code += [0xb8] + be16(pool.method(owner, name, descriptor))
                }
            }
            body += be16(method.flags) + be16(pool.utf8(method.name)) + be16(pool.utf8(method.descriptor)) + be16(1)
            body += be16(pool.utf8("Code")) + be32(12 + code.count) + be16(9) + be16(9) + be32(code.count)
            body += code + be16(0) + be16(0)
        }
        return [0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, 52] + be16(pool.next) + pool.bytes + body + be16(0)
    }

    private struct Pool {
        var bytes: [UInt8] = []
        var next: UInt16 = 1
        var known: [[UInt8]: UInt16] = [:]

        mutating func add(_ constant: [UInt8]) -> UInt16 {
            if let index = known[constant] { return index }
            known[constant] = next
            bytes += constant
            next += 1
            return next - 1
        }
        mutating func utf8(_ text: String) -> UInt16 { add([1] + be16(UInt16(text.utf8.count)) + Array(text.utf8)) }
        mutating func type(_ name: String) -> UInt16 { add([7] + be16(utf8(name))) }
        mutating func string(_ text: String) -> UInt16 { add([8] + be16(utf8(text))) }
        mutating func method(_ owner: String, _ name: String, _ descriptor: String) -> UInt16 {
            let named = add([12] + be16(utf8(name)) + be16(utf8(descriptor)))
            return add([10] + be16(type(owner)) + be16(named))
        }
    }
}

private func be16(_ value: UInt16) -> [UInt8] { [UInt8(value >> 8), UInt8(value & 0xff)] }
private func be32(_ value: Int) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) } }

extension TestJar {
    /// An archive of classes, each under its name, and other entries before them.
    static func classes(_ classes: [TestClass], text: [String: String] = [:]) -> [UInt8] {
        archive(
            text.sorted { $0.key < $1.key }.map { ($0.key, Array($0.value.utf8)) }
                + classes.map { ("\($0.name).class", $0.bytes) })
    }
}
