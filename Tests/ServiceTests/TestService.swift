import JSONText
import NIOCore
import NIOHTTP1
import Rego

@testable import Service

/// A service over policies given as text, asked without sockets.
struct TestService {
    let service: PolicyService

    init(
        _ policies: [String: String] = [:], data: String = "{}", settings: ServiceSettings = ServiceSettings(),
        log: DecisionLog? = nil
    ) throws {
        let snapshot = try TestService.snapshot(policies, data: data)
        service = PolicyService(PolicyRuntime(snapshot), settings: settings, log: log)
    }

    static func snapshot(_ policies: [String: String], data: String = "{}") throws -> PolicySnapshot {
        let list = policies.sorted { $0.key < $1.key }.map {
            PolicySnapshot.Policy(
                source: SourceText(name: $0.key, text: $0.value), version: .v1, origin: .files)
        }
        let modules = try CompiledModules.compile(list.map { (source: $0.source, version: $0.version) })
        return PolicySnapshot(policies: list, modules: modules, data: try Document(json: data), bundles: [])
    }

    struct Answer {
        var status: Int
        var text: String
        var headers: [(String, String)]

        /// Without blanks between members.
        var compact: String {
            get throws {
                var writer = JSONWriter()
                writer.value(try JSONDocument(text).root)
                return String(decoding: writer.bytes, as: UTF8.self)
            }
        }

        var json: JSONValue { get throws { try JSONDocument(text).root } }
    }

    static func request(
        _ method: HTTPMethod, _ uri: String, _ body: [UInt8] = [], headers: [(String, String)] = [],
        client: ServiceClient = ServiceClient(address: "192.0.2.1:4711")
    ) -> ServiceRequest {
        ServiceRequest(
            head: HTTPRequestHead(version: .http1_1, method: method, uri: uri, headers: HTTPHeaders(headers)),
            body: ByteBuffer(bytes: body), client: client)
    }

    func ask(
        _ method: HTTPMethod, _ uri: String, _ body: String = "", headers: [(String, String)] = []
    ) -> Answer {
        ask(Self.request(method, uri, Array(body.utf8), headers: headers))
    }

    func ask(_ request: ServiceRequest) -> Answer {
        let answer = service.answer(request, mayWait: true) ?? ServiceAnswer.empty(.imATeapot)
        return Answer(
            status: Int(answer.status.code), text: String(decoding: answer.body, as: UTF8.self),
            headers: answer.headers)
    }
}
