import Testing

@testable import Archive
@testable import Content
@testable import JSONText
@testable import OCI

/// `obryza` against a registry and a copying program of other people.
@Suite struct RegistryCommandTests {
    private static func system(_ version: String) throws -> [UInt8] {
        try TestLayout.tar([
            ("etc/os-release", "ID=debian\nVERSION_ID=13\n"),
            (
                "var/lib/dpkg/status",
                "Package: a\nStatus: install ok installed\nArchitecture: all\nVersion: \(version)\n\n"
            ),
            ("var/lib/dpkg/info/a.list", "/usr/share/a\n"), ("usr/share/a", version),
        ])
    }

    private static let other = Platform(
        os: "linux", architecture: Platform.host.architecture == "arm64" ? "amd64" : "arm64")

    /// A layout with one image for this machine and one for another behind an index, and one image alone.
    private static func layout() throws -> (layout: TestLayout, alone: Descriptor, index: Descriptor) {
        let layout = try TestLayout()
        var alone = try layout.image([try TestLayout.gzip(system("1")), TestLayout.gzip(TestLayout.tar([("b", "2")]))])
        var index = try layout.nested([
            layout.image([TestLayout.gzip(system("host"))]),
            layout.image([TestLayout.gzip(system("other"))], platform: other),
        ])
        alone.annotations["org.opencontainers.image.ref.name"] = "alone"
        index.annotations["org.opencontainers.image.ref.name"] = "all"
        try layout.finish([alone, index])
        return (layout, alone, index)
    }

    /// The inventory of an image without the name by which it was asked for.
    private static func inventory(
        _ reference: String, _ registry: DockerRegistry, _ options: [String] = [], home: String? = nil
    ) throws -> (status: Int32, errors: String, document: String)? {
        guard
            let outcome = try Obryza.run(
                ["sbom", reference, "--format", "json"] + options, environment: registry.environment(home: home))
        else { return nil }
        guard outcome.status == 0 else { return (outcome.status, outcome.errors, outcome.output) }
        let name = try #require(try JSONDocument(outcome.output).root["subject"]?["name"]?.string)
        return (0, outcome.errors, outcome.output.replacing("\"name\": \"\(name)\"", with: "\"name\": \"\""))
    }

    @Test func `an image is the same from a registry, by tag and by digest, as from its layout`() throws {
        guard Obryza.path != nil, let registry = try DockerRegistry() else { return }
        let (layout, alone, _) = try Self.layout()
        try registry.copy(layout, tag: "alone", to: "team/app:1")
        let expected = try #require(try Self.inventory("oci:\(layout.path):alone", registry))
        #expect(expected.status == 0 && expected.document.contains("pkg:deb/debian/a@1"), "\(expected.errors)")
        for reference in ["team/app:1", "team/app@\(alone.digest)", "team/app:1@\(alone.digest)"] {
            let found = try #require(try Self.inventory("\(registry.place)/\(reference)", registry))
            #expect(found.status == 0, "\(found.errors)")
            #expect(found.document == expected.document, "\(reference)")
        }
    }

    @Test(arguments: [nil, other] as [Platform?])
    func `an index gives the image of the platform that is asked for`(_ platform: Platform?) throws {
        guard Obryza.path != nil, let registry = try DockerRegistry() else { return }
        let (layout, _, index) = try Self.layout()
        try registry.copy(layout, tag: "all", to: "app:2", options: "--all --preserve-digests")
        let options = platform.map { ["--platform", "\($0)"] } ?? []
        let expected = try #require(try Self.inventory("oci:\(layout.path):all", registry, options))
        #expect(expected.document.contains(platform == nil ? "pkg:deb/debian/a@host" : "pkg:deb/debian/a@other"))
        for reference in ["app:2", "app@\(index.digest)"] {
            let found = try #require(try Self.inventory("\(registry.place)/\(reference)", registry, options))
            #expect(found.status == 0, "\(found.errors)")
            #expect(found.document == expected.document, "\(reference)")
        }
    }

    @Test func `Docker's schema 2 gives what the OCI manifest gives`() throws {
        guard Obryza.path != nil, let registry = try DockerRegistry() else { return }
        let (layout, alone, _) = try Self.layout()
        try registry.copy(layout, tag: "alone", to: "app:docker", options: "--format v2s2")
        let expected = try #require(try Self.inventory("oci:\(layout.path):alone", registry))
        let found = try #require(try Self.inventory("\(registry.place)/app:docker", registry))
        #expect(found.status == 0, "\(found.errors)")
        #expect(found.document == expected.document)
        // It was another manifest indeed.
        let verified = try #require(
            try Obryza.run(
                ["verify", "\(registry.place)/app:docker", "--format", "json"], environment: registry.environment()))
        let digest = try #require(try JSONDocument(verified.output).root["digest"]?.string)
        #expect(Digest(digest) != nil && digest != "\(alone.digest)")
    }

    @Test func `layers in zstd are read`() throws {
        guard Obryza.path != nil, Shell.has("zstd"), let registry = try DockerRegistry() else { return }
        let layout = try TestLayout()
        let plain = try Self.system("1")
        try layout.folder.write(plain, to: "layer.tar")
        let packed = try layout.folder.run("zstd -q -c layer.tar")
        let layer = TestLayout.Layer(
            stored: packed, plain: plain, mediaType: "application/vnd.oci.image.layer.v1.tar+zstd")
        try layout.finish([layout.image([layer])], tag: "z")
        try registry.copy(layout, tag: "z", to: "app:z")
        let expected = try #require(try Self.inventory("oci:\(layout.path):z", registry))
        let found = try #require(try Self.inventory("\(registry.place)/app:z", registry))
        #expect(found.status == 0, "\(found.errors)")
        #expect(found.document == expected.document && found.document.contains("pkg:deb/debian/a@1"))
    }

    @Test(arguments: [false, true])
    func `a password is asked for and given, in the clear on loopback and under TLS`(_ tls: Bool) throws {
        guard Obryza.path != nil, let registry = try DockerRegistry(password: true, tls: tls) else { return }
        let (layout, _, _) = try Self.layout()
        try registry.copy(layout, tag: "alone", to: "app:1")
        let expected = try #require(try Self.inventory("oci:\(layout.path):alone", registry))
        let found = try #require(try Self.inventory("\(registry.place)/app:1", registry))
        #expect(found.status == 0, "\(found.errors)")
        #expect(found.document == expected.document)

        // Without the home directory there is neither a password nor, under TLS, an authority.
        let stranger = try #require(try Self.inventory("\(registry.place)/app:1", registry, home: "/nonexistent"))
        #expect(stranger.status == 3)
        #expect(!stranger.errors.contains(DockerRegistry.password))
        if !tls { #expect(stranger.errors.contains("refuses access"), "\(stranger.errors)") }
    }

    @Test func `a certificate of an unknown authority is refused and named, unless insecure is asked for`() throws {
        guard Obryza.path != nil, let registry = try DockerRegistry(tls: true) else { return }
        let (layout, _, _) = try Self.layout()
        try registry.copy(layout, tag: "alone", to: "app:1")
        let reference = "\(registry.place)/app:1"
        let expected = try #require(try Self.inventory(reference, registry))
        #expect(expected.status == 0, "\(expected.errors)")
        // An authority is configured, but another one.
        let folder = try TemporaryFolder()
        let place = ".config/containers/certs.d/\(registry.place)"
        try folder.run(
            """
            mkdir -p '\(place)'
            openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=wrong \
                -keyout key -out '\(place)/ca.crt'
            """)
        let refused = try #require(try Self.inventory(reference, registry, home: folder.path))
        #expect(refused.status == 3)
        #expect(refused.errors.contains("certificate") && refused.errors.contains(registry.place), "\(refused.errors)")
        let allowed = try #require(try Self.inventory(reference, registry, ["--insecure"], home: folder.path))
        #expect(allowed.document == expected.document, "\(allowed.errors)")
    }

    @Test func `a tag or repository that is not there is wrong usage`() throws {
        guard Obryza.path != nil, let registry = try DockerRegistry() else { return }
        for reference in ["app:none", "none/at/all"] {
            let found = try #require(try Self.inventory("\(registry.place)/\(reference)", registry))
            #expect(found.status == 2)
            #expect(found.errors.contains("not found"), "\(found.errors)")
        }
    }
}
