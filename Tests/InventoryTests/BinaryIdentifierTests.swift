import Testing

@testable import Inventory

@Suite struct BinaryIdentifierTests {
    private static func identify(
        _ sample: BinarySample, needed: [String] = [], padding: [UInt8] = []
    ) -> [BinaryIdentifier.Identity] {
        (sample.region + padding).withUnsafeBytes {
            BinaryIdentifier.shared.identify([$0], needed: needed, fileName: sample.file)
        }
    }

    @Test(arguments: BinarySample.all.indices) func recognises(index: Int) {
        let sample = BinarySample.all[index]
        let found = Self.identify(sample).map {
            "\(BinaryIdentifier.shared.classifiers[$0.classifier].name) \($0.version)"
        }
        #expect(Set(found) == ["\(sample.name) \(sample.version)"], "\(sample.strings)")
    }

    @Test func everyRowHasASample() {
        let seen = Set(BinarySample.all.flatMap { Self.identify($0).map(\.classifier) })
        let rows = BinaryClassifiers.all
        #expect(rows.indices.filter { !seen.contains($0) }.map { "\(rows[$0].name): \(rows[$0].anchor)" } == [])
    }

    @Test func whatIsLinkedIsNotInTheFile() {
        for sample in BinarySample.all {
            for identity in Self.identify(sample) {
                let row = BinaryIdentifier.shared.classifiers[identity.classifier]
                for library in row.linked {
                    let found = Self.identify(sample, needed: ["libm.so.6", "\(library)1"])
                    #expect(!found.contains { $0.classifier == identity.classifier }, "\(row.name) with \(library)")
                }
            }
        }
    }

    @Test func anAnchorWithoutAVersionIsNothing() {
        for row in BinaryClassifiers.all {
            if case .nowhere = row.place { continue }
            for text in [row.anchor, "\(row.anchor)x", "\(row.anchor)1.x.", "\(row.anchor)99999999999999999999999"] {
                let sample = BinarySample(row.name, "", [text, row.companion ?? ""])
                #expect(Self.identify(sample).allSatisfy { !$0.version.isEmpty }, "\(text)")
            }
        }
    }

    @Test(arguments: [
        // Which of the two?
        BinarySample("", "", ["PYTHONDONTWRITEBYTECODE", String(repeating: "x", count: 1 << 17), "3.11.2", "3.9.1"]),
        BinarySample("", "", ["xcurl/7.88.1", "curl: (%d) "]),
        BinarySample("", "", ["redis_version:%s", "7.0.1", "valkey_version"]),
        BinarySample("", "", ["OpenSSL 3.0.2"]),
        BinarySample("", "", ["Flooding was detected in this HTTP/2 session", "1.52.0"], file: "program"),
        BinarySample("", "", ["ZSTD_CLEVEL", "1.104.9"]),
        BinarySample("", "", ["timedownlifeleftback"], file: "libbrotlicommon.so.1"),
        BinarySample("", "", ["/mysql-8.0.1/", "mysql_real_escape_string", "10.6.1-MariaDB"]),
        BinarySample("", "", ["OTel-OTLP-Exporter-Deno/0.82.0grpc-timeout", "DENO_DIR"]),
    ])
    func leavesAlone(sample: BinarySample) {
        let found = Self.identify(sample).map { BinaryIdentifier.shared.classifiers[$0.classifier].name }
        #expect(found.filter { $0 != "mariadb" } == [])
    }

    @Test func aFileOfManyVersionsIsAList() {
        let list = BinarySample(
            "", "", ["nginx version: nginx/1.1.1", "nginx version: nginx/1.2.1", "nginx version: nginx/1.3.1"])
        #expect(Self.identify(list).isEmpty)
    }

    @Test func readsTheDataOfAnELFFileWithAndWithoutSectionHeaders() throws {
        for hasHeaders in [true, false] {
            var file = TestELF()
            file.sections = [.init(name: ".rodata", bytes: Array("\0nginx version: nginx/1.22.1\0".utf8))]
            file.segments = [(1, 4, 0)]
            file.hasSectionHeaders = hasHeaders
            var yield = Yield()
            try file.data().withUnsafeBytes {
                try BinaryClassifierCataloguer().read(WantedFile(path: "opt/n", bytes: $0), into: &yield)
            }
            let nginx = try #require(yield.components.first)
            #expect(nginx.purl?.description == "pkg:generic/nginx@1.22.1")
            #expect(nginx.cpes == ["cpe:2.3:a:f5:nginx:1.22.1:*:*:*:*:*:*:*"])
            #expect(nginx.evidence.first?.detail == "nginx version: nginx/1.22.1")
        }
    }

    @Test func whatHasNoReleasesHasNoVersion() throws {
        var file = TestELF()
        file.sections = [.init(name: ".rodata", bytes: Array("\0BoringSSL\0built on: n/a\0".utf8))]
        var yield = Yield()
        try file.data().withUnsafeBytes {
            try BinaryClassifierCataloguer().read(WantedFile(path: "opt/n", bytes: $0), into: &yield)
        }
        #expect(yield.components.map(\.purl?.description) == ["pkg:generic/boringssl"])
        #expect(yield.components.first?.cpes == [])
    }

    /// Programs of this machine, by what they themselves say: the last word that is a number.
    @Test(arguments: [
        ("/bin/bash", "bash"), ("/usr/bin/perl", "perl"), ("/usr/bin/git", "git"), ("/usr/bin/curl", "curl"),
        ("/bin/tar", "tar"), ("/usr/bin/ls", "coreutils"), ("/usr/bin/find", "findutils"), ("/usr/bin/xz", "xz"),
        ("/usr/bin/gzip", "gzip"), ("/lib/x86_64-linux-gnu/libc.so.6", "glibc"),
        ("/usr/lib/x86_64-linux-gnu/libcrypto.so.3", "openssl"),
        ("/usr/lib/x86_64-linux-gnu/libsqlite3.so.0", "sqlite"),
        ("/lib/x86_64-linux-gnu/libz.so.1", "zlib"), ("/usr/lib/x86_64-linux-gnu/libzstd.so.1", "zstd"),
        ("/usr/lib/x86_64-linux-gnu/libexpat.so.1", "expat"), ("/usr/lib/x86_64-linux-gnu/libyaml-0.so.2", "libyaml"),
    ])
    func recognisesThoseOfThisMachine(path: String, name: String) throws {
        guard let bytes = InstalledFile.bytes(path) else { return }
        let found = Shell.run("readlink -f \(path)").output
        let file = String(decoding: found, as: UTF8.self).split(separator: "/").last.map { String($0.dropLast()) } ?? ""
        var yield = Yield()
        try bytes.withUnsafeBytes {
            try BinaryClassifierCataloguer().read(WantedFile(path: file, bytes: $0), into: &yield)
        }
        let component = try #require(yield.components.first { $0.name == name })
        // The package's version is upstream's with Debian's revision behind it.
        let package = Shell.run(
            """
            path=$(readlink -f \(path)); owner=$(dpkg -S "$path" || dpkg -S "${path#/usr}") || exit 1
            dpkg-query -W -f '${source:Upstream-Version}\\n' "${owner%%:*}"
            """)
        guard package.status == 0,
            let line = String(decoding: package.output, as: UTF8.self).split(separator: "\n").first
        else {
            print("skipped: no package of \(path) to compare with")
            return
        }
        let upstream = line.split(separator: ":").last.map(String.init) ?? ""
        #expect(upstream.hasPrefix(component.version), "\(path) is \(upstream)")
    }
}
