import Testing

/// `obryza policy serve` from its start to its end, asked by curl.
@Suite struct PolicyServeCommandTests {
    private static let policy = """
        package app

        default allow := false

        allow if input.user == "ada"
        """

    /// Runs `script` against a server whose address is in `$url`; its errors are in `errors`, and `finish` ends it.
    static func serve(
        _ folder: TemporaryFolder, _ arguments: String, scheme: String = "http", _ script: String, prepare: String = ""
    ) throws -> String? {
        guard let path = Obryza.path, Shell.has("curl") else {
            print("skipped: obryza or curl is missing")
            return nil
        }
        try folder.write(Array(policy.utf8), to: "app.rego")
        // With job control, since a shell without it has what runs in the background ignore Ctrl-C.
        let whole = """
            set -em
            \(prepare)
            '\(path)' policy serve app.rego --addr 127.0.0.1:0 \(arguments) > output 2> errors &
            server=$!
            trap 'kill -9 $server 2> /dev/null || true' EXIT
            until grep -q 'serving on 127' errors; do kill -0 $server; sleep 0.05; done
            url=\(scheme)://localhost:$(sed -n 's/.*127.0.0.1://p' errors | head -1)
            finish() { kill -$1 $server; status=0; wait $server || status=$?; echo "status $status"; }
            ask() { curl -s --max-time 60 "$@"; }
            \(script)
            """
        try folder.write(Array(whole.utf8), to: "script")
        return String(decoding: try folder.run("bash script"), as: UTF8.self)
    }

    @Test func decisionsAreGivenAndLoggedUntilTheEnd() throws {
        let folder = try TemporaryFolder()
        let text = try Self.serve(
            folder, "--decision-log log --config-file config.yaml",
            """
            ask -d '{"input": {"user": "ada"}}' $url/v1/data/app/allow | sed 's/,"decision_id.*/}/'
            ask -d '{"user": "eve"}' $url/
            ask -o /dev/null -w '%{http_code}\\n' -d '{' $url/v1/data/app/allow
            ask -o /dev/null -w '%{http_code}\\n' -X PUT -d 'package other' $url/v1/policies/other
            finish TERM
            wc -l < log | tr -d ' '
            grep -c '"team":"one"' log
            tail -1 errors
            """, prepare: "printf 'default_decision: /app/allow\\nlabels: {team: one}\\n' > config.yaml")
        guard let text else { return }
        #expect(text == "{\"result\":true}\nfalse\n400\n200\nstatus 0\n2\n2\nending\n")
    }

    @Test func controlCEndsItInOrder() throws {
        let folder = try TemporaryFolder()
        let text = try Self.serve(folder, "", "ask $url/health; finish INT")
        guard let text else { return }
        #expect(text == "{}\nstatus 0\n")
    }

    @Test func changedFilesTakeOver() throws {
        let folder = try TemporaryFolder()
        let text = try Self.serve(
            folder, "--watch",
            """
            sed -i s/ada/eve/ app.rego
            until grep -q loaded errors; do kill -0 $server; sleep 0.05; done
            ask -d '{"input": {"user": "eve"}}' $url/v1/data/app/allow
            echo broken > app.rego
            until grep -q 'cannot be used' errors; do kill -0 $server; sleep 0.05; done
            ask -d '{"input": {"user": "eve"}}' $url/v1/data/app/allow
            ask $url/metrics | grep ^bundle_failed
            finish TERM
            """)
        guard let text else { return }
        #expect(text == "{\"result\":true}\n{\"result\":true}\nbundle_failed_load_counter 1\nstatus 0\n")
    }

    @Test func certificatesSayWhoClientsAre() throws {
        guard Shell.has("openssl") else {
            print("skipped: openssl is missing")
            return
        }
        let folder = try TemporaryFolder()
        let make = """
            make() { openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout $1.key -out $1.csr \
                -subj "$2" 2> /dev/null
                openssl x509 -req -in $1.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 2 -out $1.crt \
                -extfile <(echo subjectAltName=DNS:localhost) 2> /dev/null; }
            openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ca.key -out ca.crt -days 2 \
                -subj /CN=authority 2> /dev/null
            make server /CN=localhost
            make client "/O=Example, Inc/CN=ada"
            mkdir authz
            printf 'package system.authz\\n\\nallow := {"allowed": input.method == "POST", "reason": input.identity}' > authz/a.rego
            """
        let text = try Self.serve(
            folder,
            "authz --authentication tls --authorization basic --tls-cert-file server.crt --tls-private-key-file server.key "
                + "--tls-ca-cert-file ca.crt",
            scheme: "https",
            """
            ask --cacert ca.crt -o /dev/null $url/health || echo refused
            ask --cacert ca.crt --cert client.crt --key client.key $url/health
            ask --cacert ca.crt --cert client.crt --key client.key -d '{"input": {"user": "ada"}}' $url/v1/data/app/allow
            finish TERM
            """, prepare: make)
        guard let text else { return }
        #expect(
            text == """
                refused
                {
                  "code": "unauthorized",
                  "message": "CN=ada,O=Example\\\\, Inc"
                }
                {"result":true}
                status 0

                """)
    }

    @Test(arguments: [
        (["--addr", "nowhere"], "is no address"), (["--tls-cert-file", "x"], "belong together"),
        (["--authentication", "tls"], "needs --tls-ca-cert-file"), (["missing.rego"], "missing.rego"),
    ])
    func whatCannotBeServedIsSaid(arguments: [String], reason: String) throws {
        guard let outcome = try Obryza.run(["policy", "serve"] + arguments) else { return }
        #expect(outcome.status == 2 && outcome.errors.contains(reason), "\(outcome.errors)")
    }

    @Test func bundlesOfServersTakeOver() throws {
        guard Shell.has("python3") else { return }
        let folder = try TemporaryFolder()
        let prepare = """
            mkdir -p www/bundles first second
            printf 'package lib\\n\\nx := 1' > first/lib.rego
            printf '{"revision": "one", "roots": ["lib"]}' > first/.manifest
            printf 'package lib\\n\\nx := 2' > second/lib.rego
            printf '{"revision": "two", "roots": ["lib"]}' > second/.manifest
            tar -C first -czf www/bundles/lib.tar.gz .
            touch -d '1 hour ago' www/bundles/lib.tar.gz
            python3 -u -m http.server 0 --bind 127.0.0.1 -d www > www.log 2>&1 &
            web=$!
            until grep -q port www.log; do kill -0 $web; sleep 0.05; done
            port=$(sed -n 's/.*port \\([0-9]*\\).*/\\1/p' www.log | head -1)
            cat > config.yaml <<END
            services: {web: {url: "http://127.0.0.1:$port"}}
            bundles: {lib: {service: web, resource: bundles/lib.tar.gz, polling: {min_delay_seconds: 1}}}
            END
            """
        let text = try Self.serve(
            folder, "-c config.yaml",
            """
            ask $url/v1/data/lib/x
            until grep -q '" 304' www.log; do kill -0 $server; sleep 0.05; done
            tar -C second -czf www/bundles/lib.tar.gz .
            until grep -q loaded errors; do kill -0 $server; sleep 0.05; done
            ask "$url/v1/data/lib/x?provenance" | sed 's/.*bundles/bundles/'
            echo broken > www/bundles/lib.tar.gz
            until grep -q 'cannot be used' errors; do kill -0 $server; sleep 0.05; done
            kill $web
            until grep -q 'cannot be fetched' errors; do kill -0 $server; sleep 0.05; done
            ask $url/v1/data/lib/x
            ask $url/v1/status | grep -c bundle_error
            finish TERM
            """, prepare: prepare)
        guard let text else { return }
        #expect(
            text == """
                {"result":1}
                bundles":{"lib":{"revision":"two"}}}}
                {"result":2}
                1
                status 0

                """)
    }

    @Test func aConfigurationThatAsksForMoreIsRefused() throws {
        let folder = try TemporaryFolder()
        try folder.write(Array("discovery: {name: a}".utf8), to: "config.yaml")
        guard let outcome = try Obryza.run(["policy", "serve", "-c", "\(folder.path)/config.yaml"]) else { return }
        #expect(outcome.status != 0 && outcome.errors.contains("discovery is not supported"), "\(outcome.errors)")
    }
}
