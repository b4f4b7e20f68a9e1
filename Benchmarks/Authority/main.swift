// How fast an authority signs, and its log appends, on this machine with its disk.
//
//   authority-benchmark FOLDER [ENTRIES [STORE]]      an empty folder on the disk to be measured
//
// STORE is files, sqlite, or the URL of an empty PostgreSQL database.
//
// Keyless signings a second, over HTTP on loopback with the client in the same process: token checked, certificate issued
// and logged, timestamp, entry logged; each answer on the disk before it is given. Then the time of single appends at 200
// a second on an empty log, and five times as it grows to ENTRIES.

import AsyncHTTPClient
import Authority
import Content
import Glibc
import JSONText
import Measuring
import NIOCore
import NIOHTTP1
import Signing
import Transparency

func text(_ value: Double, _ digits: Int = 1) -> String {
    let scale = (0..<digits).reduce(1.0) { scale, _ in scale * 10 }
    let rounded = Int((value * scale).rounded())
    return digits == 0
        ? "\(rounded)" : "\(rounded / Int(scale)).\(String(rounded % Int(scale) + Int(scale)).dropFirst())"
}

/// What a client has made before it asks: a key, proof that it has it, and a signature.
struct Prepared: Sendable {
    var certificateRequest: [UInt8]
    var digest: [UInt8]
    var signature: [UInt8]
    var timestampRequest: [UInt8]

    init(number: Int, subject: String) throws {
        let key = try SigningKey(generating: .p256)
        let proof = try key.signature(of: .message(Array(subject.utf8)))
        var writer = JSONWriter()
        writer.object { writer in
            writer.key("publicKeyRequest")
            writer.object { writer in
                writer.key("publicKey")
                writer.object { $0.member("content", key.publicKey.pem) }
                writer.member("proofOfPossession", Base64.encode(proof))
            }
        }
        certificateRequest = writer.bytes
        let artifact = Array("artifact \(number)".utf8)
        digest = Digest.of(artifact).bytes
        signature = try key.signature(of: .message(artifact))
        let sha256 = DER.sequence(DER.objectIdentifier(ObjectIdentifier(2, 16, 840, 1, 101, 3, 4, 2, 1)))
        timestampRequest = DER.sequence(
            DER.integer(1), DER.sequence(sha256, DER.octetString(Digest.of(signature).bytes)))
    }
}

struct Client: Sendable {
    struct Refused: Error { var status: UInt }
    var base: String
    var token: String

    private func post(_ path: String, _ body: [UInt8], _ headers: [(String, String)]) async throws -> [UInt8] {
        var request = HTTPClientRequest(url: base + path)
        request.method = .POST
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        request.body = .bytes(body)
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(60))
        guard response.status.code < 300 else { throw Refused(status: response.status.code) }
        return Array(try await response.body.collect(upTo: 1 << 20).readableBytesView)
    }

    /// Certificate, timestamp, log entry: the order in which Sigstore's clients ask.
    func sign(_ prepared: Prepared) async throws {
        let answer = try await post(
            "/api/v2/signingCert", prepared.certificateRequest, [("Authorization", "Bearer \(token)")])
        guard
            let pem = try JSONDocument(answer).root["signedCertificateEmbeddedSct"]?["chain"]?["certificates"]?[0]?
                .string,
            let certificate = try PEM.blocks(pem.utf8).first
        else { throw Refused(status: 200) }
        _ = try await post(
            "/api/v1/timestamp", prepared.timestampRequest, [("Content-Type", "application/timestamp-query")])
        var writer = JSONWriter()
        writer.object { writer in
            writer.key("hashedRekordRequestV002")
            writer.object { writer in
                writer.member("digest", Base64.encode(prepared.digest))
                writer.key("signature")
                writer.object { writer in
                    writer.member("content", Base64.encode(prepared.signature))
                    writer.key("verifier")
                    writer.object { writer in
                        writer.key("x509Certificate")
                        writer.object { $0.member("rawBytes", Base64.encode(certificate.content)) }
                        writer.member("keyDetails", "PKIX_ECDSA_P256_SHA_256")
                    }
                }
            }
        }
        _ = try await post("/api/v2/log/entries", writer.bytes, [])
    }
}

/// Appends at a fixed rate, each begun at its time whether or not those before it have ended.
func latencies(_ log: TileLog, rate: Int, count: Int, salt: String) async throws -> [Double] {
    try await withThrowingTaskGroup(of: Double.self) { group in
        let clock = ContinuousClock()
        let begin = clock.now
        for number in 0..<count {
            let due = begin.advanced(by: .microseconds(number * 1_000_000 / rate))
            try await clock.sleep(until: due)
            group.addTask {
                let start = wallSeconds()
                _ = try await log.append(Array("\(salt) \(number)".utf8))
                return wallSeconds() - start
            }
        }
        return try await group.reduce(into: []) { $0.append($1) }.sorted()
    }
}

func report(_ name: String, _ sorted: [Double]) {
    func quantile(_ part: Double) -> Double { sorted[min(sorted.count - 1, Int(Double(sorted.count) * part))] * 1000 }
    print(
        "\(name)\tmedian \(text(quantile(0.5))) ms\tp99 \(text(quantile(0.99))) ms\tlongest \(text((sorted.last ?? 0) * 1000)) ms"
    )
}

guard CommandLine.arguments.count >= 2 else {
    print("usage: authority-benchmark FOLDER [ENTRIES [STORE]]")
    exit(2)
}
let folder = CommandLine.arguments[1]
let entries = CommandLine.arguments.count > 2 ? Int(CommandLine.arguments[2]) ?? 1_000_000 : 1_000_000

do {
    let address = try StoreAddress(CommandLine.arguments.count > 3 ? CommandLine.arguments[3] : "files")
    let made = try AuthorityFounding.found(
        at: "\(folder)/authority", url: "http://127.0.0.1:8765", name: "benchmark", now: AuthorityServer.now(),
        store: address)
    let services = try AuthorityServices(made)
    let server = try await AuthorityServer(services, host: "127.0.0.1", port: 0)
    let token = try AuthorityServices.tokenIssuer(made).token(
        subject: "dev@example.org", lifetime: 3600, at: AuthorityServer.now())
    let signings = 4000
    let prepared = try (0..<signings).map { try Prepared(number: $0, subject: "dev@example.org") }
    let client = Client(base: "http://127.0.0.1:\(server.port)", token: token)
    let (wall, cpu) = (wallSeconds(), cpuSeconds())
    try await withThrowingTaskGroup(of: Void.self) { group in
        for lane in 0..<64 {
            group.addTask {
                for number in stride(from: lane, to: signings, by: 64) { try await client.sign(prepared[number]) }
            }
        }
        try await group.waitForAll()
    }
    let (took, used) = (wallSeconds() - wall, cpuSeconds() - cpu)
    print(
        "keyless signings\t\(text(Double(signings) / took, 0)) a second\t"
            + "\(text(used / Double(signings) * 1e6, 0)) µs of CPU each, the client's included")
    try await server.close()
    await services.close()

    let key = try SigningKey(generating: .ed25519)
    mkdir("\(folder)/log-of-benchmark", 0o755)
    let signer = CheckpointSigner(
        origin: "benchmark",
        key: try NoteKey(name: "benchmark", kind: .ed25519, ed25519: key.publicKey.ed25519Bytes ?? [])
    ) { try key.signature(of: .message($0)) }
    let store = try AuthorityStore(address, of: AuthorityFolder(folder))
    let kept = try store.log(named: "log-of-benchmark")
    try TileLog.begin(kept, signer: signer)
    let log = try TileLog(store: kept, signer: signer)
    report("append at 200 a second, empty log", try await latencies(log, rate: 200, count: 2000, salt: "first"))
    // Bodies of about the size that entries have.
    let filler = [UInt8](repeating: 0x61, count: 1200)
    var size = 0
    let step = max(1, entries / 5)
    while size < entries {
        let start = wallSeconds()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for lane in 0..<1024 {
                let from = size
                group.addTask {
                    for number in stride(from: from + lane, to: from + step, by: 1024) {
                        _ = try await log.append(filler + Array("\(number)".utf8))
                    }
                }
            }
            try await group.waitForAll()
        }
        size += step
        print(
            "\(size) entries\t\(text(Double(step) / (wallSeconds() - start), 0)) a second\t\(text(peak(), 0)) MB of memory"
        )
        report(
            "append at 200 a second, \(size) entries",
            try await latencies(log, rate: 200, count: 2000, salt: "after \(size)"))
    }
    await log.close()
    let start = wallSeconds()
    let again = try TileLog(store: store.log(named: "log-of-benchmark"), signer: signer)
    print("opening \(again.checkpoint.checkpoint.size) entries\t\(text(wallSeconds() - start, 2)) s")
    await again.close()
    store.close()
} catch {
    print("error: \(error)")
    exit(1)
}
