package import ArgumentParser
internal import Content
internal import Glibc
internal import Rego
package import Service

/// `obryza policy serve`: decisions over HTTP.
package struct PolicyServeCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Answer questions about policies over HTTP, as OPA does.",
        discussion: """
            EXAMPLES
              obryza policy serve -b bundle.tar.gz --watch
              obryza policy serve policy/ --addr 0.0.0.0:8181 --tls-cert-file tls.crt --tls-private-key-file tls.key
              obryza policy serve policy/ --decision-log decisions.jsonl
              curl -d '{"input": {"user": "ada"}}' localhost:8181/v1/data/app/allow

            Ends with SIGTERM or Ctrl-C: requests under way are answered first.
            """)

    @Argument(help: "Policies, documents and folders, as with --data.")
    package var paths: [String] = []

    @OptionGroup package var options: PolicyOptions

    @Option(
        name: [.short, .customLong("addr")], parsing: .singleValue,
        help: "Listen on HOST:PORT or unix://PATH; port 0 lets the system choose. May be repeated. (localhost:8181)")
    package var address: [String] = []

    @Option(help: "The server's certificate, and those up to its authority, in PEM.")
    package var tlsCertFile: String?

    @Option(help: "The key of the server's certificate, in PEM.")
    package var tlsPrivateKeyFile: String?

    @Option(help: "Clients must have a certificate of these authorities, in PEM.")
    package var tlsCaCertFile: String?

    @Option(help: "What says who a client is: token, tls or off.")
    package var authentication = ServiceSettings.Authentication.off

    @Option(help: "Whether data.system.authz.allow decides on each request: basic or off.")
    package var authorization = ServiceSettings.Authorization.off

    @Option(
        name: [.short, .long], help: "A configuration file as OPA has it: default_decision, labels, decision_logs.")
    package var configFile: String?

    @Flag(name: [.short, .long], help: "Load files and bundles again when they change.")
    package var watch = false

    @Option(help: "Write each decision as a line of JSON to a file, or to standard output (-).")
    package var decisionLog: String?

    @Option(help: "End a decision after this time: 500ms, 5s.")
    package var timeout = PolicyTimeout(nanoseconds: 10_000_000_000)

    @Option(help: "End a decision before its values take more than so many MiB.")
    package var maxMemory = EvaluationLimits.defaultMemory >> 20

    @Option(
        help: """
            Also answer Envoy's external authorization (gRPC) here: HOST:PORT or unix://PATH. May be given several times.
            """)
    package var envoyAddr: [String] = []

    @Option(help: "The document that decides on Envoy's requests. Default: envoy/authz/allow.")
    package var envoyPath: String?

    @Flag(help: "Decide on Envoy's requests, log the decisions, and allow all.")
    package var envoyDryRun = false

    @Option(help: "Connections at a time.")
    package var maxConnections = 8192

    @Option(help: "Seconds that requests under way have when the server ends.")
    package var shutdownGracePeriod = 10

    package init() {}

    package mutating func validate() throws {
        guard (1...1 << 40).contains(maxMemory) else { throw ValidationError("--max-memory must be positive") }
        guard (1...1_000_000).contains(maxConnections) else {
            throw ValidationError("--max-connections must be 1 to 1000000")
        }
        guard (0...86_400).contains(shutdownGracePeriod) else {
            throw ValidationError("--shutdown-grace-period must be 0 to 86400")
        }
        guard (tlsCertFile == nil) == (tlsPrivateKeyFile == nil) else {
            throw ValidationError("--tls-cert-file and --tls-private-key-file belong together")
        }
        guard tlsCaCertFile == nil || tlsCertFile != nil else {
            throw ValidationError("--tls-ca-cert-file needs --tls-cert-file")
        }
        guard authentication != .tls || tlsCaCertFile != nil else {
            throw ValidationError("--authentication tls needs --tls-ca-cert-file")
        }
        for text in address + envoyAddr where ListenAddress(text) == nil {
            throw ValidationError("'\(text)' is no address: expected HOST:PORT or unix://PATH")
        }
    }

    package func run() async throws {
        try await Failure.reporting("policy serve") {
            try await serve()
            return .passed
        }
    }

    private func serve() async throws {
        var settings = ServiceSettings()
        settings.version = ObryzaCommand.version
        settings.authentication = authentication
        settings.authorization = authorization
        settings.limits = EvaluationLimits(memory: maxMemory << 20, time: timeout.duration)
        settings.policyVersion = options.isV0 ? .v0 : .v1
        settings.labels = [(name: "version", value: ObryzaCommand.version)]
        var logsToConsole = false
        var remote: RemoteBundles?
        var envoy = envoyAddr.compactMap { ListenAddress($0) }
        if let configFile {
            let text = try OpenFile.contents(of: configFile, limit: 16 << 20)
            let configuration = try ServiceConfiguration(text, of: configFile)
            try configuration.apply(to: &settings, console: &logsToConsole)
            // What the command line says goes first.
            if envoy.isEmpty, let address = try configuration.envoyAddress() { envoy = [address] }
            let bundles = try configuration.remoteBundles()
            if !bundles.isEmpty { remote = try RemoteBundles(bundles) }
        }
        if let envoyPath { settings.envoy.path = envoyPath.split(separator: "/").joined(separator: "/") }
        if envoyDryRun { settings.envoy.isDryRun = true }
        do {
            try await serve(settings, remote, envoy, logsToConsole: logsToConsole)
        } catch {
            try await remote?.close()
            throw error
        }
        try await remote?.close()
    }

    private func serve(
        _ settings: ServiceSettings, _ remote: RemoteBundles?, _ envoy: [ListenAddress], logsToConsole: Bool
    ) async throws {
        let status = ServiceStatus(labels: settings.labels)
        var request = try options.request(paths: paths)
        if let remote {
            try await remote.refresh()
            for file in remote.files {
                request.bundles.append(file.path)
                request.names[file.path] = file.name
            }
        }
        let (runtime, reloader) = try await load(request, status)
        let log = try (decisionLog ?? (logsToConsole ? "-" : nil)).map { try DecisionLogFile.log(to: $0, settings) }
        let service = PolicyService(runtime, settings: settings, status: status, log: log)
        let tls = try tlsCertFile.map { certificate in
            try ServiceTLS(
                certificate: certificate, key: tlsPrivateKeyFile ?? "", authority: tlsCaCertFile)
        }
        let addresses = (address.isEmpty ? ["localhost:8181"] : address).compactMap { ListenAddress($0) }
        let server = try await PolicyServer(
            service, addresses: addresses, envoy: envoy, tls: tls, connectionLimit: maxConnections)
        for address in server.addresses { Console.narrate("serving on \(Table.printable("\(address)"))") }
        let pause = watch ? Duration.seconds(1) : remote?.interval
        let watcher = pause.map { pause in Task { await Self.watch(reloader, remote, status, each: pause) } }
        try await TerminationSignal.wait()
        Console.narrate("ending")
        watcher?.cancel()
        try await server.shutDown(within: .seconds(shutdownGracePeriod))
        await log?.close()
    }

    private func load(
        _ request: PolicySet.Request, _ status: ServiceStatus
    ) async throws -> (PolicyRuntime, PolicyReloader) {
        do {
            return try await BlockingWork.run {
                try PolicyReloader.loading(request, status: status, at: TimeText.now())
            }
        } catch let errors as RegoErrors {
            PolicyReport.narrate(errors)
            throw ExitCode(ExitStatus.usage.rawValue)
        }
    }

    private static func watch(
        _ reloader: PolicyReloader, _ remote: RemoteBundles?, _ status: ServiceStatus, each pause: Duration
    ) async {
        var nextFetch = ContinuousClock.now + (remote?.interval ?? pause)
        while !Task.isCancelled {
            do { try await Task.sleep(for: pause) } catch { return }
            if let remote, ContinuousClock.now >= nextFetch {
                nextFetch = .now + remote.interval
                do {
                    try await remote.refresh()
                    status.noteFetch(nil, at: TimeText.now())
                } catch {
                    if Task.isCancelled { return }
                    status.noteFetch(error, at: TimeText.now())
                    Console.narrate("warning: a bundle cannot be fetched, the old one stays:")
                    PolicyReport.narrate(error)
                }
            }
            do {
                switch try await BlockingWork.run({ reloader.check(at: TimeText.now()) }) {
                case .unchanged: break
                case .loaded: Console.narrate("loaded the changed policies")
                case .failed(let reason):
                    Console.narrate("warning: the changed policies cannot be used, the old ones stay:")
                    PolicyReport.narrate(reason)
                }
            } catch {
                Console.narrate("warning: cannot look for changes: \(Table.printable("\(error)"))")
            }
        }
    }
}

extension ServiceSettings.Authentication: ExpressibleByArgument {}
extension ServiceSettings.Authorization: ExpressibleByArgument {}

/// Where decisions are logged.
private enum DecisionLogFile {
    static func log(to path: String, _ settings: ServiceSettings) throws -> DecisionLog {
        var rules = DecisionLog.Rules()
        rules.mask = settings.maskDecision
        rules.drop = settings.dropDecision
        let descriptor = path == "-" ? STDOUT_FILENO : open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o640)
        guard descriptor >= 0 else { throw FileError(operation: "write", path: path, code: errno) }
        return DecisionLog(
            labels: settings.labels, rules: rules, narrate: { Console.narrate(Table.printable($0)) }
        ) { lines in
            var offset = 0
            while offset < lines.count {
                let count = lines.withUnsafeBytes { bytes in
                    write(descriptor, bytes.baseAddress.map { $0 + offset }, bytes.count - offset)
                }
                if count < 0 {
                    if errno == EINTR { continue }
                    throw FileError(operation: "write to", path: path == "-" ? "standard output" : path, code: errno)
                }
                offset += count
            }
        }
    }
}
