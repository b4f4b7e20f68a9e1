/// Recognises programs and libraries by the strings in their read-only data, whatever their files are called.
struct BinaryIdentifier: Sendable {
    struct Identity: Hashable, Sendable {
        /// Index into `classifiers`.
        var classifier: Int
        var version: String
        /// What was seen.
        var seen: String
    }

    /// Of the house's own table.
    static let shared = BinaryIdentifier(BinaryClassifiers.all)

    let classifiers: [BinaryClassifier]
    private let automaton: PatternAutomaton
    /// Literals of each classifier, as indexes into the automaton's: anchor, companion, rival.
    private let literals: [(anchor: Int, companion: Int?, rival: Int?)]
    private let tails: [[UInt8]?]
    private let texts: [String]

    /// More different versions of one component than this in one file are a list of versions, not a program.
    private static let versionLimit = 2
    private static let matchLimit = 1024
    /// How far from its anchor a string of its own may stand when there are several.
    private static let reach = 64 << 10

    init(_ classifiers: [BinaryClassifier]) {
        var numbers: [String: Int] = [:]
        var texts: [String] = []
        func number(_ text: String) -> Int {
            if let known = numbers[text] { return known }
            numbers[text] = texts.count
            texts.append(text)
            return texts.count - 1
        }
        literals = classifiers.map { classifier in
            (
                number(classifier.anchor), classifier.companion.map { number($0) },
                classifier.rival.map { number($0) }
            )
        }
        self.classifiers = classifiers
        self.texts = texts
        tails = classifiers.map { $0.tail.map { Array($0.utf8) } }
        automaton = PatternAutomaton(texts.map { Array($0.utf8) })
    }

    /// What the regions of one file tell, in the order of the table.
    ///
    /// - Parameters:
    ///   - needed: the libraries the file is linked with.
    ///   - fileName: the last segment of the file's path.
    func identify(_ regions: [UnsafeRawBufferPointer], needed: [String], fileName: String = "") -> [Identity] {
        let matches = regions.map { automaton.matches(in: $0, limit: Self.matchLimit) }
        var seen = [Bool](repeating: false, count: texts.count)
        for match in matches.joined() { seen[match.pattern] = true }
        guard seen.contains(true) else { return [] }
        var found: [Identity] = []
        // Looked for once, when a row asks for them.
        var strings: [[(text: String, parts: Int, offset: Int)]]?
        for (index, classifier) in classifiers.enumerated() {
            let literal = literals[index]
            guard seen[literal.anchor], literal.companion.map({ seen[$0] }) ?? true,
                !(literal.rival.map { seen[$0] } ?? false), fileName.hasPrefix(classifier.file),
                !needed.contains(where: { name in classifier.linked.contains { name.hasPrefix($0) } })
            else { continue }
            switch classifier.place {
            case .fileName(let start):
                guard fileName.hasPrefix(start),
                    let version = Self.version(String(fileName.dropFirst(start.count)), parts: classifier.parts)
                else { continue }
                found.append(Identity(classifier: index, version: version, seen: fileName))
                continue
            case .nowhere:
                let seen = classifier.anchor.split(separator: "\0").joined(separator: " … ")
                found.append(Identity(classifier: index, version: "", seen: seen))
                continue
            case .following, .preceding, .standalone: break
            }
            var sightings: [Sighting] = []
            for (number, region) in regions.enumerated() {
                let anchors = matches[number].filter { $0.pattern == literal.anchor }.map(\.start)
                if case .standalone(let starts) = classifier.place {
                    let known = strings ?? regions.map { VersionText.standalone($0, limit: 4096) }
                    strings = known
                    sightings += standalone(classifier, starts, known[number], anchors)
                } else {
                    sightings += anchors.compactMap { sighting(index, at: $0, in: region) }
                }
            }
            let distinct = Self.settle(sightings)
            // A string of its own tells nothing when there are two.
            let limit = if case .standalone = classifier.place { 1 } else { Self.versionLimit }
            guard distinct.count <= limit else { continue }
            for version in distinct {
                let text = sightings.first { $0.version == version }?.seen ?? version
                found.append(Identity(classifier: index, version: version, seen: text))
            }
        }
        return found
    }

    /// The whole text, if it is a version.
    private static func version(_ text: String, parts: ClosedRange<Int>) -> String? {
        let found = Array(text.utf8).withUnsafeBytes {
            VersionText.read($0, at: 0, parts: parts, keepsSuffix: true)
        }
        return found?.text == text ? text : nil
    }

    private struct Sighting {
        var version: String
        var seen: String
        /// Whether it opens a string, as a program's own banner does and a remark on another version does not; of
        /// strings of their own, whether it is the one nearest to an anchor.
        var isFirst: Bool
    }

    /// The versions that count: the first-rate ones where there are any, and of `9.2` and `9.2p1` the latter.
    private static func settle(_ sightings: [Sighting]) -> [String] {
        let best = sightings.contains(where: \.isFirst) ? sightings.filter(\.isFirst) : sightings
        let distinct = Set(best.map(\.version)).sorted()
        return distinct.filter { version in
            !distinct.contains { other in
                other != version && other.hasPrefix(version)
                    && !(other.dropFirst(version.count).first.map { $0 == "." || $0.isNumber } ?? true)
            }
        }
    }

    private func sighting(_ index: Int, at start: Int, in region: UnsafeRawBufferPointer) -> Sighting? {
        let classifier = classifiers[index]
        let length = classifier.anchor.utf8.count
        if case .preceding = classifier.place {
            guard
                let found = VersionText.readBackwards(
                    region, endingAt: start, parts: classifier.parts, keepsSuffix: classifier.keepsSuffix)
            else { return nil }
            let isFirst = found.start == 0 || region[found.start - 1] == 0
            return Sighting(version: found.text, seen: "\(found.text)\(classifier.anchor)", isFirst: isFirst)
        }
        // `xcurl/` is not `curl/`.
        if start > 0, !classifier.isPacked, VersionText.isWord(region[start - 1]),
            let first = classifier.anchor.utf8.first,
            VersionText.isWord(first)
        {
            return nil
        }
        guard
            let found = VersionText.read(
                region, at: start + length, parts: classifier.parts, keepsSuffix: classifier.keepsSuffix)
        else { return nil }
        if let tail = tails[index] {
            let rest = UnsafeRawBufferPointer(rebasing: region[found.end...])
            guard rest.starts(with: tail) else { return nil }
        }
        return Sighting(
            version: found.text, seen: "\(classifier.anchor)\(found.text)",
            isFirst: start == 0 || region[start - 1] == 0)
    }

    private func standalone(
        _ classifier: BinaryClassifier, _ starts: [String],
        _ strings: [(text: String, parts: Int, offset: Int)], _ anchors: [Int]
    ) -> [Sighting] {
        let found = strings.filter { string in
            classifier.parts.contains(string.parts) && starts.contains { string.text.hasPrefix($0) }
        }
        func distance(_ offset: Int) -> Int { anchors.map { abs($0 - offset) }.min() ?? Int.max }
        let nearest = found.map { distance($0.offset) }.min() ?? Int.max
        return found.map {
            Sighting(
                version: $0.text, seen: "\(classifier.anchor) … \($0.text)",
                isFirst: nearest <= Self.reach && distance($0.offset) == nearest)
        }
    }
}
