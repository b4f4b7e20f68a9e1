import Content
import Testing

@testable import Inventory

@Suite struct JavaArchiveCataloguerTests {
    private let cataloguer = JavaArchiveCataloguer()

    private func purls(_ yield: Yield) -> [String] { yield.components.map { $0.purl?.description ?? $0.name } }

    private func properties(_ group: String, _ artifact: String, _ version: String) -> String {
        "#Created\r\nversion=\(version)\r\ngroupId=\(group)\r\nartifactId = \(artifact)\r\n"
    }

    @Test func `takes identity, licences and needs from Maven's own files`() throws {
        let jar = TestJar.text([
            "META-INF/MANIFEST.MF": "Manifest-Version: 1.0\r\nBundle-Vendor: Nobody\r\n\r\n",
            "META-INF/maven/org.example/lib/pom.properties": properties("org.example", "lib", "1.2"),
            "META-INF/maven/org.example/lib/pom.xml": """
            <project xmlns="http://maven.apache.org/POM/4.0.0"><parent><groupId>org.example</groupId>
            <artifactId>parent</artifactId><version>1.2</version></parent><artifactId>lib</artifactId>
            <properties><g>org.other</g></properties>
            <licenses><license><name>Apache-2.0</name></license></licenses>
            <dependencies>
            <dependency><groupId>${g}</groupId><artifactId>a</artifactId><version>1</version></dependency>
            <dependency><groupId>x</groupId><artifactId>b</artifactId><scope>test</scope></dependency>
            <dependency><groupId>x</groupId><artifactId>c</artifactId><optional>true</optional></dependency>
            </dependencies></project>
            """,
        ])
        let yield = try cataloguer.yield("app/lib-1.2.jar", jar)
        let component = try #require(yield.components.first)
        #expect(purls(yield) == ["pkg:maven/org.example/lib@1.2"])
        #expect(component.licences == [Licence("Apache-2.0")])
        #expect(component.provides == ["org.example:lib"])
        #expect(
            component.requirements == [
                Requirement("org.other:a"), Requirement("x:b", relation: .development),
                Requirement("x:c", relation: .optional),
            ])
        #expect(component.digests == [Digest.of(jar, .sha1)])
        #expect(component.evidence.first?.path == "app/lib-1.2.jar")
        #expect(yield.gaps.isEmpty)
    }

    @Test func `reports merged parts as contained and keeps the archive's own identity`() throws {
        let jar = TestJar.text([
            "META-INF/maven/com.google.guava/guava/pom.properties": properties("com.google.guava", "guava", "31.1"),
            "META-INF/maven/org.example/app/pom.properties": properties("org.example", "app", "2.0"),
            "org/example/app/shaded/com/google/common/base/Joiner.class": "c",
            "org/example/app/Main.class": "m",
            "net/elsewhere/X.class": "x",
        ])
        let yield = try cataloguer.yield("opt/app.jar", jar)
        #expect(purls(yield) == ["pkg:maven/org.example/app@2.0", "pkg:maven/com.google.guava/guava@31.1"])
        #expect(yield.edges.map(\.relation) == [.contains])
        #expect(
            yield.components[1].evidence.first?.path
                == "opt/app.jar!/META-INF/maven/com.google.guava/guava/pom.properties")
        #expect(yield.components[0].properties["relocatedPackages"] == "com.google.common")
        #expect(yield.components[0].properties["foreignPackages"] == "net.elsewhere")
    }

    @Test func `descends into archives in archives and names the way`() throws {
        let inner = TestJar.text(["META-INF/maven/g.h/deep/pom.properties": properties("g.h", "deep", "3")])
        let middle = TestJar.bytes(["BOOT-INF/lib/deep-3.jar": inner])
        let war = TestJar.bytes(["WEB-INF/lib/middle-1.0.jar": middle, "WEB-INF/lib/broken.jar": [1, 2, 3]])
        let yield = try cataloguer.yield("srv/site.war", war)
        #expect(
            yield.components.map { $0.evidence[0].path } == [
                "srv/site.war", "srv/site.war!/WEB-INF/lib/middle-1.0.jar",
                "srv/site.war!/WEB-INF/lib/middle-1.0.jar!/BOOT-INF/lib/deep-3.jar",
            ])
        #expect(yield.components.last?.purl?.description == "pkg:maven/g.h/deep@3")
        #expect(yield.edges.map { [$0.from.index, $0.to.index] } == [[0, 1], [1, 2]])
        #expect(yield.gaps.map(\.path) == ["srv/site.war!/WEB-INF/lib/broken.jar"])
        #expect(Set(yield.components.map(\.realm)) == ["srv/site.war"])
    }

    @Test func `stops at the depth limit and says so`() throws {
        var jar = TestJar.text(["a.txt": ""])
        for _ in 0..<(JavaArchiveReader.depthLimit + 3) { jar = TestJar.bytes(["n.jar": jar]) }
        let yield = try cataloguer.yield("n.jar", jar)
        #expect(yield.components.count == JavaArchiveReader.depthLimit + 1)
        #expect(yield.gaps.count == 1)
    }

    @Test(arguments: [
        ("guava-31.1-jre.jar", "", "pkg:maven/com.google.guava/guava@31.1-jre"),
        ("unknown-1.0.jar", "", "unknown"),
        ("lib-1.0.jar", "Bundle-SymbolicName: org.example.lib;singleton:=true", "pkg:maven/org.example/lib@1.0"),
        ("x-y-1.0.jar", "Bundle-SymbolicName: org.x.y", "pkg:maven/org.x/x-y@1.0"),
        (
            "epoll-4.1-linux-x86_64.jar", "Bundle-Version: 4.1\nGroup-Id: io.n",
            "pkg:maven/io.n/epoll@4.1?classifier=linux-x86_64"
        ),
        (
            "plain.jar", "Implementation-Version: 5.6 (r1)\nImplementation-Vendor-Id: org.plain",
            "pkg:maven/org.plain/plain@5.6"
        ),
        ("lib-2.jar", "Implementation-Vendor: Some Company Inc.\nImplementation-Title: lib", "lib"),
        ("lib-2.jar", "Group-Id: ${project.groupId}\nBundle-Vendor: %vendor", "lib"),
        (
            "git.hpi", "Short-Name: git\nGroup-Id: org.jenkins-ci.plugins\nPlugin-Version: 5.1 (private)",
            "pkg:maven/org.jenkins-ci.plugins/git@5.1"
        ),
    ])
    func `falls back to manifest and file name without making up a group`(
        file: String, manifest: String, expected: String
    ) throws {
        let jar = TestJar.text(["META-INF/MANIFEST.MF": manifest + "\n", "META-INF/manifest.mf": "Group-Id: wrong\n"])
        #expect(purls(try cataloguer.yield("lib/\(file)", jar)) == [expected])
    }

    @Test func `leaves out instrumentation that imitates its target`() throws {
        let jar = TestJar.text(["META-INF/MANIFEST.MF": "Weave-Classes: a.B\nImplementation-Title: netty\n"])
        let yield = try cataloguer.yield("agent/netty-4.jar", jar)
        #expect(yield.components.isEmpty)
        #expect(yield.explanations.count == 1)
    }

    @Test func `gives equal classes an equal fingerprint whatever their order`() throws {
        let one = try cataloguer.yield("a-1.jar", TestJar.text(["a/A.class": "1", "a/B.class": "2", "x": "3"]))
        let two = try cataloguer.yield("b-1.jar", TestJar.text(["a/B.class": "2", "a/A.class": "1"]))
        let other = try cataloguer.yield("a-1.jar", TestJar.text(["a/A.class": "1", "a/B.class": "3"]))
        let fingerprint = try #require(one.components.first?.properties["classFingerprint"])
        #expect(two.components.first?.properties["classFingerprint"] == fingerprint)
        #expect(other.components.first?.properties["classFingerprint"] != fingerprint)
        #expect(one.components.first?.properties["classes"] == "2")
    }

    @Test func `passes over other formats of the same suffix but not damaged archives`() throws {
        #expect(try cataloguer.yield("x/a.rar", "Rar!\u{1a}\u{7}").isEmpty)
        #expect(throws: (any Error).self) { try cataloguer.yield("x/a.jar", "not an archive") }
    }

    @Test func `asks the Maven repository of Debian who an uncertain archive is`() throws {
        let repository = "usr/share/maven-repo/org/ow2/asm/asm"
        let jar = TestJar.text(["META-INF/MANIFEST.MF": "Bundle-SymbolicName: org.objectweb.asm\n"])
        let files = [
            ("usr/share/java/asm-9.4.jar", jar), ("usr/share/java/other-1.jar", jar),
            ("\(repository)/debian/asm-debian.pom", Array("<project/>".utf8)),
            ("\(repository)/9.4/asm-9.4.pom", Array("<project/>".utf8)),
        ]
        let links = [
            "\(repository)/debian/asm-debian.jar": "usr/share/java/asm-9.4.jar",
            "\(repository)/9.4/asm-9.4.jar": "usr/share/java/asm-9.4.jar",
        ]
        let direct = try cataloguer.yield(files[0].0, jar)
        #expect(direct.components.isEmpty)
        let yield = try cataloguer.conclusion(of: files, links: links)
        #expect(purls(yield) == ["pkg:maven/org.ow2.asm/asm@9.4", "pkg:maven/org.objectweb.asm/other@1"])
        #expect(yield.components[0].evidence.map(\.path).contains("\(repository)/9.4/asm-9.4.pom"))
    }
}

@Suite struct JavaManifestTests {
    private func manifest(_ text: String) -> JavaManifest { Array(text.utf8).withUnsafeBytes { JavaManifest($0) } }

    @Test(arguments: ["\r\n", "\n", "\r"])
    func `reads lines of any ending, continued lines and only the main section`(end: String) {
        let text = ["A: one", " two", " three", "b: x", "broken", "C: %c", "", "Name: e", "D: no"]
        let manifest = manifest(text.joined(separator: end) + end)
        #expect(manifest["a"] == "onetwothree")
        #expect(manifest["B"] == "x")
        #expect(manifest["C"] == nil)
        #expect(manifest["D"] == nil)
    }
}

@Suite struct JavaRuntimeCataloguerTests {
    @Test(arguments: [
        (
            "IMPLEMENTOR=\"Debian\"\nJAVA_RUNTIME_VERSION=\"17.0.15+6-Debian-1\"\nJAVA_VERSION=\"17.0.15\"",
            "pkg:generic/debian/openjdk@17.0.15%2B6", "cpe:2.3:a:oracle:openjdk:17.0.15:*:*:*:*:*:*:*"
        ),
        (
            "IMPLEMENTOR=\"Eclipse Adoptium\"\nJAVA_VERSION=\"1.8.0_402\"\nIMAGE_TYPE=\"JRE\"",
            "pkg:generic/eclipse/temurin@1.8.0_402", "cpe:2.3:a:oracle:openjdk:1.8.0:update402:*:*:*:*:*:*"
        ),
        (
            "IMPLEMENTOR=\"Oracle Corporation\"\nJAVA_VERSION=\"21.0.1\"\nIMAGE_TYPE=\"JDK\"",
            "pkg:generic/oracle/jdk@21.0.1", "cpe:2.3:a:oracle:jdk:21.0.1:*:*:*:*:*:*:*"
        ),
    ])
    func `names vendor, product and version`(text: String, purl: String, cpe: String) throws {
        let component = try #require(try JavaRuntimeCataloguer().yield("opt/jdk/release", text).components.first)
        #expect(component.purl?.description == purl)
        #expect(component.cpes == [cpe])
        #expect(component.directories == ["opt/jdk"])
    }

    @Test func `passes over other files of the name`() throws {
        #expect(try JavaRuntimeCataloguer().yield("etc/release", "VERSION=1").isEmpty)
    }
}

@Suite struct MavenPOMCataloguerTests {
    @Test func `relates a project to what it declares`() throws {
        let text = """
            <project><groupId>g</groupId><artifactId>a</artifactId><version>${rev}</version>
            <properties><rev>1.0</rev><loop>${loop}${loop}</loop></properties>
            <dependencyManagement><dependencies><dependency><groupId>g</groupId><artifactId>m</artifactId>
            <version>[2]</version></dependency></dependencies></dependencyManagement>
            <dependencies><dependency><groupId>${project.groupId}</groupId><artifactId>m</artifactId></dependency>
            <dependency><groupId>g</groupId><artifactId>n</artifactId><version>${loop}</version></dependency>
            </dependencies></project>
            """
        let yield = try MavenPOMCataloguer().yield("pom.xml", text, isImage: false)
        #expect(
            yield.components.compactMap { $0.purl?.description } == [
                "pkg:maven/g/a@1.0", "pkg:maven/g/m@2", "pkg:maven/g/n",
            ])
        #expect(yield.edges.map(\.relation) == [.dependsOn, .dependsOn])
        #expect(yield.components.allSatisfy { $0.presence == .declared })
        #expect(try MavenPOMCataloguer().yield("pom.xml", text).isEmpty)
    }
}

@Suite struct GradleLockCataloguerTests {
    @Test func `reads entries and records what is none`() throws {
        let text = "# comment\norg.x:a:1.0=compileClasspath,runtimeClasspath\norg.x:b:2\nnonsense\nempty=annotation\n"
        let yield = try GradleLockCataloguer().yield("p/gradle.lockfile", text)
        #expect(yield.components.map { $0.purl?.description } == ["pkg:maven/org.x/a@1.0", "pkg:maven/org.x/b@2"])
        #expect(yield.gaps.map(\.path) == ["p/gradle.lockfile"])
    }
}
