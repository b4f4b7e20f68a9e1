internal import OCI
internal import RegistryClient

/// Reaches registries and web servers, with the credentials and the configuration of the user.
struct RegistryOpener: Sendable {
    private let isOffline: Bool
    private let isInsecure: Bool

    init(_ options: SourceOptions) { self.init(isOffline: options.offline, isInsecure: options.insecure) }

    init(isOffline: Bool, isInsecure: Bool) {
        self.isOffline = isOffline
        self.isInsecure = isInsecure
    }

    /// Opens the image for as long as `body` runs: its layers come over the network while they are read.
    func withImage<Value: Sendable>(
        _ reference: RegistryReference, platform: Platform?, _ body: (Image) async throws -> Value
    ) async throws -> Value {
        try await withClient(for: reference) { try await body(try await $0.image(reference, platform: platform)) }
    }

    /// A client for as long as `body` runs.
    func withClient<Value: Sendable>(
        for reference: RegistryReference, _ body: (RegistryClient) async throws -> Value
    ) async throws -> Value {
        var settings = RegistryClient.Options()
        settings.isOffline = isOffline
        if isInsecure { settings.insecureRegistry = reference.registry }
        settings.note = { Console.narrate("note: \(Table.printable($0))") }
        let environment = Self.environment
        let client = RegistryClient(
            options: settings, credentials: CredentialStore(environment: environment),
            configuration: try RegistryConfiguration(environment: environment),
            network: try NetworkSettings(environment: environment))
        let result: Result<Value, any Error>
        do {
            result = .success(try await body(client))
        } catch {
            result = .failure(error)
        }
        try await client.shutdown()
        return try result.get()
    }

    /// A client for files of web servers, for as long as `body` runs.
    func withDownloader<Value: Sendable>(_ body: (Downloader) async throws -> Value) async throws -> Value {
        var options = Downloader.Options()
        options.isOffline = isOffline
        let downloader = Downloader(options: options, network: try NetworkSettings(environment: Self.environment))
        let result: Result<Value, any Error>
        do {
            result = .success(try await body(downloader))
        } catch {
            result = .failure(error)
        }
        try await downloader.shutdown()
        return try result.get()
    }

    /// A client for services of the web, for as long as `body` runs.
    func withServiceClient<Value>(_ body: (ServiceClient) async throws -> Value) async throws -> Value {
        var options = ServiceClient.Options()
        options.isOffline = isOffline
        let client = ServiceClient(options: options, network: try NetworkSettings(environment: Self.environment))
        let value: Value
        do {
            value = try await body(client)
        } catch {
            // The error of the work is the one to tell.
            try? await client.shutdown()
            throw error
        }
        try await client.shutdown()
        return value
    }

    /// The variables that say where credentials, configuration, certificates and proxies are.
    static var environment: [String: String] {
        var found: [String: String] = [:]
        for name in RegistryClient.environmentNames { found[name] = Console.environment(name) }
        return found
    }
}
