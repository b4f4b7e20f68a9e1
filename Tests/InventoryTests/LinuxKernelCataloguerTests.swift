import Testing

@testable import Inventory

@Suite struct KernelImageTests {
    static let banner = "6.1.0-50-cloud-amd64 (a@b) (gcc-12 12.2.0) #1 SMP Debian 6.1.170-1 (2026-01-01)"

    /// The setup header of a bzImage, with the banner where it says.
    static func bzImage(_ banner: String, at offset: UInt16 = 0x100) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 0x800)
        bytes.replaceSubrange(0x1fe..<0x200, with: [0x55, 0xaa])
        bytes.replaceSubrange(0x202..<0x206, with: Array("HdrS".utf8))
        bytes.replaceSubrange(0x20e..<0x210, with: [UInt8(offset & 0xff), UInt8(offset >> 8)])
        let start = 0x200 + Int(offset)
        if start + banner.utf8.count <= bytes.count {
            bytes.replaceSubrange(start..<start + banner.utf8.count, with: Array(banner.utf8))
        }
        return bytes
    }

    private func read(_ bytes: [UInt8]) -> KernelImage? { bytes.withUnsafeBytes { KernelImage($0) } }

    @Test func readsTheHeaderOfABzImage() throws {
        let image = try #require(read(Self.bzImage(Self.banner)))
        #expect(image.release == "6.1.0-50-cloud-amd64")
        #expect(image.banner == Self.banner)
        #expect(image.upstream == "6.1.170")
    }

    @Test func findsTheBannerOfAnUncompressedImage() throws {
        let image = try #require(read(Array("\0%s\0Linux version %s\0Linux version 5.15.0-rc3 (x)\n\0".utf8)))
        #expect(image.release == "5.15.0-rc3")
        #expect(image.upstream == "5.15.0")
    }

    @Test func whatIsNoKernelIsNone() {
        #expect(read(Self.bzImage("")) == nil)
        #expect(read(Self.bzImage(Self.banner, at: 0)) == nil)
        #expect(read(Self.bzImage(Self.banner, at: 0xffff)) == nil)
        #expect(read(Array("Linux version ".utf8)) == nil)
        #expect(read([]) == nil)
        let bytes = Self.bzImage(Self.banner)
        for count in stride(from: 0, to: bytes.count, by: 3) { _ = read(Array(bytes[..<count])) }
    }
}

@Suite struct LinuxKernelCataloguerTests {
    private static let fields =
        "license=GPL\0description=A filter\0author=A\0author=B\0depends=nf-tables,x\0retpoline=Y\0intree=Y\0"
        + "srcversion=AA\0name=nft_fib\0vermagic=6.1.0-50 SMP preempt mod_unload\0"

    private static func module(_ fields: String, type: UInt16 = 1) -> [UInt8] {
        var file = TestELF()
        file.type = type
        file.sections = [.init(name: ".modinfo", bytes: Array(fields.utf8))]
        return file.data()
    }

    private func read(_ path: String, _ bytes: [UInt8]) throws -> Yield {
        var yield = Yield()
        try bytes.withUnsafeBytes { try LinuxKernelCataloguer().read(WantedFile(path: path, bytes: $0), into: &yield) }
        return yield
    }

    @Test func readsAModule() throws {
        let path = "lib/modules/6.1.0-50/kernel/net/nft_fib.ko"
        let module = try #require(try read(path, Self.module(Self.fields)).components.first)
        #expect(module.purl?.description == "pkg:generic/nft_fib@6.1.0-50?kernel=6.1.0-50")
        #expect(module.licences == [Licence("GPL")])
        #expect(module.supplier == "A")
        #expect(module.requirements.map(\.alternatives) == [["nf_tables"], ["x"], ["linux-kernel"]])
        #expect(module.properties["inTree"] == "true")
        #expect(module.properties["sourceVersion"] == "AA")
        #expect(module.realm == "linux-kernel 6.1.0-50")
    }

    @Test func anOldModuleIsNamedByItsFileAndHasAVersionOfItsOwn() throws {
        let yield = try read("lib/modules/4.4/extra/my-driver.ko", Self.module("version=2.5\0vermagic=4.4.0 SMP\0"))
        #expect(yield.components.map(\.purl?.description) == ["pkg:generic/my_driver@2.5?kernel=4.4.0"])
        #expect(yield.components.first?.properties["inTree"] == "false")
    }

    @Test func whatIsNoModuleIsPassedOver() throws {
        #expect(try read("a.ko", Self.module(Self.fields, type: 3)).isEmpty)
        #expect(try read("a.ko", TestELF().data()).isEmpty)
        #expect(try read("a.ko", Array("text".utf8)).isEmpty)
        #expect(try read("vmlinuz-notes", Array("text".utf8)).isEmpty)
    }

    @Test func readsAnImageAndWhatIsBuiltIntoIt() throws {
        let image = try read("boot/vmlinuz-6.1.0-50", KernelImageTests.bzImage(KernelImageTests.banner))
        #expect(image.components.map(\.purl?.description) == ["pkg:generic/linux-kernel@6.1.0-50-cloud-amd64"])
        #expect(image.components.first?.cpes == ["cpe:2.3:o:linux:linux_kernel:6.1.170:*:*:*:*:*:*:*"])
        let builtin = try read(
            "lib/modules/6.1.0-50/modules.builtin",
            Array("kernel/fs/ext4/ext4.ko\nkernel/crypto/crc-t10dif.ko\nodd\n".utf8))
        let kernel = try #require(builtin.components.first)
        #expect(kernel.purl?.description == "pkg:generic/linux-kernel@6.1.0-50")
        #expect(kernel.presence == .inferred)
        #expect(kernel.provides == ["ext4", "crc_t10dif"])
        #expect(kernel.realm == "linux-kernel 6.1.0-50")
    }

    /// The kernel of this machine, if it has one: its image against its own name, its modules against `modinfo`.
    @Test func readsTheKernelOfThisMachine() throws {
        let list = Shell.run("ls -d /boot/vmlinuz-* 2>/dev/null | head -1")
        guard let path = String(decoding: list.output, as: UTF8.self).split(separator: "\n").first.map(String.init),
            let bytes = InstalledFile.bytes(path)
        else {
            print("skipped: no kernel in /boot")
            return
        }
        let release = String(RootPath.name(path).dropFirst("vmlinuz-".count))
        #expect(try read(path, bytes).components.map(\.version) == [release])
        let modules = Shell.run("find /lib/modules/\(release)/ -name '*.ko*' | sort | head -40")
        for module in String(decoding: modules.output, as: UTF8.self).split(separator: "\n").map(String.init) {
            guard let bytes = InstalledFile.bytes(module) else { continue }
            let found = try #require(try read(module, bytes).components.first, "\(module)")
            func field(_ name: String) -> String? {
                let result = Shell.run("/sbin/modinfo -F \(name) '\(module)' | head -1")
                return String(decoding: result.output, as: UTF8.self).split(separator: "\n").first.map(String.init)
            }
            #expect(found.name == field("name").map { KernelModule.normalized($0) })
            #expect(found.properties["vermagic"] == field("vermagic"))
            #expect(found.version == field("version") ?? release)
            let needs = field("depends").map { $0.split(separator: ",").map { KernelModule.normalized(String($0)) } }
            #expect(found.requirements.flatMap(\.alternatives) == (needs ?? []) + ["linux-kernel"])
        }
    }
}
