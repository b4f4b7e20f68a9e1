package import ArgumentParser
internal import Authority
internal import RegistryClient

/// `obryza authority serve`: serves until it is ended.
package struct AuthorityServeCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serve an authority.",
        discussion: """
            Speaks HTTP, or HTTPS with a certificate and its key, which are read again when their files change. May be ended \
            in any way at any time; what was answered is on the disk. Where the authority's store is a database, several \
            may serve at once, each from a copy of the folder: they write one log.

            EXAMPLES
              obryza authority serve sigstore
              obryza authority serve sigstore --host 0.0.0.0 --port 443 --tls-cert-file tls.crt --tls-private-key-file tls.key

            \(ExitStatus.discussion)
            """)

    @Argument(help: "The authority's folder.")
    package var folder: String

    @Option(help: "The address to listen on.")
    package var host = "127.0.0.1"

    @Option(help: "The port to listen on; 0 lets the system choose.")
    package var port = 8765

    @Option(help: "The server's certificate, and those up to its authority, in PEM.")
    package var tlsCertFile: String?

    @Option(help: "The key of the server's certificate, in PEM.")
    package var tlsPrivateKeyFile: String?

    package init() {}

    package mutating func validate() throws {
        guard (tlsCertFile == nil) == (tlsPrivateKeyFile == nil) else {
            throw ValidationError("--tls-cert-file and --tls-private-key-file belong together")
        }
        guard (0...65_535).contains(port) else { throw ValidationError("'\(port)' is no port: 0 to 65535") }
    }

    package func run() async throws {
        try await Failure.reporting("authority serve") {
            try await RegistryOpener(isOffline: false, isInsecure: false).withServiceClient { client in
                try await serve { url, body in
                    let answer = try await client.send(
                        .post, url, headers: [("Content-Type", "text/plain; charset=utf-8")], body: body,
                        limit: 64 << 10)
                    return (answer.status, answer.body)
                }
            }
        }
    }

    private func serve(_ post: @escaping Witnessing.Post) async throws -> ExitStatus {
        let tls = try tlsCertFile.map { try AuthorityTLS(certificate: $0, key: tlsPrivateKeyFile ?? "") }
        let services = try AuthorityServices(AuthorityFolder(folder), post: post)
        try await services.renewUpdates(at: AuthorityServer.now())
        let server = try await AuthorityServer(services, host: host, port: port, tls: tls)
        Console.narrate("serving \(folder) on \(host):\(server.port)")
        let certificate = tls.map { tls in Task { try await Self.watch(tls) } }
        let renewal = Task {
            while !Task.isCancelled {
                try await Task.sleep(for: .seconds(3600))
                do {
                    try await services.renewUpdates(at: AuthorityServer.now())
                } catch {
                    Console.narrate("warning: cannot renew what clients are told: \(Table.printable("\(error)"))")
                }
            }
        }
        // Entries that witnesses have not seen yet wait for them, also when no more come.
        let witnessing = Task {
            while !Task.isCancelled {
                try await services.log.show()
                try await Task.sleep(for: .seconds(30))
            }
        }
        try await server.wait()
        renewal.cancel()
        witnessing.cancel()
        certificate?.cancel()
        await services.close()
        return .passed
    }

    /// Takes a new certificate when its files change.
    private static func watch(_ tls: AuthorityTLS) async throws {
        var isBroken = false
        while !Task.isCancelled {
            try await Task.sleep(for: .seconds(2))
            do {
                if try tls.reloadIfChanged() { Console.narrate("took the changed certificate") }
                isBroken = false
            } catch {
                if !isBroken {
                    Console.narrate(
                        "warning: the changed certificate cannot be used, the old one stays: "
                            + Table.printable("\(error)"))
                }
                isBroken = true
            }
        }
    }
}
