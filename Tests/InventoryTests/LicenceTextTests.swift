import Testing

@testable import Inventory

@Suite struct LicenceTextTests {
    private func licences(_ text: [UInt8]) -> [String] { text.withUnsafeBytes { LicenceText.licences(in: $0) } }

    /// Debian carries these texts whole.
    @Test(arguments: [
        ("Apache-2.0", ["Apache-2.0"]), ("GPL-2", ["GPL-2"]), ("GPL-3", ["GPL-3"]), ("LGPL-2.1", ["LGPL-2.1"]),
        ("LGPL-3", ["LGPL-3"]), ("MPL-1.1", ["MPL-1.1"]), ("MPL-2.0", ["MPL-2.0"]), ("CC0-1.0", ["CC0-1.0"]),
        ("Artistic", []), ("GFDL-1.3", []), ("BSD", ["BSD-3-Clause"]),
    ])
    func `recognises whole texts`(name: String, expected: [String]) {
        let file = "/usr/share/common-licenses/\(name)"
        let text = Shell.run("cat \(file)")
        guard text.status == 0 else {
            print("skipped: \(file) is not here")
            return
        }
        #expect(licences(text.output) == expected)
    }

    @Test func `layout and case do not count, and several in one file are several`() {
        let mit = """
            // PERMISSION is hereby granted, free of charge,
            // to any person obtaining a copy of this software and associated documentation files … The above copyright
            // notice and this permission notice shall be included in all copies or substantial portions of it.
            """
        #expect(licences(Array(mit.utf8)) == ["MIT"])
        let both = mit + "\nLicensed under the Apache License, Version 2.0 (the \"License\"); you may not use this file"
        #expect(licences(Array(both.utf8)) == ["Apache-2.0", "MIT"])
    }

    @Test(arguments: ["", "All rights reserved.", "MIT", "See the Apache License", "\0\u{ff}"])
    func `what is no text of a licence is none`(text: String) { #expect(licences(Array(text.utf8)).isEmpty) }

    @Test(
        arguments: [
            ("http://www.apache.org/licenses/LICENSE-2.0.txt", "Apache-2.0"),
            ("https://opensource.org/licenses/MIT", "MIT"),
            ("https://www.eclipse.org/legal/epl-v20.html", "EPL-2.0"), ("https://mozilla.org/MPL/2.0/", "MPL-2.0"),
            ("https://www.gnu.org/licenses/gpl-3.0.html", nil), ("https://example.org/licenses/MIT", nil),
            ("ftp://apache.org/licenses/LICENSE-2.0", nil), ("https://", nil), ("https://www./", nil),
        ] as [(String, String?)])
    func `an address where a licence is published stands for it`(address: String, expression: String?) {
        #expect(LicenceExpression.normalise(address) == expression)
    }

    @Test func `an archive has the licences whose texts it carries, beside those it declares`() throws {
        let apache = "Licensed under the Apache License, Version 2.0 (the \"License\"); you may not use this file"
        let boost = "Boost Software License - Version 1.0 - August 17th, 2003"
        func found(_ entries: KeyValuePairs<String, String>) throws -> [Licence] {
            try #require(try JavaArchiveCataloguer().yield("lib-1.jar", TestJar.text(entries)).components.first)
                .licences
        }
        #expect(try found(["META-INF/LICENSE.txt": apache]) == [Licence("Apache-2.0", isDeclared: false)])
        #expect(
            try found(["LICENSE": apache, "META-INF/licenses/x.txt": boost, "org/x/LICENSE": "", "NOTICE": boost])
                == [Licence("Apache-2.0", isDeclared: false), Licence("BSL-1.0", isDeclared: false)])
        #expect(
            try found(["META-INF/MANIFEST.MF": "Bundle-License: Apache-2.0\n\n", "META-INF/LICENSE": apache])
                == [Licence("Apache-2.0")])
    }
}
