import Archive
import Content
import Testing

@testable import Inventory

@Suite struct RustAuditCataloguerTests {
    private static let json = """
        {"packages":[{"name":"app","version":"0.1.0","source":"local","root":true,"dependencies":[1,2]},
        {"name":"serde","version":"1.0.1","source":"crates.io","dependencies":[3]},
        {"name":"cc","version":"1.0.0","source":"crates.io","kind":"build"},
        {"name":"itoa","version":"1.0.9","source":"git"}]}
        """

    private func read(_ bytes: [UInt8]) throws -> Yield {
        var yield = Yield()
        try bytes.withUnsafeBytes {
            try RustAuditCataloguer().read(WantedFile(path: "usr/bin/app", bytes: $0), into: &yield)
        }
        return yield
    }

    private static func elf(_ section: String, _ content: [UInt8]) -> [UInt8] {
        var file = TestELF()
        file.sections = [.init(name: section, bytes: content)]
        return file.data()
    }

    private static func webAssembly(_ content: [UInt8]) -> [UInt8] {
        func number(_ value: Int) -> [UInt8] {
            value < 0x80 ? [UInt8(value)] : [UInt8(value & 0x7f | 0x80)] + number(value >> 7)
        }
        let name = Array(".dep-v0".utf8)
        let payload = number(name.count) + name + content
        return [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 1, 0, 0] + number(payload.count) + payload
    }

    @Test func readsCratesAndEdgesFromProgramsAndWebAssembly() throws {
        let data = zlibStored(Array(Self.json.utf8))
        for bytes in [Self.elf(".dep-v0", data), Self.elf(".rust-deps-v0", data), Self.webAssembly(data)] {
            let yield = try read(bytes)
            #expect(
                yield.components.map { $0.purl?.description } == [
                    "pkg:cargo/app@0.1.0", "pkg:cargo/serde@1.0.1", "pkg:cargo/itoa@1.0.9",
                ])
            #expect(yield.components.map(\.kind) == [.application, .library, .library])
            #expect(yield.edges.map { [$0.from.index, $0.to.index] } == [[0, 1], [1, 2]])
        }
    }

    @Test(arguments: [
        #"{"packages":[{"name":"a","version":"1","dependencies":[1]}]}"#,
        #"{"packages":[{"name":"a","version":"1","dependencies":[-1]}]}"#,
        #"{"packages":[{"name":"a"}]}"#, #"{}"#, "{",
    ]) func brokenDataIsReported(_ json: String) {
        #expect(throws: (any Error).self) { try read(Self.elf(".dep-v0", zlibStored(Array(json.utf8)))) }
    }

    @Test func truncationIsReportedAndNeverATrap() {
        let data = zlibStored(Array(Self.json.utf8))
        for count in 1..<data.count {
            #expect(throws: (any Error).self) { try read(Self.elf(".dep-v0", Array(data[..<count]))) }
            // Cut inside the section the module only ends early.
            _ = try? read(Array(Self.webAssembly(data)[..<count]))
        }
    }

    @Test func inflatingStopsAtTheLimit() throws {
        let data = zlibStored([UInt8](repeating: 7, count: 100_000))
        func inflate(_ bytes: [UInt8], limit: Int) throws -> Int {
            try bytes.withUnsafeBytes { try ZlibInflate.inflate($0, limit: limit).count }
        }
        #expect(throws: ArchiveError.expandsTooMuch(format: "zlib", limit: 99_999, from: data.count)) {
            try inflate(data, limit: 99_999)
        }
        #expect(try inflate(data, limit: 100_000) == 100_000)
        var damaged = data
        damaged[damaged.count - 1] ^= 1
        #expect(throws: ArchiveError.self) { try inflate(damaged, limit: 1 << 20) }
    }
}

@Suite struct CargoLockCataloguerTests {
    private func read(_ text: String) throws -> Yield {
        var yield = Yield()
        try Array(text.utf8).withUnsafeBytes {
            try CargoLockCataloguer().read(WantedFile(path: "src/Cargo.lock", bytes: $0), into: &yield)
        }
        return yield
    }

    private static let sum = String(repeating: "ab", count: 32)

    @Test func readsVersionOneWithItsChecksumsAtTheEnd() throws {
        let yield = try read(
            """
            [[package]]
            name = "app"
            version = "0.1.0"
            dependencies = [
             "log 0.4.1 (registry+https://github.com/rust-lang/crates.io-index)",
            ]

            [[package]]
            name = "log"
            version = "0.4.1"
            source = "registry+https://github.com/rust-lang/crates.io-index"

            [metadata]
            "checksum log 0.4.1 (registry+https://github.com/rust-lang/crates.io-index)" = "\(Self.sum)"
            """)
        #expect(yield.components.map { $0.purl?.description } == ["pkg:cargo/app@0.1.0", "pkg:cargo/log@0.4.1"])
        #expect(yield.components[0].properties["source"] == "local")
        #expect(yield.components[1].digests.map(\.hex) == [Self.sum])
        #expect(yield.edges.map { [$0.from.index, $0.to.index] } == [[0, 1]])
    }

    @Test func tellsTwoVersionsApartAndKeepsTheSource() throws {
        let yield = try read(
            """
            version = 4
            [[package]]
            name = "app"
            version = "0.1.0"
            dependencies = ["rand 0.7.3", "rand 0.8.5", "forked", "inner"]

            [[package]]
            name = "forked"
            version = "1.0.0"
            source = "git+https://github.com/x/forked?branch=main%2Fa#0123456789abcdef"

            [[package]]
            name = "inner"
            version = "2.0.0"
            source = "sparse+https://crates.example/index/"
            checksum = "\(Self.sum)"

            [[package]]
            name = "rand"
            version = "0.7.3"
            source = "registry+https://github.com/rust-lang/crates.io-index"

            [[package]]
            name = "rand"
            version = "0.8.5"
            source = "registry+https://github.com/rust-lang/crates.io-index"
            """)
        #expect(yield.edges.map(\.to.index) == [3, 4, 1, 2])
        #expect(
            yield.components[1].purl?.qualifiers.map(\.value) == ["git+https://github.com/x/forked@0123456789abcdef"])
        #expect(yield.components[2].purl?.qualifiers.map(\.value) == ["https://crates.example/index/"])
        #expect(yield.components[2].digests.count == 1)
        #expect(yield.components.allSatisfy { $0.presence == .declared })
    }

    @Test func aPackageWithoutVersionIsAGapAndTheOthersRemain() throws {
        let yield = try read("[[package]]\nname = \"a\"\n[[package]]\nname = \"b\"\nversion = \"1.0.0\"\n")
        #expect(yield.components.map(\.name) == ["b"])
        #expect(yield.gaps.count == 1)
        #expect(throws: (any Error).self) { try read("[[package") }
    }
}
