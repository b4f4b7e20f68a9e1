/// The literals of sources as they are written, to find for a literal of the compiler the one that it is part of.
struct WrittenExpressions {
    private struct Collector: NodeVisitor {
        var found: [SourceLocation] = []

        mutating func visit(_ expression: Expression) {
            found.append(expression.location)
            descend(into: expression)
        }
    }

    private struct Entry {
        var location: SourceLocation
        /// The entry around this one, or -1.
        var parent = -1
    }

    /// By file, in the order of their beginnings, the larger first.
    private var entries: [Int32: [Entry]] = [:]
    private let texts: [[UInt8]]

    init(_ modules: CompiledModules, query: Body, source: SourceText) {
        texts = (modules.sources + [source]).map { Array($0.text.utf8) }
        var collector = Collector()
        for module in modules.modules {
            for rule in module.rules { collector.visit(rule.withoutGeneratedBodies) }
        }
        collector.visit(query)
        for location in collector.found where location.length > 0 {
            entries[location.file, default: []].append(Entry(location: location))
        }
        for file in entries.keys { entries[file] = Self.nested(entries[file] ?? []) }
    }

    private static func nested(_ unordered: [Entry]) -> [Entry] {
        var entries = unordered.sorted {
            ($0.location.offset, -$0.location.length) < ($1.location.offset, -$1.location.length)
        }
        var around: [Int] = []
        for index in entries.indices {
            while let last = around.last, entries[last].location.end < entries[index].location.end {
                around.removeLast()
            }
            entries[index].parent = around.last ?? -1
            around.append(index)
        }
        return entries
    }

    /// The innermost written literal around a place.
    func around(_ place: SourceLocation) -> SourceLocation? {
        guard let all = entries[place.file] else { return nil }
        var (low, high) = (0, all.count)
        while low < high {
            let middle = (low + high) / 2
            if all[middle].location.offset <= place.offset { low = middle + 1 } else { high = middle }
        }
        // Literals lie within each other or apart, so what is around the place is around the last one before it.
        var index = low - 1
        while index >= 0 {
            if all[index].location.end >= place.end { return all[index].location }
            index = all[index].parent
        }
        return nil
    }

    /// The text at a place on one line; cut when it is long.
    func text(_ place: SourceLocation, limit: Int = 160) -> String {
        guard texts.indices.contains(Int(place.file)) else { return "" }
        let bytes = texts[Int(place.file)]
        let range = max(0, Int(place.offset))..<min(bytes.count, max(Int(place.offset), Int(place.end)))
        var result: [UInt8] = []
        for byte in bytes[range] {
            let isBlank = byte == 0x20 || (0x09...0x0d).contains(byte)
            if isBlank, result.isEmpty || result.last == 0x20 { continue }
            result.append(isBlank ? 0x20 : byte)
            if result.count > limit * 4 { break }
        }
        if result.last == 0x20 { result.removeLast() }
        let text = String(decoding: result, as: UTF8.self)
        return text.count > limit ? text.prefix(limit) + "…" : text
    }
}

extension Rule {
    /// The rule with only the bodies that are written.
    fileprivate var withoutGeneratedBodies: Rule {
        var rule = self
        if hasGeneratedBody { rule.body = [] }
        for index in rule.alternatives.indices where rule.alternatives[index].hasGeneratedBody {
            rule.alternatives[index].body = []
        }
        return rule
    }
}
