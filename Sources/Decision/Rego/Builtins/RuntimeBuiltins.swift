/// What surrounds a decision: the program's configuration, and requests over HTTP, which a decision may only make when
/// the embedding program gives it a sender.
package enum RuntimeBuiltins {
    static let table: Builtins.Table = [
        "opa.runtime": { context, _ throws(BuiltinError) in
            context.runtime.isObject ? context.runtime : try context.heap.object([])
        },
        "http.send": send(with: nil),
        "trace": { _, operands throws(BuiltinError) in
            _ = try operands.require(.string, at: 0)
            return .true
        },
        "internal.test_case": { _, operands throws(BuiltinError) in
            _ = try operands.require(.array, at: 0)
            return .true
        },
    ]

    /// Options of a request, as OPA names them.
    private static let options: Set<String> = [
        "method", "url", "body", "enable_redirect", "force_json_decode", "force_yaml_decode", "headers", "raw_body",
        "tls_use_system_certs", "tls_ca_cert", "tls_ca_cert_file", "tls_ca_cert_env_variable", "tls_client_cert",
        "tls_client_cert_file", "tls_client_cert_env_variable", "tls_client_key", "tls_client_key_file",
        "tls_client_key_env_variable", "tls_insecure_skip_verify", "tls_server_name", "timeout", "cache", "force_cache",
        "force_cache_duration_seconds", "raise_error", "caching_mode", "max_retry_attempts", "cache_ignored_headers",
    ]

    /// Sends a request and reads the answer into an object.
    package typealias Sender = @Sendable (_ request: Value, _ heap: Heap) throws(BuiltinError) -> Value

    /// The built-in `http.send` for programs whose decisions may send requests: given to a query in place of the one
    /// that refuses. That a query sends the same request once is the machine's doing.
    package static func sending(with sender: @escaping Sender) -> Builtin? {
        BuiltinDeclaration.byName["http.send"].map { Builtin(declaration: $0, function: send(with: sender)) }
    }

    private static func send(with sender: Sender?) -> BuiltinFunction {
        { context, operands throws(BuiltinError) in
            let request = try operands.require(.object, at: 0)
            let unknown = request.keys.compactMap(\.string).filter { !options.contains($0) }
            guard unknown.isEmpty else { throw .operand(1, "invalid request parameters(s): \(set(unknown))") }
            let missing = ["method", "url"].filter { request.member($0).isUndefined }
            guard missing.isEmpty else { throw .operand(1, "missing required request parameters(s): \(set(missing))") }
            guard let sender else {
                let url = request.member("url").string ?? ""
                throw .message("\(url): requests are off, since a decision uses no network")
            }
            return try sender(request, context.heap)
        }
    }

    private static func set(_ names: [String]) -> String {
        "{" + names.map { GoQuoting.quote($0) }.joined(separator: ", ") + "}"
    }
}
