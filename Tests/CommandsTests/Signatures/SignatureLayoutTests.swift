import ArgumentParser
import Attestation
import Content
import JSONText
import OCI
import Testing

@testable import Commands
@testable import Signing

/// Storing signatures beside images and finding them again, in registries and layouts.
@Suite(.timeLimit(.minutes(5))) struct SignatureLayoutTests {
    /// An image without layers for this machine, and an index that holds it.
    private struct Small {
        let configuration: [UInt8]
        let manifest: [UInt8]
        let index: [UInt8]
        var image: Digest { Digest.of(manifest) }

        init() {
            let host = Platform.host
            configuration = Array(
                #"{"os":"linux","architecture":"\#(host.architecture)","rootfs":{"type":"layers","diff_ids":[]}}"#.utf8)
            manifest = Array(
                """
                {"schemaVersion":2,"mediaType":"\(MediaType.ociManifest)","config":{"mediaType":\
                "\(MediaType.ociConfiguration)","digest":"\(Digest.of(configuration))","size":\(configuration.count)},\
                "layers":[]}
                """.utf8)
            index = Array(
                """
                {"schemaVersion":2,"mediaType":"\(MediaType.ociIndex)","manifests":[{"mediaType":\
                "\(MediaType.ociManifest)","digest":"\(Digest.of(manifest))","size":\(manifest.count),"platform":{\
                "os":"linux","architecture":"\(host.architecture)"}}]}
                """.utf8)
        }

        func put(into registry: KeepingRegistry) {
            registry.put(blob: configuration)
            registry.put(manifest: manifest, tag: "1")
            registry.put(manifest: index, tag: "all")
        }

        func write(into directory: String) throws {
            let layout = try LayoutWriter(directory: directory)
            _ = try layout.add(configuration)
            _ = try layout.add(
                manifest: manifest, mediaType: MediaType.ociManifest, artifactType: nil, tag: "1")
        }
    }

    private static let provenance = "https://slsa.dev/provenance/v1"

    /// A bundle around a statement, signed with a key and logged nowhere.
    private static func bundle(
        of image: Digest, _ key: SigningKey, type: String = FoundEvidence.signaturePredicate
    ) throws -> [UInt8] {
        try bundle(Statement(subjects: [.init(digest: image)], predicateType: type, predicate: nil), key)
    }

    private static func bundle(_ statement: Statement, _ key: SigningKey) throws -> [UInt8] {
        let envelope = try DSSE.sign(statement, with: key)
        return Array(
            """
            {"mediaType":"\(Signing.Bundle.mediaType)","verificationMaterial":{"publicKey":{"hint":\
            "\(key.publicKey.keyID)"},"tlogEntries":[]},"dsseEnvelope":\(String(decoding: envelope.json, as: UTF8.self))}
            """.utf8)
    }

    /// A bundle over the payload of a classic signature.
    private static func bundle(payload: [UInt8], _ key: SigningKey) throws -> [UInt8] {
        let signature = try key.signature(of: .message(payload))
        return Array(
            """
            {"mediaType":"\(Signing.Bundle.mediaType)","verificationMaterial":{"publicKey":{"hint":""}},\
            "messageSignature":{"signature":"\(Base64.encode(signature))"}}
            """.utf8)
    }

    /// A signature for the classic layout.
    private static func signature(of image: Digest, _ key: SigningKey) throws -> EvidenceUpload.Item {
        let payload = SimpleSigning(reference: "registry.example/app", digest: image)
        return .signature(payload, bundle: try bundle(payload: payload.json, key))
    }

    private static func options() throws -> SourceOptions { try SourceOptions.parse([]) }

    private static func verdict(
        _ reference: String, _ keys: [SigningKey], type: String? = nil, threshold: Int = 1
    ) async throws -> (verdict: SignatureVerdict, reports: [SignatureReport]) {
        var policy = VerificationPolicy(signer: .keys(keys.map(\.publicKey)))
        policy.logs = 0
        let verifier = BundleVerifier(root: try PublicGoodRoot.load(), policy: policy)
        let evidence = try await ImageEvidence.collect(reference, options(), searching: true)
        let reports = evidence.found.map {
            SignatureReport($0, verifier, types: type.flatMap { PredicateNames.types(of: $0) })
        }
        return (SignatureVerdict(reports, threshold: threshold, predicate: type), reports)
    }

    private static func attach(
        _ json: [UInt8], to reference: String, as form: EvidenceUpload.Form = .referrer
    ) async throws -> Digest {
        let images = try await ImageEvidence.collect(reference, options(), searching: false).images
        let bundle = try Signing.Bundle(json: json)
        let image = try #require(images.last { bundle.speaks(of: $0.digest) })
        return try await EvidenceUpload(reference, options()).store(.bundle(json, form), of: image)
    }

    @Test(arguments: [true, false])
    func `what is stored in a registry is found there, with the referrers API and without`(api: Bool) async throws {
        let registry = try await KeepingRegistry(hasReferrers: api)
        let small = Small()
        small.put(into: registry)
        let reference = "\(registry.reference):1"
        let keys = try (0..<3).map { _ in try SigningKey(generating: .p256) }
        var outcome = try await Self.verdict(reference, keys)
        #expect(outcome.reports.isEmpty)
        #expect(outcome.verdict.status == .failed)
        for key in keys[..<2] { _ = try await Self.attach(Self.bundle(of: small.image, key), to: reference) }
        for key in keys[..<2] {
            _ = try await Self.attach(
                Self.bundle(of: small.image, key, type: Self.provenance), to: reference, as: .tag)
        }
        outcome = try await Self.verdict(reference, keys, threshold: 2)
        #expect(outcome.verdict.status == .passed, "\(outcome.verdict.text)")
        #expect(outcome.reports.count == 4)
        #expect(outcome.reports.allSatisfy { $0.isVerified })
        #expect(outcome.reports.filter(\.counts).count == 2)
        #expect(try await Self.verdict(reference, keys, threshold: 3).verdict.status == .failed)
        #expect(try await Self.verdict(reference, [keys[2]]).verdict.status == .failed)
        #expect(
            try await Self.verdict(reference, keys, type: "slsaprovenance1", threshold: 2).verdict.status == .passed)
        #expect(try await Self.verdict(reference, keys, type: "spdx").verdict.status == .failed)
        let tag = "sha256-\(small.image.hex)"
        let list = try registry.manifest(tag).map { try Index($0, subject: tag).manifests }
        #expect(list?.count == (api ? nil : 2))
        if let list {
            #expect(list.allSatisfy { $0.artifactType == Signing.Bundle.mediaType })
            #expect(
                list.allSatisfy {
                    $0.annotations["dev.sigstore.bundle.predicateType"] == FoundEvidence.signaturePredicate
                })
        }
        let classic = try #require(registry.manifest("\(tag).att"))
        let layers = try Manifest(classic, digest: Digest.of(classic)).layers
        #expect(layers.map(\.mediaType) == [CosignLayer.envelopeType, CosignLayer.envelopeType])
        #expect(layers.map { $0.annotations["predicateType"] } == [Self.provenance, Self.provenance])
        // The same referrer is listed once.
        let again = try Self.bundle(of: small.image, try SigningKey(generating: .ed25519))
        let first = try await Self.attach(again, to: reference)
        #expect(try await Self.attach(again, to: reference) == first)
        #expect(try await Self.verdict(reference, keys).reports.count == 5)
    }

    @Test func `classic signatures are stored one behind the other, in a registry and in a layout`() async throws {
        let registry = try await KeepingRegistry(hasReferrers: false)
        let small = Small()
        small.put(into: registry)
        let folder = try TemporaryFolder()
        try small.write(into: "\(folder.path)/image")
        let keys = try [KeyAlgorithm.p256, .p384, .ed25519].map { try SigningKey(generating: $0) }
        for reference in ["\(registry.reference):1", "oci:\(folder.path)/image:1"] {
            let images = try await ImageEvidence.collect(reference, Self.options(), searching: false).images
            let image = try #require(images.first)
            for key in keys {
                _ = try await EvidenceUpload(reference, Self.options()).store(
                    Self.signature(of: small.image, key), of: image)
            }
            let outcome = try await Self.verdict(reference, keys, threshold: 3)
            #expect(outcome.verdict.status == .passed, "\(outcome.verdict.text)")
            #expect(
                outcome.reports.map(\.evidence?.origin)
                    == Array(
                        repeating: .tag(EvidenceManifest.tag(of: small.image, .signature)), count: 3))
        }
        // What an image's configuration must say of layers, it says.
        let bytes = try #require(registry.manifest(EvidenceManifest.tag(of: small.image, .signature)))
        let manifest = try Manifest(bytes, digest: Digest.of(bytes))
        #expect(manifest.configuration.mediaType == MediaType.ociConfiguration)
        #expect(manifest.layers.count == 3)
        #expect(manifest.layers.allSatisfy { $0.mediaType == SimpleSigning.mediaType })
    }

    @Test(arguments: EvidenceUpload.Form.allCases)
    func `an image is signed where it is, and its index when that was asked for`(form: EvidenceUpload.Form) async throws
    {
        let registry = try await KeepingRegistry(hasReferrers: true)
        let small = Small()
        small.put(into: registry)
        let folder = try TemporaryFolder()
        try small.write(into: "\(folder.path)/image")
        let key = try SigningKey(generating: .p256)
        let signing = ImageSigning(maker: SignatureMaker(key: key))
        for (reference, image) in [
            ("\(registry.reference):all", Digest.of(small.index)), ("oci:\(folder.path)/image", small.image),
        ] {
            #expect(try await Self.verdict(reference, [key]).verdict.status == .failed)
            let signed = try await signing.sign(reference, Self.options(), as: form)
            #expect(signed.image == image)
            let outcome = try await Self.verdict(reference, [key])
            #expect(outcome.verdict.status == .passed, "\(outcome.verdict.text)")
            #expect(outcome.reports.map(\.evidence?.manifest) == [signed.manifest])
        }
    }

    @Test func `a signature of the index is one of the image that was asked for by it`() async throws {
        let registry = try await KeepingRegistry(hasReferrers: true)
        let small = Small()
        small.put(into: registry)
        let key = try SigningKey(generating: .p256)
        _ = try await Self.attach(Self.bundle(of: Digest.of(small.index), key), to: "\(registry.reference):all")
        #expect(try await Self.verdict("\(registry.reference):all", [key]).verdict.status == .passed)
        // By its own digest the image is not the index.
        #expect(try await Self.verdict("\(registry.reference)@\(small.image)", [key]).verdict.status == .failed)
    }

    @Test func `signatures are looked for in another repository where that is named`() async throws {
        let registry = try await KeepingRegistry(hasReferrers: true)
        let small = Small()
        small.put(into: registry)
        let folder = try TemporaryFolder()
        let path = "\(folder.path)/image"
        try small.write(into: path)
        let key = try SigningKey(generating: .p256)
        _ = try await Self.attach(Self.bundle(of: small.image, key), to: "\(registry.reference):1")
        let here = try await ImageEvidence.collect("oci:\(path)", Self.options(), searching: true)
        #expect(here.found.isEmpty)
        let there = try await ImageEvidence.collect(
            "oci:\(path)", Self.options(), searching: true, elsewhere: try RegistryReference(registry.reference))
        #expect(there.images == here.images)
        #expect(there.found.map(\.kind) == [.signature])
    }

    @Test func `a signature of another image moved over is refused`() async throws {
        let registry = try await KeepingRegistry(hasReferrers: true)
        let small = Small()
        small.put(into: registry)
        let key = try SigningKey(generating: .p256)
        let reference = "\(registry.reference):1"
        let foreign = try Self.bundle(of: Digest.of([1]), key)
        let images = try await ImageEvidence.collect(reference, Self.options(), searching: false).images
        _ = try await EvidenceUpload(reference, Self.options()).store(
            .bundle(foreign, .referrer), of: try #require(images.first))
        _ = try await EvidenceUpload(reference, Self.options()).store(
            Self.signature(of: Digest.of([1]), key), of: try #require(images.first))
        let outcome = try await Self.verdict(reference, [key])
        #expect(outcome.verdict.status == .failed)
        let codes = outcome.reports.compactMap { report in
            if case .failure(let rejection) = report.result { return rejection.reason.code }
            return nil as VerificationCode?
        }
        #expect(codes == [.payloadDigest, .subjectMismatch])
    }

    @Test func `a registry that lies or cannot be understood leaves the question open`() async throws {
        let registry = try await KeepingRegistry(hasReferrers: true)
        let small = Small()
        small.put(into: registry)
        let key = try SigningKey(generating: .p256)
        let reference = "\(registry.reference):1"
        let json = try Self.bundle(of: small.image, key)
        _ = try await Self.attach(json, to: reference)
        #expect(try await Self.verdict(reference, [key]).verdict.status == .passed)
        registry.alter(Digest.of(json))
        #expect(try await Self.verdict(reference, [key]).verdict.status == .failed)
        registry.lie("[")
        #expect(try await Self.verdict(reference, [key]).verdict.status == .unknown)
        registry.lie(
            #"{"manifests":[{"mediaType":"\#(MediaType.ociManifest)","digest":"\#(Digest.of([7]))","size":5}]}"#)
        #expect(try await Self.verdict(reference, [key]).verdict.status == .unknown)
        registry.lie(
            #"{"manifests":[{"mediaType":"\#(MediaType.ociManifest)","digest":"\#(small.image)","size":\#(small.manifest.count)}]}"#
        )
        #expect(try await Self.verdict(reference, [key]).verdict.status == .failed)
    }

    @Test func `a layout keeps signatures, and its image is still the only one in it`() async throws {
        let folder = try TemporaryFolder()
        let path = "\(folder.path)/image"
        let small = Small()
        try small.write(into: path)
        let key = try SigningKey(generating: .ed25519)
        _ = try await Self.attach(Self.bundle(of: small.image, key), to: "oci:\(path)")
        _ = try await Self.attach(
            Self.bundle(of: small.image, key, type: Self.provenance), to: "oci:\(path)", as: .tag)
        var outcome = try await Self.verdict("oci:\(path)", [key])
        #expect(outcome.verdict.status == .passed)
        #expect(outcome.reports.map(\.isVerified) == [true, true])
        try folder.run("tar -C image -cf image.tar .")
        outcome = try await Self.verdict("oci-archive:\(folder.path)/image.tar", [key], type: Self.provenance)
        #expect(outcome.verdict.status == .passed)
        #expect(throws: OCIError.self) {
            _ = try EvidenceUpload("oci-archive:\(folder.path)/image.tar", Self.options())
        }
        // Marked as `cosign save` does, without a tag or a subject.
        let index = String(decoding: try folder.read("image/index.json"), as: UTF8.self)
        let tag = EvidenceManifest.tag(of: small.image, .attestation)
        let marked = index.replacing(
            #""org.opencontainers.image.ref.name":"\#(tag)""#, with: #""kind":"dev.cosignproject.cosign/atts""#)
        #expect(marked != index)
        try folder.write(Array(marked.utf8), to: "image/index.json")
        outcome = try await Self.verdict("oci:\(path)", [key], type: Self.provenance)
        #expect(outcome.verdict.status == .passed)
    }

    @Test func `expressions match the whole of an identity`() throws {
        let expression = try IdentityExpression.whole("https://git[.]example/org/.*")
        #expect(expression.matches("https://git.example/org/app"))
        #expect(!expression.matches("https://evil.example/?https://git.example/org/app"))
        #expect(!expression.matches("https://gitxexample/org/app"))
        #expect(try !IdentityExpression.whole("a|b").matches("ac"))
        for wrong in ["(", "a)|(b", "[", "*"] {
            #expect(throws: (any Error).self, "\(wrong)") { try IdentityExpression.whole(wrong) }
        }
    }

    @Test func `several identities may sign, and some may be revoked`() throws {
        let arguments = try SignerArguments.parse([
            "--certificate-identity", "a@example.org", "--certificate-identity", "b@example.org",
            "--certificate-oidc-issuer-regexp", "https://.*", "--revoked-identity",
            "c@example.org * 2026-01-01T00:00:00Z",
        ])
        let policy = try arguments.policy()
        guard case .identities(let identities) = policy.signer else {
            Issue.record("no identities")
            return
        }
        #expect(identities.map(\.subject) == [.exact("a@example.org"), .exact("b@example.org")])
        #expect(identities.allSatisfy { $0.issuer.matches("https://issuer") && !$0.issuer.matches("x https://issuer") })
        #expect(policy.revocations.count == 1)
        #expect(policy.revocations.first?.since == Instant("2026-01-01T00:00:00Z"))
        for wrong in [
            ["--certificate-identity", "a", "--certificate-identity-regexp", "a", "--certificate-oidc-issuer", "i"],
            ["--certificate-identity-regexp", "(", "--certificate-oidc-issuer", "i"],
            ["--certificate-identity", "a"], ["--key", "k", "--revoked-identity", "alone"],
            ["--key", "k", "--revoked-identity", "a b yesterday"],
        ] {
            #expect(throws: (any Error).self, "\(wrong)") { try SignerArguments.parse(wrong) }
        }
    }
}
