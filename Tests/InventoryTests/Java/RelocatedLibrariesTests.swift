import Archive
import Content
import Testing

@testable import Inventory

@Suite struct RelocatedLibrariesTests {
    private static let names = ["Alpha", "Beta", "Gamma", "util/Delta", "util/Epsilon", "util/Zeta"]

    private static func classes(_ package: String, only names: [String] = names, salt: UInt8 = 0) -> [TestClass] {
        names.enumerated().map { index, name in
            TestClass(
                name: "\(package)/\(name)",
                methods: [
                    .init(
                        name: "call\(name.utf8.count)", descriptor: "(L\(package)/Alpha;)V",
                        code: [.raw([0x10, salt, 0xb1])])
                ], padding: index)
        }
    }

    /// The table's lines for a library of those classes, as the script writes them.
    private static func library(_ package: String = "org/lib") throws -> JavaLibraries {
        var folders: [String: String] = [:]
        var lines: [String] = []
        for type in classes(package) {
            var allowance = 1 << 20
            let print = try type.bytes.withUnsafeBytes { try ClassFingerprint($0, allowance: &allowance) }
            let tail = String(type.name.dropFirst(package.count + 1))
            let folder = tail.hasPrefix("util/") ? "util" : "."
            let name = tail.split(separator: "/").last ?? ""
            let shape = Hex.encode((0..<4).map { UInt8(truncatingIfNeeded: print.shape >> (24 - 8 * UInt32($0))) })
            let code = Hex.encode((0..<8).map { UInt8(truncatingIfNeeded: print.code >> (56 - 8 * UInt64($0))) })
            folders[folder, default: ""] += " \(name)=\(shape)"
            lines.append("\(tail)\0\(code)\n")
        }
        let digest = Digest.of(Array(lines.sorted().joined().utf8)).hex.prefix(16)
        let text = folders.sorted { $0.key < $1.key }.map { "\n  \($0.key)\($0.value)" }.joined()
        return JavaLibraries(text: "org.lib lib 1.2 \(package) 6 \(digest) liblib-java=1.2-1\(text)\n")
    }

    private func matches(
        _ jar: [UInt8], owner: RelocatedLibraries.Owner = .init(artifacts: ["app"], group: "com.app", packages: [])
    ) throws -> RelocatedLibraries {
        try jar.withUnsafeBytes { bytes in
            let archive = try ZipArchive(bytes)
            return RelocatedLibraries(
                archive, classes: archive.entries.filter { $0.hasSuffix(".class") }, owner: owner,
                allowance: .init(), known: try Self.library())
        }
    }

    @Test(arguments: ["com/app/shaded/org/lib", "com/app/inner", "WEB-INF/classes/x/org/lib"])
    func `knows a library that was moved whole, and its version`(package: String) throws {
        let match = try #require(try matches(TestJar.classes(Self.classes(package))).matches.first)
        let component = match.component(path: "app.jar")
        #expect(component.purl?.description == "pkg:maven/org.lib/lib@1.2")
        #expect(component.presence == .inferred)
        let place = package.hasPrefix("WEB") ? String(package.dropFirst(16)) : package
        #expect(component.evidence.map(\.path) == ["app.jar!/\(place)"])
        #expect(component.evidence.first?.confidence == 0.95)
        #expect(component.properties["relocatedTo"] == place.split(separator: "/").joined(separator: "."))
    }

    @Test func `knows a library that lies where it was written to lie, among classes of others`() throws {
        let jar = TestJar.classes(Self.classes("org/lib") + [TestClass(name: "com/app/Main")])
        let match = try #require(try matches(jar).matches.first)
        #expect(!match.isRelocated && match.isExact)
    }

    @Test func `does not tell the version of a part or of other code`() throws {
        let part = try matches(TestJar.classes(Self.classes("s/lib", only: Array(Self.names.dropLast(2)))))
        let component = try #require(part.matches.first).component(path: "app.jar")
        #expect(component.purl?.description == "pkg:maven/org.lib/lib")
        #expect(component.version.isEmpty)
        let patched = try matches(TestJar.classes(Self.classes("s/lib", salt: 1)))
        let other = try #require(patched.matches.first).component(path: "app.jar")
        #expect(other.version.isEmpty)
        #expect(other.properties["membersAsIn"] == "1.2")
        #expect(other.evidence.first?.confidence ?? 1 < 0.95)
    }

    @Test func `namesakes with other members are another library`() throws {
        let strangers = Self.names.map { TestClass(name: "s/lib/\($0)", methods: [.init(name: "x", code: [])]) }
        #expect(try matches(TestJar.classes(strangers)).matches.isEmpty)
    }

    @Test func `an archive is not part of itself`() throws {
        let jar = TestJar.classes(Self.classes("org/lib") + [TestClass(name: "org/other/Main")])
        #expect(try matches(jar, owner: .init(artifacts: ["lib"], group: nil, packages: [])).matches.isEmpty)
        #expect(try matches(jar, owner: .init(artifacts: ["x"], group: "org.lib", packages: [])).matches.isEmpty)
        // A fork under a name of its own.
        let fork = TestJar.classes(Self.classes("net/fork"))
        #expect(
            try matches(fork, owner: .init(artifacts: ["x"], group: nil, packages: ["net.fork.all"])).matches.isEmpty)
    }

    @Test func `damaged classes are named and not compared`() throws {
        let broken = Self.names.map { ("s/lib/\($0).class", Array("broken".utf8)) }
        let found = try matches(TestJar.archive(broken))
        #expect(found.matches.isEmpty)
        #expect(found.gaps.contains { $0.contains("s/lib/Alpha.class: class file: malformed") })
    }

    @Test func `the table is read whole`() {
        let known = JavaLibraries.known.list
        #expect(known.count > 100)
        #expect(known.allSatisfy { $0.sampleCount >= 4 && $0.classes >= 4 && !$0.source.isEmpty })
        #expect(known.contains { $0.group == "com.google.guava" && $0.artifact == "guava" })
        let lines = JavaLibraryTable.text.withUTF8Buffer { $0.split(separator: 0x0a).filter { $0.first != 0x20 } }
        #expect(lines.count == known.count)
    }
}
