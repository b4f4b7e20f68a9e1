internal import Content
internal import Synchronization
package import Transparency

/// Has checkpoints cosigned before a log shows them.
package struct Witnessing: Sendable {
    /// Sends a body to an address.
    package typealias Post = @Sendable (_ url: String, _ body: [UInt8]) async throws -> (status: Int, body: [UInt8])

    package let policy: WitnessPolicy
    private let post: Post
    /// The sizes that witnesses are known to have seen, by their position in the policy; a wrong one costs a question.
    private let seen: Sizes

    private final class Sizes: Sendable { let all = Mutex<[Int: UInt64]>([:]) }

    /// - Throws: `NoteError` for a policy whose witnesses have no addresses, or that asks for none.
    package init(policy: WitnessPolicy, post: @escaping Post) throws(NoteError) {
        guard policy.quorum != nil else { throw .policy(line: 0, "expected a quorum of witnesses, found none") }
        if let silent = policy.witnesses.first(where: { $0.url == nil }) {
            throw .policy(line: 0, "expected an address of the witness \(silent.name), found none")
        }
        self.policy = policy
        self.post = post
        seen = Sizes()
    }

    func isFulfilled(by note: SignedNote) -> Bool {
        do throws(NoteError) {
            _ = try policy.cosigners(of: note)
            return true
        } catch {
            return false
        }
    }

    /// The note with the lines of witnesses, once they fulfil the policy.
    ///
    /// - Parameter proof: that the checkpoint goes on from its first so many entries.
    /// - Throws: `LogError.unwitnessed`, with what each witness said.
    func cosigned(
        _ note: SignedNote, size: UInt64, proof: @escaping @Sendable (UInt64) throws -> [MerkleHash]
    ) async throws(LogError) -> SignedNote {
        let answers = await withTaskGroup(of: (Int, Result<SignedNote.Line, Failure>).self) { group in
            for position in policy.witnesses.indices {
                group.addTask {
                    do throws(Failure) {
                        return (position, .success(try await line(of: position, note, size: size, proof: proof)))
                    } catch {
                        return (position, .failure(error))
                    }
                }
            }
            var signers: Set<Int> = []
            var answers: [Int: Result<SignedNote.Line, Failure>] = [:]
            for await (position, answer) in group {
                answers[position] = answer
                if case .success = answer { signers.insert(position) }
                // Those who are slow or away are not waited for.
                if policy.isFulfilled(by: signers) { group.cancelAll() }
            }
            return answers
        }
        var lines: [SignedNote.Line] = []
        var reasons: [String] = []
        for position in policy.witnesses.indices {
            switch answers[position] {
            case .success(let line): lines.append(line)
            case .failure(let failure): reasons.append("\(policy.witnesses[position].name): \(failure.reason)")
            case nil: break
            }
        }
        let result = note.adding(lines)
        guard isFulfilled(by: result) else { throw .unwitnessed(reasons) }
        return result
    }

    private struct Failure: Error { var reason: String }

    private func line(
        of position: Int, _ note: SignedNote, size: UInt64, proof: @Sendable (UInt64) throws -> [MerkleHash]
    ) async throws(Failure) -> SignedNote.Line {
        let witness = policy.witnesses[position]
        var old = seen.all.withLock { $0[position] } ?? 0
        // The second question knows what the first one answered; more than a few mean that somebody else asks too.
        for _ in 0..<4 {
            guard old <= size else { throw Failure(reason: "it has seen \(old) entries, more than there are") }
            let answer: (status: Int, body: [UInt8])
            do {
                let request = AddCheckpoint(
                    oldSize: old, proof: old == 0 || old == size ? [] : try proof(old), note: note)
                answer = try await post("\(witness.url ?? "")/add-checkpoint", request.bytes)
            } catch {
                throw Failure(reason: "\(error)")
            }
            if answer.status == 409, let text = String(validating: answer.body.dropLast(), as: UTF8.self),
                answer.body.last == 0x0a, let known = UInt64(text), known != old
            {
                old = known
                continue
            }
            guard answer.status == 200 else { throw Failure(reason: "it answered with status \(answer.status)") }
            guard
                let line = Self.lines(answer.body).first(where: { line in
                    line.name == witness.key.name && line.id == witness.key.id
                        && witness.key.verifies(line.signature, text: note.text).isValid
                })
            else { throw Failure(reason: "it answered without a good signature of its own") }
            seen.all.withLock { $0[position] = size }
            return line
        }
        throw Failure(reason: "it changed its mind about what it has seen")
    }

    private static func lines(_ body: [UInt8]) -> [SignedNote.Line] {
        do throws(NoteError) {
            // What a witness answers are the lines of a note without the text above them.
            return try SignedNote(Array("\n\n".utf8) + body).lines
        } catch {
            return []
        }
    }
}
