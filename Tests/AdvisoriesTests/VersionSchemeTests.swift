import Testing

@testable import Advisories

@Suite struct VersionSchemeTests {
    @Test(arguments: [
        ("Debian:12", VersionScheme.dpkg), ("Ubuntu:Pro:18.04:LTS", .dpkg), ("Alpine:v3.20", .apk), ("Wolfi", .apk),
        ("Red Hat:rhel_aus:8.4::appstream", .rpm), ("openSUSE:Leap 15.5", .rpm),
        ("Maven:https://repository.example", .maven),
        ("npm", .npm), ("crates.io", .cargo), ("Packagist", .composer), ("SwiftURL", .semver), ("GHC", .hackage),
    ])
    func `is known by OSV ecosystems, whatever follows the colon`(_ ecosystem: String, _ scheme: VersionScheme) {
        #expect(VersionScheme(osvEcosystem: ecosystem) == scheme)
    }

    @Test(arguments: [
        ("deb", VersionScheme.dpkg), ("alpm", .pacman), ("golang", .go), ("gem", .rubygems), ("hex", .semver),
        ("pypi", .pep440), ("composer", .composer),
    ])
    func `is known by types of package URLs`(_ type: String, _ scheme: VersionScheme) {
        #expect(VersionScheme(purlType: type) == scheme)
    }

    @Test func `is not made up for an ecosystem without a known order`() {
        #expect(VersionScheme(osvEcosystem: "Linux") == nil)
        #expect(VersionScheme(osvEcosystem: "debian") == nil)
        #expect(VersionScheme(purlType: "oci") == nil)
        #expect(VersionScheme(named: "") == nil)
        for ecosystem in VersionScheme.osvEcosystems {
            let scheme = VersionScheme(osvEcosystem: ecosystem)
            #expect(scheme != nil, "\(ecosystem)")
            #expect(VersionScheme(named: ecosystem.uppercased() + ":1") == scheme, "\(ecosystem)")
        }
        for scheme in VersionScheme.allCases { #expect(VersionScheme(named: scheme.rawValue) == scheme) }
    }

    /// The cases that other scanners are known to get wrong, and those that no vector has.
    @Test(arguments: [
        (VersionScheme.rpm, "1.0", VersionOrder.less, "1.0.0"), (.rpm, "1.0^20240101", .less, "1.0.1"),
        (.rpm, "1.0", .less, "1.0-5"), (.rpm, "fc4", .less, "4"), (.rpm, "2-1", .less, "2-1.el9"),
        (.dpkg, "1.0~~", .less, "1.0~"), (.dpkg, "1.0-1", .less, "1.0-1+b1"), (.dpkg, "1.0-1~deb12u1", .less, "1.0-1"),
        (.pacman, "1.0alpha", .less, "1.0"), (.pacman, "1.0", .less, "1.0.alpha"),
        (.pacman, "1.0~rc1", .greater, "1.0"),
        (.pacman, "1.0", .equal, "1.0-1"), (.apk, "1.8.31p1-r1", .less, "1.8.31p2-r0"), (.apk, "1.0", .less, "1.0-r0"),
        (.apk, "1.1.09", .less, "1.1.1"), (.pep440, "1.0", .equal, "1.0.0"), (.pep440, "1.0-1", .equal, "1.0.post1"),
        (.pep440, "1.0+abc.10", .greater, "1.0+abc.5"), (.pep440, "bulbasaur", .less, "0.dev0"),
        (.maven, "31.1-jre", .greater, "31.1-android"), (.maven, "1", .equal, "1.0.0.Final"),
        (.rubygems, "1.0-1", .less, "1.0"), (.rubygems, "1.0.rc1", .greater, "1.0.b9"),
        (.semver, "1.0", .equal, "1.0.0"), (.semver, "1.0.0-Alpha", .less, "1.0.0-alpha"),
        (.npm, "1.0", .incomparable, "1.0.0"), (.go, "go1.22rc1", .equal, "1.22.0-rc.1"),
        (.go, "go1.22rc1", .greater, "1.22.0-0"), (.go, "(devel)", .incomparable, "v1.0.0"),
        (.go, "v0.0.0-20240101000000-abcdef123456", .less, "v0.0.0-20240102000000-000000000000"),
        (.go, "v2.0.0+incompatible+dirty", .equal, "v2.0.0"), (.go, "go1.22.3 X:boringcrypto", .equal, "1.22.3"),
        (.nuget, "1.0.0-BETA", .equal, "1.0-beta+x"), (.nuget, "1.0.0.0.0", .incomparable, "1.0"),
        (.composer, "1.0", .equal, "1.0.0"), (.composer, "1.0pl1", .greater, "1.0"),
        (.composer, "dev-master", .less, "0.1-dev"), (.composer, "1.x-dev", .greater, "1.99"),
        (.cran, "1.8", .equal, "1.8.0"), (.cran, "1.2-3", .equal, "1.2.3"), (.hackage, "1.0.0", .greater, "1.0"),
        (.conan, "1.1.1a", .less, "1.1.1w"), (.conan, "1.1.1", .less, "1.1.1a"), (.conan, "1.0-rc", .less, "1.0"),
        (.conan, "3", .less, "10"), (.conan, "1.0", .less, "1.0+1"), (.bitnami, "1.2.3-1", .equal, "1.2.3"),
        (.bitnami, "1.2.3-rc.1-2", .equal, "1.2.3-rc.1"), (.bitnami, "1.2.3-rc.1", .less, "1.2.3-1"),
        (.pub, "1.0.0", .less, "1.0.0+1"), (.generic, "1.0rc1", .less, "1.0"), (.generic, "1.0", .equal, "1"),
        (.generic, "1.0", .less, "1.0p1"), (.generic, "8:update342", .greater, "8:update341"),
    ])
    func `orders the cases that are easily got wrong`(
        _ scheme: VersionScheme, _ left: String, _ order: VersionOrder, _ right: String
    ) {
        #expect(scheme.order(left, right) == order)
        #expect(scheme.order(right, left) == order.reversed)
    }

    @Test(arguments: [
        (VersionScheme.dpkg, "1.0 ", VersionRefusal.malformed(offset: 3, expected: "no space")),
        (.dpkg, "a:1", .malformed(offset: 0, expected: "a number as epoch")),
        (.dpkg, "1:", .malformed(offset: 2, expected: "an upstream version")), (.semver, "", .empty),
        (.go, "(devel)", .malformed(offset: 0, expected: "a number")),
        (.npm, "1.0", .malformed(offset: 3, expected: "three numbers")),
        (.cran, "1..2", .malformed(offset: 2, expected: "a number")),
    ])
    func `says why it cannot order a version`(_ scheme: VersionScheme, _ version: String, _ refusal: VersionRefusal) {
        #expect(scheme.refusal(of: version) == refusal)
        #expect(!refusal.description.isEmpty)
    }
}
