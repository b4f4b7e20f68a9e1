internal import NIOHTTP1
package import Signing
internal import Transparency

/// A witness on a socket: `POST /add-checkpoint`, and `GET /HASH/checkpoint` for those who compare.
package final class WitnessServer: Sendable {
    private let server: HTTPServer

    package init(
        _ witness: Witness, host: String, port: Int, clock: @escaping @Sendable () -> Instant = AuthorityServer.now
    ) async throws {
        server = try await HTTPServer(host: host, port: port) { Self.answer($0, witness, clock) }
    }

    package var port: Int { server.port }

    /// Returns when the server's socket is closed.
    package func wait() async throws { try await server.wait() }

    package func close() async throws { try await server.close() }

    static func answer(_ request: HTTPRequest, _ witness: Witness, _ clock: @Sendable () -> Instant) -> HTTPAnswer {
        do {
            if request.path == "/add-checkpoint" {
                guard request.method == .POST else {
                    return Problem(.methodNotAllowed, "expected POST", headers: [("Allow", "POST")]).answer
                }
                let line = try witness.add(Self.read(request.body), at: clock())
                // Lines as they stand under a note, and nothing else.
                let lines = SignedNote(text: [], lines: [line]).bytes.dropFirst()
                return HTTPAnswer(type: "text/plain; charset=utf-8", Array(lines))
            }
            let parts = request.path.split(separator: "/", omittingEmptySubsequences: false)
            if parts.count == 3, parts[2] == "checkpoint", request.method == .GET || request.method == .HEAD,
                let note = try witness.checkpoint(hash: String(parts[1]))
            {
                return HTTPAnswer(
                    type: "text/plain; charset=utf-8", note.bytes, headers: [("Cache-Control", "no-store")])
            }
            return Problem(.notFound, "there is nothing at this path").answer
        } catch let refusal as Witness.Refusal {
            return answer(refusal)
        } catch {
            // What went wrong inside is not the asker's business, and may hold paths.
            return Problem(.internalServerError, "the witness could not fulfil the request").answer
        }
    }

    private static func read(_ body: [UInt8]) throws(Witness.Refusal) -> AddCheckpoint {
        do throws(NoteError) { return try AddCheckpoint(body) } catch { throw .malformed("\(error)") }
    }

    /// The statuses are those of the specification.
    private static func answer(_ refusal: Witness.Refusal) -> HTTPAnswer {
        switch refusal {
        case .malformed(let what): Problem(.badRequest, what).answer
        case .unknownOrigin(let origin): Problem(.notFound, "no log is known as “\(origin.prefix(200))”").answer
        case .signature(let what): Problem(.forbidden, what).answer
        case .size(let known):
            HTTPAnswer(.conflict, type: "text/x.tlog.size", Array("\(known)\n".utf8))
        case .shrinking: Problem(.badRequest, "expected an old size that is not larger than the checkpoint's").answer
        case .proof(let what): Problem(.unprocessableEntity, what).answer
        }
    }
}
