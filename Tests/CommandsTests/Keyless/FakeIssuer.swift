import Content
import JSONText
import NIOHTTP1
import Synchronization

@testable import Commands
@testable import RegistryClient
@testable import Signing

/// An issuer of tokens on loopback that no one has to persuade, and the network to reach it.
final class FakeIssuer: Sendable {
    struct State {
        /// What the token endpoint says before it gives a token.
        var errors: [String] = []
        /// The challenge that a verifier has to fit, and what the token repeats.
        var challenge = ""
        var nonce: String?
        /// Members of the metadata that are other than they should be.
        var metadata: [String: String] = [:]
        var issuerOfToken: String?
        var forms: [[String: String]] = []
    }

    private final class Store: Sendable { let state = Mutex(State()) }

    private let store: Store
    private let server: FakeRegistry
    let client: ServiceClient

    static let code = "the code"

    init() async throws {
        let store = Store()
        self.store = store
        server = try await FakeRegistry { asked, _ in store.state.withLock { Self.answer(asked, &$0) } }
        client = ServiceClient(network: try NetworkSettings())
    }

    func close() async throws { try await client.shutdown() }

    var url: String { "http://\(server.place)" }
    var asked: [FakeRegistry.Asked] { server.asked }
    var forms: [[String: String]] { store.state.withLock { $0.forms } }

    func change(_ body: (inout State) -> Void) { store.state.withLock { body(&$0) } }

    var call: ServiceCall {
        { [client] request in
            let answer = try await client.send(
                request.method == .post ? .post : .get, request.url, headers: request.headers, body: request.body,
                limit: request.limit)
            return ServiceAnswer(status: answer.status, body: answer.body)
        }
    }

    private static func answer(_ asked: FakeRegistry.Asked, _ state: inout State) -> FakeRegistry.Answer {
        let url = "http://\(asked.headers.first(name: "Host") ?? "")"
        let form = FormText.fields(of: String(decoding: asked.body, as: UTF8.self))
        switch asked.uri {
        case "/.well-known/openid-configuration":
            var members = [
                "issuer": url, "authorization_endpoint": "\(url)/authorize?x=y", "token_endpoint": "\(url)/token",
                "device_authorization_endpoint": "\(url)/device",
            ]
            for (name, value) in state.metadata { members[name] = value.isEmpty ? nil : value }
            return .init(body: object(members))
        case "/device":
            state.challenge = form["code_challenge"] ?? ""
            state.forms.append(form)
            return .init(
                body: object(
                    ["device_code": "secret device", "user_code": "ABCD-EFGH", "verification_uri": "\(url)/enter"]))
        case "/token":
            state.forms.append(form)
            if !state.errors.isEmpty {
                return .init(
                    status: .badRequest,
                    body: object(["error": state.errors.removeFirst(), "error_description": "so\u{1b} it is"]))
            }
            guard LoginSecret.challenge(of: form["code_verifier"] ?? "") == state.challenge else {
                return .init(status: .badRequest, body: object(["error": "invalid_grant"]))
            }
            return .init(body: object(["id_token": token(state.issuerOfToken ?? url, nonce: state.nonce)]))
        default: return .init(status: .notFound)
        }
    }

    private static func object(_ members: [String: String]) -> [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            for (name, value) in members.sorted(by: { $0.key < $1.key }) { writer.member(name, value) }
        }
        return writer.bytes
    }

    /// Signed by nobody: who reads it here does not believe it.
    static func token(_ issuer: String, nonce: String? = nil) -> String {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("iss", issuer)
            writer.member("sub", "dev")
            writer.member("aud", "sigstore")
            writer.member("exp", 4_000_000_000 as Int64)
            writer.member("nonce", nonce)
        }
        return "eyJhbGciOiJub25lIn0.\(Base64URL.encode(writer.bytes)).c2ln"
    }
}
