/// Recognises the texts of common licences, whole or quoted in a longer file.
///
/// A text is told by sentences that its authors wrote and that no other licence has; layout, case and punctuation do
/// not count. What is not recognised is not guessed.
package enum LicenceText {
    /// Bytes of a file that are looked at; the longest licence of the list, GPL-3.0, has 35,000.
    package static let limit = 256 << 10

    /// SPDX identifiers, and `GPL-2` and the like where the text alone does not say whether later versions are allowed;
    /// sorted.
    package static func licences(in bytes: UnsafeRawBufferPointer) -> [String] {
        let text = words(UnsafeRawBufferPointer(rebasing: bytes.prefix(limit)))
        let matches = text.withUnsafeBytes { automaton.matches(in: $0, limit: 1) }
        let present = Set(matches.map { phrases[$0.pattern] })
        var found: Set<String> = []
        for rule in rules where rule.phrases.allSatisfy(present.contains) && present.isDisjoint(with: rule.absent) {
            found.insert(rule.licence)
        }
        return found.sorted()
    }

    private struct Rule {
        let licence: String
        /// In the form of `words`, all of which the text holds.
        let phrases: [String]
        /// None of which it holds.
        let absent: [String]

        init(_ licence: String, _ phrases: [String], without absent: [String] = []) {
            self.licence = licence
            self.phrases = phrases
            self.absent = absent
        }
    }

    private static let phrases = Set(rules.flatMap { $0.phrases + $0.absent }).sorted()
    private static let automaton = PatternAutomaton(phrases.map { Array($0.utf8) })

    private static let rules = [
        Rule("Apache-1.1", ["the apache software license version 1 1"]),
        Rule(
            "Apache-1.1",
            [
                "the end user documentation included with the redistribution if any must include the following",
                "this product includes software developed by the apache software foundation",
            ]),
        Rule(
            "Apache-2.0",
            ["apache license version 2 0 january 2004", "grant of patent license subject to the terms and conditions"]
        ),
        Rule("Apache-2.0", ["licensed under the apache license version 2 0 the license you may not use"]),
        Rule(
            "MIT",
            [
                "permission is hereby granted free of charge to any person obtaining a copy of this software and",
                "the above copyright notice and this permission notice shall be included in all copies or substantial",
            ], without: ["except as contained in this notice the name"]),
        Rule(
            "BSD-3-Clause",
            [
                "redistributions of source code must retain the above copyright notice",
                "redistributions in binary form must reproduce the above copyright notice",
                "may be used to endorse or promote products derived from this software without specific prior",
            ],
            without: [
                "all advertising materials mentioning features", "the end user documentation included with the",
                "products derived from this software may not be called",
            ]),
        Rule(
            "BSD-4-Clause",
            [
                "redistributions of source code must retain the above copyright notice",
                "all advertising materials mentioning features or use of this software must display",
                "may be used to endorse or promote products derived from this software without specific prior",
            ]),
        Rule(
            "BSD-2-Clause",
            [
                "redistributions of source code must retain the above copyright notice",
                "redistributions in binary form must reproduce the above copyright notice",
            ],
            without: [
                "endorse or promote products", "all advertising materials mentioning",
                "the end user documentation included", "3 altered",
            ]),
        Rule(
            "ISC",
            ["permission to use copy modify and or distribute this software for any purpose with or without fee is"]),
        Rule(
            "Zlib",
            [
                "this software is provided as is without any express or implied warranty in no event will the authors",
                "altered source versions must be plainly marked as such",
            ]),
        Rule("BSL-1.0", ["boost software license version 1 0 august 17th 2003"]),
        Rule("Unlicense", ["this is free and unencumbered software released into the public domain"]),
        Rule("CC0-1.0", ["cc0 1 0 universal", "affirmer"]),
        Rule("MPL-1.1", ["mozilla public license version 1 1", "the contents of this file are subject to the"]),
        Rule("MPL-2.0", ["mozilla public license version 2 0", "incompatible with secondary licenses"]),
        Rule("EPL-1.0", ["eclipse public license v 1 0", "recipient s rights granted under this agreement"]),
        Rule("EPL-2.0", ["eclipse public license v 2 0", "secondary license means either"]),
        Rule("CPL-1.0", ["common public license version 1 0", "recipient s rights granted under this agreement"]),
        Rule("CDDL-1.0", ["common development and distribution license cddl version 1 0", "covered software"]),
        Rule("CDDL-1.1", ["common development and distribution license cddl version 1 1", "covered software"]),
        Rule(
            "GPL-2",
            ["gnu general public license version 2 june 1991", "how to apply these terms to your new programs"],
            without: ["certain source files distributed by oracle america"]),
        Rule(
            "GPL-2.0-only WITH Classpath-exception-2.0",
            [
                "gnu general public license version 2 june 1991",
                "linking this library statically or dynamically with other modules is making a combined work",
            ]),
        Rule(
            "GPL-3",
            ["gnu general public license version 3 29 june 2007", "automatic licensing of downstream recipients"]),
        Rule("AGPL-3", ["gnu affero general public license version 3 19 november 2007"]),
        Rule("LGPL-2.1", ["gnu lesser general public license version 2 1 february 1999"]),
        Rule("LGPL-3", ["gnu lesser general public license version 3 29 june 2007"]),
        Rule("UPL-1.0", ["the universal permissive license upl version 1 0"]),
    ]

    /// Letters in lower case and digits; anything else between them becomes one space.
    private static func words(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count)
        for byte in bytes {
            switch byte {
            case 0x30...0x39, 0x61...0x7a: text.append(byte)
            case 0x41...0x5a: text.append(byte | 0x20)
            default: if let last = text.last, last != 0x20 { text.append(0x20) }
            }
        }
        return text
    }
}

extension Component {
    /// Adds licences whose texts were recognised, but for those that the component declares.
    mutating func addRecognised(_ found: Set<String>) {
        let declared = Set(licences.map { LicenceExpression.normalise($0.text) ?? $0.text })
        for licence in found.sorted() {
            let isDeclared = declared.contains {
                $0 == licence || $0.hasPrefix("\(licence).0-") || $0.hasPrefix("\(licence)-")
            }
            if !isDeclared { licences.append(Licence(licence, isDeclared: false)) }
        }
    }
}
