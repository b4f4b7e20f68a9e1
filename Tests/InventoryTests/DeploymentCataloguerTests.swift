import Content
import Testing

@testable import Inventory

/// Conan, vcpkg, Helm, GitHub Actions, Terraform, WordPress, Homebrew.
@Suite struct DeploymentCataloguerTests {
    @Test(arguments: [
        ("zlib/1.3.1", "pkg:conan/zlib@1.3.1"),
        ("zlib/1.3#abc%1700000000.5", "pkg:conan/zlib@1.3?rrev=abc"),
        ("zlib/1.3@me/stable#abc:id9#def", "pkg:conan/zlib@1.3?channel=stable&prev=def&rrev=abc&user=me"),
        ("zlib/1.3@_/_", "pkg:conan/zlib@1.3"), ("zlib/[>=1.0 <2]", "pkg:conan/zlib"),
    ])
    func readsReferencesOfConan(text: String, purl: String) throws {
        #expect(try #require(ConanReference(text)).component(presence: .declared).purl?.description == purl)
    }

    @Test(arguments: ["", "/", "zlib", "/1", "zlib/", "#", "a/b/c", "a b/1", ":", "%", "[/", "a/@"])
    func refusesWhatIsNoReferenceOfConan(text: String) {
        #expect(ConanReference(text) == nil)
    }

    @Test func readsConanLocksOfBothGenerations() throws {
        let first = try yielded(
            ConanCataloguer(), "conan.lock",
            #"{"version":"0.4","graph_lock":{"nodes":{"0":{"options":"","requires":["1"],"path":"conanfile.txt"},"1":{"ref":"a/1#r","package_id":"p","prev":"q","requires":["2"],"build_requires":["3"]},"2":{"ref":"b/2"},"3":{"ref":"cmake/3"}},"revisions_enabled":true}}"#
        )
        #expect(first.components.first?.purl?.description == "pkg:conan/a@1?prev=q&rrev=r")
        #expect(edgeNames(first) == ["a@1 -> b@2", "cmake@3 -> a@1"])
        let second = try yielded(
            ConanCataloguer(), "conan.lock",
            #"{"version":"0.5","requires":["a/1#r%17.1"],"build_requires":["cmake/3"],"python_requires":["broken"]}"#)
        #expect(second.components.map { $0.purl?.description } == ["pkg:conan/a@1?rrev=r", "pkg:conan/cmake@3"])
        #expect(second.components[1].properties["scope"] == "build_requires")
        #expect(second.gaps.count == 1)
        #expect(throws: (any Error).self) { try yielded(ConanCataloguer(), "conan.lock", "{}") }
    }

    @Test func readsConanRecipesAndCaches() throws {
        let recipe = try yielded(
            ConanCataloguer(), "conanfile.txt",
            "[requires]\n# c\nzlib/1.3 # why\nfmt/[>=9]\n[options]\nzlib/*:shared=True\n[tool_requires]\ncmake/3.2\n")
        #expect(recipe.components.map { "\($0.name)@\($0.version)" } == ["zlib@1.3", "fmt@", "cmake@3.2"])
        let cached = try yielded(
            ConanCataloguer(), "root/.conan/data/a/1.0/_/_/package/0123/conaninfo.txt",
            "[settings]\n    os=Linux\n[requires]\n    zlib/1.Y.Z\n[full_requires]\n    zlib/1.2.13:abc\n")
        let component = try #require(cached.components.first)
        #expect(component.purl?.description == "pkg:conan/a@1.0")
        #expect(component.requirements == [Requirement("zlib")])
        #expect(component.directories == ["root/.conan/data/a/1.0/_/_/package/0123"])
    }

    @Test func readsTheDatabaseOfVcpkgWithItsUpdates() {
        let cataloguer = VcpkgCataloguer()
        let root = "src/vcpkg_installed"
        let view = PathsView(
            [
                "\(root)/vcpkg/status":
                    "Package: zlib\nVersion: 1.3.1\nPort-Version: 2\nDepends: vcpkg-cmake:x64-linux, fmt\nArchitecture: x64-linux\n"
                    + "Multi-Arch: same\nAbi: ab\nStatus: install ok installed\n\n"
                    + "Package: zlib\nFeature: x\nArchitecture: x64-linux\nStatus: install ok installed\n\n"
                    + "Package: old\nVersion: 1\nArchitecture: x64-linux\nStatus: install ok installed\n",
                "\(root)/vcpkg/updates/0000000001":
                    "Package: old\nVersion: 1\nArchitecture: x64-linux\nStatus: purge ok not-installed\n\n"
                    + "Package: fmt\nVersion: 9\nArchitecture: x64-linux\nStatus: install ok installed\n",
                "\(root)/vcpkg/info/zlib_1.3.1#2_x64-linux.list": "x64-linux/\nx64-linux/include/zlib.h\n../../../x\n",
            ], cataloguer: cataloguer)
        var yield = Yield()
        cataloguer.conclude(view, into: &yield)
        #expect(
            yield.components.map { $0.purl?.description } == [
                "pkg:vcpkg/fmt@9?triplet=x64-linux", "pkg:vcpkg/zlib@1.3.1?port_version=2&triplet=x64-linux",
            ])
        #expect(yield.components.last?.files.map(\.path) == ["\(root)/x64-linux/include/zlib.h"])
        #expect(yield.components.last?.requirements == [Requirement("vcpkg-cmake"), Requirement("fmt")])
    }

    @Test func readsManifestsOfVcpkgButNotItsPorts() throws {
        let text =
            #"{"name":"p","dependencies":["fmt",{"name":"zlib","version>=":"1.2","host":true},{}],"overrides":[{"name":"fmt","version":"9.1"}]}"#
        let yield = try yielded(VcpkgCataloguer(), "src/vcpkg.json", text)
        #expect(yield.components.map { "\($0.name)@\($0.version)" } == ["fmt@9.1", "zlib@"])
        #expect(yield.components[1].properties["minimum"] == "1.2")
        #expect(yield.gaps.count == 1)
        #expect(try yielded(VcpkgCataloguer(), "vcpkg/ports/p/vcpkg.json", text).isEmpty)
    }

    @Test func readsChartsWithWhatTheyNeed() throws {
        let chart = try yielded(
            HelmChartCataloguer(), "deploy/app/Chart.yaml",
            "apiVersion: v2\nname: app\nversion: 1.10\nappVersion: \"2\"\ndependencies:\n- name: redis\n  version: ^1\n"
        )
        let component = try #require(chart.components.first)
        #expect(component.purl?.description == "pkg:helm/app@1.10")
        #expect(component.requirements == [Requirement("redis")])
        let lock = try yielded(
            HelmChartCataloguer(), "deploy/app/Chart.lock",
            "dependencies:\n- name: redis\n  repository: https://charts.example.org\n  version: 1.2.3\n- name: lib\n  repository: file://../lib\n  version: 0.1.0\n- version: 1\ndigest: sha256:x\n"
        )
        #expect(
            lock.components.map { $0.purl?.description } == [
                "pkg:helm/redis@1.2.3?repository_url=https://charts.example.org", nil,
            ])
        #expect(Set((chart.components + lock.components).map(\.realm)) == ["helm:deploy/app"])
        #expect(lock.gaps.count == 1)
        let part = try yielded(
            HelmChartCataloguer(), "deploy/app/charts/redis/Chart.yaml", "name: redis\nversion: 1\n")
        #expect(part.components.first?.realm == "helm:deploy/app")
        #expect(throws: (any Error).self) { try yielded(HelmChartCataloguer(), "Chart.yaml", "version: 1\n") }
        #expect(try yielded(HelmChartCataloguer(), "requirements.lock", "-e file:.\na==1\n    # via b\n").isEmpty)
    }

    @Test func readsWhatWorkflowsUse() throws {
        let commit = String(repeating: "0a", count: 20)
        let digest = "sha256:" + String(repeating: "ab", count: 32)
        let yield = try yielded(
            WorkflowCataloguer(), ".github/workflows/ci.yml",
            "on: push\njobs:\n  call:\n    uses: Org/Repo/.github/workflows/x.yml@main\n  b:\n    container: ghcr.io/o/i:1\n"
                + "    services:\n      db:\n        image: postgres@\(digest)\n    steps:\n    - uses: actions/checkout@v4\n"
                + "    - uses: actions/checkout@v4\n    - uses: github/codeql-action/init@\(commit) # v3\n    - uses: ./local\n"
                + "    - uses: docker://alpine:3.20\n    - run: echo\n    - uses: ${{ matrix.action }}\n    - uses: odd\n"
        )
        #expect(
            yield.components.map { $0.purl?.description } == [
                "pkg:github/org/repo@main#.github/workflows/x.yml", "pkg:oci/i?repository_url=ghcr.io/o/i&tag=1",
                "pkg:oci/postgres@\(digest)?repository_url=docker.io/library/postgres",
                "pkg:github/actions/checkout@v4",
                "pkg:github/github/codeql-action@\(commit)#init",
                "pkg:oci/alpine?repository_url=docker.io/library/alpine&tag=3.20",
            ])
        #expect(
            yield.components.map { $0.properties["pinned"] } == ["false", "false", "true", "false", "true", "false"])
        let action = try yielded(
            WorkflowCataloguer(), "a/action.yml",
            "name: a\nruns:\n  using: composite\n  steps:\n  - uses: actions/cache@v4\n  - uses: ../b\n")
        #expect(action.components.map(\.name) == ["actions/cache"])
        #expect(throws: (any Error).self) { try yielded(WorkflowCataloguer(), "action.yml", "a: [b") }
    }

    @Test func readsProvidersOfTerraform() throws {
        let hash = String(repeating: "ab", count: 32)
        let yield = try yielded(
            TerraformLockCataloguer(), ".terraform.lock.hcl",
            "# made by terraform init\nprovider \"registry.terraform.io/hashicorp/aws\" {\n  version     = \"5.1.0\"\n  constraints = \"~> 5.0\"\n"
                + "  hashes = [\n    \"h1:abc=\",\n    \"zh:\(hash)\",\n    \"zh:short\",\n  ]\n}\nprovider \"r/n/x\" { // empty\n}\n"
        )
        #expect(
            yield.components.map { "\($0.name)@\($0.version)" } == [
                "registry.terraform.io/hashicorp/aws@5.1.0", "r/n/x@",
            ])
        #expect(yield.components.first?.digests.map(\.hex) == [hash])
        #expect(yield.components.first?.properties["h1"] == "h1:abc=")
    }

    @Test(arguments: [
        "provider", "provider \"a\"", "provider \"a\" {", "provider \"a\" { version", "provider \"a\" { version = ",
        "provider \"a\" { hashes = [", "provider \"a\" { hashes = [ { ] }", "\"a\"", "provider \"a",
        "provider \"a\" { x = \"\\",
        "}", "\u{1}",
    ])
    func refusesBrokenLocksOfTerraform(text: String) {
        #expect(throws: LockHCL.Failure.self) { try LockHCL.blocks(text) }
    }

    @Test func readsWordPressWithPluginsAndThemes() throws {
        let cataloguer = WordPressCataloguer()
        let core = try yielded(
            cataloguer, "var/www/html/wp-includes/version.php",
            "<?php\n/**\n * @global string $wp_version\n */\n$wp_version = '6.4.2';\n$wp_db_version = 56657;\n")
        #expect(core.components.first?.purl?.description == "pkg:generic/wordpress@6.4.2")
        #expect(core.components.first?.directories == ["var/www/html/wp-includes", "var/www/html/wp-admin"])
        let plugin = try yielded(
            cataloguer, "var/www/html/wp-content/plugins/akismet/akismet.php",
            "<?php\n/*\nPlugin Name: Akismet Anti-spam\nVersion: 5.3 */\nAuthor: Automattic\n")
        #expect(plugin.components.first?.purl?.description == "pkg:wordpress/akismet@5.3")
        #expect(plugin.components.first?.directories == ["var/www/html/wp-content/plugins/akismet"])
        let alone = try yielded(
            cataloguer, "wp-content/plugins/hello.php", "<?php /* Plugin Name: Hello\n * Version: 1 */")
        #expect(alone.components.first?.files.map(\.path) == ["wp-content/plugins/hello.php"])
        let theme = try yielded(
            cataloguer, "wp-content/themes/t/style.css", "/*\nTheme Name: T\nVersion: 2\nLicense: GPLv2\n*/\n")
        #expect(theme.components.first?.purl?.description == "pkg:wordpress/t@2?type=theme")
        #expect(try yielded(cataloguer, "wp-content/plugins/a/inc.php", "<?php echo 'Version: 1';").isEmpty)
        #expect(try yielded(cataloguer, "wp-includes/version.php", "<?php").gaps.count == 1)
    }

    @Test func readsTheCellarOfHomebrew() throws {
        let keg = "home/linuxbrew/.linuxbrew/Cellar/jq/1.7.1"
        let receipt = try yielded(
            HomebrewCataloguer(), "\(keg)/INSTALL_RECEIPT.json",
            #"{"runtime_dependencies":[{"full_name":"homebrew/core/oniguruma","version":"6.9"}],"source":{"tap":"homebrew/core"}}"#
        )
        let component = try #require(receipt.components.first)
        #expect(component.purl?.description == "pkg:brew/jq@1.7.1")
        #expect(component.requirements == [Requirement("oniguruma")])
        #expect(component.directories == [keg])
        let formula = try yielded(
            HomebrewCataloguer(), "\(keg)/.brew/jq.rb",
            "class Jq < Formula\n  desc \"JSON processor\"\n  homepage \"https://jqlang.org/\"\n  license \"MIT\"\nend\n"
        )
        #expect(formula.components.first?.purl == component.purl)
        #expect(formula.components.first?.licences == [Licence("MIT")])
        #expect(throws: (any Error).self) { try yielded(HomebrewCataloguer(), "\(keg)/INSTALL_RECEIPT.json", "{") }
    }
}
