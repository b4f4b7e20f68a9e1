internal import Content
internal import Rego

/// A configuration file in the form that OPA's has, YAML or JSON.
///
/// What OPA would act on and this server does not is refused: a server that leaves out what its configuration says would
/// decide by other policies than its owner believes.
package struct ServiceConfiguration: Sendable {
    private let document: Document
    private let name: String

    /// - Throws: `LoadingError` for a text that is no object.
    package init(_ text: [UInt8], of name: String) throws {
        document = try Document.read(text, of: name)
        self.name = name
        guard document.root.isObject else { throw LoadingError(name, "expected an object") }
    }

    /// A bundle on a web server.
    package struct RemoteBundle: Sendable, Equatable {
        package var name: String
        package var url: String
        /// Between two looks.
        package var seconds: Int

        package init(name: String, url: String, seconds: Int) {
            self.name = name
            self.url = url
            self.seconds = seconds
        }
    }

    /// The bundles that services offer, by name.
    package func remoteBundles() throws -> [RemoteBundle] {
        var services: [String: String] = [:]
        let given = document.root.member("services")
        if given.isArray {
            for entry in given.elements {
                services[try string(entry.member("name"), "services.name")] = try address(entry, "services")
            }
        } else if given.isDefined, !given.isNull {
            for (name, entry) in try members(given, "services") {
                services[name] = try address(entry, "services.\(name)")
            }
        }
        let bundles = document.root.member("bundles")
        if bundles.isUndefined || bundles.isNull { return [] }
        return try members(bundles, "bundles").map { name, entry in
            let place = "bundles.\(name)"
            var bundle = RemoteBundle(name: name, url: "", seconds: 60)
            var service: String?
            var resource = "bundles/\(name)"
            for (key, value) in try members(entry, place) {
                switch key {
                case "service": service = try string(value, "\(place).service")
                case "resource": resource = try string(value, "\(place).resource")
                case "polling":
                    for (key, value) in try members(value, "\(place).polling") {
                        switch key {
                        // Looks are made at the shorter of both times.
                        case "max_delay_seconds": _ = try seconds(value, "\(place).polling.\(key)")
                        case "min_delay_seconds": bundle.seconds = try seconds(value, "\(place).polling.\(key)")
                        default: throw unknown("\(place).polling.\(key)")
                        }
                    }
                default: throw unknown("\(place).\(key)")
                }
            }
            guard let service = service ?? (services.count == 1 ? services.keys.first : nil),
                let base = services[service]
            else { throw LoadingError(self.name, "\(place).service: expected one of the services") }
            var path = resource[...]
            while path.hasPrefix("/") { path = path.dropFirst() }
            bundle.url = base + (base.hasSuffix("/") ? "" : "/") + path
            return bundle
        }
    }

    private func address(_ service: Value, _ key: String) throws -> String {
        for (name, _) in try members(service, key) where !["name", "url"].contains(name) {
            throw unknown("\(key).\(name)")
        }
        return try string(service.member("url"), "\(key).url")
    }

    private func seconds(_ value: Value, _ key: String) throws -> Int {
        guard let seconds = value.integer, (1...86_400).contains(seconds) else {
            throw LoadingError(name, "\(key): expected 1 to 86400 seconds")
        }
        return seconds
    }

    /// Sets what the configuration says.
    ///
    /// - Parameter console: Set when decisions are to be logged to the console.
    package func apply(to settings: inout ServiceSettings, console: inout Bool) throws {
        let root = document.root
        for (key, value) in zip(root.keys, root.values) where !value.isNull {
            let name = key.string ?? ""
            switch name {
            case "default_decision": settings.defaultDecision = try path(value, name)
            case "default_authorization_decision": settings.authorizationDecision = try path(value, name)
            case "labels":
                for (label, text) in try members(value, name) {
                    settings.labels.removeAll { $0.name == label }
                    settings.labels.append((name: label, value: try string(text, "labels.\(label)")))
                }
            case "decision_logs":
                for (key, value) in try members(value, name) {
                    switch key {
                    case "console": console = try boolean(value, "decision_logs.console")
                    case "mask_decision": settings.maskDecision = try path(value, "decision_logs.mask_decision")
                    case "drop_decision": settings.dropDecision = try path(value, "decision_logs.drop_decision")
                    default: throw unknown("decision_logs.\(key)")
                    }
                }
            case "server":
                for (key, value) in try members(value, name) {
                    guard key == "decoding" else { throw unknown("server.\(key)") }
                    try applyDecoding(value, to: &settings)
                }
            case "plugins":
                for (key, value) in try members(value, name) {
                    guard key == "envoy_ext_authz_grpc" else { throw unknown("plugins.\(key)") }
                    try applyEnvoy(value, to: &settings)
                }
            // Read by `remoteBundles`.
            case "services", "bundles": break
            default: throw unknown(name)
            }
        }
    }

    private func applyEnvoy(_ value: Value, to settings: inout ServiceSettings) throws {
        let place = "plugins.envoy_ext_authz_grpc"
        for (key, value) in try members(value, place) {
            switch key {
            // Read by `envoyAddress`.
            case "addr": _ = try string(value, "\(place).addr")
            case "path": settings.envoy.path = try path(value, "\(place).path")
            case "dry-run": settings.envoy.isDryRun = try boolean(value, "\(place).dry-run")
            case "skip-request-body-parse":
                settings.envoy.skipsBodies = try boolean(value, "\(place).skip-request-body-parse")
            default: throw unknown("\(place).\(key)")
            }
        }
    }

    /// Where Envoy's calls are answered; nil when the configuration has no such plugin. OPA's plugin listens on port 9191 when
    /// nothing is said.
    package func envoyAddress() throws -> ListenAddress? {
        let plugin = document.root.member("plugins").member("envoy_ext_authz_grpc")
        guard plugin.isObject else { return nil }
        let text = plugin.member("addr").string ?? ":9191"
        guard let address = ListenAddress(text) else {
            throw LoadingError(name, "plugins.envoy_ext_authz_grpc.addr: expected HOST:PORT or unix://PATH")
        }
        return address
    }

    private func applyDecoding(_ value: Value, to settings: inout ServiceSettings) throws {
        for (key, value) in try members(value, "server.decoding") {
            switch key {
            case "max_length": settings.bodyLimit = try size(value, "server.decoding.max_length")
            case "gzip":
                for (key, value) in try members(value, "server.decoding.gzip") {
                    guard key == "max_length" else { throw unknown("server.decoding.gzip.\(key)") }
                    settings.inflatedLimit = try size(value, "server.decoding.gzip.max_length")
                }
            default: throw unknown("server.decoding.\(key)")
            }
        }
    }

    private func unknown(_ key: String) -> LoadingError {
        LoadingError(name, "\(key) is not supported here; leave it out")
    }

    private func members(_ value: Value, _ key: String) throws -> [(String, Value)] {
        guard value.isObject else { throw LoadingError(name, "\(key): expected an object, found \(value.kind.name)") }
        return zip(value.keys, value.values).map { ($0.string ?? "", $1) }
    }

    private func string(_ value: Value, _ key: String) throws -> String {
        guard let text = value.string else {
            throw LoadingError(name, "\(key): expected a string, found \(value.kind.name)")
        }
        return text
    }

    private func boolean(_ value: Value, _ key: String) throws -> Bool {
        guard let boolean = value.boolean else {
            throw LoadingError(name, "\(key): expected true or false, found \(value.kind.name)")
        }
        return boolean
    }

    private func size(_ value: Value, _ key: String) throws -> Int {
        guard let size = value.integer, (1...1 << 40).contains(size) else {
            throw LoadingError(name, "\(key): expected a number of bytes")
        }
        return size
    }

    /// A path of a document, as `/http/example/allow`.
    private func path(_ value: Value, _ key: String) throws -> String {
        try string(value, key).split(separator: "/").joined(separator: "/")
    }
}
