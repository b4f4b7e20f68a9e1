internal import Content
internal import JSONText
internal import Signing
internal import Transparency

/// What a monitor tells, a line for each alert and one at the end of each visit.
struct LogReport {
    let isJSON: Bool
    let palette: Palette
    private(set) var status = ExitStatus.passed

    init(isJSON: Bool, palette: Palette) {
        self.isJSON = isJSON
        self.palette = palette
    }

    mutating func note(_ alert: LogAlert) throws {
        status = status.combined(with: alert.isFailure ? .failed : .unknown)
        try Console.write(isJSON ? Self.json(alert) : Array(Self.text(alert, palette).utf8))
    }

    /// A checkpoint of others is ahead of what the log shows here.
    mutating func noteAhead(_ path: String) {
        status = status.combined(with: .unknown)
        Console.narrate(
            "unknown: \(Table.printable(path)) is of a larger tree than the log shows here; ask again when it has grown"
        )
    }

    func end(_ state: LogMonitorState, from before: UInt64) throws {
        if isJSON {
            var writer = JSONWriter()
            writer.object { writer in
                writer.member("kind", "checkpoint")
                writer.member("origin", state.checkpoint.origin)
                writer.member("size", state.checkpoint.size)
                writer.member("root", state.checkpoint.root.base64)
                writer.member("read", state.read.size - min(before, state.read.size))
            }
            writer.newline()
            try Console.write(writer.bytes)
        } else {
            let read = state.read.size - min(before, state.read.size)
            try Console.write(
                "\(Table.printable(state.checkpoint.origin)): \(state.checkpoint.size) entries, root "
                    + "\(state.checkpoint.root.base64); \(read) read\n")
        }
    }

    static func text(_ alert: LogAlert, _ palette: Palette) -> String {
        let word = alert.isFailure ? palette.bad(alert.kind) : palette.warning(alert.kind)
        switch alert {
        case .unexplained(let index, let holder, let subject):
            let who =
                holder.identity.map { "\($0.subject) by \($0.issuer ?? "an issuer it does not name")" }
                ?? "the key \(holder.key)"
            let what = subject.map { "signed \($0)" } ?? "got a certificate"
            return "\(word)  entry \(index): \(Table.printable(who)) \(what)\n"
        case .unreadable(let index, let reason):
            return "\(word)  entry \(index): \(Table.printable(reason))\n"
        case .behind(let known, let shown):
            return "\(word)  \(shown) entries are shown, \(known) were before\n"
        case .contradiction(let contradiction):
            // The evidence, as it was signed: anyone with the log's key can check it.
            return
                "\(word)  the log has signed two checkpoints that cannot both be true\n\n"
                + String(decoding: contradiction.known.bytes, as: UTF8.self) + "\n"
                + String(decoding: contradiction.shown.bytes, as: UTF8.self) + "\n"
        }
    }

    static func json(_ alert: LogAlert) -> [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("kind", alert.kind)
            switch alert {
            case .unexplained(let index, let holder, let subject):
                writer.member("index", index)
                writer.member("subject", holder.identity?.subject)
                writer.member("issuer", holder.identity?.issuer)
                writer.member("key", holder.key)
                writer.member("signed", subject.map { "\($0)" })
            case .unreadable(let index, let reason):
                writer.member("index", index)
                writer.member("reason", reason)
            case .behind(let known, let shown):
                writer.member("known", known)
                writer.member("shown", shown)
            case .contradiction(let contradiction):
                writer.member("known", String(decoding: contradiction.known.bytes, as: UTF8.self))
                writer.member("shown", String(decoding: contradiction.shown.bytes, as: UTF8.self))
            }
        }
        writer.newline()
        return writer.bytes
    }
}
