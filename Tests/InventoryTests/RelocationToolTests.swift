import Testing

@testable import Inventory

/// Archives that the tools themselves relocated.
@Suite struct RelocationToolTests {
    private static let java = "/usr/share/java"
    private static let sources = [
        ("commons-lang3", "libcommons-lang3-java", "org.apache.commons.lang3"),
        ("gson", "libgoogle-gson-java", "com.google.gson"),
        ("guava", "libguava-java", "com.google.common"), ("asm", "libasm-java", "org.objectweb.asm"),
    ]

    private static func jarjar(_ folder: TemporaryFolder, _ jar: String, _ pattern: String) throws {
        try folder.write(Array("rule \(pattern).** org.example.hidden.\(pattern).@1\n".utf8), to: "rules")
        try folder.run(
            """
            cd \(java)
            java -cp jarjar.jar:asm.jar:asm-commons.jar:asm-tree.jar com.tonicsystems.jarjar.Main process \
                '\(folder.path)/rules' \(jar).jar '\(folder.path)/app.jar'
            """)
    }

    private static func shade(_ folder: TemporaryFolder, _ jar: String, _ pattern: String) throws {
        try folder.write(try fixture("Java/Shade.java"), to: "Shade.java")
        try folder.run(
            """
            cd \(java)
            cp=$(ls /usr/share/maven-repo/org/apache/maven/plugins/maven-shade-plugin/3*/maven-shade-plugin-3*.jar)
            for name in asm asm-commons asm-tree commons-io plexus-utils2 slf4j-api slf4j-nop jdependency guava \
                    commons-collections4 maven3-core maven3-artifact maven3-plugin-api maven-plugin-api-3.x \
                    maven-core-3.x maven-artifact-3.x; do
                [ ! -e $name.jar ] || cp=$cp:$PWD/$name.jar
            done
            java -cp "$cp" '\(folder.path)/Shade.java' \(jar).jar '\(folder.path)/app.jar' \
                \(pattern) org.example.hidden.\(pattern)
            """)
    }

    @Test(arguments: ["jarjar", "maven-shade"], sources)
    func `what a tool relocated is known`(tool: String, source: (jar: String, package: String, pattern: String)) throws
    {
        guard Shell.has("java"), Shell.run("test -e \(Self.java)/\(source.jar).jar").status == 0 else { return }
        let needs =
            tool == "jarjar"
            ? "\(Self.java)/jarjar.jar" : "/usr/share/maven-repo/org/apache/maven/plugins/maven-shade-plugin"
        guard Shell.run("test -e \(needs)").status == 0 else {
            print("skipped: \(tool) is not installed")
            return
        }
        let folder = try TemporaryFolder()
        if tool == "jarjar" {
            try Self.jarjar(folder, source.jar, source.pattern)
        } else {
            try Self.shade(folder, source.jar, source.pattern)
        }
        // Maven's own descriptions would answer at once.
        try folder.run("python3 - <<'END'\n\(Self.stripping)\nEND")
        let yield = try JavaArchiveCataloguer().yield("opt/app.jar", try folder.read("bare.jar"))
        let found = try #require(
            yield.components.first { $0.properties["relocatedTo"] == "org.example.hidden.\(source.pattern)" })
        let library = try #require(
            JavaLibraries.known.list.first { $0.artifact == found.name && $0.group == found.properties["groupId"] })
        #expect(library.package.split(separator: "/").joined(separator: ".") == source.pattern)
        let installed = Shell.run("dpkg-query -W -f '${Version}' \(source.package)").output
        let source = "\(source.package)=\(String(decoding: installed, as: UTF8.self))"
        if library.source == source {
            #expect(found.version == library.version)
        } else {
            print("skipped: the version, as the table is of \(library.source) and this machine has \(source)")
        }
        #expect(yield.edges.map(\.relation) == [.contains])
        #expect(yield.gaps.isEmpty)
    }

    private static let stripping = """
        import zipfile
        with zipfile.ZipFile("app.jar") as old, zipfile.ZipFile("bare.jar", "w", zipfile.ZIP_DEFLATED) as new:
            for name in old.namelist():
                if name.endswith(".class"):
                    new.writestr(name, old.read(name))
            new.writestr("org/example/Main.txt", "an application")
        """

    @Test(
        arguments: [
            ("x.jar", [], "pkg:maven/com.google.code.gson/gson", []),
            ("app-1.jar", ["Group-Id: org.app"], "pkg:maven/org.app/app@1", ["pkg:maven/com.google.code.gson/gson"]),
        ] as [(String, [String], String, [String])])
    func `a library under the name of another is named or contained`(
        file: String, manifest: [String], purl: String, contained: [String]
    ) throws {
        guard Shell.has("python3"), Shell.run("test -e \(Self.java)/gson.jar").status == 0 else { return }
        let folder = try TemporaryFolder()
        try folder.run("cp \(Self.java)/gson.jar app.jar && python3 - <<'END'\n\(Self.stripping)\nEND")
        try folder.write(
            Array("Manifest-Version: 1.0\n\(manifest.joined(separator: "\n"))\n\n".utf8), to: "MANIFEST.MF")
        try folder.run(
            "python3 -c \"import zipfile; zipfile.ZipFile('bare.jar', 'a').write('MANIFEST.MF', 'META-INF/MANIFEST.MF')\""
        )
        let yield = try JavaArchiveCataloguer().yield("opt/\(file)", try folder.read("bare.jar"))
        // The version depends on the package that is installed.
        let purls = yield.components.map { component in
            component.name == "gson" ? "pkg:maven/com.google.code.gson/gson" : component.purl?.description ?? ""
        }
        #expect(purls == [purl] + contained)
    }
}
