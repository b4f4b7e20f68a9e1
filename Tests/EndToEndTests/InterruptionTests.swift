import Testing

@testable import Archive
@testable import OCI

/// How `obryza` ends when somebody or something ends it: quietly, soon, and without half a document.
@Suite struct InterruptionTests {
    /// A layout whose documents are larger than a pipe holds.
    private static func layout(packages: Int = 2000) throws -> TestLayout {
        let layout = try TestLayout()
        let status = (0..<packages).map {
            "Package: package-\($0)\nStatus: install ok installed\nArchitecture: all\nVersion: 1\n\n"
        }
        let tar = try TestLayout.tar([
            ("etc/os-release", "ID=debian\nVERSION_ID=13\n"), ("var/lib/dpkg/status", status.joined()),
        ])
        try layout.finish([layout.image([TestLayout.gzip(tar)])], tag: "latest")
        return layout
    }

    /// A layout that takes long to read: small frames that inflate to gigabytes of one file.
    private static func long() throws -> TestLayout {
        let layout = try TestLayout()
        let header = TestTar.header("zeros", size: TestTar.octal(7 << 30))
        try layout.folder.write(header, to: "header")
        let stored = try layout.folder.run(
            """
            head -c 64M /dev/zero | zstd -q -1 > zeros.zst
            zstd -q -c header
            for i in $(seq 112); do cat zeros.zst; done
            """)
        let layer = TestLayout.Layer(
            stored: stored, plain: header, mediaType: "application/vnd.oci.image.layer.v1.tar+zstd")
        try layout.finish([layout.image([layer])], tag: "latest")
        return layout
    }

    private static func bash(_ script: String) -> [String] { ["/bin/bash", "-c", script, "bash"] }

    private static func names(in folder: TemporaryFolder) throws -> [String] {
        String(decoding: try folder.run("ls -A"), as: UTF8.self).split(separator: "\n").map(String.init)
    }

    @Test func `Ctrl-C ends the reading of a large layer soon, with 130 and without a file`() throws {
        guard Obryza.path != nil, Shell.has("zstd") else { return }
        let layout = try Self.long()
        let folder = try TemporaryFolder()
        let start = ContinuousClock.now
        let outcome = try #require(
            try Obryza.run(
                ["sbom", "oci:\(layout.path)", "--format", "json=\(folder.path)/out.json"],
                under: ["timeout", "--preserve-status", "-s", "INT", "0.5"]))
        #expect(outcome.status == 130, "\(outcome.errors)")
        #expect(ContinuousClock.now - start < .seconds(60))
        #expect(outcome.output.isEmpty && outcome.errors.isEmpty, "\(outcome.errors)")
        #expect(try Self.names(in: folder).isEmpty)
    }

    @Test(arguments: [("INT", 130), ("TERM", 143), ("HUP", 129)] as [(String, Int32)])
    func `a signal during writing leaves no half of a document`(signal: String, status: Int32) throws {
        guard Obryza.path != nil, Shell.has("strace") else { return }
        let layout = try Self.layout(packages: 1)
        let folder = try TemporaryFolder()
        // The only thing this run writes is the document; the kernel takes a second for it.
        let outcome = try #require(
            try Obryza.run(
                ["sbom", "oci:\(layout.path)", "--format", "json=\(folder.path)/out.json"],
                under: Self.bash(
                    """
                    set -m
                    strace -f --seccomp-bpf -qq -o /dev/null -e trace=write -e inject=write:delay_enter=1000000 "$@" &
                    until set -- '\(folder.path)'/out.json.*.partial && [ -e "$1" ]; do
                        kill -0 $! || exit 99
                        sleep 0.02
                    done
                    process=${1%.partial}
                    kill -\(signal) ${process##*.}
                    wait $!
                    """)))
        #expect(outcome.status == status, "\(outcome.errors)")
        #expect(try Self.names(in: folder).isEmpty)
    }

    @Test func `what a killed program left of a document is removed by the next that writes it`() throws {
        guard Obryza.path != nil, Shell.has("strace") else { return }
        let layout = try Self.layout(packages: 1)
        let folder = try TemporaryFolder()
        let arguments = ["sbom", "oci:\(layout.path)", "--format", "json=\(folder.path)/out.json"]
        let killed = try #require(
            try Obryza.run(
                arguments,
                under: Self.bash(
                    """
                    set -m
                    strace -f --seccomp-bpf -qq -o /dev/null -e trace=write -e inject=write:delay_enter=1000000 "$@" &
                    until set -- '\(folder.path)'/out.json.*.partial && [ -e "$1" ]; do
                        kill -0 $! || exit 99
                        sleep 0.02
                    done
                    process=${1%.partial}
                    kill -KILL ${process##*.}
                    wait $!
                    """)))
        #expect(killed.status == 137, "\(killed.errors)")
        #expect(try Self.names(in: folder).map { $0.hasSuffix(".partial") } == [true])
        // Of a process that lives, and of another document.
        try folder.run("touch out.json.$$.partial out.json.2.gz.partial other.json.999999999.partial")
        try folder.run("touch out.json.$PPID.partial")
        let outcome = try #require(try Obryza.run(arguments))
        // The layout's package has no file list.
        #expect(outcome.status == 3, "\(outcome.errors)")
        let names = try Self.names(in: folder)
        #expect(names.contains("out.json") && names.contains("out.json.2.gz.partial"))
        #expect(names.contains("other.json.999999999.partial"))
        #expect(names.filter { $0.hasPrefix("out.json.") && $0 != "out.json.2.gz.partial" }.count == 1, "\(names)")
    }

    @Test func `reading a directory shows how far it is, on a terminal`() throws {
        guard let path = Obryza.path, Shell.has("strace", "script") else { return }
        let folder = try TemporaryFolder()
        try folder.run("mkdir tree && cd tree && seq 600 | xargs touch")
        let command =
            "strace -f --seccomp-bpf -qq -o /dev/null -e trace=newfstatat "
            + "-e inject=newfstatat:delay_enter=3000 '\(path)' sbom 'dir:\(folder.path)/tree' --format json=/dev/null"
        let shown = String(decoding: try folder.run("script -qc \"\(command)\" /dev/null < /dev/null"), as: UTF8.self)
        #expect(shown.contains("tree: ") && shown.contains(" entries, "), "\(shown.prefix(500))")
        #expect(!shown.contains("layers"))
        // On a pipe it is silent.
        let silent = try #require(
            try Obryza.run("sbom", "dir:\(folder.path)/tree", "--format", "json=/dev/null"))
        #expect(!silent.errors.contains(" entries"), "\(silent.errors)")
    }

    @Test func `a document that may not grow is one error and no file`() throws {
        let layout = try Self.layout()
        let folder = try TemporaryFolder()
        guard
            let outcome = try Obryza.run(
                ["sbom", "oci:\(layout.path)", "--format", "json=\(folder.path)/out.json"],
                under: Self.bash("ulimit -f 8; \"$@\""))
        else { return }
        #expect(outcome.status == 4)
        #expect(outcome.errors.contains("out.json: File too large"), "\(outcome.errors)")
        #expect(outcome.errors.split(separator: "\n").count == 1)
        #expect(try Self.names(in: folder).isEmpty)
    }

    @Test func `a full disk is one error, and the file that was there stays`() throws {
        guard Shell.run("[ $(id -u) = 0 ] && unshare -m true").status == 0 else {
            print("skipped: mounting a small disk takes root")
            return
        }
        let layout = try Self.layout()
        let folder = try TemporaryFolder()
        guard
            let outcome = try Obryza.run(
                ["sbom", "oci:\(layout.path)", "--format", "json=\(folder.path)/out.json"],
                under: ["unshare", "-m"]
                    + Self.bash(
                        """
                        cd '\(folder.path)' && mount -t tmpfs -o size=64k tmpfs . && cd "$PWD" || exit 99
                        echo before > out.json
                        "$@"
                        status=$?
                        ls -A
                        cat out.json
                        exit $status
                        """))
        else { return }
        #expect(outcome.status == 4)
        #expect(outcome.errors.contains("out.json: No space left on device"), "\(outcome.errors)")
        #expect(outcome.errors.split(separator: "\n").count == 1)
        #expect(outcome.output == "out.json\nbefore\n")
    }

    @Test func `standard output on a full disk is one error`() throws {
        let layout = try Self.layout(packages: 1)
        guard
            let outcome = try Obryza.run(
                ["sbom", "oci:\(layout.path)", "--format", "json"], under: Self.bash("\"$@\" > /dev/full"))
        else { return }
        #expect(outcome.status == 4)
        #expect(outcome.errors.contains("standard output: No space left on device"), "\(outcome.errors)")
        #expect(outcome.errors.split(separator: "\n").count == 1)
    }

    @Test(arguments: [["--format", "json"], ["--format", "table"]])
    func `a reader that has seen enough ends it quietly`(_ options: [String]) throws {
        let layout = try Self.layout()
        guard
            let outcome = try Obryza.run(
                ["sbom", "oci:\(layout.path)"] + options,
                under: Self.bash("\"$@\" | head -c 10; exit ${PIPESTATUS[0]}"))
        else { return }
        #expect(outcome.status == 141)
        #expect(outcome.errors.isEmpty, "\(outcome.errors)")
        #expect(outcome.output.utf8.count == 10)
    }
}
