import Glibc

/// Debian's docker-registry (CNCF distribution 2.8) on a free port of loopback, with a store of its own.
///
/// It speaks plain http to anybody, unless it is given a name and password, or a certificate.
final class DockerRegistry {
    private let folder: TemporaryFolder
    private let process: String
    /// `127.0.0.1:PORT`
    let place: String
    /// A home directory for clients, with what they need to be let in.
    let home: String

    static let user = "assayer"
    static let password = "four nines: fine"
    /// The password with bcrypt, the only hash that the registry takes.
    private static let hash = "$2b$04$rCEF3oiIU9oY28shwGLUUOgxDdK8UYR5aPXcWq05nEkrW14a9l2si"

    /// - Returns: `nil`, with a message, when a program is missing.
    init?(password isWanted: Bool = false, tls: Bool = false) throws {
        guard Shell.has("docker-registry", "skopeo"), !tls || Shell.has("openssl") else { return nil }
        folder = try TemporaryFolder()
        var configuration = """
            version: 0.1
            log: {level: info, accesslog: {disabled: true}}
            storage: {filesystem: {rootdirectory: "\(folder.path)/store"}}

            """
        configuration += "http: {addr: \"127.0.0.1:0\", secret: \"test\""
        if tls {
            // A certificate of an authority that nobody else knows.
            try folder.run(
                """
                openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=authority \
                    -keyout ca.key -out ca.crt
                openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=registry -keyout key.pem \
                    -out request.pem
                printf 'subjectAltName=IP:127.0.0.1\\n' > names
                openssl x509 -req -in request.pem -CA ca.crt -CAkey ca.key -CAcreateserial -days 2 -extfile names \
                    -out certificate.pem
                """)
            configuration += ", tls: {certificate: \(folder.path)/certificate.pem, key: \(folder.path)/key.pem}"
        }
        configuration += "}\n"
        if isWanted {
            try folder.write(Array("\(Self.user):\(Self.hash)\n".utf8), to: "htpasswd")
            configuration += "auth: {htpasswd: {realm: test, path: \"\(folder.path)/htpasswd\"}}\n"
        }
        try folder.write(Array(configuration.utf8), to: "config.yml")
        let started = try folder.run(
            """
            docker-registry serve config.yml > log 2>&1 < /dev/null &
            server=$!
            # Should the tests crash, the registry ends too.
            (while kill -0 \(getpid()) && kill -0 $server; do sleep 1; done; kill -KILL $server) > /dev/null 2>&1 &
            until grep -q 'listening on' log; do kill -0 $server; sleep 0.02; done
            echo $server $(grep -o 'listening on 127.0.0.1:[0-9]*' log | grep -o '[^ ]*$')
            """)
        let words = String(decoding: started, as: UTF8.self).split(whereSeparator: \.isWhitespace).map(String.init)
        guard words.count == 2 else { throw ShellError.failed("docker-registry") }
        process = words[0]
        place = words[1]
        home = "\(folder.path)/home"
        try folder.run("touch registries.conf; mkdir -p home/.docker 'home/.config/containers/certs.d/\(place)'")
        if tls { try folder.run("cp ca.crt 'home/.config/containers/certs.d/\(place)/ca.crt'") }
        if isWanted {
            try folder.run(
                """
                printf '{"auths":{"\(place)":{"auth":"%s"}}}' \
                    "$(printf '%s' '\(Self.user):\(Self.password)' | base64 -w 0)" > home/.docker/config.json
                """)
        }
    }

    deinit { Shell.run("kill -KILL \(process)") }

    /// Fills a repository from a layout with skopeo.
    ///
    /// - Parameter options: of `skopeo copy`; digests are kept unless they say otherwise.
    func copy(_ layout: TestLayout, tag: String, to name: String, options: String = "--preserve-digests") throws {
        try folder.run(
            """
            export HOME='\(home)' REGISTRY_AUTH_FILE='\(home)/.docker/config.json'
            [ -e "$REGISTRY_AUTH_FILE" ] || printf '{}' > "$REGISTRY_AUTH_FILE"
            verify=false
            [ ! -e ca.crt ] || verify=true
            skopeo --insecure-policy copy \(options) --dest-tls-verify=$verify \
                --dest-cert-dir 'home/.config/containers/certs.d/\(place)' \
                'oci:\(layout.path):\(tag)' 'docker://\(place)/\(name)'
            """)
    }

    /// Variables with which a client finds the home directory and nothing of the user who runs the tests.
    func environment(home: String? = nil) -> [String: String] {
        [
            "HOME": home ?? self.home, "REGISTRY_AUTH_FILE": "", "DOCKER_CONFIG": "\(home ?? self.home)/.docker",
            "XDG_RUNTIME_DIR": "/nonexistent", "CONTAINERS_REGISTRIES_CONF": "\(folder.path)/registries.conf",
            "NO_PROXY": "",
        ]
    }
}
