import Testing

@testable import Inventory

@Suite struct LicenceExpressionTests {
    @Test(arguments: [
        ("mit", "MIT"), ("gpl-2.0+", "GPL-2.0-or-later"), ("GPL-2.0", "GPL-2.0-only"),
        ("MIT or (apache-2.0 and ISC)", "MIT OR Apache-2.0 AND ISC"),
        ("(MIT OR ISC) AND Zlib", "(MIT OR ISC) AND Zlib"),
        ("Apache-2.0 WITH llvm-exception", "Apache-2.0 WITH LLVM-exception"),
        ("LicenseRef-My.Own", "LicenseRef-My.Own"), ("MPL-1.1+", "MPL-1.1+"),
        ("GPL-2.0-with-classpath-exception", "GPL-2.0-only WITH Classpath-exception-2.0"),
    ])
    func givesTheCanonicalSpelling(text: String, canonical: String) {
        #expect(LicenceExpression.parse(text)?.canonical == canonical)
    }

    @Test(arguments: [
        "", "(", "MIT OR", "MIT ISC", "NOT-A-LICENCE", "MIT WITH", "MIT WITH Nothing", "LicenseRef-", "a\u{0}b",
        String(repeating: "(", count: 2000) + "MIT" + String(repeating: ")", count: 2000),
    ])
    func refusesWhatIsNoExpression(text: String) {
        #expect(LicenceExpression.parse(text) == nil)
    }

    @Test(arguments: [
        ("GPL-2+", "GPL-2.0-or-later"), ("Expat", "MIT"), ("Apache-2", "Apache-2.0"), ("GPLv2+", "GPL-2.0-or-later"),
        ("BSD-3-clause", "BSD-3-Clause"), ("ASL 2.0", "Apache-2.0"), ("Artistic-2", "Artistic-2.0"),
        ("GPL (>= 2)", "GPL-2.0-or-later"), ("MIT + file LICENSE", "MIT"), ("LGPL-2.1+", "LGPL-2.1-or-later"),
        ("License :: OSI Approved :: MIT License", "MIT"),
        ("License :: OSI Approved :: GNU General Public License v3 or later (GPLv3+)", "GPL-3.0-or-later"),
        ("GPL-1+ or Artistic, and Expat", "(GPL-1.0-or-later OR Artistic-1.0-Perl) AND MIT"),
        ("GFDL-NIV-1.3+", "GFDL-1.3-no-invariants-or-later"),
        ("GPL-2+ with Libtool exception", "GPL-2.0-or-later WITH Libtool-exception"),
    ])
    func knowsTheNamesInUse(text: String, expression: String) {
        #expect(LicenceExpression.normalise(text) == expression)
    }

    @Test(arguments: [
        "UNLICENSED", "SEE LICENSE IN LICENSE.md", "GPL", "custom", "BSD", "Expat or custom", "GPL-9", "",
    ])
    func leavesAloneWhatIsNotCertain(text: String) {
        #expect(LicenceExpression.normalise(text) == nil)
    }

    @Test func readsShortNamesOfMachineReadableCopyright() {
        let text =
            "Format: https://x/\n\nFiles: *\nLicense: GPL-2+\n License: hidden\n\nFiles: a\nLicense: Expat\n\nlicense: odd"
        #expect(copyright(text) == ["GPL-2.0-or-later", "MIT", "odd"])
    }

    @Test func readsReferencesToCommonLicences() {
        let text =
            "version 2, or any\n later version.\nSee /usr/share/common-licenses/GPL-2. Also\n/usr/share/common-licenses/Apache-2.0'"
        #expect(copyright(text) == ["Apache-2.0", "GPL-2.0-or-later"])
        #expect(copyright("see /usr/share/common-licenses/GPL-3") == ["GPL-3"])
        #expect(copyright("/usr/share/common-licenses/") == [])
    }

    private func copyright(_ text: String) -> [String] {
        Array(text.utf8).withUnsafeBytes { DebianCopyright.licences($0) }
    }
}

@Suite struct KnownGeneratedTests {
    @Test func explainsBytecodeOnlyBesideItsSource() {
        let path = "usr/lib/python3/__pycache__/a.cpython-311.opt-1.pyc"
        #expect(KnownGenerated.explanation(for: path) { $0 == "usr/lib/python3/a.py" } != nil)
        #expect(KnownGenerated.explanation(for: path) { _ in false } == nil)
        #expect(KnownGenerated.explanation(for: "__pycache__/.pyc") { _ in false } == nil)
    }

    @Test func explainsNoProgramByItsFolder() {
        #expect(KnownGenerated.explanation(for: "var/lib/dpkg/info/x.postinst") { _ in false } == nil)
        for path in ["var/lib/dpkg/info/x", "etc/ssl/certs/a/b.pem", "usr/bin/x", "etc/ssh/ssh_host_rsa_key"] {
            #expect(KnownGenerated.explanation(for: path) { _ in true } == nil)
        }
    }
}
