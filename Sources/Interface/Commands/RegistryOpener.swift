internal import OCI
internal import RegistryClient

/// Opens images in registries, with the credentials and the configuration of the user.
struct RegistryOpener: Sendable {
    private let options: SourceOptions

    init(_ options: SourceOptions) { self.options = options }

    /// Opens the image for as long as `body` runs: its layers come over the network while they are read.
    func withImage<Value: Sendable>(
        _ reference: RegistryReference, platform: Platform?, _ body: (Image) async throws -> Value
    ) async throws -> Value {
        var settings = RegistryClient.Options()
        settings.isOffline = options.offline
        if options.insecure { settings.insecureRegistry = reference.registry }
        settings.note = { Console.narrate("note: \(Table.printable($0))") }
        let environment = Self.environment
        let client = RegistryClient(
            options: settings, credentials: CredentialStore(environment: environment),
            configuration: try RegistryConfiguration(environment: environment),
            network: try NetworkSettings(environment: environment))
        let result: Result<Value, any Error>
        do {
            result = .success(try await body(try await client.image(reference, platform: platform)))
        } catch {
            result = .failure(error)
        }
        try await client.shutdown()
        return try result.get()
    }

    /// The variables that say where credentials, configuration, certificates and proxies are.
    private static var environment: [String: String] {
        var found: [String: String] = [:]
        for name in RegistryClient.environmentNames { found[name] = Console.environment(name) }
        return found
    }
}
