/// The licence of a Python distribution as its core metadata states it.
enum PythonLicence {
    /// `License-Expression` (PEP 639), else a short `License`, else the classifiers that name one licence.
    static func licences(expression: String?, licence: String?, classifiers: [String]) -> [Licence] {
        if let expression, !expression.isEmpty { return [Licence(expression)] }
        let named = classifiers.compactMap(name(ofClassifier:)).map { Licence($0) }
        if let licence, !licence.isEmpty, licence != "UNKNOWN" {
            // Many put the whole text here; then only the classifiers name it.
            let isText = licence.utf8.count > 120 || licence.utf8.contains(UInt8(ascii: "\n"))
            if !isText { return [Licence(licence)] }
        }
        return Array(Set(named)).sorted()
    }

    /// The SPDX identifier of a trove classifier, or its last part where it stands for no single licence.
    static func name(ofClassifier classifier: String) -> String? {
        let prefix = "License :: "
        guard classifier.hasPrefix(prefix) else { return nil }
        let parts = classifier.split(separator: ":", omittingEmptySubsequences: true).map(trimmed)
        guard parts.count >= 2, let last = parts.last, last != "OSI Approved" else { return nil }
        return identifiers[last] ?? last
    }

    private static func trimmed(_ text: Substring) -> String {
        var text = text.drop { $0 == " " }
        while text.last == " " { text.removeLast() }
        return String(text)
    }

    private static let identifiers: [String: String] = [
        "Academic Free License (AFL)": "AFL-3.0",
        "Apache Software License": "Apache-2.0",
        "Artistic License": "Artistic-2.0",
        "Boost Software License 1.0 (BSL-1.0)": "BSL-1.0",
        "CC0 1.0 Universal (CC0 1.0) Public Domain Dedication": "CC0-1.0",
        "Eclipse Public License 1.0 (EPL-1.0)": "EPL-1.0",
        "Eclipse Public License 2.0 (EPL-2.0)": "EPL-2.0",
        "European Union Public Licence 1.2 (EUPL 1.2)": "EUPL-1.2",
        "GNU Affero General Public License v3": "AGPL-3.0-only",
        "GNU Affero General Public License v3 or later (AGPLv3+)": "AGPL-3.0-or-later",
        "GNU General Public License v2 (GPLv2)": "GPL-2.0-only",
        "GNU General Public License v2 or later (GPLv2+)": "GPL-2.0-or-later",
        "GNU General Public License v3 (GPLv3)": "GPL-3.0-only",
        "GNU General Public License v3 or later (GPLv3+)": "GPL-3.0-or-later",
        "GNU Lesser General Public License v2 (LGPLv2)": "LGPL-2.0-only",
        "GNU Lesser General Public License v2 or later (LGPLv2+)": "LGPL-2.0-or-later",
        "GNU Lesser General Public License v3 (LGPLv3)": "LGPL-3.0-only",
        "GNU Lesser General Public License v3 or later (LGPLv3+)": "LGPL-3.0-or-later",
        "ISC License (ISCL)": "ISC",
        "MIT License": "MIT",
        "MIT No Attribution License (MIT-0)": "MIT-0",
        "Mozilla Public License 1.1 (MPL 1.1)": "MPL-1.1",
        "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
        "Python Software Foundation License": "PSF-2.0",
        "The Unlicense (Unlicense)": "Unlicense",
        "Universal Permissive License (UPL)": "UPL-1.0",
        "zlib/libpng License": "Zlib",
        "Zope Public License": "ZPL-2.1",
    ]
}
