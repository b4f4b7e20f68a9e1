import Testing

@testable import Content
@testable import JSONText
@testable import OCI

/// `obryza verify-signature` and `attach` beside a registry and a signing program of other people.
@Suite struct SignatureLayoutCommandTests {
    /// An image in a registry, and a key pair in a folder.
    private struct Bench {
        let registry: DockerRegistry
        let folder: TemporaryFolder
        let layout: TestLayout
        let image: Descriptor
        var reference: String { "\(registry.place)/team/app:1" }

        /// - Returns: `nil` when a program is missing.
        init?() throws {
            guard Obryza.path != nil, Shell.has("openssl"), let registry = try DockerRegistry() else { return nil }
            self.registry = registry
            folder = try TemporaryFolder()
            layout = try TestLayout()
            var image = try layout.image([TestLayout.gzip(TestLayout.tar([("etc/motd", "gold")]))])
            image.annotations["org.opencontainers.image.ref.name"] = "1"
            self.image = image
            try layout.finish([image])
            for name in ["own", "other"] {
                _ = try Obryza.run(
                    ["key", "generate", "\(folder.path)/\(name)"], environment: ["OBRYZA_KEY_PASSWORD": "sesame"])
            }
            _ = try Obryza.run(["key", "generate", "\(folder.path)/plain", "--unencrypted"])
        }

        func run(_ arguments: [String]) throws -> Obryza.Outcome {
            try #require(try Obryza.run(arguments, environment: registry.environment()))
        }

        func verify(_ options: [String], reference: String? = nil) throws -> Obryza.Outcome {
            try run(["verify-signature", reference ?? self.reference] + options)
        }

        func key(_ name: String) -> [String] { ["--key", "\(folder.path)/\(name).pub", "--log-threshold", "0"] }

        /// Puts a signature beside the image into the layout, under the tag `signed`.
        ///
        /// - Returns: the digest of the payload.
        func signed(_ image: Digest) throws -> Digest {
            let payload = """
                {"critical":{"identity":{"docker-reference":"registry.example/team/app"},"image":{\
                "docker-manifest-digest":"\(image)"},"type":"cosign container image signature"},"optional":null}
                """
            try folder.write(Array(payload.utf8), to: "payload")
            let signature = try folder.run("openssl dgst -sha256 -sign plain.key payload")
            let layer = TestLayout.Layer(
                stored: Array(payload.utf8), plain: Array(payload.utf8),
                mediaType: "application/vnd.dev.cosign.simplesigning.v1+json")
            var manifest = try layout.image(
                [layer],
                change: { layers in
                    layers[0].annotations = ["dev.cosignproject.cosign/signature": Base64.encode(signature)]
                })
            manifest.platform = nil
            manifest.annotations["org.opencontainers.image.ref.name"] = "signed"
            try layout.finish([self.image, manifest])
            return Digest.of(Array(payload.utf8))
        }

        /// A bundle around a statement about the image, signed by OpenSSL.
        func bundle(predicateType: String) throws -> String {
            let statement = """
                {"_type":"https://in-toto.io/Statement/v1","subject":[{"digest":{"sha256":"\(image.digest.hex)"}}],\
                "predicateType":"\(predicateType)","predicate":{}}
                """
            let type = "application/vnd.in-toto+json"
            try folder.write(
                Array("DSSEv1 \(type.utf8.count) \(type) \(statement.utf8.count) \(statement)".utf8), to: "covered")
            let signature = try folder.run("openssl dgst -sha256 -sign plain.key covered")
            try folder.write(
                Array(
                    """
                    {"mediaType":"application/vnd.dev.sigstore.bundle.v0.3+json","verificationMaterial":{\
                    "publicKey":{"hint":""},"tlogEntries":[]},"dsseEnvelope":{"payloadType":"\(type)",\
                    "payload":"\(Base64.encode(Array(statement.utf8)))","signatures":[{"sig":\
                    "\(Base64.encode(signature))","keyid":""}]}}
                    """.utf8), to: "bundle.json")
            return "\(folder.path)/bundle.json"
        }
    }

    @Test(arguments: ["referrer", "tag"])
    func `an image is signed and attested where it is, in a registry and in a layout`(form: String) throws {
        guard let bench = try Bench() else { return }
        try bench.folder.write(Array(#"{"bomFormat":"CycloneDX","specVersion":"1.6"}"#.utf8), to: "sbom.json")
        try bench.registry.copy(bench.layout, tag: "1", to: "team/app:1")
        let places = [bench.reference, "oci:\(bench.layout.path):1"]
        let key = ["--key", "\(bench.folder.path)/plain.key", "--form", form]
        for place in places {
            #expect(try bench.verify(bench.key("plain"), reference: place).status == 1)
            let signed = try bench.run(["sign", place] + key)
            #expect(signed.status == 0 && signed.output.hasPrefix("sha256:"), "\(signed.errors)")
            let good = try bench.verify(bench.key("plain"), reference: place)
            #expect(good.status == 0 && good.output.contains("\(bench.image.digest)"), "\(good.output) \(good.errors)")
            #expect(try bench.verify(bench.key("other"), reference: place).status == 1)
            let typed = bench.key("plain") + ["--type", "cyclonedx"]
            #expect(try bench.verify(typed, reference: place).status == 1)
            let attested = try bench.run(
                ["attest", place, "--type", "cyclonedx", "--predicate", "\(bench.folder.path)/sbom.json"] + key)
            #expect(attested.status == 0, "\(attested.errors)")
            #expect(try bench.verify(typed, reference: place).status == 0)
            #expect(try bench.verify(bench.key("plain"), reference: place).status == 0)
        }
        let misplaced = try bench.run(["sign", places[0], "--bundle", "\(bench.folder.path)/b"] + key)
        #expect(misplaced.status == 2 && misplaced.errors.contains("beside the image"), "\(misplaced.errors)")
    }

    @Test func `a signature in the classic layout, made by OpenSSL and pushed by skopeo, is verified`() throws {
        guard let bench = try Bench() else { return }
        let nothing = try bench.verify(bench.key("plain"), reference: "\(bench.registry.place)/team/none:1")
        #expect(nothing.status == 2, "\(nothing.errors)")
        let payload = try bench.signed(bench.image.digest)
        try bench.registry.copy(bench.layout, tag: "1", to: "team/app:1")
        let tag = "sha256-\(bench.image.digest.hex).sig"
        try bench.registry.copy(bench.layout, tag: "signed", to: "team/app:\(tag)")
        let good = try bench.verify(bench.key("plain"))
        #expect(good.status == 0, "\(good.output) \(good.errors)")
        #expect(good.output.contains("signed as registry.example/team/app"), "\(good.output)")
        let logged = try bench.verify(["--key", "\(bench.folder.path)/plain.pub"])
        #expect(logged.status == 1)
        #expect(logged.output.contains("tlog.none"), "\(logged.output)")
        let other = try bench.verify(bench.key("other") + ["--format", "json"])
        #expect(other.status == 1)
        let report = try JSONDocument(other.output).root
        #expect(report["verified"]?.bool == false)
        #expect(report["signatures"]?[0]?["kind"]?.string == "signature")
        #expect(report["signatures"]?[0]?["reason"]?["code"]?.string == "sig.artifact", "\(other.output)")
        // The same image without its signatures.
        try bench.registry.copy(bench.layout, tag: "1", to: "team/copy:1")
        let unsigned = try bench.verify(bench.key("plain"), reference: "\(bench.registry.place)/team/copy:1")
        #expect(unsigned.status == 1)
        #expect(unsigned.output.contains("nothing at all"), "\(unsigned.output)")
        #expect(try bench.verify(bench.key("plain") + ["--offline"]).status == 2)
        // In the layout the tag is another, and so is none of this image; a byte of the payload is turned there.
        #expect(try bench.verify(bench.key("plain"), reference: "oci:\(bench.layout.path):1").status == 1)
        let index = try bench.layout.folder.read("index.json")
        try bench.layout.folder.write(
            Array(String(decoding: index, as: UTF8.self).replacing("\"signed\"", with: "\"\(tag)\"").utf8),
            to: "index.json")
        let local = try bench.verify(bench.key("plain"), reference: "oci:\(bench.layout.path)")
        #expect(local.status == 0, "\(local.output) \(local.errors)")
        try bench.layout.folder.run("printf X | dd of=\(bench.layout.blob(payload)) bs=1 seek=30 conv=notrunc")
        let altered = try bench.verify(bench.key("plain"), reference: "oci:\(bench.layout.path):1")
        #expect(altered.status == 1)
        #expect(altered.output.contains("place.altered"), "\(altered.output)")
    }

    @Test(arguments: ["referrer", "tag"])
    func `a bundle is attached to its image and to no other, in a registry and in a layout`(form: String) throws {
        guard let bench = try Bench() else { return }
        try bench.registry.copy(bench.layout, tag: "1", to: "team/app:1")
        let bundle = try bench.bundle(predicateType: "https://example.org/checked")
        let places = [bench.reference, "oci:\(bench.layout.path):1"]
        for place in places {
            let attached = try bench.run(["attach", place, "--bundle", bundle, "--form", form])
            #expect(attached.status == 0, "\(attached.errors)")
            #expect(attached.output.hasPrefix("sha256:"))
            let asked = bench.key("plain") + ["--type", "https://example.org/checked"]
            let good = try bench.verify(asked, reference: place)
            #expect(good.status == 0, "\(good.output) \(good.errors)")
            // An attestation is no signature, and another type is not what was asked for.
            #expect(try bench.verify(bench.key("plain"), reference: place).status == 1)
            #expect(try bench.verify(bench.key("plain") + ["--type", "spdx"], reference: place).status == 1)
            #expect(
                try bench.verify(bench.key("other") + ["--type", "https://example.org/checked"], reference: place)
                    .status == 1)
        }
        let other = try TestLayout()
        var image = try other.image([TestLayout.gzip(TestLayout.tar([("etc/motd", "lead")]))])
        image.annotations["org.opencontainers.image.ref.name"] = "1"
        try other.finish([image])
        let refused = try bench.run(["attach", "oci:\(other.path):1", "--bundle", bundle, "--form", form])
        #expect(refused.status == 1)
        #expect(refused.errors.contains("another artifact"), "\(refused.errors)")
    }
}
