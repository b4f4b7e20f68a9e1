import Content

/// `.terraform.lock.hcl`: providers with the hashes of their packages (Terraform documentation, "Dependency Lock
/// File").
///
/// There is no purl type for providers.
struct TerraformLockCataloguer: Cataloguer {
    static let name = "terraform-lock"

    let wants: [Want] = [.name(".terraform.lock.hcl", limit: 8 << 20)]

    func read(_ file: WantedFile, into yield: inout Yield) throws {
        for block in try LockHCL.blocks(file.text) where block.type == "provider" {
            guard let source = block.label, !source.isEmpty else {
                yield.gap(file.path, "a provider without a name in line \(block.line)")
                continue
            }
            var component = Component(
                name: source, version: block.values["version"]?.first ?? "", ecosystem: "terraform",
                presence: .declared)
            component.realm = file.path
            component.properties["constraints"] = block.values["constraints"]?.first
            let hashes = block.values["hashes"] ?? []
            // `zh` is the SHA-256 of a package as a file; `h1` is one of its content, which is no digest of a file.
            component.digests = hashes.filter { $0.hasPrefix("zh:") }
                .compactMap { Digest(algorithm: .sha256, hex: $0.dropFirst(3)) }.sorted()
            let contents = hashes.filter { $0.hasPrefix("h1:") }.sorted()
            if !contents.isEmpty { component.properties["h1"] = contents.joined(separator: ",") }
            component.evidence = [Evidence(path: file.path, technique: .manifestAnalysis, detail: source)]
            yield.component(component)
        }
    }
}

/// The part of HCL that lock files are written in: blocks with one label, attributes that are strings or lists of
/// strings, comments.
struct LockHCL {
    struct Block {
        var type: String
        var label: String?
        var values: [String: [String]] = [:]
        var line: Int
    }

    struct Failure: Error, Equatable, CustomStringConvertible {
        let reason: String
        let line: Int
        var description: String { "HCL: \(reason) in line \(line)" }
    }

    private enum Token: Equatable {
        case word(String)
        case text(String)
        case mark(UInt8)
    }

    private let bytes: [UInt8]
    private var position = 0
    private var line = 1

    /// - Throws: `Failure` when a block or a string does not end, or something else stands between.
    static func blocks(_ text: String) throws(Failure) -> [Block] {
        var reader = LockHCL(bytes: Array(text.utf8))
        var blocks: [Block] = []
        while let token = try reader.next() {
            guard case .word(let type) = token else { throw reader.failure("expected a block") }
            var block = Block(type: type, line: reader.line)
            var token = try reader.next()
            if case .text(let label) = token {
                block.label = label
                token = try reader.next()
            }
            guard token == .mark(UInt8(ascii: "{")) else { throw reader.failure("expected {") }
            try reader.body(of: &block)
            blocks.append(block)
        }
        return blocks
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private func failure(_ reason: String) -> Failure { Failure(reason: reason, line: line) }

    private mutating func body(of block: inout Block) throws(Failure) {
        while let token = try next() {
            if token == .mark(UInt8(ascii: "}")) { return }
            guard case .word(let name) = token, try next() == .mark(UInt8(ascii: "=")) else {
                throw failure("expected NAME =")
            }
            block.values[name] = try value()
        }
        throw failure("a block without an end")
    }

    private mutating func value() throws(Failure) -> [String] {
        switch try next() {
        case .text(let text), .word(let text): return [text]
        case .mark(UInt8(ascii: "[")):
            var list: [String] = []
            while let token = try next() {
                switch token {
                case .mark(UInt8(ascii: "]")): return list
                case .mark(UInt8(ascii: ",")): continue
                case .text(let text), .word(let text): list.append(text)
                case .mark: throw failure("expected a list of strings")
                }
            }
            throw failure("a list without an end")
        default: throw failure("expected a string or a list")
        }
    }

    private mutating func next() throws(Failure) -> Token? {
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            switch byte {
            case UInt8(ascii: "\n"): line += 1
            case 0x20, 0x09, 0x0d: continue
            case UInt8(ascii: "#"): skipLine()
            case UInt8(ascii: "/") where position < bytes.count && bytes[position] == UInt8(ascii: "/"): skipLine()
            case UInt8(ascii: "\""): return .text(try string())
            case UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "="),
                UInt8(ascii: ","):
                return .mark(byte)
            default:
                guard Self.isWord(byte) else { throw failure("an unexpected character") }
                let start = position - 1
                while position < bytes.count, Self.isWord(bytes[position]) { position += 1 }
                return .word(String(decoding: bytes[start..<position], as: UTF8.self))
            }
        }
        return nil
    }

    private mutating func skipLine() {
        while position < bytes.count, bytes[position] != UInt8(ascii: "\n") { position += 1 }
    }

    private mutating func string() throws(Failure) -> String {
        var text: [UInt8] = []
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\n"): throw failure("a string without an end")
            case UInt8(ascii: "\\") where position < bytes.count:
                text.append(bytes[position])
                position += 1
            default: text.append(byte)
            }
        }
        throw failure("a string without an end")
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20 && byte >= 0x41
            || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
            || byte == UInt8(ascii: ".")
    }
}
