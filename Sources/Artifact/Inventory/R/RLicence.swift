/// The `License` field of an R package in SPDX terms ("Writing R Extensions" §1.1.2).
enum RLicence {
    /// An SPDX expression where every alternative of the field has one, else the field as it is.
    static func licence(_ field: String) -> Licence {
        let parts = field.split(separator: "|").map { identifier($0) }
        let known = parts.compactMap { $0 }
        guard !parts.isEmpty, known.count == parts.count else { return Licence(field) }
        var seen: Set<String> = []
        return Licence(known.filter { seen.insert($0).inserted }.joined(separator: " OR "))
    }

    private static func identifier(_ part: Substring) -> String? {
        // `MIT + file LICENSE`: the file adds the holder's name or further restrictions.
        let words = part.split(whereSeparator: { $0 == " " || $0 == "\n" || $0 == "\t" })
        let base = words.prefix { $0 != "+" }.joined(separator: " ")
        if let id = names[base] { return id }
        guard let open = base.firstIndex(of: "("), base.hasSuffix(")") else {
            return LicenceExpression.identified(base)?.canonical
        }
        var family = String(base[..<open])
        while family.last == " " { family.removeLast() }
        let bound = base[base.index(after: open)...].dropLast().split(separator: " ")
        guard bound.count == 2 else { return nil }
        return ranged(family, String(bound[0]), String(bound[1]))
    }

    private static func ranged(_ family: String, _ comparison: String, _ version: String) -> String? {
        let full = version.contains(".") ? version : version + ".0"
        switch family {
        case "GPL", "LGPL", "AGPL":
            switch comparison {
            case ">=": return LicenceExpression.identified("\(family)-\(full)-or-later")?.canonical
            case "==": return LicenceExpression.identified("\(family)-\(full)-only")?.canonical
            default: return nil
            }
        case "Apache License", "MPL", "Mozilla Public License", "Artistic License":
            guard comparison == ">=" || comparison == "==" else { return nil }
            let short = family == "Apache License" ? "Apache" : family == "Artistic License" ? "Artistic" : "MPL"
            guard let id = LicenceExpression.identified("\(short)-\(full)")?.canonical else { return nil }
            return comparison == ">=" ? id + "+" : id
        default: return nil
        }
    }

    private static let names = [
        "GPL-2": "GPL-2.0-only", "GPL-3": "GPL-3.0-only", "LGPL-2": "LGPL-2.0-only", "LGPL-2.1": "LGPL-2.1-only",
        "LGPL-3": "LGPL-3.0-only", "AGPL-3": "AGPL-3.0-only", "GPL": "GPL-1.0-or-later",
        "LGPL": "LGPL-2.0-or-later", "BSD_2_clause": "BSD-2-Clause", "BSD_3_clause": "BSD-3-Clause",
        "Apache License 2.0": "Apache-2.0", "CC0": "CC0-1.0", "CC BY 4.0": "CC-BY-4.0",
        "CC BY-SA 4.0": "CC-BY-SA-4.0", "BSL": "BSL-1.0", "CeCILL-2": "CECILL-2.0",
        "Lucent Public License": "LPL-1.02", "EUPL": "EUPL-1.0",
    ]
}
