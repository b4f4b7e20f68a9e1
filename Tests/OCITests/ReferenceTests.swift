import Content
import Testing

@testable import OCI

@Suite struct ReferenceTests {
    static let hex = String(repeating: "ab", count: 32)

    @Test(arguments: [
        ("debian", "registry:docker.io/library/debian:latest"),
        ("user/app:1.0", "registry:docker.io/user/app:1.0"),
        ("index.docker.io/debian", "registry:docker.io/library/debian:latest"),
        ("localhost/app", "registry:localhost/app:latest"),
        ("localhost:5000/a/b__c--d.e:T_1", "registry:localhost:5000/a/b__c--d.e:T_1"),
        ("[::1]:5000/app:1", "registry:[::1]:5000/app:1"),
        ("REG.example/app", "registry:reg.example/app:latest"),
        ("docker://ghcr.io/a/b:c", "registry:ghcr.io/a/b:c"),
        ("registry:r.example/a@sha256:\(hex)", "registry:r.example/a@sha256:\(hex)"),
        ("r.example/a:t@sha256:\(hex)", "registry:r.example/a:t@sha256:\(hex)"),
        ("oci:dir", "oci:dir"), ("oci:dir:v1", "oci:dir:v1"), ("oci:/a:b/c", "oci:/a:b/c"),
        ("oci:/a:b/c:t", "oci:/a:b/c:t"), ("oci:d@sha256:\(hex)", "oci:d@sha256:\(hex)"),
        ("oci-archive:f.tar:x", "oci-archive:f.tar:x"), ("docker-archive:f.tar", "docker-archive:f.tar"),
        ("docker-archive:f.tar:debian:12", "docker-archive:f.tar:debian:12"), ("dir:/a:b", "dir:/a:b"),
    ])
    func `a reference is read and written back in full`(text: String, expected: String) throws {
        let reference = try ImageReference(text)
        #expect(reference.description == expected)
        #expect(try ImageReference(reference.description) == reference)
    }

    @Test func `a docker archive's name keeps its tag`() throws {
        #expect(
            try ImageReference("docker-archive:f.tar:debian:12") == .dockerArchive(path: "f.tar", name: "debian:12"))
    }

    @Test(arguments: [
        "", "a\nb", "oci:", "dir:", "oci-archive::t", "r.example/", "r.example/A", "r.example/a..b", "r.example/a_-b",
        "r.example/a//b", "r.example/a___b", "r.example/-a", "r.example:0/a", "r.example:65536/a", "r.example:x/a",
        "[::1/a", "[]/a", "a:", "a:.t", "a@sha256:12", "a@md5:\(hex)", "oci:d@sha256:zz", "-x.example/a", "r..e/a",
        "r.example/" + String(repeating: "a", count: 250), "a:" + String(repeating: "t", count: 129), "/abs/path",
        "./rel", String(repeating: "x", count: 100_000),
    ])
    func `what breaks the grammar is refused`(text: String) {
        #expect(throws: ReferenceError.self) { try ImageReference(text) }
    }

    @Test func `an existing path without scheme earns a suggestion`() {
        let error = #expect(throws: ReferenceError.self) { try ImageReference("rootfs") { _ in .directory } }
        #expect(error?.description.contains("dir:rootfs or oci:rootfs") == true)
    }

    @Test(arguments: [("localhost", true), ("127.0.0.1:5", true), ("[::1]", true), ("127.evil.example.com", false)])
    func `only loopback addresses are loopback`(text: String, expected: Bool) throws {
        #expect(try #require(RegistryAddress(text)).isLoopback == expected)
    }
}
