import Attestation
import Content
import Glibc
import JSONText
import NIOHTTP1
import Signing
import Synchronization
import Testing
import Transparency

@testable import Authority

@Suite struct RecordLogTests {
    /// A signer with a certificate of the authority, without the network between.
    struct Signer {
        let key: SigningKey
        let certificate: Certificate

        init(_ temporary: TemporaryAuthority, _ services: AuthorityServices, _ subject: String) async throws {
            key = try SigningKey(generating: .p256)
            let believed = try services.issuers.verify(temporary.token(subject), at: temporary.now)
            certificate = try await services.authority.issue(
                to: believed.principal, key: key.publicKey, at: temporary.now)
        }

        var pem: String { Base64.encode(Array(PEM(label: "CERTIFICATE", content: certificate.der).text.utf8)) }

        func record(_ artifact: [UInt8]) throws -> [UInt8] {
            let signature = Base64.encode(try key.signature(of: .message(artifact)))
            return Array(
                """
                {"kind":"hashedrekord","apiVersion":"0.0.1","spec":{"signature":{"publicKey":{"content":"\(pem)"},\
                "content":"\(signature)"},"data":{"hash":{"value":"\(Digest.of(artifact).hex)","algorithm":"sha256"}}}}
                """.utf8)
        }

        func envelope(_ payload: String, type: String = Statement.payloadType) throws -> Envelope {
            var envelope = Envelope(payloadType: type, payload: Array(payload.utf8))
            envelope.signatures = [
                .init(signature: try key.signature(of: .message(envelope.signedBytes)), keyID: nil)
            ]
            return envelope
        }

        func dsse(_ envelope: Envelope) -> [UInt8] {
            var writer = JSONWriter()
            writer.object { writer in
                writer.member("apiVersion", "0.0.1")
                writer.member("kind", "dsse")
                writer.key("spec")
                writer.object { writer in
                    writer.key("proposedContent")
                    writer.object { writer in
                        writer.member("envelope", String(decoding: envelope.json, as: UTF8.self))
                        writer.key("verifiers")
                        writer.array { $0.value(pem) }
                    }
                }
            }
            return writer.bytes
        }

        func intoto(_ envelope: Envelope) -> [UInt8] {
            func twice(_ bytes: [UInt8]) -> String { Base64.encode(Array(Base64.encode(bytes).utf8)) }
            return Array(
                """
                {"apiVersion":"0.0.2","kind":"intoto","spec":{"content":{"envelope":{"payload":"\(twice(envelope.payload))",\
                "payloadType":"\(envelope.payloadType)","signatures":[{"sig":"\(twice(envelope.signatures[0].signature))",\
                "publicKey":"\(pem)"}]},"hash":{"algorithm":"sha256","value":"\(Digest.of(envelope.json).hex)"}}}}
                """.utf8)
        }
    }

    static func statement(_ digest: Digest) -> String {
        """
        {"_type":"https://in-toto.io/Statement/v1","subject":[{"name":"a","digest":{"sha256":"\(digest.hex)"}}],\
        "predicateType":"https://example.org/p","predicate":{}}
        """
    }

    private func running(
        _ body: (TemporaryAuthority, AuthorityServices, AuthorityRoutes) async throws -> Void
    ) async throws {
        let temporary = try TemporaryAuthority()
        let services = try AuthorityServices(temporary.folder)
        let login = try LoginService(services, state: MemoryLoginState { temporary.now })
        let routes = AuthorityRoutes(services: services, login: login) { temporary.now }
        do { try await body(temporary, services, routes) } catch {
            await login.close()
            await services.close()
            throw error
        }
        await login.close()
        await services.close()
    }

    static func get(_ routes: AuthorityRoutes, _ path: String) async -> HTTPAnswer {
        let parts = path.split(separator: "?", maxSplits: 1)
        return await routes.answer(
            HTTPRequest(
                method: .GET, path: String(parts[0]), query: parts.count > 1 ? String(parts[1]) : "", headers: [:],
                body: []))
    }

    static func post(_ routes: AuthorityRoutes, _ path: String, _ body: [UInt8]) async -> HTTPAnswer {
        await routes.answer(
            HTTPRequest(method: .POST, path: path, headers: ["Content-Type": "application/json"], body: body))
    }

    static func search(_ routes: AuthorityRoutes, _ body: String) async throws -> [String] {
        let answer = await post(routes, "/api/v1/index/retrieve", Array(body.utf8))
        #expect(answer.status == .ok, "\(String(decoding: answer.body, as: UTF8.self))")
        return try JSONDocument(answer.body).root.elements.compactMap(\.string)
    }

    @Test func bodiesAreAsRekorMakesThem() async throws {
        try await running { temporary, services, _ async throws in
            let signer = try await Signer(temporary, services, "dev@example.org")
            let artifact = Array("content".utf8)
            let record = try ProposedEntry(json: signer.record(artifact))
            let request = try JSONDocument(signer.record(artifact)).root
            #expect(request["kind"]?.string == "hashedrekord")
            let root = try JSONDocument(record.body).root
            let signature = try #require(root["spec"]?["signature"]?["content"]?.string)
            #expect(
                String(decoding: record.body, as: UTF8.self)
                    == """
                    {"apiVersion":"0.0.1","kind":"hashedrekord","spec":{"data":{"hash":{"algorithm":"sha256","value":\
                    "\(Digest.of(artifact).hex)"}},"signature":{"content":"\(signature)","publicKey":{"content":"\(signer.pem)"}}}}
                    """)
            let envelope = try signer.envelope(Self.statement(Digest.of(artifact)))
            let dsse = try ProposedEntry(json: signer.dsse(envelope))
            let sig = Base64.encode(envelope.signatures[0].signature)
            #expect(
                String(decoding: dsse.body, as: UTF8.self)
                    == """
                    {"apiVersion":"0.0.1","kind":"dsse","spec":{"envelopeHash":{"algorithm":"sha256","value":\
                    "\(Digest.of(envelope.json).hex)"},"payloadHash":{"algorithm":"sha256","value":\
                    "\(Digest.of(envelope.payload).hex)"},"signatures":[{"signature":"\(sig)","verifier":"\(signer.pem)"}]}}
                    """)
            #expect(dsse.subjects == ["sha256:\(Digest.of(artifact).hex)"])
            let intoto = try ProposedEntry(json: signer.intoto(envelope))
            #expect(
                String(decoding: intoto.body, as: UTF8.self)
                    == """
                    {"apiVersion":"0.0.2","kind":"intoto","spec":{"content":{"envelope":{"payloadType":\
                    "application/vnd.in-toto+json","signatures":[{"publicKey":"\(signer.pem)","sig":\
                    "\(Base64.encode(Array(sig.utf8)))"}]},"hash":{"algorithm":"sha256","value":"\(Digest.of(envelope.json).hex)"},\
                    "payloadHash":{"algorithm":"sha256","value":"\(Digest.of(envelope.payload).hex)"}}}}
                    """)
        }
    }

    @Test func whatIsRecordedVerifiesAndIsFound() async throws {
        try await running { temporary, services, routes async throws in
            let records = try #require(services.records)
            let signer = try await Signer(temporary, services, "Dev@example.org")
            let other = try await Signer(temporary, services, "other@example.org")
            let artifact = Array("content".utf8)
            let envelope = try signer.envelope(Self.statement(Digest.of(artifact)))
            var names: [String] = []
            for body in [
                try signer.record(artifact), signer.dsse(envelope), signer.intoto(envelope), try other.record([1]),
            ] {
                let answer = await Self.post(routes, "/api/v1/log/entries", body)
                #expect(answer.status == .created, "\(String(decoding: answer.body, as: UTF8.self))")
                let root = try JSONDocument(answer.body).root
                let name = try #require(Array(root.members).first?.key)
                names.append(name)
                let place = try #require(answer.headers.first { $0.0 == "Location" }?.1)
                #expect(place == "\(TemporaryAuthority.url)/rekor1/api/v1/log/entries/\(name)")
                let entry = try #require(root[name])
                #expect(entry["integratedTime"]?.int == Int(temporary.now.seconds))
                #expect(entry["logID"]?.string == records.publicKey.fingerprint.hex)
                // Again: the same place.
                let again = await Self.post(routes, "/rekor1/api/v1/log/entries", body)
                #expect(again.status == .conflict)
                #expect(again.headers.contains { $0 == ("Location", place) })
                for path in [
                    "/api/v1/log/entries/\(name)", "/api/v1/log/entries/\(name.suffix(64))",
                    "/api/v1/log/entries?logIndex=\(names.count - 1)",
                ] {
                    let found = await Self.get(routes, path)
                    #expect(found.status == .ok)
                    let same = try JSONDocument(found.body).root[name]
                    #expect(same?["body"]?.string == entry["body"]?.string)
                    #expect(same?["integratedTime"]?.int == entry["integratedTime"]?.int)
                }
            }
            let hash = "sha256:\(Digest.of(artifact).hex)"
            // The file's own record, and the statements that speak of it; newest first.
            #expect(try await Self.search(routes, #"{"hash":"\#(hash)"}"#) == [names[2], names[1], names[0]])
            #expect(try await Self.search(routes, #"{"hash":"\#(hash.dropFirst(7).uppercased())"}"#).count == 3)
            #expect(
                try await Self.search(routes, #"{"email":"dev@EXAMPLE.org"}"#) == [names[2], names[1], names[0]])
            #expect(try await Self.search(routes, #"{"email":"other@example.org"}"#) == [names[3]])
            #expect(try await Self.search(routes, #"{"email":"none@example.org"}"#) == [])
            let key = Base64.encode(Array(signer.key.publicKey.pem.utf8))
            for content in [signer.pem, key] {
                #expect(
                    try await Self.search(routes, #"{"publicKey":{"format":"x509","content":"\#(content)"}}"#)
                        == [names[2], names[1], names[0]])
            }
            let both = #""email":"other@example.org","hash":"\#(hash)""#
            #expect(try await Self.search(routes, "{\(both),\"operator\":\"and\"}") == [])
            #expect(try await Self.search(routes, "{\(both)}") == names.reversed())
            let retrieved = await Self.post(
                routes, "/api/v1/log/entries/retrieve",
                Array(
                    """
                    {"entryUUIDs":["\(names[1])"],"logIndexes":[3,99],"entries":[\
                    \(String(decoding: try signer.record([9]), as: UTF8.self))]}
                    """.utf8))
            #expect(
                try JSONDocument(retrieved.body).root.elements.compactMap { Array($0.members).first?.key } == [
                    names[1], names[3],
                ])
            try await state(records, routes)
        }
    }

    private func state(_ records: RecordLog, _ routes: AuthorityRoutes) async throws {
        let root = try JSONDocument(await Self.get(routes, "/api/v1/log").body).root
        let note = try SignedNote(Array(try #require(root["signedTreeHead"]?.string).utf8))
        let checkpoint = try Checkpoint(text: note.text)
        #expect(checkpoint.size == 4 && root["treeSize"]?.int == 4)
        #expect(checkpoint.origin == "127.0.0.1 - \(records.treeID)" && note.lines.map(\.name) == ["127.0.0.1"])
        #expect(root["treeID"]?.string == "\(records.treeID)")
        #expect(root["rootHash"]?.string == Hex.encode(checkpoint.root.bytes))
        let pem = await Self.get(routes, "/api/v1/log/publicKey").body
        #expect(try VerificationKey.load(pem: pem) == records.publicKey)
        let proof = try JSONDocument(await Self.get(routes, "/api/v1/log/proof?firstSize=3&lastSize=4").body).root
        let hashes = proof["hashes"]?.elements.compactMap { $0.string.flatMap { Hex.decode($0.utf8) } }
            .compactMap { MerkleHash($0) }
        let old = try #require(try await oldRoot(records, 3))
        try ConsistencyProof.verify(
            oldSize: 3, oldRoot: old, newSize: 4, newRoot: checkpoint.root, proof: try #require(hashes))
        for bad in [
            "firstSize=0&lastSize=4", "firstSize=3&lastSize=2", "lastSize=5", "", "firstSize=x&lastSize=4",
            "lastSize=4&treeID=1",
        ] {
            #expect(await Self.get(routes, "/api/v1/log/proof?\(bad)").status == .badRequest)
        }
        // Monitors read its tiles.
        #expect(await Self.get(routes, "/rekor1/checkpoint").body == note.bytes)
        #expect(await Self.get(routes, "/rekor1/tile/0/000.p/4").body.count == 128)
    }

    private func oldRoot(_ records: RecordLog, _ size: UInt64) async throws -> MerkleHash? {
        let log = records.log
        return try await TileReader { path, _ in try Tile(path: path).flatMap { try log.tile($0) } }
            .frontier(of: size, size: 4).root
    }

    @Test func bundlesOfTheFirstGenerationVerify() async throws {
        try await KeylessBench.serving { bench in
            let services = SigningServices(
                authority: bench.url, logs: [.init(url: "\(bench.url)/rekor1", version: 1)],
                timestampAuthorities: [])
            let signer = try await bench.signer("dev@example.org", services: services)
            let artifact = Array("content".utf8)
            let bundle = try await signer.sign(SignedArtifact(content: artifact)).json
            _ = try bench.temporary.verify(bundle, artifact: artifact, subject: "dev@example.org")
            let attested = try await signer.sign(statement: Array(Self.statement(Digest.of(artifact)).utf8)).json
            _ = try bench.temporary.verify(attested, artifact: artifact, subject: "dev@example.org")
            #expect(bench.asked.withLock { $0.filter { $0 == "/rekor1/api/v1/log/entries" }.count } == 2)
            // The time that the log promises is the signature's only one here.
            let root = try JSONDocument(bundle).root["verificationMaterial"]?["tlogEntries"]?[0]
            let promise = try #require(root?["inclusionPromise"]?["signedEntryTimestamp"]?.string)
            let damaged = String(decoding: bundle, as: UTF8.self).split(separator: promise, maxSplits: 1).joined(
                separator: Base64.encode([UInt8](repeating: 1, count: 70)))
            #expect(throws: Rejection.self) {
                try bench.temporary.verify(Array(damaged.utf8), artifact: artifact, subject: "dev@example.org")
            }
        }
    }

    @Test func whatIsNotTrueIsRefused() async throws {
        try await running { temporary, services, _ async throws in
            let signer = try await Signer(temporary, services, "dev@example.org")
            let other = try await Signer(temporary, services, "dev@example.org")
            let good = String(decoding: try signer.record([1]), as: UTF8.self)
            let envelope = try signer.envelope("{}", type: "text")
            var twice = envelope
            twice.signatures += twice.signatures
            let dsse = String(decoding: signer.dsse(envelope), as: UTF8.self)
            let intoto = String(decoding: signer.intoto(envelope), as: UTF8.self)
            func changed(_ text: String, _ part: String, _ new: String) -> [UInt8] {
                Array(text.split(separator: part, omittingEmptySubsequences: false).joined(separator: new).utf8)
            }
            for bad in [
                changed(good, Digest.of([1]).hex, Digest.of([2]).hex), changed(good, signer.pem, other.pem),
                changed(good, "sha256", "md5"), changed(good, "0.0.1", "0.0.2"),
                changed(good, "hashedrekord", "rekord"),
                changed(good, "{\"hash\"", "{\"x\":1,\"hash\""), changed(dsse, signer.pem, other.pem),
                signer.dsse(twice),
                changed(dsse, "\"\(signer.pem)\"", "\"\(signer.pem)\",\"\(other.pem)\""),
                changed(dsse, "\"\(signer.pem)\"", ""), changed(intoto, signer.pem, other.pem),
                changed(intoto, "\"hash\":{\"algorithm\":\"sha256\"", "\"hash\":{\"algorithm\":\"sha1\""),
                changed(intoto, "\"text\"", "\"texts\""), [], Array("[]".utf8), Array("{\"kind\":1}".utf8),
            ] {
                #expect(throws: EntryError.self, "\(String(decoding: bad.prefix(300), as: UTF8.self))") {
                    try ProposedEntry(json: bad)
                }
            }
        }
    }

    @Test func timesAndSearchSurviveAndAreMadeAgain() async throws {
        let temporary = try TemporaryAuthority()
        func opened() throws -> AuthorityServices { try AuthorityServices(temporary.folder) }
        let services = try opened()
        let records = try #require(services.records)
        let signer = try await Signer(temporary, services, "dev@example.org")
        for number in 0..<300 {
            let entry = try ProposedEntry(json: signer.record([UInt8(number & 255), UInt8(number >> 8)]))
            _ = try await records.record(
                entry, now: Instant(seconds: temporary.now.seconds + Int64(number)))
        }
        let key = EntryKeys.name("dev@example.org")
        #expect(try await records.positions(key) == (0..<300).reversed())
        await services.close()
        // As it is; without its index; with an end that a crash has cut; with an end that is none.
        let path = "\(temporary.folder.records)/search"
        for damage in 0..<4 {
            let bytes = try OpenFile.contents(of: path, limit: 1 << 24)
            switch damage {
            case 1: #expect(unlink(path) == 0)
            case 2: try FileSaving.save(bytes.dropLast(37 * 40 + 7), to: path)
            case 3: try FileSaving.save(bytes.dropLast(80) + [UInt8](repeating: 0, count: 80), to: path)
            default: break
            }
            let services = try opened()
            let records = try #require(services.records)
            #expect(try await records.positions(key) == (0..<300).reversed())
            let leaf = try #require(try records.leaf(at: 170))
            #expect(try await records.position(of: leaf) == 170)
            let time = try await records.record(at: 170, now: temporary.now)?.time
            #expect(time == temporary.now.seconds + 170)
            await services.close()
        }
    }

    @Test func anAuthorityOfBeforeHasNoSuchLogAndServesOn() async throws {
        let temporary = try TemporaryAuthority()
        TemporaryAuthority.remove(temporary.folder.records)
        unlink(temporary.folder.file(.records))
        let services = try AuthorityServices(temporary.folder)
        let login = try LoginService(services, state: MemoryLoginState { temporary.now })
        let routes = AuthorityRoutes(services: services, login: login) { temporary.now }
        for path in ["/api/v1/log", "/rekor1/api/v1/log", "/rekor1/checkpoint", "/api/v1/log/entries/00"] {
            #expect(await Self.get(routes, path).status == .notFound)
        }
        #expect(await Self.get(routes, "/api/v2/checkpoint").status == .ok)
        _ = try await temporary.signed([1], by: "dev@example.org", services)
        await login.close()
        await services.close()
    }

    @Test func oneKeyWithManyEntriesDoesNotHideAnother() async throws {
        let temporary = try TemporaryAuthority()
        let index = try SearchIndex("\(temporary.folder.path)/index")
        // Two keys of one bucket.
        var byBucket: [String: String] = [:]
        var pair: (String, String)?
        for number in 0... {
            let digest = Digest.of(Array("name-\(number)".utf8)).hex.prefix(4)
            if let other = byBucket[String(digest)] {
                pair = (other, "name-\(number)")
                break
            }
            byBucket[String(digest)] = "name-\(number)"
        }
        let (rare, common) = try #require(pair)
        try await index.add([EntryKeys.name(rare)], to: 1)
        for _ in 0..<400 {
            try await index.add([SearchIndex.Key](repeating: EntryKeys.name(common), count: 1000), to: 2)
        }
        try await index.add([EntryKeys.name(common)], to: 3)
        #expect(try await index.entries(EntryKeys.name(rare)) == [1])
        #expect(try await index.entries(EntryKeys.name(common)).first == 3)
        await index.close()
    }
}
