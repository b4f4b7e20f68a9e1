import Testing

@testable import Advisories

@Suite struct CPENameTests {
    @Test func resolvesEscapesAndWritesThemBack() throws {
        let text = #"cpe:2.3:a:microsoft:internet_explorer:8.0.6001:beta\:2\+x:*:*:-:node.js:*:*"#
        let name = try #require(CPEName(text))
        #expect(name.part == .value("a"))
        #expect(name.product == .value("internet_explorer"))
        #expect(name.update == .value("beta:2+x"))
        #expect(name.language == .any)
        #expect(name.softwareEdition == .notApplicable)
        #expect(name.targetSoftware == .value("node.js"))
        #expect(name.description == text)
        #expect(name.withoutVersion.description == "cpe:2.3:a:microsoft:internet_explorer:*:*:*:*:-:node.js:*:*")
    }

    @Test(arguments: [
        ("cpe:/a:redhat:enterprise_linux:9::appstream", "cpe:2.3:a:redhat:enterprise_linux:9:*:appstream:*:*:*:*:*"),
        ("cpe:/o:suse:sles:15:sp4", "cpe:2.3:o:suse:sles:15:sp4:*:*:*:*:*:*"),
        (
            "cpe:/a:hp:insight:7.4.0.1570:-:~~online~win2003~x64~",
            #"cpe:2.3:a:hp:insight:7.4.0.1570:-:*:*:online:win2003:x64:*"#
        ),
        ("cpe:/a:foo%5cbar:big%24money:2010", #"cpe:2.3:a:foo\\bar:big\$money:2010:*:*:*:*:*:*:*"#),
    ])
    func readsTheURIOfCPE22(uri: String, formatted: String) {
        #expect(CPEName(uri)?.description == formatted)
        #expect(CPEName(formatted) == CPEName(uri))
    }

    @Test func keepsWildcardsApartFromValues() {
        #expect(CPEName("cpe:2.3:a:v:p:1.2.*:*:*:*:*:*:*:*")?.version == .pattern("1.2.*"))
        #expect(CPEName(#"cpe:2.3:a:v:p:1.2.\*:*:*:*:*:*:*:*"#)?.version == .value("1.2.*"))
    }

    @Test(arguments: [
        "", "cpe:2.3:a:b", "cpe:2.3:a:v:p:1:*:*:*:*:*:*:*:*", #"cpe:2.3:a:v:p:1:*:*:*:*:*:*:*\"#, "cpe:a:b:c",
        "cpe:/a:b:c:d:e:f:g:h", "cpe:/a:b:c:d:e:~x",
    ])
    func refusesWhatIsNoName(text: String) { #expect(CPEName(text) == nil) }
}
