internal import Content
internal import Glibc
internal import JSONText
internal import OCI
internal import Subprocess

/// What a client shows a registry to be let in.
package enum RegistryCredential: Equatable, Sendable {
    case basic(user: String, password: String)
    /// A refresh token, exchanged for access tokens (OAuth2, RFC 6749 §6).
    case identityToken(String)
}

/// The credentials of the user, from the files that container tools share.
package struct CredentialStore: Sendable {
    /// Files in the order they are asked; a missing one is skipped.
    package var files: [String]
    /// Folders, with colons between them, where credential helpers lie; `nil` stands for this process's own.
    var path: String?
    /// How long a helper may take to answer.
    var patience: Duration = .seconds(10)

    package init(files: [String]) { self.files = files }

    /// `$REGISTRY_AUTH_FILE` alone when set; else containers' auth.json of the session and of the user, then Docker's
    /// config.json (containers-auth.json(5)).
    package init(environment: [String: String]) {
        path = environment["PATH"]
        if let file = environment["REGISTRY_AUTH_FILE"], !file.isEmpty {
            files = [file]
            return
        }
        func folder(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
        let home = folder("HOME")
        let session = folder("XDG_RUNTIME_DIR").map { "\($0)/containers" } ?? "/run/containers/\(getuid())"
        files = ["\(session)/auth.json"]
        if let user = folder("XDG_CONFIG_HOME") ?? home.map({ "\($0)/.config" }) {
            files.append("\(user)/containers/auth.json")
        }
        if let docker = folder("DOCKER_CONFIG") ?? home.map({ "\($0)/.docker" }) {
            files.append("\(docker)/config.json")
        }
    }

    /// - Returns: `nil` when no file knows the registry.
    /// - Throws: `RegistryError.credentials` when a file or helper is broken.
    func credential(for registry: RegistryAddress, repository: String) async throws -> RegistryCredential? {
        for file in files {
            let bytes: [UInt8]
            do {
                bytes = try OpenFile.contents(of: file, limit: 1 << 20)
            } catch {
                if error.isMissing { continue }
                throw RegistryError.credentials(place: file, reason: "\(error)")
            }
            let root: JSONValue
            do {
                root = try JSONDocument(bytes).root
            } catch {
                throw RegistryError.credentials(place: file, reason: "\(error)")
            }
            let keys = Self.keys(for: registry, repository: repository)
            let helpers = root["credHelpers"]?.members.filter { Self.normalised($0.key) == registry.description } ?? []
            if let name = helpers.last?.value.string {
                if let found = try await helper(name, for: registry) { return found }
                continue
            }
            for key in keys {
                let members = root["auths"]?.members.filter { Self.normalised($0.key) == key } ?? []
                for member in members.reversed() {
                    if let found = try Self.read(member.value, file: file) { return found }
                }
            }
            if let name = root["credsStore"]?.string, !name.isEmpty,
                let found = try await helper(name, for: registry)
            {
                return found
            }
        }
        return nil
    }

    /// Keys that cover a repository, the longest first.
    static func keys(for registry: RegistryAddress, repository: String) -> [String] {
        var keys: [String] = []
        var path = Substring("\(registry)/\(repository)")
        while true {
            keys.append(String(path))
            guard let slash = path.lastIndex(of: "/") else { return keys }
            path = path[..<slash]
        }
    }

    /// A key without the scheme and API version that Docker writes into it.
    static func normalised(_ key: String) -> String {
        var rest = Substring(key)
        var hadScheme = false
        for scheme in ["https://", "http://"] where rest.hasPrefix(scheme) {
            rest = rest.dropFirst(scheme.count)
            hadScheme = true
        }
        let slash = rest.firstIndex(of: "/")
        let host = slash.map { rest[..<$0] } ?? rest
        let isVersion = slash.map { rest[$0...].hasPrefix("/v1") || rest[$0...].hasPrefix("/v2") || rest[$0...] == "/" }
        let path = hadScheme && isVersion != false ? "" : slash.map { String(rest[$0...]) } ?? ""
        return (RegistryAddress(host)?.description ?? String(host)) + path
    }

    private static func read(_ entry: JSONValue, file: String) throws -> RegistryCredential? {
        if let token = entry["identitytoken"]?.string, !token.isEmpty { return .identityToken(token) }
        if let encoded = entry["auth"]?.string, !encoded.isEmpty {
            guard let bytes = Base64.decode(encoded.utf8), let colon = bytes.firstIndex(of: UInt8(ascii: ":")) else {
                throw RegistryError.credentials(place: file, reason: "expected base64 of user:password in \"auth\"")
            }
            return .basic(
                user: String(decoding: bytes[..<colon], as: UTF8.self),
                password: String(decoding: bytes[(colon + 1)...], as: UTF8.self))
        }
        guard let user = entry["username"]?.string, let password = entry["password"]?.string else { return nil }
        return .basic(user: user, password: password)
    }

    /// Runs `docker-credential-NAME get` (docker-credential-helpers protocol), for `patience` and 64 KiB at most.
    private func helper(_ name: String, for registry: RegistryAddress) async throws -> RegistryCredential? {
        let program = "docker-credential-\(name)"
        guard !name.isEmpty, name.utf8.allSatisfy({ $0 != 0x2f && $0 > 0x20 && $0 != 0x7f }) else {
            throw RegistryError.credentials(place: program, reason: "expected a plain name")
        }
        let server = registry == .dockerHub ? "https://index.docker.io/v1/" : registry.description
        // A group of its own, so that what it started ends with it.
        var options = PlatformOptions()
        options.processGroupID = 0
        options.teardownSequence = [
            .gracefulShutDown(toProcessGroup: true, allowedDurationToNextStep: .milliseconds(200))
        ]
        let group = HelperGroup()
        defer { group.end() }
        let answer: (isSuccess: Bool, bytes: [UInt8])?
        do {
            answer = try await withThrowingTaskGroup(of: (isSuccess: Bool, bytes: [UInt8])?.self) { tasks in
                tasks.addTask { [options] in
                    let result = try await run(
                        .name(program), arguments: ["get"],
                        environment: path.map { .inherit.updating(["PATH": $0]) } ?? .inherit,
                        platformOptions: options, input: .inputWriter, output: .bytes(limit: 1 << 16), error: .discarded
                    ) { helper in
                        group.begin(helper.processIdentifier.value)
                        // A helper may answer without reading the question; its answer is what counts.
                        _ = try? await helper.standardInputWriter.write(Array(server.utf8))
                    }
                    return (result.terminationStatus.isSuccess, result.standardOutput)
                }
                tasks.addTask {
                    try await Task.sleep(for: patience)
                    return nil
                }
                defer { tasks.cancelAll() }
                return try await tasks.next() ?? nil
            }
        } catch {
            throw RegistryError.credentials(place: program, reason: "\(error)")
        }
        guard let answer else {
            throw RegistryError.credentials(place: program, reason: "no answer within \(patience)")
        }
        guard answer.isSuccess else {
            // The protocol has no status of its own for this; every helper says it in these words.
            if String(decoding: answer.bytes, as: UTF8.self).contains("credentials not found") { return nil }
            throw RegistryError.credentials(place: program, reason: "the helper failed")
        }
        guard let root = try? JSONDocument(answer.bytes).root,  // The reason could quote a secret.
            let secret = root["Secret"]?.string
        else { throw RegistryError.credentials(place: program, reason: "expected JSON with Username and Secret") }
        let user = root["Username"]?.string ?? ""
        return user == "<token>" ? .identityToken(secret) : .basic(user: user, password: secret)
    }
}
