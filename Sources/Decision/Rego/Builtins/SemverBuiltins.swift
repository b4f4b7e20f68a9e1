/// Semantic versions, a leading `v` and zeros in front allowed.
enum SemverBuiltins {
    static let table: Builtins.Table = [
        "semver.is_valid": { _, operands throws(BuiltinError) in
            Value(operands[0].string.flatMap { SemanticVersion($0) } != nil)
        },
        "semver.compare": { _, operands throws(BuiltinError) in
            let order = SemanticVersion.compare(try version(operands, 0), try version(operands, 1))
            return Value(small: order < 0 ? -1 : order > 0 ? 1 : 0)
        },
    ]

    private static func version(_ operands: BuiltinArguments, _ index: Int) throws(BuiltinError) -> SemanticVersion {
        let text = try operands.string(index)
        guard let version = SemanticVersion(text) else {
            throw .message("operand \(index + 1): string \(GoQuoting.quote(text)) is not a valid SemVer")
        }
        return version
    }
}

/// Semantic Versioning 2.0.0, numbers of any length.
struct SemanticVersion {
    private var numbers: [Substring]
    private var preRelease: [Substring]

    init?(_ text: String) {
        var rest = Substring(text)
        if rest.hasPrefix("v") { rest = rest.dropFirst() }
        if let plus = rest.firstIndex(of: "+") {
            let build = rest[rest.index(after: plus)...]
            guard Self.identifiers(build) != nil else { return nil }
            rest = rest[..<plus]
        }
        preRelease = []
        if let dash = rest.firstIndex(of: "-") {
            guard let identifiers = Self.identifiers(rest[rest.index(after: dash)...]) else { return nil }
            preRelease = identifiers
            rest = rest[..<dash]
        }
        numbers = rest.split(separator: ".", omittingEmptySubsequences: false)
        guard numbers.count == 3, numbers.allSatisfy(Self.isNumber) else { return nil }
    }

    private static func identifiers(_ text: Substring) -> [Substring]? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let isValid = parts.allSatisfy { part in
            !part.isEmpty
                && part.utf8.allSatisfy { byte in
                    byte == UInt8(ascii: "-")
                        || byte < 0x80 && CharacterClass.isWord(Unicode.Scalar(byte)) && byte != UInt8(ascii: "_")
                }
        }
        return isValid ? parts : nil
    }

    private static func isNumber(_ text: Substring) -> Bool {
        !text.isEmpty && text.utf8.count <= 18 && text.utf8.allSatisfy { 0x30...0x39 ~= $0 }
    }

    private static func compareNumbers(_ left: Substring, _ right: Substring) -> Int {
        let (one, two) = (left.drop { $0 == "0" }, right.drop { $0 == "0" })
        if one.utf8.count != two.utf8.count { return one.utf8.count < two.utf8.count ? -1 : 1 }
        return one == two ? 0 : one < two ? -1 : 1
    }

    /// Precedence (§11): a version before its release comes first; numbers count less than words.
    static func compare(_ left: SemanticVersion, _ right: SemanticVersion) -> Int {
        for (one, two) in zip(left.numbers, right.numbers) {
            let order = compareNumbers(one, two)
            if order != 0 { return order }
        }
        if left.preRelease.isEmpty || right.preRelease.isEmpty {
            return left.preRelease.isEmpty == right.preRelease.isEmpty ? 0 : left.preRelease.isEmpty ? 1 : -1
        }
        for (one, two) in zip(left.preRelease, right.preRelease) where one != two {
            switch (isNumber(one), isNumber(two)) {
            case (true, true):
                let order = compareNumbers(one, two)
                if order != 0 { return order }
            case (true, false): return -1
            case (false, true): return 1
            case (false, false): return one.utf8.lexicographicallyPrecedes(two.utf8) ? -1 : 1
            }
        }
        return left.preRelease.count - right.preRelease.count
    }
}
