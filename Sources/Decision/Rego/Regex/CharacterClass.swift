/// A set of Unicode scalars as sorted, disjoint, non-adjacent ranges.
struct CharacterClass: Equatable, Sendable {
    private(set) var ranges: [ClosedRange<UInt32>] = []

    static let last: UInt32 = 0x10FFFF

    init(_ ranges: [ClosedRange<UInt32>] = []) {
        self.ranges = Self.normalised(ranges)
    }

    static let any = CharacterClass([0...last])
    static let notNewline = CharacterClass([0...9, 11...last])
    static let digit = CharacterClass([0x30...0x39])
    static let space = CharacterClass([0x09...0x0A, 0x0C...0x0D, 0x20...0x20])
    static let word = CharacterClass([0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A])

    mutating func insert(_ other: CharacterClass) {
        ranges = Self.normalised(ranges + other.ranges)
    }

    mutating func insert(_ range: ClosedRange<UInt32>) {
        ranges = Self.normalised(ranges + [range])
    }

    func inverted() -> CharacterClass {
        var result: [ClosedRange<UInt32>] = []
        var next: UInt32 = 0
        for range in ranges {
            if next < range.lowerBound { result.append(next...range.lowerBound - 1) }
            next = range.upperBound + 1
        }
        if next <= Self.last { result.append(next...Self.last) }
        return CharacterClass(result)
    }

    /// With every scalar, all that differ from it only in case.
    func folded() -> CharacterClass {
        var added: [ClosedRange<UInt32>] = []
        let folding = CaseFolding.shared
        for range in ranges { folding.collectVariants(of: range, into: &added) }
        return CharacterClass(ranges + added)
    }

    private static func normalised(_ ranges: [ClosedRange<UInt32>]) -> [ClosedRange<UInt32>] {
        guard ranges.count > 1 else { return ranges }
        var result: [ClosedRange<UInt32>] = []
        result.reserveCapacity(ranges.count)
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            guard let before = result.last, range.lowerBound <= before.upperBound &+ 1 else {
                result.append(range)
                continue
            }
            result[result.count - 1] = before.lowerBound...max(before.upperBound, range.upperBound)
        }
        return result
    }
}

/// Which scalars differ only in case: those with the same simple folding.
struct CaseFolding: Sendable {
    static let shared = CaseFolding()

    /// Scalars that have variants, sorted, each with the number of its group.
    private let members: [(scalar: UInt32, group: Int)]
    private let groups: [[UInt32]]

    private init() {
        var groupOf: [UInt32: Int] = [:]
        var groups: [[UInt32]] = []
        for entry in unicodeFoldingTable.split(separator: " ") {
            let parts = entry.split { $0 == "-" || $0 == "/" || $0 == ":" }
            // The distance may be negative, and its sign is a separator too.
            guard parts.count == 4, let low = UInt32(parts[0], radix: 16), let high = UInt32(parts[1], radix: 16),
                let step = UInt32(parts[2], radix: 16), let size = Int64(parts[3]), step > 0
            else { continue }
            let distance = entry.contains(":-") ? -size : size
            for scalar in stride(from: low, through: high, by: Int(step)) {
                guard let folded = UInt32(exactly: Int64(scalar) + distance) else { continue }
                if let group = groupOf[folded] {
                    groups[group].append(scalar)
                    groupOf[scalar] = group
                } else {
                    groupOf[folded] = groups.count
                    groupOf[scalar] = groups.count
                    groups.append([folded, scalar])
                }
            }
        }
        self.groups = groups
        members = groupOf.map { (scalar: $0.key, group: $0.value) }.sorted { $0.scalar < $1.scalar }
    }

    func collectVariants(of range: ClosedRange<UInt32>, into result: inout [ClosedRange<UInt32>]) {
        var low = 0
        var high = members.count
        while low < high {
            let middle = (low + high) / 2
            if members[middle].scalar < range.lowerBound { low = middle + 1 } else { high = middle }
        }
        while low < members.count, members[low].scalar <= range.upperBound {
            for variant in groups[members[low].group] { result.append(variant...variant) }
            low += 1
        }
    }
}

/// Classes by their Unicode names: general categories (`L`, `Lu`), scripts (`Greek`) and `Any`.
struct UnicodeClasses: Sendable {
    static let shared = UnicodeClasses()

    private let classes: [String: CharacterClass]

    func named(_ name: String) -> CharacterClass? { classes[name] }

    private init() {
        var classes: [String: CharacterClass] = ["Any": .any]
        for line in unicodeScriptTable.split(separator: "\n") {
            let words = line.split(separator: " ")
            guard let name = words.first else { continue }
            var ranges: [ClosedRange<UInt32>] = []
            for word in words.dropFirst() {
                let ends = word.split(separator: "-").compactMap { UInt32($0, radix: 16) }
                guard let low = ends.first, let high = ends.last, low <= high else { continue }
                ranges.append(low...high)
            }
            classes[String(name)] = CharacterClass(ranges)
        }
        // The categories come with the standard library: one walk over all scalars finds them all.
        var runs: [String: [ClosedRange<UInt32>]] = [:]
        var start: UInt32 = 0
        var current = Self.abbreviation(of: 0)
        for code in 1...CharacterClass.last + 1 {
            let name = code > CharacterClass.last ? "" : Self.abbreviation(of: code)
            if name != current {
                runs[current, default: []].append(start...code - 1)
                if let major = current.first { runs[String(major), default: []].append(start...code - 1) }
                (start, current) = (code, name)
            }
        }
        for (name, ranges) in runs where !name.isEmpty && name != "Cn" {
            classes[name] = CharacterClass(ranges)
        }
        // Unassigned scalars belong to no category here, as in Go's tables: C is Cc, Cf, Co and Cs.
        var other = CharacterClass()
        for name in ["Cc", "Cf", "Co", "Cs"] { if let part = classes[name] { other.insert(part) } }
        classes["C"] = other
        self.classes = classes
    }

    private static func abbreviation(of code: UInt32) -> String {
        guard let scalar = Unicode.Scalar(code) else { return "Cs" }
        return switch scalar.properties.generalCategory {
        case .uppercaseLetter: "Lu"
        case .lowercaseLetter: "Ll"
        case .titlecaseLetter: "Lt"
        case .modifierLetter: "Lm"
        case .otherLetter: "Lo"
        case .nonspacingMark: "Mn"
        case .spacingMark: "Mc"
        case .enclosingMark: "Me"
        case .decimalNumber: "Nd"
        case .letterNumber: "Nl"
        case .otherNumber: "No"
        case .connectorPunctuation: "Pc"
        case .dashPunctuation: "Pd"
        case .openPunctuation: "Ps"
        case .closePunctuation: "Pe"
        case .initialPunctuation: "Pi"
        case .finalPunctuation: "Pf"
        case .otherPunctuation: "Po"
        case .mathSymbol: "Sm"
        case .currencySymbol: "Sc"
        case .modifierSymbol: "Sk"
        case .otherSymbol: "So"
        case .spaceSeparator: "Zs"
        case .lineSeparator: "Zl"
        case .paragraphSeparator: "Zp"
        case .control: "Cc"
        case .format: "Cf"
        case .surrogate: "Cs"
        case .privateUse: "Co"
        case .unassigned: "Cn"
        @unknown default: "Cn"
        }
    }
}
