import Testing

@testable import Archive
@testable import OCI

/// What the kernel saw of a run: whom it spoke to and what it wrote.
@Suite struct OfflineTests {
    /// The calls by which a process reaches a network, or others that are asked for, one a line.
    private static func calls(
        _ arguments: [String], traced calls: String = "%network"
    ) throws -> (status: Int32, errors: String, lines: [String])? {
        guard Obryza.path != nil, Shell.has("strace") else { return nil }
        let folder = try TemporaryFolder()
        let trace = "\(folder.path)/trace"
        let outcome = try #require(
            try Obryza.run(
                arguments, under: ["strace", "-f", "--seccomp-bpf", "-qq", "-e", "trace=\(calls),execve", "-o", trace]))
        let lines = String(decoding: try folder.read("trace"), as: UTF8.self).split(separator: "\n").map(String.init)
        guard lines.contains(where: { $0.contains("execve(") }) else {
            print("skipped: strace may not trace here: \(outcome.errors)")
            return nil
        }
        return (
            outcome.status, outcome.errors,
            lines.filter { line in
                // A call that another thread interrupted has its arguments in the line that begins it.
                !["execve(", "+++", "resumed>"].contains(where: line.contains)
            }
        )
    }

    private static func layout() throws -> TestLayout {
        let layout = try TestLayout()
        let tar = try TestLayout.tar([
            ("etc/os-release", "ID=debian\nVERSION_ID=13\n"),
            (
                "var/lib/dpkg/status",
                "Package: a\nStatus: install ok installed\nArchitecture: all\nVersion: 1\n\n"
            ), ("var/lib/dpkg/info/a.list", "/usr/share/a\n"), ("usr/share/a", "1"),
        ])
        try layout.finish([layout.image([TestLayout.gzip(tar)])], tag: "latest")
        return layout
    }

    @Test(arguments: ["sbom", "inventory", "verify"])
    func `a layout is read without a socket`(_ command: String) throws {
        let layout = try Self.layout()
        guard let run = try Self.calls([command, "oci:\(layout.path)", "--offline"]) else { return }
        #expect(run.status == (command == "verify" ? 3 : 0), "\(run.errors)")
        #expect(run.lines.isEmpty, "\(run.lines)")
    }

    @Test(arguments: ["registry.example/app:1", "127.0.0.1:5000/app:1", "debian"])
    func `a registry is not reached, and that is said`(_ reference: String) throws {
        guard let run = try Self.calls(["sbom", reference, "--offline"]) else { return }
        #expect(run.status == 2)
        #expect(run.errors.contains("--offline"), "\(run.errors)")
        #expect(run.lines.isEmpty, "\(run.lines)")
    }

    /// Shows that the trace would have seen a socket.
    @Test func `without the option a registry is reached`() throws {
        guard let run = try Self.calls(["sbom", "127.0.0.1:1/app:1"]) else { return }
        #expect(run.status == 3)
        #expect(run.lines.contains { $0.contains("connect(") }, "\(run.lines)")
    }

    @Test func `nothing is written but the document that is asked for`() throws {
        let layout = try Self.layout()
        let folder = try TemporaryFolder()
        let document = "\(folder.path)/out.json"
        guard
            let run = try Self.calls(
                ["sbom", "oci:\(layout.path)", "--format", "json=\(document)"],
                traced:
                    "open,openat,openat2,creat,memfd_create,mkdir,mkdirat,mknod,mknodat,link,linkat,symlink,symlinkat")
        else { return }
        #expect(run.status == 0, "\(run.errors)")
        let writing = run.lines.filter { line in
            !line.contains("openat(") && !line.contains("open(")
                || ["O_CREAT", "O_WRONLY", "O_RDWR"].contains(where: { line.contains($0) })
        }
        #expect(writing.count == 1 && writing.allSatisfy { $0.contains("\"\(document).") }, "\(writing)")
    }
}
