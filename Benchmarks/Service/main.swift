// What a decision costs over HTTP.
//
//   service-benchmark DIR [NAME]...       DIR as for rego-benchmark
//
// A server of its own process on loopback, four connections that are kept alive, one request under way on each. For each
// benchmark: requests a second, microseconds of the server's CPU for each, requests that one CPU second would serve,
// OPA's recorded figure, the ratio, and how long answers took. The client waits for nothing else, so that the server's
// threads have a processor. Every answer is compared with the expected one; the exit code is 1 when one differs.

import Archive
import Glibc
import JSONText
import Measuring
import Rego
import Service

/// CPU microseconds of OPA 1.20-dev for a request, as the machine of the notes measured it (4 connections, loopback).
let opa: [String: Double] = ["trivial": 215, "authz10": 280, "aci": 536]

func contents(of path: String) -> [UInt8]? {
    guard let file = fopen(path, "rb") else { return nil }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
        let count = fread(&buffer, 1, buffer.count, file)
        if count == 0 { return bytes }
        bytes += buffer[..<count]
    }
}

struct Failure: Error { var description: String }

/// One benchmark's policies and documents behind a socket, until standard input ends.
func serve(_ folder: String, _ policies: [String]) async throws {
    let sources = policies.map { file in
        let text = String(decoding: contents(of: "\(folder)/policy/\(file)") ?? [], as: UTF8.self)
        return PolicySnapshot.Policy(source: SourceText(name: file, text: text), version: .v1, origin: .files)
    }
    var text = contents(of: "\(folder)/data.json") ?? []
    if text.isEmpty, let packed = contents(of: "\(folder)/data.json.xz") {
        text = try packed.withUnsafeBytes { try Compression.inflate($0, limit: 1 << 30) }
    }
    let modules = try CompiledModules.compile(sources.map { (source: $0.source, version: $0.version) })
    let snapshot = PolicySnapshot(policies: sources, modules: modules, data: try Document(json: text), bundles: [])
    let server = try await PolicyServer(
        PolicyService(PolicyRuntime(snapshot)), addresses: [.internet(host: "127.0.0.1", port: 0)])
    print(server.port)
    fflush(nil)
    var byte: UInt8 = 0
    while read(STDIN_FILENO, &byte, 1) > 0 {}
    exit(0)
}

/// A server in a process of its own.
struct Server {
    var process: pid_t
    var port: UInt16
    /// Closing it ends the server.
    var input: Int32

    init(_ arguments: [String]) throws {
        var toServer: [Int32] = [0, 0]
        var fromServer: [Int32] = [0, 0]
        guard pipe(&toServer) == 0, pipe(&fromServer) == 0 else { throw Failure(description: "no pipe") }
        fcntl(toServer[1], F_SETFD, FD_CLOEXEC)
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawn_file_actions_adddup2(&actions, toServer[0], 0)
        posix_spawn_file_actions_adddup2(&actions, fromServer[1], 1)
        var vector: [UnsafeMutablePointer<CChar>?] = (["/proc/self/exe"] + arguments).map { strdup($0) } + [nil]
        process = 0
        guard posix_spawn(&process, "/proc/self/exe", &actions, nil, &vector, environ) == 0 else {
            throw Failure(description: "no process")
        }
        close(toServer[0])
        close(fromServer[1])
        input = toServer[1]
        var line: [UInt8] = []
        var byte: UInt8 = 0
        while read(fromServer[0], &byte, 1) == 1, byte != 0x0a { line.append(byte) }
        guard let port = UInt16(String(decoding: line, as: UTF8.self)) else {
            throw Failure(description: "the server did not start")
        }
        self.port = port
    }

    /// In ticks of a hundredth of a second.
    var cpuSeconds: Double {
        let text = String(decoding: contents(of: "/proc/\(process)/stat") ?? [], as: UTF8.self)
        let fields = text.split(separator: " ")
        return (Double(fields[13]) ?? 0) / 100 + (Double(fields[14]) ?? 0) / 100
    }

    var memory: Double {
        let text = String(decoding: contents(of: "/proc/\(process)/statm") ?? [], as: UTF8.self)
        return (Double(text.split(separator: " ")[1]) ?? 0) * 4096 / 1e6
    }
}

func connection(to port: UInt16) throws -> Int32 {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    let connected = withUnsafePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
        }
    }
    guard connected == 0 else { throw Failure(description: "no connection") }
    var one: Int32 = 1
    setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &one, 4)
    return descriptor
}

func text(_ value: Double, _ digits: Int, _ width: Int) -> String {
    let scale = (0..<digits).reduce(1.0) { scale, _ in scale * 10 }
    let rounded = Int((value * scale).rounded())
    let text =
        digits == 0 ? "\(rounded)" : "\(rounded / Int(scale)).\(String(rounded % Int(scale) + Int(scale)).dropFirst())"
    return String(repeating: " ", count: max(0, width - text.count)) + text
}

/// - Returns: whether all answers were right.
func run(_ name: String, _ folder: String, _ entry: JSONValue) throws -> Bool {
    let policies = entry["policy"]?.elements.compactMap(\.string) ?? []
    let server = try Server(["--serve", folder] + policies)
    defer {
        close(server.input)
        var status: Int32 = 0
        waitpid(server.process, &status, 0)
    }
    let path = (entry["query"]?.string ?? "").split(separator: ".").dropFirst().joined(separator: "/")
    let body = Array("{\"input\":".utf8) + (contents(of: "\(folder)/input.json") ?? []) + Array("}".utf8)
    let request =
        Array(
            """
            POST /v1/data/\(path) HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: bench\r\nAccept: */*\r\n\
            Content-Type: application/json\r\nContent-Length: \(body.count)\r\n\r\n
            """.utf8) + body
    let expected = try Document(json: contents(of: "\(folder)/expected.json") ?? []).json
    let end = Array("\r\n\r\n{\"result\":\(expected)}\n".utf8)
    let connections = try (0..<4).map { _ in try connection(to: server.port) }
    var buffer = [UInt8](repeating: 0, count: 1 << 20)
    var isRight = true
    var latencies: [Double] = []
    func round() {
        var starts: [Double] = []
        for connection in connections {
            starts.append(wallSeconds())
            _ = send(connection, request, request.count, 0)
        }
        for (connection, start) in zip(connections, starts) {
            var count = 0
            while count < end.count || !buffer[(count - end.count)..<count].elementsEqual(end) {
                let received = buffer.withUnsafeMutableBytes { bytes in
                    recv(connection, bytes.baseAddress.map { $0 + count }, bytes.count - count, 0)
                }
                if received <= 0 || count + received > 1 << 19 {
                    isRight = false
                    break
                }
                count += received
                // An answer that is whole and another is wrong: what comes after it would be waited for in vain.
                if received < 1024, !buffer[max(0, count - end.count)..<count].elementsEqual(end) {
                    isRight = false
                    break
                }
            }
            latencies.append(wallSeconds() - start)
        }
    }
    for _ in 0..<500 where isRight { round() }
    var best = Double.infinity
    var rate = 0.0
    latencies = []
    for _ in 0..<3 where isRight {
        let (cpu, wall) = (server.cpuSeconds, wallSeconds())
        var rounds = 0
        while isRight, wallSeconds() - wall < 2 {
            round()
            rounds += 1
        }
        let requests = Double(rounds * connections.count)
        best = min(best, (server.cpuSeconds - cpu) / requests * 1e6)
        rate = max(rate, requests / (wallSeconds() - wall))
    }
    for connection in connections { close(connection) }
    guard isRight else {
        print("\(name): wrong answer")
        return false
    }
    latencies.sort()
    func quantile(_ part: Double) -> Double { latencies[Int(Double(latencies.count - 1) * part)] * 1000 }
    let peer = opa[name]
    print(
        name + String(repeating: " ", count: max(0, 14 - name.count)), text(rate, 0, 9), text(best, 1, 9),
        text(1e6 / best, 0, 12), peer.map { text($0, 0, 9) } ?? "        -",
        peer.map { text($0 / best, 1, 7) } ?? "      -", text(quantile(0.5), 2, 8), text(quantile(0.99), 2, 8),
        text(server.memory, 0, 7))
    return true
}

do {
    if CommandLine.arguments.count > 2, CommandLine.arguments[1] == "--serve" {
        try await serve(CommandLine.arguments[2], Array(CommandLine.arguments.dropFirst(3)))
    }
    guard CommandLine.arguments.count >= 2, let manifest = contents(of: "\(CommandLine.arguments[1])/manifest.json")
    else {
        print("usage: service-benchmark DIR [NAME]...")
        exit(2)
    }
    let root = CommandLine.arguments[1]
    let wanted = CommandLine.arguments.dropFirst(2)
    var isRight = true
    print("benchmark       requests/s  CPU us  per CPU second     OPA us   ratio  p50 ms  p99 ms      MB")
    for (name, entry) in try JSONDocument(manifest).root.members where wanted.isEmpty || wanted.contains(name) {
        isRight = try run(name, "\(root)/\(name)", entry) && isRight
    }
    exit(isRight ? 0 : 1)
} catch {
    print("error: \(error)")
    exit(1)
}
