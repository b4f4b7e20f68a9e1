import Content
import Inventory

/// A realistic inventory, made up; the same on every run.
enum Sample {
    static func digest(_ text: String) -> Digest { Digest.of(Array(text.utf8)) }

    static func inventory(name: String = "registry.example/shop/web:1.4", isComplete: Bool = false) -> Inventory {
        var subject = Subject(kind: .image, name: name)
        subject.configuration = digest("configuration")
        subject.manifest = digest("manifest")
        subject.platform = "linux/amd64"
        subject.created = "2024-02-29T12:00:00.5+02:00"
        subject.labels = ["org.opencontainers.image.source": "https://example.org/shop", "odd key ": "a\"b\\c\n<&>"]
        var inventory = Inventory(subject: subject)
        var release = OSRelease(id: "debian", versionID: "12")
        release.name = "Debian GNU/Linux"
        inventory.release = release
        inventory.layers = [
            Layer(diffID: digest("layer 0"), blob: digest("blob 0"), createdBy: "ADD file:… in /"),
            Layer(diffID: digest("layer 1"), blob: digest("blob 1")),
        ]
        inventory.components = components()
        inventory.relationships = [
            Relationship(from: 0, relation: .dependsOn, to: 1), Relationship(from: 0, relation: .dynamicLink, to: 1),
            Relationship(from: 2, relation: .developmentDependency, to: 3),
            Relationship(from: 3, relation: .contains, to: 4), Relationship(from: 4, relation: .generatedFrom, to: 2),
            Relationship(from: 4, relation: .ownedBy, to: 0), Relationship(from: 5, relation: .describes, to: 0),
        ]
        var owned = FileAccount.File(path: "usr/bin/bash", kind: .elf, size: 1_265_648, status: .verified)
        owned.sha256 = digest("bash")
        owned.buildID = "7a6408ba82a2d86dd98f1f75ac8edcb695f6fd60"
        owned.owners = [0]
        owned.layer = 0
        inventory.files.files = [owned]
        if !isComplete {
            var unowned = FileAccount.File(path: "opt/tool ünïcode/run", kind: .script, size: 412, status: .unowned)
            unowned.sha256 = digest("run")
            unowned.layer = 1
            var changed = FileAccount.File(path: "usr/lib/libz.so.1", kind: .elf, size: 99, status: .modified)
            changed.sha256 = digest("libz")
            changed.reason = "md5 differs from the record"
            changed.owners = [1]
            inventory.files.files = [unowned, owned, changed]
            inventory.gaps = [Yield.Gap(path: "var/lib/dpkg/status", reason: "ends inside a field: \"Depends\"")]
        }
        return inventory
    }

    private static func components() -> [Component] {
        var bash = Component(name: "bash", version: "5.2.15-2+b2", ecosystem: "deb", kind: .application)
        bash.id = "deb:bash:amd64"
        bash.purl = PackageURL(
            type: "deb", namespace: "debian", name: "bash", version: "5.2.15-2+b2",
            qualifiers: ["arch": "amd64", "distro": "debian-12"])
        bash.licences = [Licence("GPL-3.0-or-later"), Licence("see copyright (custom)", isDeclared: false)]
        bash.supplier = "Matthias Klose <doko@debian.org>"
        bash.homepage = "http://tiswww.case.edu/php/chet/bash/bashtop.html"
        bash.summary = "GNU Bourne Again SHell"
        bash.cpes = ["cpe:2.3:a:gnu:bash:5.2.15:*:*:*:*:*:*:*", "cpe:2.3:a:bash:bash:5.2.15:*:*:*:*:*:*:*"]
        bash.evidence = [Evidence(path: "var/lib/dpkg/status", technique: .manifestAnalysis, cataloguer: "dpkg")]
        bash.layer = 0
        bash.properties = ["architecture": "amd64", "source": "bash"]
        var zlib = Component(name: "zlib1g", version: "1:1.2.13.dfsg-1", ecosystem: "deb")
        zlib.id = "deb:zlib1g:amd64"
        zlib.purl = PackageURL(type: "deb", namespace: "debian", name: "zlib1g", version: "1:1.2.13.dfsg-1")
        zlib.licences = [Licence("zlib")]
        var left = Component(name: "@scope/left-pad", version: "1.3.0", ecosystem: "npm")
        left.id = "npm:@scope/left-pad@1.3.0:/app"
        left.purl = PackageURL(type: "npm", namespace: "@scope", name: "left-pad", version: "1.3.0")
        left.licences = [Licence("(MIT OR Apache-2.0)")]
        left.supplier = "Azer"
        left.digests = [Digest.of(Array("tarball".utf8), .sha512), Digest.of(Array("tarball".utf8), .sha1)]
        left.evidence = [
            Evidence(
                path: "app/node_modules/@scope/left-pad/package.json", technique: .manifestAnalysis, confidence: 0.9,
                cataloguer: "node-package", detail: "name and version"),
            Evidence(path: "app/package-lock.json", technique: .manifestAnalysis, confidence: 0.5),
        ]
        left.layer = 1
        var app = Component(
            name: "shop", version: "", ecosystem: "npm", kind: .application, presence: .declared)
        app.id = "npm:shop"
        app.homepage = "https://example.org/{unresolved} path"
        app.version = "0.1.0"
        app.licences = [Licence("BSD-3-Clause AND MIT"), Licence("Custom & Sons <1>")]
        var guessed = Component(name: "openssl", version: "3.0.11", ecosystem: "generic", presence: .inferred)
        guessed.id = "generic:openssl"
        guessed.evidence = [
            Evidence(
                path: "opt/app.jar!/lib/x.so", technique: .binaryAnalysis, confidence: 0.6, detail: "OpenSSL 3.0.11")
        ]
        var kernel = Component(name: "linux", version: "6.1", ecosystem: "generic", kind: .kernel)
        kernel.id = "generic:linux"
        return [bash, zlib, left, app, guessed, kernel]
    }

    /// Many components and files, for speed and size.
    static func large(components: Int, files: Int) -> Inventory {
        var inventory = inventory()
        inventory.components = (0..<components).map { index in
            var component = Component(name: "package-\(index)", version: "1.\(index)", ecosystem: "deb")
            component.id = "deb:package-\(index):amd64"
            component.purl = PackageURL(
                type: "deb", namespace: "debian", name: component.name, version: component.version,
                qualifiers: ["arch": "amd64", "distro": "debian-12"])
            component.licences = [Licence("GPL-2.0-or-later"), Licence("MIT")]
            component.supplier = "Debian Team <team@example.org>"
            component.evidence = [Evidence(path: "var/lib/dpkg/status", technique: .manifestAnalysis)]
            component.properties = ["architecture": "amd64", "source": "package"]
            return component
        }
        let sample = digest("file")
        inventory.relationships = (1..<components).map { Relationship(from: $0, relation: .dependsOn, to: $0 / 2) }
        inventory.files.files = (0..<files).map { index in
            var file = FileAccount.File(
                path: "usr/lib/python3/dist-packages/module\(index % 997)/file\(index).so", kind: .elf, size: index,
                status: .verified)
            file.sha256 = sample
            file.owners = [index % components]
            file.layer = 0
            return file
        }
        return inventory
    }
}
