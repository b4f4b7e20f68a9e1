internal import Advisories
package import Exploitability
internal import Inventory
internal import StructuredText

/// The file of decisions to leave findings out of the count (`docs/scan.md`).
///
/// Read strictly: a rule that does not say everything, or says something that is not known here, is an error, for a
/// misspelt rule would be taken for one that holds.
package enum IgnoreRules {
    private static let largestFile = 1 << 20
    private static let mostRules = 10_000
    private static let longestText = 2000
    private static let members: Set<String> = [
        "vulnerability", "package", "owner", "reason", "expires", "includes-known-exploited",
    ]

    /// - Parameter file: the name of the file, for errors.
    package static func read(_ bytes: [UInt8], file: String) throws(IgnoreRulesError) -> [IgnoreRule] {
        guard bytes.count <= largestFile else {
            throw IgnoreRulesError(file, nil, "a file of at most \(largestFile) bytes", "\(bytes.count)")
        }
        let limits = StructuredTextLimits(depth: 8, nodes: 200_000)
        let reading = bytes.withUnsafeBytes { bytes in
            Result { () throws(StructuredTextError) in try YAML.documents(bytes, limits: limits) }
        }
        let documents: [StructuredValue]
        switch reading {
        case .success(let read): documents = read
        case .failure(let error): throw IgnoreRulesError(file, "line \(error.line)", "YAML", error.reason)
        }
        guard documents.count == 1, case .mapping(let top)? = documents.first else {
            throw IgnoreRulesError(
                file, nil, "one document with the member \"ignore\"",
                documents.count == 1 ? name(documents.first) : "\(documents.count) documents")
        }
        if let other = top.first(where: { $0.key != "ignore" }) {
            throw IgnoreRulesError(file, nil, "only the member \"ignore\"", "\"\(other.key)\"")
        }
        guard case .sequence(let entries)? = top.first?.value else {
            throw IgnoreRulesError(file, "ignore", "a list of rules", name(top.first?.value))
        }
        guard entries.count <= mostRules else {
            throw IgnoreRulesError(file, "ignore", "at most \(mostRules) rules", "\(entries.count)")
        }
        var rules: [IgnoreRule] = []
        for (index, entry) in entries.enumerated() { rules.append(try rule(entry, index + 1, file)) }
        return rules
    }

    private static func rule(
        _ entry: StructuredValue, _ number: Int, _ file: String
    ) throws(IgnoreRulesError) -> IgnoreRule {
        var place = "rule \(number)"
        guard case .mapping(let given) = entry else {
            throw IgnoreRulesError(file, place, "a mapping", name(entry))
        }
        if let vulnerability = entry["vulnerability"]?.string { place += " (\(vulnerability))" }
        if let other = given.first(where: { !members.contains($0.key) }) {
            throw IgnoreRulesError(
                file, place, "one of \(members.sorted().joined(separator: ", "))", "\"\(other.key)\"")
        }
        func text(_ key: String, _ expected: String) throws(IgnoreRulesError) -> String {
            guard let text = entry[key]?.string, text.contains(where: { !$0.isWhitespace }),
                text.unicodeScalars.count <= longestText
            else {
                throw IgnoreRulesError(
                    file, "\(place), \(key)", "\(expected) of 1 to \(longestText) characters", name(entry[key]))
            }
            return text
        }
        let vulnerability = try text("vulnerability", "the name of a vulnerability, such as CVE-2024-3094,")
        guard vulnerability.utf8.allSatisfy({ 0x21...0x7e ~= $0 && $0 != UInt8(ascii: "*") }) else {
            throw IgnoreRulesError(
                file, "\(place), vulnerability", "one name without blanks or wildcards", "\"\(vulnerability)\"")
        }
        let owner = try text("owner", "who answers for the rule, in a text")
        let reason = try text("reason", "why the finding is left out, in a text")
        guard let expires = entry["expires"]?.string.flatMap({ CalendarDate($0) }) else {
            throw IgnoreRulesError(
                file, "\(place), expires", "the last day on which it holds, as YYYY-MM-DD", name(entry["expires"]))
        }
        var package = ""
        if let value = entry["package"] {
            guard let text = value.string, let purl = PackageURL(text) else {
                throw IgnoreRulesError(
                    file, "\(place), package",
                    "a package URL, such as pkg:deb/debian/openssl (leave the member out for every package)",
                    name(value))
            }
            // Findings are compared with the canonical text.
            package = purl.description
        }
        var includesKnownExploited = false
        if let value = entry["includes-known-exploited"] {
            guard let flag = value.bool else {
                throw IgnoreRulesError(file, "\(place), includes-known-exploited", "true or false", name(value))
            }
            includesKnownExploited = flag
        }
        return IgnoreRule(
            vulnerability: vulnerability, package: package, owner: owner, reason: reason, expires: expires,
            includesKnownExploited: includesKnownExploited)
    }

    private static func name(_ value: StructuredValue?) -> String {
        switch value {
        case nil: "nothing"
        case .null?: "an empty value"
        case .sequence?: "a list"
        case .mapping?: "a mapping"
        case .boolean(let flag)?: "\(flag)"
        case .number(let text)?: "the number \(text.prefix(40))"
        case .string(let text)?:
            text.unicodeScalars.count > longestText
                ? "\(text.unicodeScalars.count) characters" : "\"\(text.prefix(40))\""
        }
    }
}

/// Why a file of ignore rules cannot be used.
package struct IgnoreRulesError: Error, Sendable, Equatable, CustomStringConvertible {
    package let file: String
    /// The line, or the rule counted from 1 and its member.
    package let place: String?
    package let expected: String
    package let found: String

    init(_ file: String, _ place: String?, _ expected: String, _ found: String) {
        self.file = file
        self.place = place
        self.expected = expected
        self.found = found
    }

    package var description: String {
        "\(file)\(place.map { ", \($0)" } ?? ""): expected \(expected), found \(found)"
    }
}
