import Testing

@testable import Inventory

@Suite struct PerlModuleVersionTests {
    @Test(arguments: [
        ("our $VERSION = '1.23';", "1.23"), ("$Foo::Bar::VERSION = \"2.0_01\";", "2.0_01"),
        ("package Foo 1.5;", "1.5"), ("package Foo v1.2.3 {", "v1.2.3"), ("$VERSION=3.14;", "3.14"),
        ("our $VERSION = version->declare('v0.9.1');", "v0.9.1"),
        ("use version; our $VERSION = qv(\"1.2.3\");", "1.2.3"),
        ("=head1 V\n\n$VERSION = '9';\n\n=cut\n\nour $VERSION = '1';", "1"), ("# $VERSION = '9'", nil),
        ("__END__\n$VERSION = '9';", nil), ("if ($VERSION == 1) {}", nil), ("$VERSION = compute();", nil),
        ("$VERSION = do { my @r = (q$Revision: 1.2 $) };", nil), ("VERSION", nil), ("", nil), ("$VERSION =", nil),
        ("package Foo;", nil),
    ])
    func readsLiterals(text: String, expected: String?) {
        let found = Array(text.utf8).withUnsafeBytes { PerlModuleVersion.find($0) }
        #expect(found == expected)
    }
}

@Suite struct PerlInstalledCataloguerTests {
    private func conclude(_ files: [String: String]) -> Yield {
        let cataloguer = PerlInstalledCataloguer()
        var yield = Yield()
        cataloguer.conclude(PathsView(files, cataloguer: cataloguer), into: &yield)
        return yield
    }

    @Test func joinsTheFileListWithWhatCpanmKeeps() throws {
        let root = "usr/local/lib/x86_64-linux-gnu/perl/5.36.0"
        let yield = conclude([
            "\(root)/auto/LWP/.packlist": "/usr/local/share/perl/5.36.0/LWP.pm type=file\n/usr/local/bin/lwp-get\n",
            "\(root)/.meta/libwww-perl-6.67/install.json":
                #"{"name":"LWP","dist":"libwww-perl-6.67","pathname":"O/OA/OALDERS/libwww-perl-6.67.tar.gz","provides":{"LWP":{"file":"lib/LWP.pm","version":"6.67"}}}"#,
            "\(root)/.meta/libwww-perl-6.67/MYMETA.json":
                #"{"name":"libwww-perl","version":"6.67","license":["perl_5"],"author":["A <a@b>"],"abstract":"web","meta-spec":{"version":2},"prereqs":{"runtime":{"requires":{"perl":"5.8","URI":"1.10"}}}}"#,
        ])
        let lwp = try #require(yield.components.first)
        #expect(yield.components.count == 1)
        #expect(lwp.purl?.description == "pkg:cpan/OALDERS/libwww-perl@6.67")
        #expect(lwp.licences == [Licence("Artistic-1.0-Perl OR GPL-1.0-or-later")])
        #expect(lwp.requirements == [Requirement("URI")])
        #expect(lwp.provides == ["LWP"])
        #expect(
            lwp.files.map(\.path) == [
                "\(root)/auto/LWP/.packlist", "usr/local/share/perl/5.36.0/LWP.pm", "usr/local/bin/lwp-get",
            ])
    }

    @Test func takesTheVersionOfTheMainModuleOtherwise() {
        let yield = conclude([
            "opt/lib/perl5/x86/auto/Foo/Bar/.packlist": "/opt/lib/perl5/Foo/Bar.pm\n/opt/lib/perl5/Foo/Bar/Baz.pm\n",
            "opt/lib/perl5/Foo/Bar.pm": "package Foo::Bar;\nour $VERSION = '0.07';\n",
            "opt/lib/perl5/Foo/Bar/Baz.pm": "our $VERSION = '9';",
            "opt/lib/perl5/Alone.pm": "our $VERSION = '9';",
        ])
        #expect(yield.components.map(\.purl?.description) == ["pkg:cpan/Foo-Bar@0.07"])
        #expect(yield.components.first?.provides.contains("Foo::Bar::Baz") == true)
    }

    @Test func aReplacedVersionOfWhichCpanmKeptTheRecordIsNotInstalled() {
        let root = "usr/local/lib/perl/5.36.0"
        let yield = conclude([
            "\(root)/auto/Foo/.packlist": "/usr/local/share/perl/5.36.0/Foo.pm\n",
            "usr/local/share/perl/5.36.0/Foo.pm": "package Foo;\nour $VERSION = '1.10';\n",
            "\(root)/.meta/Foo-1.9/install.json": #"{"dist":"Foo-1.9","provides":{"Foo":{}}}"#,
            "\(root)/.meta/Foo-1.10/install.json": #"{"dist":"Foo-1.10","provides":{"Foo":{}}}"#,
            "\(root)/.meta/Bar-2/install.json": #"{"dist":"Bar-2","provides":{"Bar":{}}}"#,
        ])
        #expect(yield.components.map(\.purl?.description) == ["pkg:cpan/Foo@1.10", "pkg:cpan/Bar@2"])
    }

    @Test func aTreeThatWasCopiedKeepsItsFiles() throws {
        let yield = conclude([
            "app/local/lib/perl5/x86/auto/Foo/.packlist":
                "/build/local/lib/perl5/Foo.pm\n/build/local/bin/foo\n/etc/foo.conf\n",
            "app/local/lib/perl5/Foo.pm": "package Foo 1.5;",
        ])
        let foo = try #require(yield.components.first)
        #expect(foo.purl?.description == "pkg:cpan/Foo@1.5")
        #expect(
            foo.files.map(\.path) == [
                "app/local/lib/perl5/x86/auto/Foo/.packlist", "app/local/lib/perl5/Foo.pm", "app/local/bin/foo",
                "etc/foo.conf",
            ])
    }

    @Test func recordsOfWhichNoneIsKnownToBeInPlaceAreDoubted() {
        let root = "lib/perl5"
        let yield = conclude([
            "\(root)/auto/Foo/.packlist": "/lib/perl5/Foo.pm\n",
            "\(root)/.meta/Foo-1/install.json": #"{"dist":"Foo-1"}"#,
            "\(root)/.meta/Foo-2/install.json": #"{"dist":"Foo-2"}"#,
        ])
        #expect(yield.components.map(\.version) == ["1", "2"])
        #expect(yield.components.map { $0.evidence.first?.confidence } == [0.5, 0.5])
    }

    @Test(arguments: ["", "{", "{}", #"{"dist":"x"}"#])
    func refusesAMalformedInstallRecord(text: String) {
        #expect(throws: (any Error).self) {
            try yielded(PerlInstalledCataloguer(), "lib/perl5/.meta/X-1/install.json", text)
        }
    }
}

@Suite struct PerlMetaCataloguerTests {
    @Test func readsASourceTreeButNotOtherFields() throws {
        let text = #"{"name":"Foo","version":"v1.2","license":["mit","unknown"],"meta-spec":{"version":"2"}}"#
        let yield = try yielded(PerlMetaCataloguer(), "src/META.json", text)
        #expect(yield.components.map(\.purl?.description) == ["pkg:cpan/Foo@v1.2"])
        #expect(yield.components.first?.licences == [Licence("MIT")])
        #expect(try yielded(PerlMetaCataloguer(), "lib/.meta/Foo-1/MYMETA.json", text).isEmpty)
        let other = #"{"name":"pair","version":"1","meta-spec":{"url":"https://pgxn.org/meta/spec.txt"}}"#
        #expect(try yielded(PerlMetaCataloguer(), "META.json", other).isEmpty)
        #expect(try yielded(PerlMetaCataloguer(), "META.json", "[1]").isEmpty)
    }
}

@Suite struct CpanfileSnapshotCataloguerTests {
    @Test func readsDistributions() throws {
        let yield = try yielded(
            CpanfileSnapshotCataloguer(), "cpanfile.snapshot",
            """
            # carton snapshot format: version 1.0
            DISTRIBUTIONS
              Plack-1.0047
                pathname: M/MI/MIYAGAWA/Plack-1.0047.tar.gz
                provides:
                  Plack 1.0047
                  Plack::App undef
                requirements:
                  Devel::StackTrace 1.23
                  perl 5.008
              bad
              version-v0.9.29
                pathname: L/LE/LEONT/version-0.9929.tar.gz
            """)
        #expect(
            yield.components.map(\.purl?.description) == [
                "pkg:cpan/MIYAGAWA/Plack@1.0047", "pkg:cpan/LEONT/version@v0.9.29",
            ])
        #expect(yield.components[0].provides == ["Plack", "Plack::App"])
        #expect(yield.components[0].requirements == [Requirement("Devel::StackTrace")])
        #expect(yield.gaps.count == 1)
    }

    @Test(arguments: ["", "x", "  Plack-1\n"])
    func refusesWhatIsNoSnapshot(text: String) {
        #expect(throws: (any Error).self) { try yielded(CpanfileSnapshotCataloguer(), "cpanfile.snapshot", text) }
    }
}
