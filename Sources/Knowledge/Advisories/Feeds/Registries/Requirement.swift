/// What a requirement on versions, of any of the languages alike in this, says of one version alone.
enum Requirement {
    /// The lowest version that a requirement lets in, when it names that version itself: `>= 1.2, < 2` gives `1.2`,
    /// `~> 1.2` and `^1.2` do too, `< 2` and `> 1.2` name none.
    static func lowest(_ requirement: String) -> String? {
        for part in requirement.split(separator: ",") {
            let text = part.drop { $0.isWhitespace }
            let sign = text.prefix { "<>=~^!".contains($0) }
            let version = text.dropFirst(sign.count).drop { $0.isWhitespace }.prefix { !$0.isWhitespace }
            if ["", "=", "==", ">=", "~>", "^", "~"].contains(sign), !version.isEmpty { return String(version) }
        }
        return nil
    }

    /// The version that a requirement ends before: `>=1.0, <1.2` gives `1.2`.
    static func end(_ comparators: [String]) -> String? {
        for part in comparators {
            let text = part.drop { $0.isWhitespace }
            guard text.first == "<", text.dropFirst().first != "=" else { continue }
            let version = text.dropFirst().drop { $0.isWhitespace }
            if !version.isEmpty { return String(version) }
        }
        return nil
    }

    /// Everything but what is fixed or never had the flaw.
    static func affected(
        patched: [String], unaffected: [String], _ dialect: RangeStatement.Dialect
    ) -> RangeStatement {
        let outside = patched + unaffected
        return outside.isEmpty ? .everything : .outside(outside, dialect)
    }

    static func fix(patched: [String]) -> Fix {
        guard !patched.isEmpty else { return Fix(.notFixed) }
        return Fix(.fixed, patched.compactMap { lowest($0) }.distinct)
    }
}
