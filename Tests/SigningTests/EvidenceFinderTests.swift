import Content
import OCI
import Testing

@testable import Signing

/// Signatures in every layout that is in use, and places that lie.
@Suite struct EvidenceFinderTests {
    private static let image = Digest.of(Array("an image".utf8))
    private static let other = Digest.of(Array("another image".utf8))
    private static let payload = SimpleSigning(reference: "registry.example/app", digest: image).json

    private static func tag(_ image: Digest, _ suffix: String) -> String { "sha256-\(image.hex).\(suffix)" }

    private static func reason(_ found: FoundEvidence, _ instance: TestInstance) throws -> VerificationCode? {
        let verifier = BundleVerifier(root: try instance.trustRoot(), policy: TestInstance.identity)
        if case .failure(let rejection) = found.verify(verifier) { return rejection.reason.code }
        return nil
    }

    @Test func `the payload is written as cosign writes it`() throws {
        #expect(
            String(decoding: Self.payload, as: UTF8.self)
                == #"{"critical":{"identity":{"docker-reference":"registry.example/app"},"image":{"#
                + #""docker-manifest-digest":"\#(Self.image)"},"type":"cosign container image signature"},"optional":null}"#
        )
        #expect(try SimpleSigning(json: Self.payload).failures(image: Self.image).isEmpty)
    }

    @Test func `each layout is found, and its signatures verify`() async throws {
        let instance = try TestInstance()
        var place = MemoryPlace()
        let signature = try instance.signatureLayer(Self.payload)
        let statement = TestInstance.statement(about: Self.image)
        let attestation = try instance.attestationLayer(statement)
        place.tags[Self.tag(Self.image, "sig")] = place.manifest([signature])
        place.tags[Self.tag(Self.image, "att")] = place.manifest([attestation])
        place.tags[Self.tag(Self.image, "sbom")] = place.manifest([.init(type: "text/spdx+json", bytes: [1])])
        let bundle = try instance.draft(
            payload: TestInstance.statement(about: Self.image, type: FoundEvidence.signaturePredicate)
        ).json
        place.listed[Self.image] = [
            place.manifest(
                [signature], artifactType: "application/vnd.dev.cosign.artifact.sig.v1+json", subject: Self.image),
            place.manifest(
                [.init(type: Bundle.mediaType, bytes: bundle)], artifactType: Bundle.mediaType, subject: Self.image),
            place.manifest(
                [.init(type: Bundle.mediaType, bytes: try instance.draft(payload: statement).json)],
                artifactType: Bundle.mediaType, subject: Self.image),
        ]
        let found = try await place.find(Self.image)
        #expect(
            found.map(\.kind) == [.signature, .attestation, .billOfMaterials, .signature, .signature, .attestation])
        #expect(
            try found.map { try Self.reason($0, instance) } == [nil, nil, .unsigned, nil, nil, nil])
        #expect(
            found.map(\.predicateType) == [
                nil, "https://slsa.dev/provenance/v1", nil, nil, FoundEvidence.signaturePredicate,
                "https://slsa.dev/provenance/v1",
            ])
        #expect(found.map(\.isUnsigned) == [false, false, true, false, false, false])
        let verifier = BundleVerifier(root: try instance.trustRoot(), policy: TestInstance.identity)
        let verified = try found[0].verify(verifier).get()
        #expect(verified.signedName == "registry.example/app")
        #expect(verified.times.map(\.source) == [.log])
        // The timestamp of a classic attestation is of its envelope, not of its signature.
        #expect(try found[1].verify(verifier).get().times.map(\.source) == [.log, .authority])
    }

    @Test func `a managed key is enough where its signature is logged`() async throws {
        let instance = try TestInstance(leaf: .ed25519)
        var place = MemoryPlace()
        place.tags[Self.tag(Self.image, "sig")] = place.manifest([
            try instance.signatureLayer(Self.payload, managed: true),
            try instance.signatureLayer(Self.payload, managed: true, logged: false),
        ])
        place.tags[Self.tag(Self.image, "att")] = place.manifest([
            try instance.attestationLayer(TestInstance.statement(about: Self.image), managed: true)
        ])
        var policy = VerificationPolicy(signer: .keys([instance.leafKey.publicKey]))
        let root = try instance.trustRoot()
        let found = try await place.find(Self.image)
        func good(_ policy: VerificationPolicy) -> [Bool] {
            found.map { (try? $0.verify(BundleVerifier(root: root, policy: policy)).get()) != nil }
        }
        #expect(good(policy) == [true, false, true])
        policy.logs = 0
        #expect(good(policy) == [true, true, true])
        policy.signer = .keys([try SigningKey(generating: .ed25519).publicKey])
        #expect(good(policy) == [false, false, false])
    }

    @Test func `keys and identities may be asked for together`() async throws {
        let instance = try TestInstance()
        var place = MemoryPlace()
        place.tags[Self.tag(Self.image, "sig")] = place.manifest([
            try instance.signatureLayer(Self.payload), try instance.signatureLayer(Self.payload, managed: true),
        ])
        let found = try await place.find(Self.image)
        let root = try instance.trustRoot()
        let identity = IdentityPolicy(subject: .exact(TestInstance.subject), issuer: .exact(TestInstance.issuer))
        let nobody = IdentityPolicy(subject: .exact("nobody"), issuer: .exact(TestInstance.issuer))
        func reasons(_ keys: [VerificationKey], _ identities: [IdentityPolicy]) -> [VerificationCode?] {
            let verifier = BundleVerifier(root: root, policy: VerificationPolicy(signer: .either(keys, identities)))
            return found.map { item in
                if case .failure(let rejection) = item.verify(verifier) { return rejection.reason.code }
                return nil
            }
        }
        let (own, other) = (instance.leafKey.publicKey, try SigningKey(generating: .p256).publicKey)
        #expect(reasons([other, own], [nobody, identity]) == [nil, nil])
        #expect(reasons([other], [identity]) == [nil, .signatureArtifact])
        #expect(reasons([], [identity]) == [nil, .keyRequired])
        #expect(reasons([other], [nobody]) == [.identitySAN, .signatureArtifact])
        #expect(reasons([other], []) == [.identitySAN, .signatureArtifact])
    }

    struct Wrong: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var code: VerificationCode
        var change: @Sendable (inout MemoryPlace.Layer, TestInstance) throws -> Void
    }

    private static func payload(_ text: String, _ instance: TestInstance) throws -> MemoryPlace.Layer {
        try instance.signatureLayer(Array(text.utf8))
    }

    private static let wrong: [Wrong] = [
        Wrong(testDescription: "a signature of another image", code: .payloadDigest) { layer, instance in
            layer = try instance.signatureLayer(SimpleSigning(reference: "r", digest: other).json)
        },
        Wrong(testDescription: "a payload of another type", code: .payloadType) { layer, instance in
            let text = String(decoding: payload, as: UTF8.self)
            layer = try payload(text.split(separator: "container").joined(separator: "package"), instance)
        },
        Wrong(testDescription: "a payload that is none", code: .payloadFormat) { layer, instance in
            layer = try payload(#"{"critical":{}}"#, instance)
        },
        Wrong(testDescription: "a digest twice", code: .payloadFormat) { layer, instance in
            let image = #""image":{"docker-manifest-digest":"\#(image)"}"#
            layer = try payload(
                #"{"critical":{"identity":{"docker-reference":""},\#(image),\#(image),"type":"\#(SimpleSigning.type)"}}"#,
                instance)
        },
        Wrong(testDescription: "another payload under the signature", code: .signatureArtifact) { layer, _ in
            layer.bytes = SimpleSigning(reference: "elsewhere", digest: image).json
        },
        Wrong(testDescription: "no signature", code: .annotation) { layer, _ in
            layer.annotations[CosignLayer.signature] = nil
        },
        Wrong(testDescription: "a signature that is not base 64", code: .annotation) { layer, _ in
            layer.annotations[CosignLayer.signature] = "*"
        },
        Wrong(testDescription: "a certificate that is none", code: .annotation) { layer, _ in
            layer.annotations[CosignLayer.certificate] = PEM(label: "CERTIFICATE", content: [1, 2]).text
        },
        Wrong(testDescription: "no certificate", code: .keyRequired) { layer, _ in
            layer.annotations[CosignLayer.certificate] = nil
        },
        Wrong(testDescription: "no entry", code: .noEntry) { layer, _ in
            layer.annotations[CosignLayer.bundle] = nil
        },
        Wrong(testDescription: "an entry without its promise", code: .annotation) { layer, _ in
            let text = layer.annotations[CosignLayer.bundle] ?? ""
            layer.annotations[CosignLayer.bundle] =
                #"{"SignedEntryTimestamp":"","# + text.drop { $0 != "," }.dropFirst()
        },
        Wrong(testDescription: "a promise for another time", code: .setSignature) { layer, _ in
            let time = "\"integratedTime\":\(TestInstance.start.seconds + 30)"
            let parts = (layer.annotations[CosignLayer.bundle] ?? "").split(separator: time)
            layer.annotations[CosignLayer.bundle] = parts.joined(
                separator: "\"integratedTime\":\(TestInstance.start.seconds + 31)")
        },
        Wrong(testDescription: "the entry of another signature", code: .entrySignatureMismatch) { layer, instance in
            layer.annotations[CosignLayer.signature] = Base64.encode(
                try instance.leafKey.signature(of: .message(payload)))
        },
        Wrong(testDescription: "an entry that is no JSON", code: .annotation) { layer, _ in
            layer.annotations[CosignLayer.bundle] = "{"
        },
    ]

    @Test(arguments: wrong) func `a wrong classic signature is refused for its reason`(wrong: Wrong) async throws {
        let instance = try TestInstance()
        var layer = try instance.signatureLayer(Self.payload)
        try wrong.change(&layer, instance)
        var place = MemoryPlace()
        place.tags[Self.tag(Self.image, "sig")] = place.manifest([layer])
        let found = try await place.find(Self.image)
        #expect(found.count == 1)
        #expect(try found.map { try Self.reason($0, instance) } == [wrong.code])
    }

    @Test func `a bit that is turned anywhere in a classic signature is noticed`() async throws {
        let instance = try TestInstance()
        let good = try instance.signatureLayer(Self.payload)
        let verifier = BundleVerifier(root: try instance.trustRoot(), policy: TestInstance.identity)
        func accepts(_ layer: MemoryPlace.Layer) async throws -> Bool {
            var place = MemoryPlace()
            place.tags[Self.tag(Self.image, "sig")] = place.manifest([layer])
            return try await place.find(Self.image).contains { (try? $0.verify(verifier).get()) != nil }
        }
        #expect(try await accepts(good))
        var layers: [MemoryPlace.Layer] = []
        for index in stride(from: 0, to: good.bytes.count, by: 3) {
            var layer = good
            layer.bytes[index] ^= 1
            layers.append(layer)
        }
        for name in [CosignLayer.signature, CosignLayer.certificate, CosignLayer.bundle] {
            let text = Array((good.annotations[name] ?? "").utf8)
            for index in stride(from: 0, to: text.count, by: 17) {
                var turned = text
                turned[index] ^= 1
                var layer = good
                layer.annotations[name] = String(decoding: turned, as: UTF8.self)
                layers.append(layer)
            }
        }
        #expect(layers.count > 150)
        for (index, layer) in layers.enumerated() {
            #expect(try await !accepts(layer), "change \(index)")
        }
    }

    @Test func `an attestation about another image is refused, also as a bundle`() async throws {
        let instance = try TestInstance()
        let statement = TestInstance.statement(about: Self.other)
        var place = MemoryPlace()
        place.tags[Self.tag(Self.image, "att")] = place.manifest([try instance.attestationLayer(statement)])
        place.listed[Self.image] = [
            place.manifest(
                [.init(type: Bundle.mediaType, bytes: try instance.draft(payload: statement).json)],
                artifactType: Bundle.mediaType, subject: Self.image)
        ]
        let found = try await place.find(Self.image)
        #expect(try found.map { try Self.reason($0, instance) } == [.subjectMismatch, .subjectMismatch])
    }

    @Test func `bytes that were altered in the place are refused`() async throws {
        let instance = try TestInstance()
        var place = MemoryPlace()
        let layer = try instance.signatureLayer(Self.payload)
        place.tags[Self.tag(Self.image, "sig")] = place.manifest([layer])
        let manifest = place.tags[Self.tag(Self.image, "sig")]
        let digest = Digest.of(layer.bytes)
        place.blobs[digest]?[20] ^= 1
        var found = try await place.find(Self.image)
        #expect(try found.map { try Self.reason($0, instance) } == [.altered])
        #expect(!found[0].isUnreadable)
        place.blobs[digest] = nil
        found = try await place.find(Self.image)
        #expect(try found.map { try Self.reason($0, instance) } == [.unreadable])
        #expect(found[0].isUnreadable)
        if let manifest { place.blobs[manifest.digest]?[0] ^= 1 }
        found = try await place.find(Self.image)
        #expect(try found.map { try Self.reason($0, instance) } == [.altered])
    }

    @Test func `a list of referrers that lies is not believed`() async throws {
        let instance = try TestInstance()
        var place = MemoryPlace()
        let layer = MemoryPlace.Layer(
            type: Bundle.mediaType,
            bytes: try instance.draft(payload: TestInstance.statement(about: Self.image)).json)
        let foreign = place.manifest([layer], artifactType: Bundle.mediaType, subject: Self.other)
        let without = place.manifest([layer], artifactType: Bundle.mediaType)
        let absent = Descriptor(mediaType: MediaType.ociManifest, digest: Digest.of([1]), size: 1)
        var longer = place.manifest([layer, layer], artifactType: Bundle.mediaType, subject: Self.image)
        longer.size += 1
        let unknown = place.manifest(
            [.init(type: "application/jose+json", bytes: [1])], artifactType: "application/vnd.cncf.notary.signature",
            subject: Self.image)
        let broken = place.add(Array("{".utf8), type: MediaType.ociManifest)
        place.listed[Self.image] = [foreign, without, absent, longer, unknown, broken]
        let found = try await place.find(Self.image)
        #expect(
            try found.map { try Self.reason($0, instance) } == [
                .foreignSubject, .foreignSubject, .unreadable, .altered, .foreignType, .unreadable,
            ])
    }

    @Test func `what BuildKit puts into an index is found, and is signed by no one`() async throws {
        var place = MemoryPlace()
        func attestation(_ image: Digest, _ place: inout MemoryPlace) -> String {
            let manifest = place.manifest([
                .init(
                    type: "application/vnd.in-toto+json", bytes: TestInstance.statement(about: image),
                    annotations: ["in-toto.io/predicate-type": "https://spdx.dev/Document"])
            ])
            return """
                {"mediaType":"\(manifest.mediaType)","digest":"\(manifest.digest)","size":\(manifest.size),\
                "platform":{"os":"unknown","architecture":"unknown"},"annotations":{\
                "vnd.docker.reference.type":"attestation-manifest","vnd.docker.reference.digest":"\(image)"}}
                """
        }
        let entries = [attestation(Self.image, &place), attestation(Self.other, &place)]
        let index = place.add(
            Array(#"{"schemaVersion":2,"manifests":[\#(entries.joined(separator: ","))]}"#.utf8),
            type: MediaType.ociIndex)
        let found = try await place.find(Self.image, index.digest, index: index)
        #expect(found.map(\.origin) == [.index])
        #expect(found.map(\.predicateType) == ["https://spdx.dev/Document"])
        #expect(found.map(\.isUnsigned) == [true])
    }

    @Test func `a signature of the index is found beside that of the image`() async throws {
        let instance = try TestInstance()
        var place = MemoryPlace()
        let payload = SimpleSigning(reference: "r", digest: Self.other).json
        place.tags[Self.tag(Self.other, "sig")] = place.manifest([try instance.signatureLayer(payload)])
        place.marks = [place.manifest([try instance.signatureLayer(payload)])]
        let found = try await place.find(Self.image, Self.other)
        #expect(found.map(\.image) == [Self.other, Self.other])
        #expect(try found.map { try Self.reason($0, instance) } == [nil, nil])
    }

    @Test func `counts and sizes are bounded, and what was left out is told`() async throws {
        var place = MemoryPlace()
        place.listed[Self.image] = (0..<300).map {
            place.manifest([.init(type: "x", bytes: Array("\($0)".utf8))], subject: Self.image)
        }
        var found = try await place.find(Self.image)
        #expect(found.count == EvidenceFinder.manifestLimit + 1)
        #expect(found.last?.isUnreadable == true)
        place.listed = [:]
        let layers = (0..<300).map { MemoryPlace.Layer(type: "text/spdx", bytes: Array("\($0)".utf8)) }
        place.tags[Self.tag(Self.image, "sbom")] = place.manifest(layers)
        found = try await place.find(Self.image)
        #expect(found.count == EvidenceFinder.layerLimit + 1)
        #expect(found.last?.isUnreadable == true)
        let large = [UInt8](repeating: 0x20, count: SimpleSigning.limit + 1)
        place.tags = [Self.tag(Self.image, "sig"): place.manifest([.init(type: SimpleSigning.mediaType, bytes: large)])]
        found = try await place.find(Self.image)
        #expect(found.map(\.isUnreadable) == [true])
    }
}
