/// Lines with indentation, and the comment that waits for the end of the line.
struct FormatOutput {
    private(set) var text = ""
    private(set) var level = 0
    private(set) var isInLine = false
    private var atEnd: [Comment] = []
    /// The comment belongs to a line after the one that ends next.
    private var isDelayed = false

    struct Mark {
        fileprivate var length: Int
        fileprivate var level: Int
        fileprivate var isInLine: Bool
        fileprivate var atEnd: [Comment]
        fileprivate var isDelayed: Bool
    }

    var mark: Mark {
        Mark(length: text.utf8.count, level: level, isInLine: isInLine, atEnd: atEnd, isDelayed: isDelayed)
    }

    mutating func restore(_ mark: Mark) {
        text.removeLast(from: mark.length)
        level = mark.level
        isInLine = mark.isInLine
        atEnd = mark.atEnd
        isDelayed = mark.isDelayed
    }

    /// Whether what was written takes more than one line.
    func spansLines(since mark: Mark) -> Bool {
        var written = text.utf8.dropFirst(mark.length)
        if written.last == UInt8(ascii: "\n") { written.removeLast() }
        return written.contains(UInt8(ascii: "\n"))
    }

    /// The text with one line end at its end.
    var finished: String {
        var result = Substring(text)
        guard result.hasSuffix("\n") else { return text }
        while result.hasSuffix("\n") { result.removeLast() }
        return result + "\n"
    }

    mutating func write(_ string: some StringProtocol) { text += string }

    mutating func startLine() {
        isInLine = true
        for _ in 0..<level { text += "\t" }
    }

    mutating func startLineUnlessStarted() { if !isInLine { startLine() } }

    mutating func endLine() {
        isInLine = false
        if !isDelayed, !atEnd.isEmpty {
            for comment in atEnd { text += " #" + comment.text }
            atEnd = []
        }
        isDelayed = false
        text += "\n"
    }

    mutating func blankLine() {
        if isInLine { endLine() }
        text += "\n"
    }

    mutating func line(_ string: String) {
        startLineUnlessStarted()
        text += string
        endLine()
    }

    mutating func indent() { level += 1 }
    mutating func outdent() { level = max(0, level - 1) }
    mutating func delayComment() { isDelayed = true }

    var hasCommentAtEnd: Bool { !atEnd.isEmpty }

    mutating func keepForLineEnd(_ comment: Comment) { atEnd.append(comment) }
}

extension String {
    /// Shortens the text to its first `length` bytes, which end a scalar.
    fileprivate mutating func removeLast(from length: Int) {
        let view = utf8
        guard let end = view.index(view.startIndex, offsetBy: length, limitedBy: view.endIndex) else { return }
        removeSubrange(end...)
    }
}
