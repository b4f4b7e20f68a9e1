/// Rows of text in a box, as tools around policies show them. Nothing is cut; a cell that repeats the one above it is
/// left empty in columns that say so.
struct BoxTable {
    private let header: [String]
    private let merged: Set<Int>
    private var rows: [[String]] = []

    init(_ header: [String], merging merged: Set<Int> = []) {
        self.header = header
        self.merged = merged
    }

    var isEmpty: Bool { rows.isEmpty }

    mutating func append(_ row: [String]) { rows.append(row.map(Table.printable)) }

    func render() -> String {
        let widths = header.indices.map { column in
            ([header] + rows).map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
        }
        func rule(_ left: String, _ middle: String, _ right: String) -> String {
            left + widths.map { String(repeating: "─", count: $0 + 2) }.joined(separator: middle) + right + "\n"
        }
        func line(_ cells: [String]) -> String {
            let padded = zip(cells, widths).map { " \($0)" + String(repeating: " ", count: $1 - $0.count) + " " }
            return "│" + padded.joined(separator: "│") + "│\n"
        }
        var text = rule("┌", "┬", "┐")
        text += line(
            zip(header, widths).map { title, width in
                String(repeating: " ", count: (width - title.count) / 2) + title
            })
        text += rule("├", "┼", "┤")
        var above: [String] = []
        for row in rows {
            text += line(
                row.indices.map { column in
                    merged.contains(column) && column < above.count && above[column] == row[column] ? "" : row[column]
                })
            above = row
        }
        return text + rule("└", "┴", "┘")
    }
}
