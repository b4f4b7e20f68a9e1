/// Notes which rows of policies were evaluated, over any number of decisions.
package final class CoverageRecorder: EvaluationObserver {
    /// A row of a source.
    struct Row: Hashable {
        var file: Int32
        var row: Int32
    }

    private(set) var rows: Set<Row> = []

    package init() {}

    func reach(_ mark: Int, in frame: ObservedFrame, value: Value) {
        let mark = frame.machine.program.marks[mark]
        switch mark.kind {
        case .literal where mark.location.row > 0, .head:
            rows.insert(Row(file: mark.location.file, row: mark.location.row))
        case .literal, .enter, .leave, .begin, .holds: break
        }
    }

    /// What was covered of each module.
    package func report(of modules: CompiledModules) -> CoverageReport {
        var files: [CoverageReport.File] = []
        for module in modules.modules {
            guard modules.sources.indices.contains(Int(module.file)) else { continue }
            let covered = Set(rows.lazy.filter { $0.file == module.file }.map { Int($0.row) })
            var written = WrittenRows()
            for rule in module.rules { written.add(rule) }
            files.append(
                CoverageReport.File(
                    name: modules.sources[Int(module.file)].name, covered: covered,
                    notCovered: written.rows.subtracting(covered)))
        }
        return CoverageReport(files: files.sorted { $0.name < $1.name })
    }
}

/// The rows in which rules and literals begin.
private struct WrittenRows: NodeVisitor {
    private(set) var rows: Set<Int> = []

    private mutating func add(_ location: SourceLocation) { if location.row > 0 { rows.insert(Int(location.row)) } }

    mutating func add(_ rule: Rule) {
        add(rule.head.location)
        for branch in rule.alternatives { add(branch.location) }
        visit(rule)
    }

    mutating func visit(_ expression: Expression) {
        add(expression.location)
        descend(into: expression)
    }
}

/// Which rows of policies tests, or a query, evaluated: those in which a rule yielded a value or a literal was evaluated.
package struct CoverageReport: Sendable {
    package struct File: Sendable {
        package var name: String
        /// Rows without a gap, first and last.
        package var covered: [ClosedRange<Int>]
        package var notCovered: [ClosedRange<Int>]
        package var coveredLines: Int
        package var notCoveredLines: Int

        init(name: String, covered: Set<Int>, notCovered: Set<Int>) {
            self.name = name
            self.covered = File.ranges(covered)
            self.notCovered = File.ranges(notCovered)
            coveredLines = covered.count
            notCoveredLines = notCovered.count
        }

        private static func ranges(_ rows: Set<Int>) -> [ClosedRange<Int>] {
            var ranges: [ClosedRange<Int>] = []
            for row in rows.sorted() {
                if let last = ranges.last, last.upperBound + 1 == row {
                    ranges[ranges.count - 1] = last.lowerBound...row
                } else {
                    ranges.append(row...row)
                }
            }
            return ranges
        }

        package var percentage: Double { CoverageReport.percentage(coveredLines, of: coveredLines + notCoveredLines) }
    }

    package var files: [File]
    package var coveredLines: Int { files.reduce(0) { $0 + $1.coveredLines } }
    package var notCoveredLines: Int { files.reduce(0) { $0 + $1.notCoveredLines } }
    package var percentage: Double { CoverageReport.percentage(coveredLines, of: coveredLines + notCoveredLines) }

    /// With two digits behind the point; 0 of nothing is 0, as OPA counts.
    private static func percentage(_ part: Int, of whole: Int) -> Double {
        whole == 0 ? 0 : (10_000 * Double(part) / Double(whole)).rounded() / 100
    }
}
