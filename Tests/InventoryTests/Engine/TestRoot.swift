@testable import Archive
@testable import Content
@testable import Inventory
@testable import OCI

/// A small Debian in layers, for the whole engine.
enum TestRoot {
    static let release = "etc/os-release"
    static let releaseText = "ID=debian\nVERSION_ID=\"13\"\nPRETTY_NAME=\"Debian 13\"\n"

    static func file(_ path: String, _ content: String, mode: UInt16 = 0o644) -> (TarEntry, [UInt8]) {
        (TarEntry(path: Array(path.utf8), kind: .file, mode: mode), Array(content.utf8))
    }

    static func script(_ path: String, _ content: String = "true") -> (TarEntry, [UInt8]) {
        file(path, "#!/bin/sh\n\(content)\n", mode: 0o755)
    }

    static func stanza(
        _ name: String, _ version: String = "1", extra: String = "", state: String = "installed"
    ) -> String {
        "Package: \(name)\nStatus: install ok \(state)\nArchitecture: amd64\nVersion: \(version)\n\(extra)\n"
    }

    static func status(_ stanzas: String...) -> (TarEntry, [UInt8]) {
        file("var/lib/dpkg/status", stanzas.joined())
    }

    static func md5(_ content: String) -> String { Digest.of(Array(content.utf8), .md5).hex }

    /// A package's list and digests.
    static func info(_ name: String, _ files: [(path: String, content: String)]) -> [(TarEntry, [UInt8])] {
        [
            file("var/lib/dpkg/info/\(name).list", files.map { "/\($0.path)\n" }.joined()),
            file("var/lib/dpkg/info/\(name).md5sums", files.map { "\(md5($0.content))  \($0.path)\n" }.joined()),
        ]
    }

    static func inspect(_ layers: [[(TarEntry, [UInt8])]], lanes: Int? = 1) throws -> Inventory {
        let layout = try TestLayout()
        defer { withExtendedLifetime(layout) {} }
        try layout.finish([layout.image(layers.map { TestLayout.plain(try TestLayout.tar($0)) })])
        var inspector = Inspector()
        inspector.lanes = lanes
        return try inspector.inspect(layout.open())
    }
}

extension Inventory {
    func component(_ name: String) -> Component? { components.first { $0.name == name } }
    func file(_ path: String) -> FileAccount.File? { files.files.first { $0.path == path } }
    func owner(_ path: String) -> String? { file(path)?.owners.first.map { components[$0].name } }

    /// Everything that must not depend on transport or threads.
    var digest: String {
        var lines = components.map { component in
            let evidence = component.evidence.map { "\($0.path) \($0.cataloguer) \($0.detail ?? "")" }
            return
                "\(component.id) \(component.presence) \(component.files.count) \(evidence) \(component.properties.sorted { $0.key < $1.key })"
        }
        lines += relationships.map { "\($0.from) \($0.relation.rawValue) \($0.to)" }
        lines += files.files.map { "\($0.path) \($0.status) \($0.owners) \($0.sha256?.hex ?? "") \($0.reason ?? "")" }
        lines += files.modified + files.missing + gaps.map { "\($0.path): \($0.reason)" }
        return lines.joined(separator: "\n")
    }
}
