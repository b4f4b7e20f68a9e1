import Content
import Testing

@testable import Inventory

@Suite struct DotNetDepsCataloguerTests {
    private static let text = """
        {"runtimeTarget": {"name": ".NETCoreApp,Version=v8.0/linux-x64", "signature": ""},
         "targets": {".NETCoreApp,Version=v8.0": {"Old/1.0.0": {}},
          ".NETCoreApp,Version=v8.0/linux-x64": {
           "App/1.0.0": {"dependencies": {"Newtonsoft.Json": "13.0.3"}, "runtime": {"App.dll": {}}},
           "Newtonsoft.Json/13.0.3": {"runtime": {"lib/net6.0/Newtonsoft.Json.dll": {"fileVersion": "13.0.3.27908"}},
             "resources": {"lib/net6.0/de/Newtonsoft.Json.resources.dll": {"locale": "de"}}},
           "runtimepack.Microsoft.NETCore.App.Runtime.linux-x64/8.0.1": {"runtime": {"System.Runtime.dll": {}}}}},
         "libraries": {"App/1.0.0": {"type": "project", "serviceable": false, "sha512": ""},
          "Newtonsoft.Json/13.0.3": {"type": "package", "serviceable": true, "sha512": "sha512-\(digest)"},
          "runtimepack.Microsoft.NETCore.App.Runtime.linux-x64/8.0.1": {"type": "runtimepack"}}}
        """
    private static let digest = String(repeating: "A", count: 86) + "=="

    @Test func `reads the target, its files and its dependencies`() throws {
        let links = [
            "app/Newtonsoft.Json.dll": "", "app/de/Newtonsoft.Json.resources.dll": "", "app/App.dll": "",
        ]
        let yield = try DotNetDepsCataloguer().conclusion(
            of: [("app/App.deps.json", Array(Self.text.utf8))], links: links)
        #expect(
            yield.components.map { $0.purl?.description } == [
                nil, "pkg:nuget/Newtonsoft.Json@13.0.3", "pkg:nuget/Microsoft.NETCore.App.Runtime.linux-x64@8.0.1",
            ])
        #expect(
            yield.components[1].files.map(\.path) == [
                "app/Newtonsoft.Json.dll", "app/de/Newtonsoft.Json.resources.dll",
            ])
        #expect(yield.components.map(\.presence) == [.installed, .installed, .declared])
        #expect(yield.components[1].digests.first?.hex == String(repeating: "0", count: 128))
        #expect(yield.edges.map { [$0.from.index, $0.to.index] } == [[0, 1]])
    }

    @Test(arguments: ["", "{}", "[1]", "{\"targets\": 3}"])
    func `refuses a file without a target`(text: String) {
        #expect(throws: (any Error).self) { try DotNetDepsCataloguer().yield("a.deps.json", text) }
    }
}

@Suite struct NuGetLockCataloguerTests {
    @Test func `reads packages.lock.json with edges, projects left out`() throws {
        let text = """
            {"version": 1, "dependencies": {"net8.0": {
              "A": {"type": "Direct", "requested": "[1.0, )", "resolved": "1.0.0", "dependencies": {"b": "2.0"}},
              "B": {"type": "Transitive", "resolved": "2.0.0"}, "mine": {"type": "Project"}},
             "net6.0": {"B": {"type": "Transitive", "resolved": "2.0.0"}}}}
            """
        let yield = try NuGetLockCataloguer().yield("packages.lock.json", text)
        #expect(yield.components.map { $0.purl?.description } == ["pkg:nuget/A@1.0.0", "pkg:nuget/B@2.0.0"])
        #expect(yield.edges.count == 1)
    }

    @Test func `reads packages.config`() throws {
        let text = """
            <packages><package id="A" version="1.0" targetFramework="net48"/>
            <package id="B" version="2" developmentDependency="true"/><package id="C"/></packages>
            """
        let yield = try NuGetLockCataloguer().yield("packages.config", text)
        #expect(yield.components.map(\.name) == ["A", "B"])
        #expect(yield.components[1].properties["scope"] == "development")
        #expect(yield.gaps.count == 1)
    }

    @Test func `reads project.assets.json`() throws {
        let text = """
            {"version": 3, "targets": {"net8.0": {"A/1.0": {"type": "package", "dependencies": {"B": "2.0"}},
             "B/2.0": {"type": "package"}}},
             "libraries": {"A/1.0": {"type": "package"}, "B/2.0": {"type": "package"}, "P/1": {"type": "project"}}}
            """
        let yield = try NuGetLockCataloguer().yield("obj/project.assets.json", text)
        #expect(yield.components.map(\.name) == ["A", "B"])
        #expect(yield.edges.count == 1)
    }

    @Test func `reads versions of a project but no ranges`() throws {
        let text = """
            <Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><V>3.1</V></PropertyGroup><ItemGroup>
            <PackageReference Include="A" Version="$(V)"/><PackageReference Include="B"><Version>[2.0]</Version>
            </PackageReference><PackageReference Include="C" Version="1.*"/><PackageReference Include="D"/>
            </ItemGroup></Project>
            """
        let yield = try DotNetProjectCataloguer().yield("a.csproj", text, isImage: false)
        #expect(yield.components.map { "\($0.name) \($0.version)" } == ["A 3.1", "B 2.0"])
    }
}

@Suite struct NuGetPackageCataloguerTests {
    @Test func `reads the description of an unpacked package and claims its folder`() throws {
        let text = """
            \u{feff}<package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd"><metadata>
            <id>Serilog</id><version>3.1.1</version><authors>Contributors</authors>
            <license type="expression">Apache-2.0</license><projectUrl>https://serilog.net/</projectUrl>
            <dependencies><group targetFramework="net7.0"><dependency id="X" version="[1.0, )"/></group>
            <group targetFramework="net6.0"><dependency id="X" version="1.0"/><dependency id="Y"/></group>
            </dependencies></metadata></package>
            """
        let yield = try NuGetPackageCataloguer().yield("root/.nuget/packages/serilog/3.1.1/serilog.nuspec", text)
        let component = try #require(yield.components.first)
        #expect(component.purl?.description == "pkg:nuget/Serilog@3.1.1")
        #expect(component.directories == ["root/.nuget/packages/serilog/3.1.1"])
        #expect(component.licences == [Licence("Apache-2.0")])
        #expect(component.requirements == [Requirement("x"), Requirement("y")])
        #expect(component.provides == ["serilog"])
    }
}

@Suite struct PEFileTests {
    private func read(_ bytes: [UInt8]) throws -> PEFile { try bytes.withUnsafeBytes { try PEFile($0) } }

    @Test func `reads sections, the CLR header and version strings`() throws {
        let file = try read(
            TestPE.bytes(strings: [("ProductName", "Tool"), ("FileVersion", "1.2.3.4")], isManaged: true))
        #expect(file.isManaged)
        #expect(file.sections.map(\.name) == [".rsrc"])
        #expect(file.versionStrings == ["ProductName": "Tool", "FileVersion": "1.2.3.4"])
        #expect(try !read(TestPE.bytes(strings: [], isManaged: false)).isManaged)
    }

    @Test func `never traps on a truncated or damaged file`() {
        let bytes = TestPE.bytes(strings: [("ProductName", "Tool"), ("FileVersion", "1.2.3.4")], isManaged: true)
        // Any outcome but a trap will do.
        for count in bytes.indices { _ = try? read(Array(bytes.prefix(count))) }
        for index in bytes.indices {
            for value: UInt8 in [0, 1, 0x7f, 0x80, 0xff] {
                var damaged = bytes
                damaged[index] = value
                _ = try? read(damaged)
            }
        }
    }

    @Test(
        arguments: [
            ("1.2.3.4", "1.2.3.4", "1.2.3.4"), ("1.2.3.4", "1.2", "1.2.3.4"), ("1.0.0.0", "13.0.3+abc", "13.0.3"),
            ("8.0.123.4567", "8.0.1+sha", "8.0.1"), ("6, 1, 0, 2", nil, "6.1.0.2"), ("3.1.4", "Release", "3.1.4"),
            ("5.0", "0.0.0", "5.0"), (nil, nil, nil), (nil, "v2.1 beta", "2.1"),
        ] as [(String?, String?, String?)])
    func `prefers the more telling version`(file: String?, product: String?, expected: String?) {
        #expect(PortableExecutableCataloguer.plausible(file: file, product: product) == expected)
    }

    @Test func `names an assembly by its file and a program by its product`() throws {
        let strings = [("ProductName", "Suite"), ("ProductVersion", "2.5.1")]
        for (isManaged, purl) in [(true, "pkg:nuget/My.Library@2.5.1"), (false, "pkg:generic/Suite@2.5.1")] {
            let yield = try PortableExecutableCataloguer().yield(
                "app/My.Library.dll", TestPE.bytes(strings: strings, isManaged: isManaged))
            let identity = try #require(yield.facts.first as? PortableExecutableCataloguer.Identity)
            let component = PortableExecutableCataloguer.component(identity, path: "app/My.Library.dll")
            #expect(component.purl?.description == purl)
        }
    }

    @Test func `leaves the assemblies of a deps.json to it`() throws {
        let assembly = TestPE.bytes(strings: [("ProductVersion", "2.5.1")], isManaged: true)
        let deps = #"{"targets": {"t": {"A/1": {"runtime": {"lib/net8.0/A.dll": {}}}}}}"#
        var view = JavaTestImageView()
        view.kept.append(("app/x.deps.json", try PortableExecutableCataloguer().yield("app/x.deps.json", deps).facts))
        for path in ["app/A.dll", "app/B.dll", "app/de/B.resources.dll", "other/A.dll"] {
            view.kept.append((path, try PortableExecutableCataloguer().yield(path, assembly).facts))
        }
        var yield = Yield()
        PortableExecutableCataloguer().conclude(view, into: &yield)
        #expect(yield.components.map { $0.evidence[0].path } == ["app/B.dll", "other/A.dll"])
        #expect(yield.explanations.map(\.path) == ["app/de/B.resources.dll"])
    }

    @Test func `passes over what only starts with MZ`() throws {
        #expect(try PortableExecutableCataloguer().yield("a.txt", "MZ is a name").isEmpty)
    }
}

/// Writes a PE32 file of one section with a version resource.
enum TestPE {
    static func bytes(strings: [(String, String)], isManaged: Bool) -> [UInt8] {
        let version = versionInfo(strings)
        var resources: [UInt8] = []
        // Three levels of directories with one entry each, then the data entry.
        for (identifier, target) in [(16, 0x8000_0018), (1, 0x8000_0030), (1033, 0x48)] as [(UInt32, UInt32)] {
            resources += [UInt8](repeating: 0, count: 14) + [1, 0]
            resources += le(identifier)
            resources += le(target)
        }
        resources += le(UInt32(0x1058))
        resources += le(UInt32(version.count))
        resources += [UInt8](repeating: 0, count: 8)
        resources += version

        var out: [UInt8] = [0x4d, 0x5a] + [UInt8](repeating: 0, count: 58)
        out += le(UInt32(64))
        out += [0x50, 0x45, 0, 0, 0x4c, 1, 1, 0] + [UInt8](repeating: 0, count: 12)
        out += le(UInt16(224))
        out += le(UInt16(0x2102))
        var optional = [UInt8](repeating: 0, count: 224)
        optional.replaceSubrange(0..<2, with: [0x0b, 1])
        optional.replaceSubrange(92..<96, with: le(UInt32(16)))
        optional.replaceSubrange(112..<120, with: le(UInt32(0x1000)) + le(UInt32(resources.count)))
        if isManaged { optional.replaceSubrange(208..<216, with: le(UInt32(0x1000)) + le(UInt32(72))) }
        out += optional
        out += Array(".rsrc\0\0\0".utf8)
        let start = UInt32(out.count + 32)
        for value in [UInt32(resources.count), 0x1000, UInt32(resources.count), start] { out += le(value) }
        out += [UInt8](repeating: 0, count: 16)
        return out + resources
    }

    private static func versionInfo(_ strings: [(String, String)]) -> [UInt8] {
        let entries = strings.map { node($0.0, value: utf16($0.1), isText: true, children: []) }
        let table = node("040904b0", value: [], isText: true, children: entries)
        let info = node("StringFileInfo", value: [], isText: true, children: [table])
        return node("VS_VERSION_INFO", value: [UInt8](repeating: 0, count: 52), isText: false, children: [info])
    }

    private static func node(_ key: String, value: [UInt8], isText: Bool, children: [[UInt8]]) -> [UInt8] {
        var body: [UInt8] = le(UInt16(isText ? value.count / 2 : value.count))
        body += le(UInt16(isText ? 1 : 0))
        body += utf16(key)
        // Padding counts from the start of the node, two bytes of length before the body.
        while (body.count + 2) % 4 != 0 { body.append(0) }
        body += value
        for child in children {
            while (body.count + 2) % 4 != 0 { body.append(0) }
            body += child
        }
        return le(UInt16(body.count + 2)) + body
    }

    private static func utf16(_ text: String) -> [UInt8] { text.utf16.flatMap { le($0) } + [0, 0] }

    private static func le(_ value: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: value.littleEndian) { Array($0) }
    }
}
