internal import Content

/// What a class is, whatever package it and the classes it uses were moved to (JVM specification, chapter 4).
///
/// Relocation rewrites the names of packages and orders the constant pool anew. So every name of a class is reduced to
/// what follows its last `/`, constants are taken where they are used and not where they lie, and the targets of jumps,
/// which move with the size of an index, are left out.
struct ClassFingerprint: Equatable {
    /// The start of the SHA-256 over the head of the class, and then, sorted, its members that are neither private nor
    /// synthetic: what a compiler of another version leaves alike.
    let shape: UInt32
    /// The start of the SHA-256 over the head and all members with what their code does.
    let code: UInt64

    /// - Parameter allowance: bytes that the description may still have; the bytes of this one are taken off. A short
    ///   class can name a long constant as often as it likes.
    init(_ bytes: UnsafeRawBufferPointer, allowance: inout Int) throws(ClassFileError) {
        var file = try ClassFile(bytes, allowance: allowance)
        let (shape, code) = try file.describe()
        allowance = file.allowance
        self.shape = UInt32(truncatingIfNeeded: Self.start(shape) >> 32)
        self.code = Self.start(code)
    }

    private static func start(_ text: [UInt8]) -> UInt64 {
        Digest.of(text).bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    }
}

/// Why a class file cannot be read.
enum ClassFileError: Error, Equatable, CustomStringConvertible {
    case malformed(String)
    /// It describes more than is allowed.
    case tooMuch

    var description: String {
        switch self {
        case .malformed(let part): "class file: malformed \(part)"
        case .tooMuch: "class files: more code than is compared"
        }
    }
}

/// Reads one class file once, front to back.
private struct ClassFile {
    private let bytes: UnsafeRawBufferPointer
    /// Offset of the tag of each constant; 0 for the unused.
    private var pool: [Int] = [0]
    private var position = 10
    private(set) var allowance: Int

    init(_ bytes: UnsafeRawBufferPointer, allowance: Int) throws(ClassFileError) {
        self.bytes = bytes
        self.allowance = allowance
        guard try u4(0) == 0xcafe_babe else { throw .malformed("start") }
        let count = try u2(8)
        pool.reserveCapacity(count)
        while pool.count < count {
            let tag = try u1(position)
            pool.append(position)
            switch tag {
            case 1: position += 3 + (try u2(position + 1))
            case 3, 4, 9, 10, 11, 12, 17, 18: position += 5
            case 5, 6:
                position += 9
                pool.append(0)
            case 7, 8, 16, 19, 20: position += 3
            case 15: position += 4
            default: throw .malformed("constant")
            }
        }
    }

    mutating func describe() throws(ClassFileError) -> (shape: [UInt8], code: [UInt8]) {
        let flags = try u2(position) & 0x7611
        let parent = try u2(position + 4)
        let interfaces = try u2(position + 6)
        position += 8
        var head = Array("C \(flags) ".utf8)
        if parent != 0 { try append(className(parent), to: &head) }
        var names: [[UInt8]] = []
        for _ in 0..<interfaces {
            var name: [UInt8] = []
            try append(className(u2(position)), to: &name)
            names.append(name)
            position += 2
        }
        names.sort { $0.lexicographicallyPrecedes($1) }
        head.append(0x20)
        head += names.joined(separator: [UInt8(ascii: ",")])
        var shape: [[UInt8]] = []
        var code: [[UInt8]] = []
        for kind in [UInt8(ascii: "F"), UInt8(ascii: "M")] {
            let count = try u2(position)
            position += 2
            for _ in 0..<count { try member(kind, shape: &shape, code: &code) }
        }
        return (joined(head, &shape), joined(head, &code))
    }

    private func joined(_ head: [UInt8], _ lines: inout [[UInt8]]) -> [UInt8] {
        lines.sort { $0.lexicographicallyPrecedes($1) }
        return Array(([head] + lines).joined(separator: [0x0a]))
    }

    private mutating func member(
        _ kind: UInt8, shape: inout [[UInt8]], code: inout [[UInt8]]
    ) throws(ClassFileError) {
        let flags = try u2(position)
        let name = try utf8(u2(position + 2))
        let descriptor = try utf8(u2(position + 4))
        let attributes = try u2(position + 6)
        position += 8
        var line = [kind] + Array(" \(flags) ".utf8)
        line += name
        line.append(0x20)
        try append(descriptor: descriptor, to: &line)
        // Private or synthetic (JVM specification, tables 4.5-A and 4.6-A).
        if flags & 0x1002 == 0, !name.elementsEqual("<clinit>".utf8) { shape.append(line) }
        try spend(line.count)
        line.append(0)
        for _ in 0..<attributes {
            let attribute = try utf8(u2(position))
            let size = try u4(position + 2)
            position += 6
            guard size <= bytes.count - position else { throw .malformed("attribute") }
            if kind == UInt8(ascii: "M"), attribute.elementsEqual("Code".utf8) {
                let length = try u4(position + 4)
                guard length <= size else { throw .malformed("code") }
                try instructions(from: position + 8, count: length, to: &line)
            } else if kind == UInt8(ascii: "F"), attribute.elementsEqual("ConstantValue".utf8) {
                try append(constant: u2(position), to: &line)
            }
            position += size
        }
        code.append(line)
    }

    // MARK: Code

    private mutating func instructions(
        from start: Int, count: Int, to line: inout [UInt8]
    ) throws(ClassFileError) {
        guard start <= bytes.count, count <= bytes.count - start else { throw .malformed("code") }
        let end = start + count
        var at = start
        while at < end {
            let operation = UInt8(try u1(at))
            at += 1
            switch operation {
            case 0x12:
                line.append(0x12)
                try append(constant: u1(at), to: &line)
                at += 1
            case 0x13:
                line.append(0x12)
                try append(constant: u2(at), to: &line)
                at += 2
            case 0x14, 0xb2...0xbb, 0xbd, 0xc0, 0xc1, 0xc5:
                line.append(operation)
                try append(constant: u2(at), to: &line)
                let more = operation == 0xb9 || operation == 0xba ? 2 : operation == 0xc5 ? 1 : 0
                try copy(at + 2, more, to: &line)
                at += 2 + more
            case 0x99...0xa8, 0xc6, 0xc7:
                line.append(operation)
                at += 2
            case 0xc8, 0xc9:
                // The wide forms of goto and jsr.
                line.append(operation - 0x21)
                at += 4
            case 0xaa, 0xab:
                line.append(operation)
                at = start + (at - start + 3) / 4 * 4 + 4
                at = try table(operation, at: at, end: end, to: &line)
            case 0xc4:
                line.append(operation)
                let size = try u1(at) == 0x84 ? 5 : 3
                try copy(at, size, to: &line)
                at += size
            case 0...0xc3:
                let size = Self.operands(operation)
                try copy(at - 1, 1 + size, to: &line)
                at += size
            default: throw .malformed("instruction")
            }
        }
    }

    /// `tableswitch` keeps its bounds, `lookupswitch` its keys; both lose their targets.
    private mutating func table(
        _ operation: UInt8, at start: Int, end: Int, to line: inout [UInt8]
    ) throws(ClassFileError) -> Int {
        if operation == 0xaa {
            let low = Int(Int32(truncatingIfNeeded: try u4(start)))
            let high = Int(Int32(truncatingIfNeeded: try u4(start + 4)))
            guard high >= low, high - low < (end - start) / 4 else { throw .malformed("tableswitch") }
            try copy(start, 8, to: &line)
            return start + 8 + 4 * (high - low + 1)
        }
        let pairs = try u4(start)
        guard pairs <= (end - start) / 8 else { throw .malformed("lookupswitch") }
        for pair in 0..<pairs { try copy(start + 4 + 8 * pair, 4, to: &line) }
        return start + 4 + 8 * pairs
    }

    /// Bytes that follow an instruction without a constant or a target.
    private static func operands(_ operation: UInt8) -> Int {
        switch operation {
        case 0x10, 0x15...0x19, 0x36...0x3a, 0xa9, 0xbc: 1
        case 0x11, 0x84: 2
        default: 0
        }
    }

    // MARK: Constants

    private mutating func append(constant index: Int, to line: inout [UInt8]) throws(ClassFileError) {
        let at = try offset(index)
        let tag = try u1(at)
        let before = line.count
        line += "\(tag) ".utf8
        switch tag {
        case 3, 4: try copy(at + 1, 4, to: &line)
        case 5, 6: try copy(at + 1, 8, to: &line)
        case 7: try append(utf8(u2(at + 1)), to: &line)
        case 8:
            // A relocated name of a class or a resource.
            let text = try utf8(u2(at + 1))
            let start = text.lastIndex { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "/") }
            line += start.map { text[($0 + 1)...] } ?? text
        case 9, 10, 11: try append(member: at, to: &line)
        case 15:
            try copy(at + 1, 1, to: &line)
            let target = try offset(u2(at + 2))
            let kind = try u1(target)
            guard (9...11).contains(kind) else { throw .malformed("method handle") }
            line += "\(kind) ".utf8
            try append(member: target, to: &line)
            line.append(0)
        case 16: try append(descriptor: utf8(u2(at + 1)), to: &line)
        case 17, 18: try append(named: u2(at + 3), to: &line)
        default: throw .malformed("constant of an instruction")
        }
        line.append(0)
        try spend(line.count - before)
    }

    private func append(member at: Int, to line: inout [UInt8]) throws(ClassFileError) {
        try append(className(u2(at + 1)), to: &line)
        line.append(UInt8(ascii: "."))
        try append(named: u2(at + 3), to: &line)
    }

    private func append(named index: Int, to line: inout [UInt8]) throws(ClassFileError) {
        let at = try offset(index)
        guard try u1(at) == 12 else { throw .malformed("name and type") }
        line += try utf8(u2(at + 1))
        line.append(UInt8(ascii: ":"))
        try append(descriptor: utf8(u2(at + 3)), to: &line)
    }

    /// A class name without its package; the name of an array is a descriptor.
    private func append(_ name: UnsafeRawBufferPointer.SubSequence, to line: inout [UInt8]) throws(ClassFileError) {
        if name.first == UInt8(ascii: "[") { return try append(descriptor: name, to: &line) }
        line += name.lastIndex(of: UInt8(ascii: "/")).map { name[($0 + 1)...] } ?? name
    }

    private func append(
        descriptor text: UnsafeRawBufferPointer.SubSequence, to line: inout [UInt8]
    ) throws(ClassFileError) {
        var at = text.startIndex
        while at < text.endIndex {
            guard text[at] == UInt8(ascii: "L") else {
                line.append(text[at])
                at += 1
                continue
            }
            let end = text[at...].firstIndex(of: UInt8(ascii: ";")) ?? text.endIndex
            let name = text[(at + 1)..<end]
            line.append(UInt8(ascii: "L"))
            line += name.lastIndex(of: UInt8(ascii: "/")).map { name[($0 + 1)...] } ?? name
            at = end
        }
    }

    private func className(_ index: Int) throws(ClassFileError) -> UnsafeRawBufferPointer.SubSequence {
        let at = try offset(index)
        guard try u1(at) == 7 else { throw .malformed("class name") }
        return try utf8(u2(at + 1))
    }

    private func utf8(_ index: Int) throws(ClassFileError) -> UnsafeRawBufferPointer.SubSequence {
        let at = try offset(index)
        guard try u1(at) == 1 else { throw .malformed("name") }
        let size = try u2(at + 1)
        guard size <= bytes.count - at - 3 else { throw .malformed("name") }
        return bytes[(at + 3)..<(at + 3 + size)]
    }

    private func offset(_ index: Int) throws(ClassFileError) -> Int {
        guard index > 0, index < pool.count, pool[index] > 0 else { throw .malformed("index of a constant") }
        return pool[index]
    }

    // MARK: Bytes

    private mutating func spend(_ count: Int) throws(ClassFileError) {
        guard count <= allowance else { throw .tooMuch }
        allowance -= count
    }

    private mutating func copy(_ at: Int, _ count: Int, to line: inout [UInt8]) throws(ClassFileError) {
        guard at <= bytes.count, count <= bytes.count - at else { throw .malformed("end") }
        line += bytes[at..<(at + count)]
        try spend(count)
    }

    private func u1(_ at: Int) throws(ClassFileError) -> Int {
        guard at < bytes.count else { throw .malformed("end") }
        return Int(bytes[at])
    }

    private func u2(_ at: Int) throws(ClassFileError) -> Int {
        guard at < bytes.count - 1 else { throw .malformed("end") }
        return Int(bytes[at]) << 8 | Int(bytes[at + 1])
    }

    private func u4(_ at: Int) throws(ClassFileError) -> Int { (try u2(at)) << 16 | (try u2(at + 2)) }
}
