/// Whose signatures make a checkpoint one that everybody sees (C2SP tlog-policy).
///
/// Logs and witnesses by key, groups of witnesses, and the one that must be fulfilled. Witnesses cosign only what goes on
/// from what they saw before, so that a log that shows different trees to different people needs them all as
/// accomplices.
package struct WitnessPolicy: Sendable {
    package struct Log: Sendable {
        package var key: NoteKey
        package var url: String?
    }

    package struct Witness: Sendable {
        package var name: String
        package var key: NoteKey
        package var url: String?
    }

    private enum Rule: Sendable {
        case witness(Int)
        case group(threshold: Int, members: [String])
    }

    package private(set) var logs: [Log] = []
    package private(set) var witnesses: [Witness] = []
    private var rules: [(name: String, rule: Rule)] = []
    /// The name of what must be fulfilled; `nil` when nothing must.
    package private(set) var quorum: String?

    /// Bytes of a policy, and things it names.
    package static let limit = 64 << 10
    package static let nameLimit = 256

    package init(_ text: String) throws(NoteError) {
        guard text.utf8.count <= Self.limit else { throw .policy(line: 1, "expected at most \(Self.limit) bytes") }
        var members: Set<String> = []
        var hasQuorum = false
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let number = index + 1
            let words = line.split { $0 == " " || $0 == "\t" || $0 == "\r" }.map(String.init)
            guard let first = words.first, !first.hasPrefix("#") else { continue }
            guard logs.count + rules.count < Self.nameLimit else {
                throw .policy(line: number, "more than \(Self.nameLimit) logs, witnesses and groups")
            }
            func key(_ text: String, _ what: String) throws(NoteError) -> NoteKey {
                do throws(NoteError) {
                    return try NoteKey(verifierKey: text)
                } catch {
                    throw .policy(line: number, "\(what): \(error)")
                }
            }
            func define(_ name: String, _ rule: Rule) throws(NoteError) {
                guard name != "none", !rules.contains(where: { $0.name == name }) else {
                    throw .policy(line: number, "expected a new name, found “\(name.prefix(60))”")
                }
                rules.append((name, rule))
            }
            switch (first, words.count) {
            case ("log", 2...3):
                logs.append(Log(key: try key(words[1], "log"), url: words.count > 2 ? words[2] : nil))
            case ("witness", 3...4):
                let witness = try key(words[2], "witness")
                guard witness.isWitness else {
                    throw .policy(line: number, "expected a key of kind 4 (cosignature) of witness \(words[1])")
                }
                try define(words[1], .witness(witnesses.count))
                witnesses.append(Witness(name: words[1], key: witness, url: words.count > 3 ? words[3] : nil))
            case ("group", 4...):
                let names = Array(words[3...])
                for name in names {
                    guard rules.contains(where: { $0.name == name }) else {
                        throw .policy(
                            line: number, "expected a witness or group named before, found “\(name.prefix(60))”")
                    }
                    guard members.insert(name).inserted else {
                        throw .policy(line: number, "“\(name.prefix(60))” is a member twice")
                    }
                }
                let threshold: Int? =
                    switch words[2] {
                    case "all": names.count
                    case "any": 1
                    default: Int(words[2])
                    }
                guard let threshold, (1...names.count).contains(threshold) else {
                    throw .policy(
                        line: number,
                        "expected all, any or a number up to \(names.count), found “\(words[2].prefix(60))”")
                }
                try define(words[1], .group(threshold: threshold, members: names))
            case ("quorum", 2):
                guard !hasQuorum else { throw .policy(line: number, "expected one quorum, found two") }
                hasQuorum = true
                if words[1] != "none" {
                    guard rules.contains(where: { $0.name == words[1] }) else {
                        throw .policy(
                            line: number, "expected a witness or group named before, found “\(words[1].prefix(60))”")
                    }
                    quorum = words[1]
                }
            default: throw .policy(line: number, "expected log, witness, group or quorum, found “\(line.prefix(60))”")
            }
        }
        guard hasQuorum else { throw .policy(line: 0, "expected a quorum, found none") }
    }

    /// Whether signatures of the witnesses at these positions fulfil the quorum.
    ///
    /// Members stand before their groups, so that one pass decides all.
    package func isFulfilled(by signers: Set<Int>) -> Bool {
        guard let quorum else { return true }
        var fulfilled: Set<String> = []
        for (name, rule) in rules {
            switch rule {
            case .witness(let index): if signers.contains(index) { fulfilled.insert(name) }
            case .group(let threshold, let members):
                if members.count(where: { fulfilled.contains($0) }) >= threshold { fulfilled.insert(name) }
            }
        }
        return fulfilled.contains(quorum)
    }

    /// The checkpoint of a note that a log of the policy has signed and the quorum has cosigned.
    ///
    /// - Returns: also the names of the witnesses whose lines verified.
    /// - Throws: a bad line of a known log or witness spoils the note.
    package func verify(_ note: SignedNote) throws(NoteError) -> (checkpoint: Checkpoint, witnesses: [String]) {
        let checkpoint = try Checkpoint(text: note.text)
        let keys = logs.map(\.key).filter { $0.name == checkpoint.origin }
        guard !keys.isEmpty else {
            throw .origin(expected: logs.map(\.key.name).joined(separator: ", "), found: checkpoint.origin)
        }
        _ = try note.verify(keys)
        return (checkpoint, try cosigners(of: note))
    }

    /// The names of the witnesses that have cosigned, once they are enough.
    package func cosigners(of note: SignedNote) throws(NoteError) -> [String] {
        var signers: Set<Int> = []
        for line in note.lines {
            for (index, witness) in witnesses.enumerated()
            where witness.key.name == line.name && witness.key.id == line.id {
                guard witness.key.verifies(line.signature, text: note.text).isValid else {
                    throw .signature(key: witness.key.label)
                }
                signers.insert(index)
            }
        }
        let names = signers.sorted().map { witnesses[$0].name }
        guard isFulfilled(by: signers) else { throw .quorum(expected: quorum ?? "none", found: names) }
        return names
    }
}
