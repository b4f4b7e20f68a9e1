internal import Content
internal import Glibc
internal import JSONText
internal import RegistryClient
internal import Signing

/// A trust root that a TUF repository keeps up to date: its metadata, and what of it was taken over last.
///
/// In the folder `NAME.tuf` beside the root `NAME.json`: `repository`, the address; the metadata that was verified; and
/// `signing_config.json`, where the repository has one.
struct TrustUpdates {
    let store: TrustStore
    let name: String

    private static let repositoryLimit = 4096
    private static let signingConfigs = ["signing_config.v0.2.json"]

    private var folder: String { "\(store.folder)/\(name).tuf" }
    var signingConfig: String { "\(folder)/signing_config.json" }

    /// Whether a repository keeps it.
    var exists: Bool { access("\(folder)/root.json", F_OK) == 0 }

    /// The address of the repository.
    func repository() throws -> String {
        let bytes = try OpenFile.contents(of: "\(folder)/repository", limit: Self.repositoryLimit)
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").first.map(String.init) ?? ""
    }

    /// What an update has brought.
    struct Outcome {
        var rootVersion: Int
        var isChanged: Bool
    }

    /// Begins with a root that came over a way that is trusted.
    ///
    /// - Throws: `TUFError` for a root that its own keys have not signed; nothing is kept then.
    func begin(root: [UInt8], repository: String) throws {
        _ = try TUFClient(root: root, store: Memory(), now: WallClock.now) { _, _ in nil }
        try store.makeFolder(folder)
        // What another repository said vouches for nothing.
        for file in ["timestamp.json", "snapshot.json", "targets.json", "signing_config.json"] {
            guard unlink("\(folder)/\(file)") == 0 || errno == ENOENT else {
                throw FileError(operation: "remove", path: "\(folder)/\(file)", code: errno)
            }
        }
        try FileSaving.save(Array("\(repository)\n".utf8), to: "\(folder)/repository")
        try FileSaving.save(root, to: "\(folder)/root.json")
    }

    /// Follows the repository and takes over what it says now.
    ///
    /// - Parameter mirror: in place of the repository's own address; whoever runs it cannot change what is signed.
    /// - Throws: `TUFError` when what is there must not be believed: the last state stays.
    func update(mirror: String?, _ client: ServiceClient) async throws -> Outcome {
        let base = try mirror ?? repository()
        var tuf = try TUFClient(root: nil, store: Folder(path: folder), now: WallClock.now) { path, limit in
            let url = "\(base.hasSuffix("/") ? String(base.dropLast()) : base)/\(path)"
            let answer = try await client.send(.get, url, limit: limit)
            switch answer.status {
            case 200: return answer.body
            // Some stores of objects answer so for what is not there.
            case 403, 404: return nil
            default: throw TrustUpdateError(url: url, status: answer.status)
            }
        }
        try await tuf.refresh()
        let target = try await tuf.target("trusted_root.json")
        let bytes = try await tuf.download(target, limit: TrustedRoot.limit)
        // What cannot be read is not taken over.
        let root = try TrustedRoot(json: bytes)
        for reason in root.skipped { Console.narrate("warning: cannot be used: \(Table.printable(reason))") }
        var isChanged = try store.contents(name) != bytes
        for file in Self.signingConfigs {
            do {
                let config = try await tuf.download(try await tuf.target(file), limit: SigningConfig.limit)
                _ = try SigningConfig(json: config)
                if try Folder(path: folder).read("signing_config.json") != config { isChanged = true }
                try FileSaving.save(config, to: signingConfig)
            } catch TUFError.unknownTarget {
                continue
            }
        }
        if isChanged { try store.add(bytes, as: name) }
        return Outcome(rootVersion: tuf.rootVersion, isChanged: isChanged)
    }

    /// When the metadata that was verified last ends, for people; nil without any.
    func expiry() throws -> String? {
        guard let bytes = try Folder(path: folder).read("timestamp.json") else { return nil }
        return try JSONDocument(bytes, limits: JSONLimits(depth: 32)).root["signed"]?["expires"]?.string
    }

    private struct Folder: TUFClient.Store {
        let path: String

        func read(_ name: String) throws -> [UInt8]? {
            guard access("\(path)/\(name)", F_OK) == 0 else { return nil }
            return try OpenFile.contents(of: "\(path)/\(name)", limit: TUFClient.targetsLimit)
        }

        func write(_ bytes: [UInt8], _ name: String) throws { try FileSaving.save(bytes, to: "\(path)/\(name)") }
    }

    private struct Memory: TUFClient.Store {
        func read(_ name: String) throws -> [UInt8]? { nil }
        func write(_ bytes: [UInt8], _ name: String) throws {}
    }
}

/// A repository that answers neither with a file nor that there is none.
struct TrustUpdateError: Error, CustomStringConvertible {
    var url: String
    var status: Int

    var description: String { "\(url): expected the file, found status \(status)" }
}
