import Content
import Glibc
import RegistryClient
import Signing
import Testing

@testable import Advisories
@testable import Commands

/// Who vouches for a database, and what is refused where a key is asked for.
@Suite(.timeLimit(.minutes(5))) struct DatabaseSignatureTests {
    private static let now = UpdateBench.now
    private static let later = Timestamp(seconds: now.seconds + UpdateBench.day)

    private static func keys() throws -> (own: SigningKey, other: SigningKey) {
        (try SigningKey(generating: .p256), try SigningKey(generating: .ed25519))
    }

    private static func check(
        _ envelope: [UInt8]?, _ file: [UInt8], _ keys: SigningKey...
    ) throws -> [VerificationKey] {
        let database = try AdvisoryDatabase(file)
        return try DatabaseSignature.verify(
            envelope, of: "x", content: database.digest, file: Digest.of(file), keys: keys.map(\.publicKey))
    }

    @Test func `a signature is good for its file and its keys, and for nothing else`() async throws {
        let bench = try await UpdateBench()
        let (own, other) = try Self.keys()
        try await bench.update()
        let file = try bench.bytes(bench.cache.database)
        let envelope = try DatabaseSignature.sign(file, with: own)
        #expect(try Self.check(envelope, file, own) == [own.publicKey])
        #expect(try Self.check(envelope, file, other, own) == [own.publicKey])
        #expect(throws: DatabaseTrustError.self) { try Self.check(envelope, file, other) }
        #expect(throws: DatabaseTrustError.unsigned(place: "x")) { try Self.check(nil, file, own) }
        #expect(throws: DatabaseTrustError.self) { try Self.check(Array("{}".utf8), file, own) }
        let younger = try AdvisoryDatabase.redated(file, created: Self.later, lifetime: 1 << 30).file
        #expect(throws: DatabaseTrustError.self) { try Self.check(envelope, younger, own) }
        // Without the file's own digest the content address decides.
        let content = try AdvisoryDatabase(younger).digest
        #expect(throws: DatabaseTrustError.self) {
            try DatabaseSignature.verify(envelope, of: "x", content: content, file: nil, keys: [own.publicKey])
        }
        #expect(DatabaseSignature.speaks(envelope, of: Digest.of(file)))
        #expect(!DatabaseSignature.speaks(envelope, of: Digest.of(younger)))
        #expect(!DatabaseSignature.speaks([1, 2, 3], of: Digest.of(file)))
        #expect(DatabaseSignature.description(nil).hasPrefix("none"))
        #expect(DatabaseSignature.description(envelope).contains(own.publicKey.keyID.prefix(16)))
        #expect(DatabaseSignature.description(envelope).contains("not checked"))
    }

    @Test func `a statement of the same key about something else is no signature of a database`() async throws {
        let bench = try await UpdateBench()
        let (own, _) = try Self.keys()
        try await bench.update()
        let file = try bench.bytes(bench.cache.database)
        let text = String(decoding: try DatabaseSignature.sign(file, with: own), as: UTF8.self)
        #expect(!text.isEmpty)
        let digest = Digest.of(file).hex
        let payload = """
            {"_type":"https://in-toto.io/Statement/v1","subject":[{"name":"x","digest":{"sha256":"\(digest)"}}],\
            "predicateType":"https://example.org/other","predicate":{"digest":"\(try AdvisoryDatabase(file).digest)"}}
            """
        let envelope = try TestEnvelope.sign(payload, own)
        #expect(throws: DatabaseTrustError.self) { try Self.check(envelope, file, own) }
        let right = try TestEnvelope.sign(
            payload.replacing("https://example.org/other", with: "obryza:advisories:v1"), own)
        #expect(try Self.check(right, file, own).count == 1)
    }

    @Test func `what is built here is signed, also when only its time changes`() async throws {
        let bench = try await UpdateBench()
        let (own, _) = try Self.keys()
        try await bench.update(key: own)
        func check() throws -> Bool {
            let envelope = try DatabaseSignature.beside(bench.cache.database)
            return try Self.check(envelope, bench.bytes(bench.cache.database), own) == [own.publicKey]
        }
        #expect(try check())
        try await bench.update(now: Self.later, key: own)
        #expect(try check())
        #expect(try bench.database().created == Self.later)
        // Nobody vouches for what was built without a key.
        bench.site.put("/pypa.ndjson", UpdateBench.records(0..<25))
        try await bench.update(now: Self.later)
        #expect(try DatabaseSignature.beside(bench.cache.database) == nil)
        try await bench.update(now: Self.later, key: own)
        #expect(try check())
    }

    @Test(arguments: ["file", "web", "layout"])
    func `where a key is asked for, only its database is taken`(_ kind: String) async throws {
        let bench = try await UpdateBench()
        let (own, other) = try Self.keys()
        let cache = UpdateCache("\(bench.folder.path)/own")
        /// Hands on what is in the cache of the bench; the place.
        func hand() async throws -> String {
            let parcel = DatabaseTransfer.Parcel(
                file: try bench.bytes(bench.cache.database),
                signature: try DatabaseSignature.beside(bench.cache.database))
            switch kind {
            case "web":
                bench.site.put("/a.db", parcel.file)
                bench.site.remove("/a.db.dsse")
                if let signature = parcel.signature { bench.site.put("/a.db.dsse", signature) }
                return bench.site.base + "/a.db"
            case "layout":
                let reference = "oci:\(bench.folder.path)/layout:a"
                _ = try await DatabaseTransfer(isOffline: true, isInsecure: false).push(
                    parcel, to: DatabaseTransfer.reference(reference))
                return reference
            default: return bench.cache.database
            }
        }
        try await bench.update(key: own)
        let trusted = [own.publicKey]
        #expect(try await bench.update(from: try await hand(), into: cache, trusted: trusted) == .passed)
        let good = try bench.bytes(cache.database)
        #expect(try DatabaseSignature.beside(cache.database) == DatabaseSignature.beside(bench.cache.database))
        bench.site.put("/pypa.ndjson", UpdateBench.records(0..<25))
        for key in [nil, other] {
            try await bench.update(now: Self.later, isForced: true, key: key)
            let from = try await hand()
            for isForced in [false, true] {
                await #expect(throws: DatabaseTrustError.self) {
                    try await bench.update(
                        from: from, now: Self.later, isForced: isForced, into: cache, trusted: trusted)
                }
            }
            #expect(try bench.bytes(cache.database) == good)
        }
        // Where no key is asked for it is taken, and nobody's signature stays beside it.
        try await bench.update(now: Self.later, isForced: true)
        #expect(try await bench.update(from: try await hand(), now: Self.later, into: cache) == .passed)
        #expect(try bench.database(cache).size.advisories == 25)
        #expect(try DatabaseSignature.beside(cache.database) == nil)
        if kind == "web" {
            // The server says that it is the same, and it is still nobody's.
            await #expect(throws: DatabaseTrustError.self) {
                try await bench.update(
                    from: bench.site.base + "/a.db", now: Self.later, into: cache, trusted: trusted)
            }
        }
    }
}
