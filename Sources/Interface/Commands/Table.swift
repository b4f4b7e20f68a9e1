/// Rows of text in aligned columns that fit the terminal.
///
/// Columns shrink from the widest down until the row fits; what is cut ends with `…`. Control characters of what is
/// shown are replaced, so that a hostile name cannot steer the terminal.
struct Table {
    private let header: [String]
    /// Columns that are never cut: names that people copy.
    private let whole: Set<Int>
    private var rows: [[String]] = []

    init(_ header: [String], whole: Set<Int> = []) {
        self.header = header
        self.whole = whole
    }

    mutating func append(_ row: [String]) { rows.append(row.map(Self.printable)) }

    static func printable(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            let category = scalar.properties.generalCategory
            let isUnsafe =
                category == .control || category == .format || category == .lineSeparator
                || category == .paragraphSeparator
            result.unicodeScalars.append(isUnsafe ? "\u{fffd}" : scalar)
        }
        return result
    }

    /// Breaks text at blanks so that it fits the screen beside an indent; long words stay whole.
    static func wrapped(_ text: String, indent: Int, width: Int) -> String {
        let room = max(20, width - indent)
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ") {
            if !line.isEmpty, line.count + 1 + word.count > room {
                lines.append(line)
                line = ""
            }
            line += line.isEmpty ? String(word) : " \(word)"
        }
        lines.append(line)
        return lines.joined(separator: "\n" + String(repeating: " ", count: indent))
    }

    /// - Parameter width: columns of the screen; `nil` cuts nothing.
    func render(width: Int?) -> String {
        let gap = 2
        var widths = header.map(\.count)
        for row in rows {
            for (index, cell) in row.enumerated() where index < widths.count {
                widths[index] = max(widths[index], cell.count)
            }
        }
        if let width {
            let available = width - gap * (widths.count - 1)
            while widths.reduce(0, +) > available,
                let index = widths.indices.filter({ !whole.contains($0) }).max(by: { widths[$0] < widths[$1] }),
                widths[index] > 8
            {
                widths[index] -= 1
            }
        }
        var text = ""
        for row in [header] + rows {
            var line = ""
            for (index, cell) in row.enumerated() where index < widths.count {
                let clipped =
                    cell.count > widths[index] ? cell.prefix(max(0, widths[index] - 1)) + "…" : Substring(cell)
                line += clipped
                if index < row.count - 1 {
                    line += String(repeating: " ", count: widths[index] - clipped.count + gap)
                }
            }
            while line.last == " " { line.removeLast() }
            text += line + "\n"
        }
        return text
    }
}
