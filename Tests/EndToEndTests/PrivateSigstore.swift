import Glibc

/// `obryza authority` in a folder and on a free port of loopback.
final class PrivateSigstore {
    private let folder: TemporaryFolder
    private let process: String
    /// Where it is reached, which is also the name of its issuer.
    let url: String

    static let subject = "dev@example.org"

    /// - Returns: `nil` when the program is not built.
    ///
    /// - Parameter options: of `authority serve`, beside the port; paths in them from the authority's folder on.
    init?(_ options: [String] = []) throws {
        guard let obryza = Obryza.path else { return nil }
        folder = try TemporaryFolder()
        let started = try folder.run(
            """
            # The address stands in what clients are told, so that the port is chosen before it is bound, below those that
            # the system hands out to others.
            for attempt in 1 2 3 4 5; do
                port=$(shuf -i 10000-31999 -n 1)
                rm -rf authority
                '\(obryza)' authority init authority --url http://127.0.0.1:$port > log 2>&1
                '\(obryza)' authority serve authority --port $port \(options.joined(separator: " ")) > log 2>&1 < /dev/null &
                server=$!
                while kill -0 $server && ! grep -q '^serving' log; do sleep 0.02; done
                if kill -0 $server; then break; fi
            done
            kill -0 $server
            # Should the tests crash, the server ends too.
            (while kill -0 \(getpid()) && kill -0 $server; do sleep 1; done; kill -KILL $server) > /dev/null 2>&1 &
            echo $server http://127.0.0.1:$port
            """)
        let words = String(decoding: started, as: UTF8.self).split(whereSeparator: \.isWhitespace).map(String.init)
        guard words.count == 2 else { throw ShellError.failed("obryza authority serve") }
        process = words[0]
        url = words[1]
    }

    deinit { Shell.run("kill -KILL \(process)") }

    var path: String { "\(folder.path)/authority" }
    var trustConfig: String { "\(path)/trust_config.json" }
    var signingConfig: String { "\(path)/signing_config.json" }
    /// The folder of its TUF repository.
    var updates: String { "\(path)/tuf" }
    var trustedRoot: String { "\(path)/trusted_root.json" }

    func token(_ subject: String = subject, lifetime: Int = 600) throws -> String {
        let outcome = try Obryza.run(["authority", "token", path, "--subject", subject, "--lifetime", "\(lifetime)"])
        guard let outcome, outcome.status == 0, let line = outcome.output.split(separator: "\n").first else {
            throw ShellError.failed("obryza authority token")
        }
        return String(line)
    }

    /// What a verifier asks for.
    func identity(_ subject: String = subject) -> [String] {
        [
            "--certificate-identity", subject, "--certificate-oidc-issuer", url, "--trusted-root", trustedRoot,
        ]
    }
}
