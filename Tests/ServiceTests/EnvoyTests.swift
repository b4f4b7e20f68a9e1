import JSONText
import NIOCore
import NIOHTTP1
import NIOPosix
import Rego
import Synchronization
import Testing

@testable import Service

/// What a check of Envoy becomes, and what a verdict becomes for Envoy.
@Suite struct EnvoyTests {
    static let check = "/envoy.service.auth.v3.Authorization/Check"

    /// A check request as Envoy makes it.
    static func request(
        method: String = "GET", path: String = "/a/b%20c?x=1&x=2&y", headers: [(String, String)] = [],
        body: String = "", raw: [UInt8] = []
    ) -> [UInt8] {
        var writer = ProtobufWriter()
        writer.write(1) { attributes in
            for (number, port) in [(1, 4711), (2, 80)] {
                attributes.write(number) { peer in
                    peer.write(1) { address in
                        address.write(1) { socket in
                            socket.write(2, "192.0.2.\(number)")
                            socket.write(3, port)
                        }
                    }
                    if number == 1 { peer.write(4, "spiffe://example.org/web") }
                }
            }
            attributes.write(4) { request in
                request.write(1) { time in
                    time.write(1, 1_767_225_600)
                    time.write(2, 5_000_000)
                }
                request.write(2) { http in
                    http.write(1, "42")
                    http.write(2, method)
                    for (name, value) in headers {
                        http.write(3) { entry in
                            entry.write(1, name)
                            entry.write(2, value)
                        }
                    }
                    http.write(4, path)
                    http.write(5, "example.org")
                    http.write(9, max(body.utf8.count, raw.count))
                    http.write(10, "HTTP/1.1")
                    http.write(11, body)
                    if !raw.isEmpty { http.write(12, bytes: raw) }
                }
            }
            attributes.write(10) { entry in
                entry.write(1, "route")
                entry.write(2, "main")
            }
            attributes.write(11) { metadata in
                metadata.write(1) { entry in
                    entry.write(1, "envoy.filters.http.jwt_authn")
                    entry.write(2) { structure in
                        structure.write(1) { field in
                            field.write(1, "claims")
                            field.write(2) { value in
                                value.write(6) { list in
                                    list.write(1) { $0.write(2, double: 2.5) }
                                    list.write(1) { $0.write(2, double: 7) }
                                    list.write(1) { $0.write(3, "admin") }
                                    list.write(1) { $0.write(4, flag: true) }
                                    list.write(1) { $0.write(1, flag: false) }
                                }
                            }
                        }
                    }
                }
            }
        }
        return writer.bytes
    }

    private static func input(_ message: [UInt8], skipsBody: Bool = false) throws -> String {
        let heap = Heap()
        let input = try EnvoyInput(message[...], in: heap, skipsBody: skipsBody)
        return JSONOutput.text(of: input.value)
    }

    @Test func `a check has the input document that policies for Envoy know`() throws {
        #expect(
            try Self.input(Self.request(headers: [("user-agent", "curl"), (":path", "/a")])) == """
                {"attributes":{"contextExtensions":{"route":"main"},\
                "destination":{"address":{"socketAddress":{"address":"192.0.2.2","portValue":80}}},\
                "metadataContext":{"filterMetadata":{"envoy.filters.http.jwt_authn":{"claims":[2.5,7,"admin",true,null]}}},\
                "request":{"http":{"headers":{":path":"/a","user-agent":"curl"},"host":"example.org","id":"42",\
                "method":"GET","path":"/a/b%20c?x=1&x=2&y","protocol":"HTTP/1.1"},"time":"2026-01-01T00:00:00.005Z"},\
                "source":{"address":{"socketAddress":{"address":"192.0.2.1","portValue":4711}},\
                "principal":"spiffe://example.org/web"}},\
                "parsed_body":null,"parsed_path":["a","b c"],"parsed_query":{"x":["1","2"],"y":[""]},\
                "truncated_body":false,"version":{"encoding":"protojson","ext_authz":"v3"}}
                """)
    }

    @Test(arguments: [
        ("application/json", #"{"a":1}"#, #""parsed_body":{"a":1}"#),
        ("application/json; charset=utf-8", "[2]", #""parsed_body":[2]"#),
        ("application/x-www-form-urlencoded", "a=1&a=2&b=+", #""parsed_body":{"a":["1","2"],"b":[" "]}"#),
        ("text/plain", "hello", #""parsed_body":null"#),
    ]) func `a body is read by its type`(type: String, body: String, expected: String) throws {
        let text = try Self.input(Self.request(headers: [("content-type", type)], body: body))
        #expect(text.contains(expected), "\(text)")
        let raw = try Self.input(Self.request(headers: [("content-type", type)], raw: Array(body.utf8)))
        #expect(raw.contains(expected), "\(raw)")
        let skipped = try Self.input(
            Self.request(headers: [("content-type", type)], body: body), skipsBody: true)
        #expect(!skipped.contains("parsed_body"))
    }

    @Test func `a body that was cut off is not read`() throws {
        let headers = [("content-type", "application/json"), ("content-length", "100")]
        let text = try Self.input(Self.request(headers: headers, body: #"{"a":"#))
        #expect(text.contains(#""parsed_body":null"#) && text.contains(#""truncated_body":true"#))
    }

    @Test func `any bytes are an input or refused`() throws {
        var numbers = SystemRandomNumberGenerator()
        let whole = Self.request(headers: [("content-type", "application/json")], body: "{}")
        for round in 0..<3000 {
            var bytes = whole
            if round % 3 == 0 {
                bytes = (0..<Int.random(in: 0..<64, using: &numbers)).map { _ in .random(in: 0...255, using: &numbers) }
            } else {
                for _ in 0...(round % 5) { bytes[.random(in: 0..<bytes.count, using: &numbers)] = .random(in: 0...255) }
                if round % 7 == 0 { bytes.removeLast(.random(in: 0..<bytes.count, using: &numbers)) }
            }
            do {
                let text = try Self.input(bytes)
                #expect(throws: Never.self) { try JSONDocument(text) }
            } catch is EnvoyInput.Problem {}
        }
    }

    @Test func `messages without end are refused`() {
        var nested: [UInt8] = []
        for _ in 0..<200 {
            var writer = ProtobufWriter()
            writer.write(5) { $0.write(1) { $0.write(2, bytes: nested) } }
            nested = writer.bytes
        }
        var writer = ProtobufWriter()
        writer.write(1) { $0.write(11) { $0.write(1) { $0.write(2) { $0.write(1) { $0.write(2, bytes: nested) } } } } }
        #expect(throws: EnvoyInput.Problem.self) { try Self.input(writer.bytes) }
        #expect(throws: EnvoyInput.Problem.self) { try Self.input([0x0a, 0xff, 0xff, 0xff, 0xff, 0x0f]) }
        #expect(throws: EnvoyInput.Problem.self) { try Self.input([UInt8](repeating: 0xff, count: 11)) }
    }

    // MARK: Verdicts

    private static let policy = """
        package envoy.authz
        default allow := false
        allow if input.parsed_path[0] == "public"
        allow := {"allowed": false, "http_status": 401, "headers": {"www-authenticate": "Basic"}, "body": "who?"} if \
        input.parsed_path[0] == "who"
        allow := {"allowed": true, "headers": {"x-user": ["ada", "bo"]}, "request_headers_to_remove": ["authorization"], \
        "response_headers_to_add": {"x-decided": "yes"}, "query_parameters_to_set": {"q": "1"}, \
        "query_parameters_to_remove": ["z"], "dynamic_metadata": {"n": 1, "s": "t", "l": [true, null]}} if \
        input.parsed_path[0] == "rich"
        allow := 7 if input.parsed_path[0] == "bad"
        allow := {"allowed": true, "headers": {"a": 1}} if input.parsed_path[0] == "worse"
        allow if { input.parsed_path == ["post"]; input.parsed_body.ok }
        """

    private static func ask(
        _ message: [UInt8], settings: ServiceSettings = ServiceSettings(), policy: String = policy, path: String = check
    ) throws -> GRPCAnswer {
        let test = try TestService(["p.rego": policy], settings: settings)
        let call = GRPCCall(
            path: path, encoding: "identity", body: ByteBuffer(bytes: CallClient.framed(message)),
            client: ServiceClient(address: "192.0.2.9:1"))
        return try #require(test.service.answer(call, mayWait: true))
    }

    /// A message's fields, texts where they are such.
    private static func fields(_ bytes: [UInt8]) throws -> String {
        var reader = ProtobufReader(bytes[...])
        var parts: [String] = []
        while let (number, content) = try reader.next() {
            switch content {
            case .varint(let value): parts.append("\(number):\(value)")
            case .fixed64(let bits): parts.append("\(number):\(Double(bitPattern: bits))")
            case .fixed32(let value): parts.append("\(number):\(value)")
            case .bytes(let inner):
                if let text = String(validating: inner, as: UTF8.self), inner.allSatisfy({ $0 >= 0x20 }), !inner.isEmpty
                {
                    parts.append("\(number):'\(text)'")
                } else {
                    parts.append("\(number):{\(try fields(Array(inner)))}")
                }
            }
        }
        return parts.joined(separator: " ")
    }

    @Test(arguments: [
        ("/public", "1:{} 3:{}"), ("/other", "1:{1:7} 2:{1:{1:403}}"), ("/", "1:{1:7} 2:{1:{1:403}}"),
        ("/who", "1:{1:7} 2:{1:{1:401} 2:{1:{1:'www-authenticate' 2:'Basic'} 2:{}} 3:'who?'}"),
        (
            "/rich",
            "1:{} 3:{2:{1:{1:'x-user' 2:'ada'} 2:{}} 2:{1:{1:'x-user' 2:'bo'} 2:{}} 5:'authorization' "
                + "6:{1:{1:'x-decided' 2:'yes'} 2:{}} 7:{1:'q' 2:'1'} 8:'z'} "
                + "4:{1:{1:'l' 2:{6:{1:{4:1} 1:{1:0}}}} 1:{1:'n' 2:{2:1.0}} 1:{1:'s' 2:{3:'t'}}}"
        ),
    ]) func `a verdict is told to Envoy`(path: String, expected: String) throws {
        let answer = try Self.ask(Self.request(path: path))
        #expect(answer.status == .ok)
        #expect(try Self.fields(answer.message) == expected)
    }

    @Test(arguments: ["/bad", "/worse"]) func `what is no verdict is an error`(path: String) throws {
        let answer = try Self.ask(Self.request(path: path))
        #expect(answer.status == .internalError && answer.text.contains("gives no verdict"), "\(answer)")
    }

    @Test func `what nobody decides, and a body that lies about itself, are denied`() throws {
        #expect(
            try Self.fields(Self.ask(Self.request(), policy: "package other").message) == "1:{1:7} 2:{1:{1:403}}")
        let headers = [("content-type", "application/json")]
        let lie = try Self.ask(Self.request(path: "/post", headers: headers, body: "{"))
        #expect(try Self.fields(lie.message).hasPrefix("1:{1:7} 2:{1:{1:400}"))
        let truth = try Self.ask(Self.request(path: "/post", headers: headers, body: #"{"ok":true}"#))
        #expect(try Self.fields(truth.message) == "1:{} 3:{}")
    }

    @Test func `a dry run allows all`() throws {
        var settings = ServiceSettings()
        settings.envoy.isDryRun = true
        #expect(try Self.fields(Self.ask(Self.request(path: "/who"), settings: settings).message) == "1:{} 3:{}")
    }

    @Test func `health is told, and other methods are not there`() throws {
        let health = "/grpc.health.v1.Health/Check"
        #expect(try Self.fields(Self.ask([], path: health).message) == "1:1")
        var writer = ProtobufWriter()
        writer.write(1, "other")
        #expect(try Self.ask(writer.bytes, path: health).status == .notFound)
        #expect(try Self.ask([], path: "/a.B/C").status == .unimplemented)
        #expect(try Self.ask([0x0b]).status == .invalidArgument)
    }

    @Test func `decisions are logged`() async throws {
        let lines = Mutex<[UInt8]>([])
        let log = DecisionLog(labels: []) { bytes in lines.withLock { $0 += bytes } }
        let test = try TestService(["p.rego": Self.policy], log: log)
        let call = GRPCCall(
            path: Self.check, encoding: "identity", requestID: "r1",
            body: ByteBuffer(bytes: CallClient.framed(Self.request(path: "/who"))),
            client: ServiceClient(address: "192.0.2.9:1"))
        _ = test.service.answer(call, mayWait: true)
        await log.close()
        let root = try JSONDocument(lines.withLock { $0 }).root
        #expect(root["path"]?.string == "envoy/authz/allow" && root["request_id"]?.string == "r1")
        #expect(root["result"]?["http_status"]?.int == 401)
        #expect(root["input"]?["parsed_path"]?.elements.compactMap(\.string) == ["who"])
    }

    // MARK: Over sockets

    @Test func `calls are answered over HTTP 2, many at a time`() async throws {
        let test = try TestService(["p.rego": Self.policy])
        let server = try await PolicyServer(
            test.service, addresses: [], envoy: [.internet(host: "127.0.0.1", port: 0)])
        let client = try await CallClient(port: server.port)
        let answers = try await withThrowingTaskGroup(of: (Int, CallClient.Answer).self) { group in
            for index in 0..<100 {
                group.addTask {
                    let message = Self.request(path: index % 2 == 0 ? "/public" : "/who")
                    return (index, try await client.call(Self.check, CallClient.framed(message)))
                }
            }
            return try await group.reduce(into: [Int: CallClient.Answer]()) { $0[$1.0] = $1.1 }
        }
        #expect(answers.count == 100)
        for (index, answer) in answers {
            #expect(answer.http == "200" && answer.status == 0)
            #expect(try Self.fields(answer.message).hasPrefix(index % 2 == 0 ? "1:{} 3" : "1:{1:7} 2"))
        }
        // Compressed, not gRPC, half a message, too much, and again a good one on the same connection.
        let zipped: [UInt8] = [
            0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        ]
        let empty = try await client.call(
            Self.check, CallClient.framed(zipped, flag: 1), headers: [("grpc-encoding", "gzip")])
        #expect(empty.status == 0, "\(empty)")
        #expect(try await client.call(Self.check, CallClient.framed([], flag: 1)).status == 12)
        #expect(try await client.call("/x", [], type: "text/plain").http == "415")
        #expect(try await client.call(Self.check, [0, 0, 0, 0, 9, 1]).status == 3)
        #expect(try await client.call(Self.check, CallClient.framed(Self.request(path: "/public"))).status == 0)
        let metrics = String(decoding: test.ask(.GET, "/metrics").text.utf8, as: UTF8.self)
        #expect(metrics.contains("envoy.service.auth.v3"))
        try await client.close()
        try await server.shutDown()
    }

    @Test func `a message that is too large ends its call and no other`() async throws {
        var settings = ServiceSettings()
        settings.bodyLimit = 1000
        let test = try TestService(["p.rego": Self.policy], settings: settings)
        let server = try await PolicyServer(
            test.service, addresses: [], envoy: [.internet(host: "127.0.0.1", port: 0)])
        let client = try await CallClient(port: server.port)
        let large = Self.request(path: "/public", body: String(repeating: "a", count: 4000))
        #expect(try await client.call(Self.check, CallClient.framed(large), ends: false).status == 8)
        #expect(try await client.call(Self.check, CallClient.framed(Self.request(path: "/public"))).status == 0)
        #expect(test.service.metrics.bodyBytes.load(ordering: .relaxed) == 0)
        try await client.close()
        try await server.shutDown()
    }

    @Test func `a call that does not arrive, and a connection that says nothing, are given up`() async throws {
        let test = try TestService(["p.rego": Self.policy])
        var limits = ServiceConnection.Limits()
        limits.patience = .milliseconds(200)
        let server = try await PolicyServer(
            test.service, addresses: [], envoy: [.internet(host: "127.0.0.1", port: 0)], limits: limits)
        let client = try await CallClient(port: server.port)
        #expect(try await client.call(Self.check, [0], ends: false).status == 4)
        try await client.close()
        let silent = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .connect(host: "127.0.0.1", port: server.port).get()
        try await silent.closeFuture.get()
        try await server.shutDown()
    }
}
