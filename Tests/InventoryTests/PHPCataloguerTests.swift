import Content
import Testing

@testable import Inventory

private func read(_ cataloguer: some Cataloguer, _ bytes: [UInt8], path: String) throws -> Yield {
    var yield = Yield()
    try bytes.withUnsafeBytes { try cataloguer.read(WantedFile(path: path, bytes: $0), into: &yield) }
    return yield
}

@Suite struct ComposerCataloguerTests {
    static let package = """
        {"name": "Symfony/Console", "version": "v6.4.1", "license": ["MIT"], "type": "library",
         "require": {"php": ">=8.1", "ext-json": "*", "symfony/string": "^6"},
         "provide": {"psr/log-implementation": "1.0|2.0"}, "install-path": "../symfony/console",
         "source": {"type": "git", "url": "https://github.com/symfony/console.git", "reference": "a550"},
         "dist": {"shasum": "da39a3ee5e6b4b0d3255bfef95601890afd80709"}, "authors": [{"name": "Fabien"}]}
        """

    @Test func readsBothFormsOfInstalled() throws {
        let path = "var/www/vendor/composer/installed.json"
        for text in [
            "[\(Self.package)]", "{\"packages\": [\(Self.package), {}], \"dev-package-names\": [\"Symfony/Console\"]}",
        ] {
            let yield = try read(ComposerInstalledCataloguer(), Array(text.utf8), path: path)
            let component = try #require(yield.components.first)
            #expect(component.purl?.description == "pkg:composer/symfony/console@v6.4.1")
            #expect(component.directories == ["var/www/vendor/symfony/console"])
            #expect(component.requirements == [Requirement("symfony/string")])
            #expect(component.provides == ["psr/log-implementation"])
            #expect(component.digests.map(\.algorithm) == [.sha1])
            #expect((component.properties["development"] != nil) == (text.first == "{"))
            #expect(yield.gaps.count == (text.first == "{" ? 1 : 0))
        }
    }

    @Test func keepsInstallPathsInsideTheRoot() {
        #expect(ComposerInstalledCataloguer.resolve("../../../../etc", from: "a/b/c") == nil)
        #expect(ComposerInstalledCataloguer.resolve("./../x", from: "a/b") == "a/x")
        #expect(ComposerInstalledCataloguer.resolve("../..", from: "a/b") == nil)
    }

    @Test func readsTheLockFile() throws {
        let text = "{\"packages\": [], \"packages-dev\": [\(Self.package)]}"
        let component = try #require(
            try read(ComposerLockCataloguer(), Array(text.utf8), path: "app/composer.lock").components.first)
        #expect(component.presence == .declared)
        #expect(component.properties["development"] == "true")
        #expect(component.properties["reference"] == "a550")
    }

    @Test(arguments: ["", "{}", "3", "{\"packages\": 1}"]) func refusesOtherDocuments(_ text: String) {
        #expect(throws: (any Error).self) {
            try read(ComposerInstalledCataloguer(), Array(text.utf8), path: "vendor/composer/installed.json")
        }
        #expect(throws: (any Error).self) {
            try read(ComposerLockCataloguer(), Array(text.utf8), path: "composer.lock")
        }
    }
}

@Suite struct PEARCataloguerTests {
    static let registry =
        #"a:6:{s:4:"name";s:12:"Archive_Tär";s:7:"channel";s:12:"pear.php.net";s:7:"version";a:2:{s:7:"release";s:6:"1.4.14";s:3:"api";s:5:"1.4.0";}s:7:"license";a:1:{s:8:"_content";s:3:"BSD";}s:4:"lead";a:2:{i:0;a:1:{s:4:"name";s:3:"Ann";}i:1;a:1:{s:4:"name";s:3:"Bob";}}s:8:"filelist";a:1:{s:5:"a.php";a:3:{s:6:"md5sum";s:32:"d41d8cd98f00b204e9800998ecf8427e";s:4:"role";s:3:"php";s:12:"installed_as";s:20:"/usr/share/php/a.php";}}}"#

    @Test func readsTheRegistry() throws {
        let yield = try read(
            PEARCataloguer(), Array(Self.registry.utf8), path: "usr/share/php/.registry/archive_tar.reg")
        let component = try #require(yield.components.first)
        #expect(component.name == "Archive_Tär")
        #expect(component.version == "1.4.14")
        #expect(component.purl?.type == "pear")
        #expect(component.purl?.namespace == "pear.php.net")
        #expect(component.licences == [Licence("BSD")])
        #expect(component.supplier == "Ann")
        #expect(component.files.map(\.path) == ["usr/share/php/.registry/archive_tar.reg", "usr/share/php/a.php"])
        #expect(component.files.last?.digest?.algorithm == .md5)
    }

    @Test func refusesTextThatIsCut() {
        for count in 0..<Self.registry.utf8.count {
            Array(Self.registry.utf8.prefix(count)).withUnsafeBytes { buffer in
                _ = #expect(throws: SerializedPHP.Failure.self) { try SerializedPHP(buffer) }
            }
        }
    }

    @Test(arguments: [
        String(repeating: "a:1:{i:0;", count: 100_000), "a:99999999999:{", "s:9223372036854775807:\"", "s:-1:\"\";",
        "i:99999999999999999999;", "O:1:\"A\":0:{}", "a:1:{d:1;N;}",
    ])
    func refusesHostileText(_ text: String) {
        Array(text.utf8).withUnsafeBytes { buffer in
            _ = #expect(throws: SerializedPHP.Failure.self) { try SerializedPHP(buffer) }
        }
    }
}

@Suite struct PHPBinaryCataloguerTests {
    private static func elf(_ texts: String...) -> [UInt8] {
        [0x7f, 0x45, 0x4c, 0x46, 0] + texts.flatMap { Array($0.utf8) + [0] }
    }

    @Test(arguments: [
        ("usr/bin/php8.2", "php-cli"), ("usr/sbin/php-fpm8.2", "php-fpm"), ("usr/lib/libphp8.2.so", "libphp"),
        ("usr/bin/php-cgi", "php-cgi"),
    ])
    func namesTheInterpreter(_ path: String, _ name: String) throws {
        let yield = try read(PHPBinaryCataloguer(), Self.elf("x", "X-Powered-By: PHP/8.2.36", "8.2.H"), path: path)
        #expect(yield.components.map { $0.purl?.description } == ["pkg:generic/\(name)@8.2.36"])
    }

    @Test func givesAnExtensionAVersionOnlyWhereThereIsOne() throws {
        let path = "usr/lib/php/20220829/redis.so"
        let one = try read(PHPBinaryCataloguer(), Self.elf("redis", "6.0.2", "API20220829,NTS"), path: path)
        #expect(one.components.map(\.version) == ["6.0.2"])
        let two = Self.elf("1.2.3", "0.0.0.0", "8.2.36", "API20220829,NTS")
        for (interpreter, version) in [("8.2.36", "8.2.36"), ("8.3.0", "")] {
            var view = try FactsView(PHPBinaryCataloguer(), [(path, two)])
            view.components = [Component(name: "php-fpm", version: interpreter, ecosystem: "generic")]
            var yield = Yield()
            PHPBinaryCataloguer().conclude(view, into: &yield)
            #expect(yield.components.map(\.version) == [version])
        }
        let none = try read(PHPBinaryCataloguer(), Self.elf("6.0.2"), path: path)
        #expect(none.isEmpty)
        let script = try read(PHPBinaryCataloguer(), Array("#!/bin/sh X-Powered-By: PHP/1.2.3".utf8), path: "bin/php")
        #expect(script.isEmpty)
    }
}
