import Testing

@testable import Inventory

@Suite struct SonameNamingTests {
    @Test(arguments: [
        ("libssl.so.3", "libssl3"), ("libssl.so.3", "libssl3t64"), ("libfoo2.so.1", "libfoo2-1"),
        ("libz.so.1", "zlib1g"), ("libstdc++.so.6", "libstdc++6"), ("libdb-5.3.so", "libdb5.3"),
        ("libncursesw.so.6", "libncursesw6"), ("libpcre2-8.so.0", "libpcre2-8-0"), ("libicuuc.so.72.1", "libicuuc72"),
        ("libGL.so.1", "libgl1"), ("libpam_misc.so.0", "libpam-misc0"), ("libc.so.6", "libc6"),
        ("libbz2.so.1.0", "libbz2-1.0"), ("libnss3.so", "libnss3"),
    ])
    func namesThePackagesOfDebian(soname: String, package: String) {
        #expect(SonameNaming.debianCandidates(soname: soname).contains(package))
    }

    @Test(arguments: ["", ".so", ".so.", "lib", "-.so", "lib.so.x.y"]) func survivesOddNames(soname: String) {
        #expect(SonameNaming.debianCandidates(soname: soname).allSatisfy { !$0.contains("/") })
    }

    @Test(
        arguments: [
            ("libz.so.1.2.13", "1.2.13"), ("libz.so.1", nil), ("libLLVM-14.0.so", "14.0"), ("libcrypto.so", nil),
            ("libcrypto.so.1.0.2k", "1.0.2k"), ("libx.so.a.b", nil), ("libx.so.1.2/3", nil), ("x-1.2", nil), ("", nil),
        ] as [(String, String?)])
    func readsTheVersionOfAFileName(name: String, version: String?) {
        #expect(SonameNaming.version(ofFile: name) == version)
    }

    @Test(arguments: [("libz.so.1", "libz"), ("libz.so", "libz"), ("libz", "libz"), (".so", "")])
    func readsTheStem(name: String, stem: String) { #expect(SonameNaming.stem(name) == stem) }

    /// Libraries of this machine whose package Debian's rule names.
    @Test func namesPackagesOfThisMachine() throws {
        let script = """
            for name in libssl.so.3 libz.so.1 libc.so.6 libstdc++.so.6 libzstd.so.1 libexpat.so.1 libpcre2-8.so.0; do
                owner=$(dpkg -S "*/$name" 2>/dev/null | head -1 | cut -d: -f1) && [ -n "$owner" ] && echo "$name $owner"
            done; true
            """
        let lines = String(decoding: Shell.run(script).output, as: UTF8.self).split(separator: "\n")
        if lines.isEmpty { print("skipped: no packages of dpkg on this machine") }
        for line in lines {
            let words = line.split(separator: " ").map(String.init)
            #expect(SonameNaming.debianCandidates(soname: words[0]).contains(words[1]), "\(line)")
        }
    }
}
