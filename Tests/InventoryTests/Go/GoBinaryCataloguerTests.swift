import Testing

@testable import Inventory

@Suite struct GoBinaryCataloguerTests {
    static func read(_ bytes: [UInt8], _ path: String = "usr/bin/hello") throws -> Yield {
        var yield = Yield()
        try bytes.withUnsafeBytes { try GoBinaryCataloguer().read(WantedFile(path: path, bytes: $0), into: &yield) }
        return yield
    }

    static let expected: [String?] = [
        "pkg:golang/example.org/hello@v1.2.3", "pkg:golang/stdlib@1.22.3", "pkg:golang/example.org/b@v0.1.0",
        "pkg:golang/example.org/fork/v2@v2.1.0", nil,
    ]

    static let formats: [(String, [UInt8])] = [
        ("ELF", TestGo.elf(TestGo.inline())),
        ("ELF without section headers", TestGo.elf(TestGo.inline(), hasHeaders: false)),
        ("ELF without the section", TestGo.elf(TestGo.inline(), section: ".data")),
        ("PE", TestGo.portableExecutable(TestGo.inline())), ("Mach-O", TestGo.machO(TestGo.inline())),
        ("Mach-O of 32 bits", TestGo.machO(TestGo.inline(), is64: false)),
        ("Mach-O in the other order", TestGo.machO(TestGo.inline(), isBig: true)),
        ("universal Mach-O", TestGo.universal([TestGo.machO(TestGo.inline())])),
    ]

    @Test(arguments: formats.indices) func readsEveryFormat(index: Int) throws {
        let yield = try Self.read(Self.formats[index].1)
        #expect(yield.components.map(\.purl?.description) == Self.expected, "\(Self.formats[index].0)")
        #expect(yield.edges.map { [$0.from.index, $0.to.index] } == [[0, 1], [0, 2], [0, 3], [0, 4]])
        let hello = try #require(yield.components.first)
        #expect(hello.kind == .application)
        #expect(hello.properties["versionSource"] == "linker-flag")
        #expect(hello.properties["vcsRevision"] == "0123456789abcdef0123")
        #expect(yield.components[2].properties["h1"] == "h1:bb=")
        #expect(yield.components[3].properties["replaces"] == "example.org/c@v1.0.0")
        #expect(yield.components[4].properties["replacement"] == "../d")
    }

    @Test(arguments: [(8, false), (8, true), (4, false), (4, true)])
    func followsThePointersOfOldPrograms(width: Int, isBig: Bool) throws {
        var file = TestELF()
        file.sections = [.init(name: ".go.buildinfo", bytes: [], flags: 3)]
        file.segments = [(1, 6, 0)]
        file.sections[0].bytes = TestGo.indirect(
            at: TestELF.base + UInt64(file.offset(0)), width: width, isBig: isBig)
        let yield = try Self.read(file.data())
        #expect(yield.components.map(\.purl?.description).first == "pkg:golang/example.org/hello@v1.2.3")
        #expect(yield.components[1].purl?.description == "pkg:golang/stdlib@1.17.2")
    }

    @Test(arguments: [
        ("mod\ta.org/x\tv1.4.0\th1:x=\n", "v1.4.0", "build-info"),
        (
            "mod\ta.org/x\t(devel)\t\nbuild\t-ldflags=\"-X 'a.org/x/cmd/y.Version=v2.0' -X a.org/q.version=3.0\"\n",
            "v2.0", "linker-flag"
        ),
        (
            "mod\ta.org/x\t(devel)\t\nbuild\t-ldflags=\"-X main.version=1.0 -X main.appVersion=2.0\"\nbuild\tvcs.revision=0123456789abcdef\nbuild\tvcs.time=2024-01-02T03:04:05Z\n",
            "v0.0.0-20240102030405-0123456789ab", "version-control"
        ),
        (
            "mod\ta.org/x\t(devel)\t\nbuild\tvcs.revision=0123456789abcdef\nbuild\tvcs.time=2024-01-02T03:04:05Z\nbuild\tvcs.modified=true\n",
            "v0.0.0-20240102030405-0123456789ab+dirty", "version-control"
        ),
        ("mod\ta.org/x\t(devel)\t\n", "", "unknown"),
    ])
    func givesTheMainModuleAVersion(text: String, version: String, source: String) throws {
        let yield = try Self.read(TestGo.elf(TestGo.inline("go1.21", "path\ta.org/x\n" + text)))
        #expect(yield.components.first?.version == version)
        #expect(yield.components.first?.properties["versionSource"] == source)
    }

    @Test func aVersionThatStandsAloneIsTheLastResort() throws {
        var file = TestELF()
        file.type = 2
        let info = TestGo.inline("go1.21", "path\ta.org/x\nmod\ta.org/x\t(devel)\t\n")
        file.sections = [
            .init(name: ".go.buildinfo", bytes: info, flags: 3),
            .init(name: ".rodata", bytes: Array("\0packed1.9.9strings\0v3.2.1\0".utf8)),
        ]
        #expect(try Self.read(file.data()).components.first?.version == "v3.2.1")
        file.sections[1].bytes += Array("4.0.0\0".utf8)
        #expect(try Self.read(file.data()).components.first?.version == "")
    }

    @Test func whatIsNoGoProgramIsPassedOver() throws {
        #expect(try Self.read(TestELF().data()).isEmpty)
        #expect(try Self.read(TestGo.elf(TestGo.inline("python3", ""))).isEmpty)
        #expect(try Self.read(TestGo.machO([0, 1, 2])).isEmpty)
        #expect(try Self.read(TestGo.portableExecutable([])).isEmpty)
    }

    @Test func everyPrefixAndDamagedByteIsSurvived() throws {
        for (_, bytes) in Self.formats.suffix(5) {
            for count in stride(from: 0, to: bytes.count, by: 5) {
                Array(bytes[..<count]).withUnsafeBytes { _ = ExecutableImage.all(in: $0).compactMap(\.goBuildInfo) }
            }
            var damaged = bytes
            for index in bytes.indices.prefix(420) {
                for value: UInt8 in [0, 0x7f, 0xff] {
                    damaged[index] = value
                    damaged.withUnsafeBytes { _ = ExecutableImage.all(in: $0).compactMap(\.goBuildInfo) }
                }
                damaged[index] = bytes[index]
            }
        }
    }
}

@Suite struct MachOFileTests {
    private func images(_ bytes: [UInt8]) -> [[String]] {
        bytes.withUnsafeBytes { MachOFile.images(in: $0).map { $0.regions.map(\.name) } }
    }

    @Test func readsThinAndUniversalFiles() {
        let thin = TestGo.machO([1, 2, 3], section: "__rodata")
        #expect(images(thin) == [["__rodata"]])
        #expect(
            images(TestGo.universal([thin, TestGo.machO([4], section: "__x", is64: false)])) == [["__rodata"], ["__x"]])
        thin.withUnsafeBytes { buffer in
            let region = MachOFile.images(in: buffer).first?.regions.first
            #expect(region?.address == 0x1000)
            #expect(region?.isWritable == true)
            #expect(region.map { Array($0.bytes) } == [1, 2, 3])
        }
    }

    @Test func whatIsNoMachOHasNoImages() {
        #expect(images([]) == [])
        #expect(images([0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, 9]) == [])
        #expect(images(Array(TestGo.machO([1]).prefix(8))) == [])
        // A command of no length ends the list.
        var bytes = TestGo.machO([1])
        bytes.replaceSubrange(36..<40, with: [0, 0, 0, 0])
        #expect(images(bytes) == [[]])
    }
}
