import Testing

@testable import Inventory

/// What is read byte by byte is what the rules in full make of a text.
@Suite struct PackageURLBytesTests {
    private static let texts = [
        "pkg:deb/debian/libssl3@3.0.11-1~deb12u2?arch=amd64&distro=debian-12&upstream=openssl",
        "pkg:npm/%40angular/core@17.0.0", "pkg:npm/@angular/core@17.0.0", "pkg:npm/@angular/core", "pkg:npm/a@b@c",
        "pkg:golang/golang.org/x/net@v0.22.0", "pkg:golang/github.com/A/B@v1.0.0%2Bincompatible#sub/dir",
        "pkg:pypi/Django_Rest.framework@3.14", "PKG:PyPI/Foo_Bar", "pkg:maven/org.apache/commons@1.0?type=jar",
        "pkg:rpm/redhat/perl-Errno@1.28-419.el9?arch=x86_64&epoch=1&upstream=perl-5.32.1-419.el9.src.rpm",
        "pkg:generic/a%2Fb@1", "pkg:generic/a/b%2Fc/d", "pkg:generic//a//b/", "pkg:///generic/a", "pkg:generic/a@",
        "pkg:generic/@a", "pkg:generic/a@1/2", "pkg:generic/a?b", "pkg:generic/a?b=", "pkg:generic/a?B=1&b=2",
        "pkg:generic/a?=1", "pkg:generic/a?b=1&&c=%20x%3D", "pkg:generic/a?b=%zz", "pkg:generic/%e9", "pkg:generic/é",
        "pkg:generic/a%", "pkg:generic/a%2", "pkg:generic/", "pkg:generic", "pkg:", "pkg", "", "pkg:9x/a", "pkg:a_b/c",
        "pkg:swift/github.com/Apple/swift-nio@2.0", "pkg:composer/Vendor/Name@1", "pkg:hex/Acme/Foo@1",
        "pkg:oci/App@sha256%3Aabc?repository_url=ghcr.io/x/App", "pkg:cran/A@1\r\n", "pkg:bitnami/WordPress@6.2",
        "pkg:alpm/arch/Pacman@6.0?arch=x86_64", "pkg:huggingface/a/B@c", "pkg:mlflow/A?x=y#z", "pkg:github/A/B@x",
        "pkg:pub/A_B@1", "pkg:generic/a?x=1?y=2", "pkg:generic/a&b=c", "pkg:gem/a@1?platform=java&", "pkg:a/b%00c",
    ]

    private static func check(_ text: String) {
        let slow = PackageURL(byTheRules: text)
        #expect(PackageURL(text) == slow, "\(text)")
        guard let parts = PackageURLBytes.read(text) else { return }
        #expect(slow?.type == parts.type && slow?.namespace == parts.namespace && slow?.name == parts.name, "\(text)")
        #expect(slow?.version == parts.version && slow?.qualifiers == parts.qualifiers, "\(text)")
        #expect(slow?.subpath == nil, "\(text)")
    }

    @Test func `known shapes and odd ones`() {
        for text in Self.texts { Self.check(text) }
        #expect(Self.texts.count { PackageURLBytes.read($0) != nil } > 20)
    }

    @Test func `texts with a few bytes changed`() {
        var random = FixedRandom(5)
        let alphabet = Array("/@?#&=%:.+-_ aAzZ09%2F%40é".utf8)
        for _ in 0..<20_000 {
            var bytes = Array((Self.texts.randomElement(using: &random) ?? "").utf8)
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let place = Int.random(in: 0...bytes.count, using: &random)
                let byte = alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
                if Bool.random(using: &random) || place == bytes.count {
                    bytes.insert(byte, at: place)
                } else {
                    bytes[place] = byte
                }
            }
            Self.check(String(decoding: bytes, as: UTF8.self))
        }
    }
}
