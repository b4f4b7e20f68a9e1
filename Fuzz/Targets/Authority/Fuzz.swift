import Authority
import NIOCore
import NIOEmbedded
import NIOHTTP1
import Signing

@testable import Authority

private let now = Instant(seconds: 1_790_000_000)

/// What an authority is sent, of any bytes: HTTP, forms and queries, requests for certificates, entries and timestamps, tokens,
/// key sets and lists of users: refused, or read.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    messages(bytes)
    forms(bytes)
    do { _ = try SigningCertificateRequest(json: bytes) } catch { check(error) }
    do throws(EntryError) {
        let entry = try EntryRequest(json: bytes)
        precondition(!entry.body.isEmpty)
    } catch { check(error) }
    do throws(EntryError) {
        let entry = try ProposedEntry(json: bytes)
        precondition(!EntryKeys.keys(of: entry.body).isEmpty, "an entry that nobody finds")
    } catch { check(error) }
    _ = EntryKeys.keys(of: bytes)
    do throws(DERError) { _ = try TimestampRequest(der: bytes) } catch { check(error) }
    let text = String(decoding: bytes, as: UTF8.self)
    do throws(TokenError) {
        let token = try JSONWebToken(text)
        for kind in IssuerKind.allCases {
            do throws(TokenError) { _ = try kind.principal(token.claims, issuer: "https://issuer.example") } catch {
                check(error)
            }
        }
        _ = try TrustedIssuers([]).verify(text, at: now)
    } catch { check(error) }
    do { _ = try JSONWebKey.readSet(bytes) } catch { check(error) }
    do { _ = try LoginGrant(bytes) } catch { check(error) }
    do { _ = try WaitingDevice(bytes) } catch { check(error) }
    return 0
}

private func check(_ error: any Error) {
    precondition("\(error)".utf8.count < 4000, "an error repeats its input")
}

/// HTTP as a connection decodes it.
private func messages(_ bytes: [UInt8]) {
    let channel = EmbeddedChannel()
    var limits = NIOHTTPDecoderLimitConfiguration()
    limits.maxHeaderFieldSize = 24 << 10
    limits.maxHeaderListSize = 32 << 10
    limits.maxHeaderFieldCount = 100
    do {
        try channel.pipeline.syncOperations.configureHTTPServerPipeline(
            withPipeliningAssistance: false, withErrorHandling: false, withEncoderConfiguration: .init(),
            withDecoderLimitConfiguration: limits)
        try channel.writeInbound(ByteBuffer(bytes: bytes))
    } catch {
        check(error)
    }
    do {
        while let part = try channel.readInbound(as: HTTPServerRequestPart.self) {
            guard case .head(let head) = part else { continue }
            let request = HTTPRequest(head, body: [])
            precondition(!request.path.utf8.contains(UInt8(ascii: "?")))
            _ = (request.mediaType, LoginService.methods(request.path))
            if let path = RecordRoutes.path(request.path) { _ = RecordRoutes.methods(path) }
            let token = FormToken(request, isSecure: false)
            precondition(LoginClient.isChallenge(token.text))
            _ = token.isFromHere(request)
            do throws(FormError) { _ = try FormFields(request.query.utf8) } catch { check(error) }
        }
        _ = try channel.finish(acceptAlreadyClosed: true)
    } catch {
        check(error)
    }
}

/// Forms, queries, and the page that asks for a login.
private func forms(_ bytes: [UInt8]) {
    let text = String(decoding: bytes, as: UTF8.self)
    if let code = UserCode.read(text) { precondition(UserCode.read(UserCode.shown(code)) == code) }
    if let redirect = RedirectAddress(text), !redirect.isOutOfBand {
        precondition(
            ["http://localhost", "http://127.0.0.1", "http://[::1]"].contains { host in
                text.hasPrefix(host) && [nil, "/", ":"].contains(text.dropFirst(host.count).first)
            }, "a login leads elsewhere")
    }
    let fields: FormFields
    do throws(FormError) { fields = try FormFields(bytes) } catch { return check(error) }
    do throws(AuthorizationRequest.Refusal) {
        let asked = try AuthorizationRequest(fields)
        let page = LoginPage.signIn(
            asked, url: "https://sigstore.example.org", token: "t", name: fields["name"] ?? "", problem: nil)
        let body = String(decoding: page.answer().body, as: UTF8.self)
        precondition(body.split(separator: "<input").count == asked.fields.count + 4, "a field makes another")
        precondition(body.firstRange(of: "<script") == nil, "a field is a script")
    } catch {}
}
