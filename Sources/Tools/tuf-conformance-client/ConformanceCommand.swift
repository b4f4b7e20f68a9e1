internal import Content
internal import Glibc
internal import RegistryClient
internal import Signing

struct Usage: Error, CustomStringConvertible {
    var description: String
}

/// A command of the suite and its options.
struct ConformanceCommand {
    private enum Action {
        case initialize(root: String)
        case refresh(url: String)
        case download(url: String, names: [String], base: String, folder: String)
    }

    private let metadata: String
    private let action: Action

    /// Bytes of a target that are accepted.
    private static let targetLimit = 256 << 20

    init(_ arguments: [String]) throws(Usage) {
        var options: [String: String] = [:]
        var names: [String] = []
        var words: [String] = []
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            guard argument.hasPrefix("--") else {
                words.append(argument)
                continue
            }
            guard
                ["metadata-dir", "metadata-url", "target-name", "target-base-url", "target-dir"].contains(where: {
                    "--\($0)" == argument
                }), let value = rest.popFirst()
            else { throw Usage(description: "no option \(argument) with a value") }
            if argument == "--target-name" { names.append(value) } else { options[argument] = value }
        }
        func option(_ name: String) throws(Usage) -> String {
            guard let value = options["--\(name)"] else { throw Usage(description: "expected --\(name)") }
            return value
        }
        metadata = try option("metadata-dir")
        switch (words.first, words.count) {
        case ("init", 2): action = .initialize(root: words[1])
        case ("refresh", 1): action = .refresh(url: try option("metadata-url"))
        case ("download", 1):
            guard !names.isEmpty else { throw Usage(description: "expected --target-name") }
            action = .download(
                url: try option("metadata-url"), names: names, base: try option("target-base-url"),
                folder: try option("target-dir"))
        default: throw Usage(description: "expected init ROOT, refresh or download")
        }
    }

    func run() async throws {
        let store = FolderStore(folder: metadata)
        switch action {
        case .initialize(let path):
            let root = try OpenFile.contents(of: path, limit: TUFClient.rootLimit)
            // What is there of another repository vouches for nothing.
            try store.clear()
            _ = try TUFClient(root: root, store: store, now: Self.now) { _, _ in nil }
        case .refresh(let url):
            try await using(store, metadata: url, targets: url) { client in try await client.refresh() }
        case .download(let url, let names, let base, let folder):
            try await using(store, metadata: url, targets: base) { client in
                try await client.refresh()
                for name in names { try await Self.download(name, to: folder, with: &client) }
            }
        }
    }

    private static func download(_ name: String, to folder: String, with client: inout TUFClient) async throws {
        let target = try await client.target(name)
        let path = "\(folder)/\(TargetPath.encoded(name, keepingSlashes: false))"
        // A file that is what the metadata says need not be fetched again.
        if access(path, F_OK) == 0, target.matches(try OpenFile.contents(of: path, limit: targetLimit)) { return }
        try FileSaving.save(try await client.download(target, limit: targetLimit), to: path)
    }

    private func using(
        _ store: FolderStore, metadata: String, targets: String, _ body: (inout TUFClient) async throws -> Void
    ) async throws {
        let network = ServiceClient(network: try NetworkSettings())
        do {
            var client = try TUFClient(root: nil, store: store, now: Self.now) { path, limit in
                let url = Self.address(of: path, metadata: metadata, targets: targets)
                let answer = try await network.send(.get, url, limit: limit)
                switch answer.status {
                case 200: return answer.body
                case 403, 404: return nil
                default: throw Usage(description: "\(url): expected the file, found status \(answer.status)")
                }
            }
            try await body(&client)
        } catch {
            // The error of the work is the one to tell.
            try? await network.shutdown()
            throw error
        }
        try await network.shutdown()
    }

    static func address(of path: String, metadata: String, targets: String) -> String {
        func joined(_ base: String, _ rest: some StringProtocol) -> String {
            base.hasSuffix("/") ? base + rest : "\(base)/\(rest)"
        }
        guard path.hasPrefix("targets/") else {
            // Names of roles are escaped already; the escapes are part of the file's name.
            return joined(metadata, TargetPath.encoded(path, keepingSlashes: true, keepingEscapes: true))
        }
        return joined(targets, TargetPath.encoded(String(path.dropFirst(8)), keepingSlashes: true))
    }

    /// Through the C library, so that a test may set the clock.
    private static var now: Instant {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Instant(seconds: Int64(time.tv_sec), nanoseconds: Int32(truncatingIfNeeded: time.tv_nsec))
    }
}

extension TUFClient.Target {
    fileprivate func matches(_ bytes: [UInt8]) -> Bool {
        bytes.count == length && hashes.allSatisfy { Digest.of(bytes, $0.algorithm) == $0 }
    }
}
