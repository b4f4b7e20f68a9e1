import Content
import Glibc
import Testing

@testable import Signing

/// Against repositories that python-tuf makes.
@Suite struct TUFClientTests {
    /// Made once; `nil`, with a message, where python-tuf is absent.
    private static let repositories: TemporaryFolder? = {
        let repository = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        let own = "\(repository)/.venv/bin/python"
        let python =
            getenv("OBRYZA_PYTHON").map { String(cString: $0) } ?? (access(own, X_OK) == 0 ? own : "python3")
        guard Shell.run("\(python) -c 'import tuf.api.metadata, securesystemslib.signer' 2>/dev/null").status == 0
        else {
            print("skipped: \(python) has no tuf; Tools/peers.sh installs it, or OBRYZA_PYTHON names one that has")
            return nil
        }
        let script =
            "/" + #filePath.split(separator: "/").dropLast().joined(separator: "/") + "/Fixtures/make-repositories.py"
        guard let folder = try? TemporaryFolder(),  // The tests then fail for want of it.
            Shell.run("\(python) '\(script)' '\(folder.path)' 2>&1").status == 0
        else {
            Issue.record("make-repositories.py failed")
            return nil
        }
        return folder
    }()

    final class Memory: TUFClient.Store {
        var files: [String: [UInt8]] = [:]
        func read(_ name: String) throws -> [UInt8]? { files[name] }
        func write(_ bytes: [UInt8], _ name: String) throws { files[name] = bytes }
    }

    private static let today = Instant("2026-01-02T00:00:00Z") ?? Instant(seconds: 0)

    private func client(
        _ name: String, _ store: Memory = Memory(), now: Instant = today, limits: ((String, Int) -> Void)? = nil
    ) throws -> TUFClient? {
        guard let folder = Self.repositories?.path else { return nil }
        let root = try OpenFile.contents(of: "\(folder)/\(name)/root.json", limit: 1 << 20)
        return try client(from: name, root: root, store, now: now, limits: limits)
    }

    private func client(
        from name: String, root: [UInt8]?, _ store: Memory, now: Instant = today, limits: ((String, Int) -> Void)? = nil
    ) throws -> TUFClient {
        let folder = Self.repositories?.path ?? ""
        return try TUFClient(root: root, store: store, now: now) { path, limit in
            limits?(path, limit)
            let place = path.hasPrefix("targets/") ? path : "metadata/\(path)"
            let file = "\(folder)/\(name)/\(place)"
            guard access(file, F_OK) == 0 else { return nil }
            // More than was asked for, as an endless server would.
            return try OpenFile.contents(of: file, limit: 1 << 20)
        }
    }

    @Test func `targets of all roles are found in order and downloaded`() async throws {
        let store = Memory()
        guard var client = try client("good", store) else { return }
        try await client.refresh()
        for (path, content) in [
            ("trusted_root.json", "{}"), ("dir/nested.txt", "nested"), ("files/one.txt", "one"), ("only/b.bin", "b"),
            ("only/c.bin", "c"),
        ] {
            let target = try await client.target(path)
            #expect(try await client.download(target, limit: 100) == Array(content.utf8))
        }
        // A terminating role before it covers its path; another is covered by none.
        for path in ["only/hidden", "files/deeper/one.txt", "nothing", ""] {
            await #expect(throws: TUFError.unknownTarget(path)) { try await client.target(path) }
        }
        #expect(
            store.files.keys.sorted() == [
                "a%2F..%2Fquoted%20role.json", "b.json", "c.json", "root.json", "snapshot.json",
                "targets.json",
                "timestamp.json",
            ])
        let target = try await client.target("dir/nested.txt")
        await #expect(throws: TUFError.length(name: "dir/nested.txt", limit: 5)) {
            try await client.download(target, limit: 5)
        }
    }

    @Test func `what is kept and still announced is not fetched again`() async throws {
        let store = Memory()
        guard var first = try client("good", store) else { return }
        try await first.refresh()
        var asked: [String] = []
        guard var second = try client("good", store, limits: { path, _ in asked.append(path) }) else { return }
        try await second.refresh()
        #expect(asked == ["2.root.json", "timestamp.json"])
    }

    @Test func `repositories without consistent snapshots and with hash bins are read`() async throws {
        guard var plain = try client("plain"), var bins = try client("succinct") else { return }
        try await plain.refresh()
        #expect(try await plain.download(plain.target("file"), limit: 100) == Array("plain".utf8))
        try await bins.refresh()
        for path in ["alpha", "beta", "gamma/delta"] {
            #expect(try await bins.download(bins.target(path), limit: 100) == Array(path.utf8))
        }
        await #expect(throws: TUFError.unknownTarget("none")) { try await bins.target("none") }
    }

    @Test func `roots are followed one by one, and the newest is kept`() async throws {
        let store = Memory()
        guard var client = try client("rotated", store) else { return }
        #expect(client.rootVersion == 1)
        try await client.refresh()
        #expect(client.rootVersion == 3)
        // Later runs begin where this one ended, whatever root they are given.
        var later = try self.client(from: "rotated", root: nil, store)
        #expect(later.rootVersion == 3)
        try await later.refresh()
        #expect(try await later.download(later.target("file"), limit: 100) == Array("rotated".utf8))
    }

    struct Wrong: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var error: TUFError
    }

    private static let wrong = [
        Wrong(testDescription: "root-skips-a-version", error: .version(role: "root", expected: 2, found: 3)),
        Wrong(
            testDescription: "root-not-signed-by-the-old-key", error: .threshold(role: "root", expected: 1, verified: 0)
        ),
        Wrong(testDescription: "root-expired", error: .expired(role: "root", at: "2026-01-01T00:00:00Z")),
        Wrong(testDescription: "timestamp-expired", error: .expired(role: "timestamp", at: "2026-01-01T00:00:00Z")),
        Wrong(testDescription: "snapshot-expired", error: .expired(role: "snapshot", at: "2026-01-01T00:00:00Z")),
        Wrong(testDescription: "targets-expired", error: .expired(role: "targets", at: "2026-01-01T00:00:00Z")),
        Wrong(
            testDescription: "timestamp-of-another-key", error: .threshold(role: "timestamp", expected: 1, verified: 0)),
        Wrong(
            testDescription: "snapshot-of-another-key", error: .threshold(role: "snapshot", expected: 1, verified: 0)),
        Wrong(testDescription: "targets-of-another-key", error: .threshold(role: "targets", expected: 1, verified: 0)),
        Wrong(
            testDescription: "one-key-under-two-names", error: .threshold(role: "timestamp", expected: 2, verified: 1)),
        Wrong(testDescription: "endless-timestamp", error: .length(name: "timestamp.json", limit: 16384)),
    ]

    @Test(arguments: wrong) func `a wrong repository is refused for what is wrong`(wrong: Wrong) async throws {
        let store = Memory()
        guard var client = try client("wrong-\(wrong.testDescription)", store) else { return }
        await #expect(throws: wrong.error) { try await client.refresh() }
        // Nothing of what was refused is kept.
        #expect(store.files["targets.json"] == nil)
    }

    @Test func `metadata and targets of other lengths or bytes are refused`() async throws {
        for name in ["mix-and-match", "endless-snapshot"] {
            guard var client = try client("wrong-\(name)") else { return }
            let error = await #expect(throws: TUFError.self) { try await client.refresh() }
            switch error {
            case .hash, .length: break
            default: Issue.record("\(name): \(String(describing: error))")
            }
        }
        guard var changed = try client("wrong-target-changed"), var endless = try client("wrong-target-endless") else {
            return
        }
        try await changed.refresh()
        let target = try await changed.target("file")
        let error = await #expect(throws: TUFError.self) { try await changed.download(target, limit: 100) }
        guard case .hash = error else { Issue.record("\(String(describing: error))"); return }
        try await endless.refresh()
        let other = try await endless.target("file")
        let length = await #expect(throws: TUFError.self) { try await endless.download(other, limit: 100) }
        guard case .length = length else { Issue.record("\(String(describing: length))"); return }
    }

    @Test func `a repository that goes back in time is refused, and freezing is noticed`() async throws {
        let store = Memory()
        guard var before = try client("before", store) else { return }
        try await before.refresh()
        let kept = store.files
        var after = try client(from: "after", root: nil, store)
        try await after.refresh()
        #expect(try await after.download(after.target("file"), limit: 100) == Array("two".utf8))
        var back = try client(from: "before", root: nil, store)
        await #expect(throws: TUFError.rollback(role: "timestamp", seen: 2, found: 1)) { try await back.refresh() }
        // The old timestamp alone, once the keys are the same, does not hide the newer snapshot.
        store.files["timestamp.json"] = kept["timestamp.json"]
        var removed = try client(from: "removed", root: nil, store)
        await #expect(throws: TUFError.removed(role: "targets.json")) { try await removed.refresh() }
        var frozen = try client(
            from: "after", root: nil, store, now: Instant(seconds: Self.today.seconds + 40 * 86_400))
        let error = await #expect(throws: TUFError.self) { try await frozen.refresh() }
        guard case .expired = error else { Issue.record("\(String(describing: error))"); return }
    }

    @Test(arguments: [
        "", "{}", "[]", #"{"signed":{},"signatures":[]}"#, #"{"signed":{"_type":"timestamp"},"signatures":[]}"#,
        #"{"signed":{"_type":"root","spec_version":"2.0","version":1,"expires":"2030-01-01T00:00:00Z"},"signatures":[]}"#,
        #"{"signed":{"_type":"root","spec_version":"1.0","version":0,"expires":"2030-01-01T00:00:00Z"},"signatures":[]}"#,
        #"{"signed":{"_type":"root","spec_version":"1.0","version":1.5,"expires":"2030-01-01T00:00:00Z"},"signatures":[]}"#,
        #"{"signed":{"_type":"root","spec_version":"1.0","version":1,"expires":"soon"},"signatures":[]}"#,
        #"{"signed":{"_type":"root","_type":"root","spec_version":"1.0","version":1},"signatures":[]}"#,
        #"{"signed":{"_type":"root","spec_version":"1.0","version":1,"expires":"2030-01-01T00:00:00Z"}}"#,
    ]) func `what is no metadata is refused`(text: String) {
        #expect(throws: TUFError.self) { try TUFMetadata(Array(text.utf8), kind: .root, name: "root") }
    }
}
