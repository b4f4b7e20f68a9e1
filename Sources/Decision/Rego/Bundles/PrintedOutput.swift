internal import Synchronization

/// What one evaluation prints, kept up to a limit so that a policy cannot fill memory by printing.
package final class PrintedOutput: Sendable {
    private struct Kept {
        var lines: [PrintedLine] = []
        var bytes = 0
        var isCut = false
    }

    private let kept = Mutex(Kept())
    private let limit: Int

    package init(limit: Int = 1 << 20) { self.limit = limit }

    package func add(_ line: PrintedLine) {
        kept.withLock { kept in
            guard !kept.isCut else { return }
            kept.bytes += line.text.utf8.count + MemoryLayout<PrintedLine>.size
            if kept.bytes > limit {
                kept.isCut = true
                kept.lines.append(PrintedLine(text: "… and more than is kept", position: nil))
            } else {
                kept.lines.append(line)
            }
        }
    }

    package var lines: [PrintedLine] { kept.withLock { $0.lines } }
}

extension PolicyTests.Outcome {
    /// What was printed, as bytes in Base 64; nil when nothing was.
    package var encodedOutput: String? {
        guard !output.isEmpty else { return nil }
        let text = output.map { $0.text + "\n" }.joined()
        return String(decoding: GoBase64.encode(text.utf8), as: UTF8.self)
    }
}
