import Content
import Testing

/// Logging in to sign, as a person does it, with an authority of our own.
@Suite(.timeLimit(.minutes(10))) struct LoginCommandTests {
    /// Fills in the page at an address, as a browser does: ADDRESS FORM FIELD….
    private static let browser = #"""
        html=$(curl -s -m 60 -c jar -b jar -H 'Accept: text/html' "$1")
        form=$2
        shift 2
        fields=()
        while IFS= read -r line; do
            fields+=(--data-urlencode "$(sed -n 's/.* name="\([^"]*\)".*/\1/p' <<< "$line")=$(
                sed -n 's/.*value="\([^"]*\)".*/\1/p' <<< "$line")")
        done < <(grep '^<input type="hidden"' <<< "$html")
        curl -sL -m 60 -o page -w '%{http_code}' -c jar -b jar "${fields[@]}" "$@" "$form"

        """#

    private static func user(
        _ sigstore: PrivateSigstore, _ arguments: [String], input: String = "/dev/null"
    ) throws
        -> Obryza.Outcome
    {
        try #require(
            try Obryza.run(["authority", "user", arguments[0], sigstore.path] + arguments.dropFirst(), input: input))
    }

    @Test func `people are added, listed, changed and removed`() throws {
        guard let sigstore = try PrivateSigstore() else { return }
        let folder = try TemporaryFolder()
        try folder.write(Array("correct horse\n".utf8), to: "password")
        try folder.write(Array("short\n".utf8), to: "short")
        let password = ["--password-file", "\(folder.path)/password"]
        let ada = ["ada", "--email", "ada@example.org"]
        let added = try Self.user(sigstore, ["add"] + ada + password)
        #expect(added.status == 0 && added.output.isEmpty && !added.errors.contains("horse"), "\(added.errors)")
        let piped = try Self.user(
            sigstore, ["add", "bob", "--email", "bob@example.org", "--password-file", "-"],
            input: "\(folder.path)/password")
        #expect(piped.status == 0, "\(piped.errors)")
        #expect(try Self.user(sigstore, ["list"]).output == "ada\tada@example.org\nbob\tbob@example.org\n")
        #expect(try Self.user(sigstore, ["remove", "bob"]).status == 0)
        #expect(try Self.user(sigstore, ["password", "ada"] + password).status == 0)
        for bad in [
            ["add"] + ada + password, ["add", "eve", "--email", "none"] + password,
            ["add", "eve", "--email", "eve@example.org", "--password-file", "\(folder.path)/short"],
            ["add", "eve", "--email", "eve@example.org", "--password-file", "\(folder.path)/none"],
            ["add", "e v", "--email", "eve@example.org"] + password, ["remove", "bob"], ["password", "bob"] + password,
            // No terminal to ask on.
            ["add", "eve", "--email", "eve@example.org"],
        ] {
            #expect(try Self.user(sigstore, bad).status == 2, "\(bad)")
        }
        #expect(try Self.user(sigstore, ["list"]).output == "ada\tada@example.org\n")
        let mode = try folder.run("stat -c %a '\(sigstore.path)/users.json'")
        #expect(String(decoding: mode, as: UTF8.self) == "600\n")
        #expect(try Obryza.run("authority", "user", "list", folder.path)?.status != 0)
    }

    @Test(arguments: ["browser", "device"]) func `whoever logs in signs as themselves`(flow: String) throws {
        guard Shell.has("curl"), let sigstore = try PrivateSigstore(), let obryza = Obryza.path else { return }
        let folder = try TemporaryFolder()
        try folder.write(Array("correct horse\n".utf8), to: "password")
        try folder.write(Array("gold".utf8), to: "a")
        try folder.write(Array(Self.browser.utf8), to: "browser")
        let added = try Self.user(
            sigstore, ["add", "ada", "--email", "ada@example.org", "--password-file", "\(folder.path)/password"])
        #expect(added.status == 0, "\(added.errors)")
        let more = flow == "device" ? "-d decision=allow -d user_code=${url##*=}" : ""
        let output = try folder.run(
            """
            timeout -k 5 120 setpriv --pdeathsig KILL '\(obryza)' sign a --trust-config '\(sigstore.trustConfig)' \
                --oidc-flow \(flow) > signed 2> said &
            signer=$!
            until grep -q '^open ' said || ! kill -0 $signer; do sleep 0.05; done
            url=$(sed -n 's/^open \\([^ ]*\\) .*/\\1/p' said)
            form=\(sigstore.url)/oidc/\(flow == "device" ? "device" : "auth")
            bash browser "$url" $form -d name=ada --data-urlencode 'password=wrong horse' \(more)
            echo
            bash browser "$url" $form -d name=ada --data-urlencode 'password=correct horse' \(more)
            echo
            wait $signer && echo signed || { echo failed; cat said; }
            """)
        #expect(String(decoding: output, as: UTF8.self) == "401\n200\nsigned\n")
        let verified = try Obryza.run(
            ["verify-blob", "\(folder.path)/a", "--bundle", "\(folder.path)/a.sigstore.json"]
                + sigstore.identity("ada@example.org"))
        #expect(verified?.status == 0, "\(verified?.output ?? "")")
    }

    @Test func `a log of the first generation is signed against, verified and watched`() throws {
        guard let sigstore = try PrivateSigstore() else { return }
        let folder = try TemporaryFolder()
        let at = folder.path
        try folder.write(Array("gold".utf8), to: "a")
        try folder.write(Array((try sigstore.token() + "\n").utf8), to: "token")
        let signed = try #require(
            try Obryza.run([
                "sign", "\(at)/a", "--trust-config", sigstore.trustConfig, "--identity-token", "\(at)/token",
                "--rekor-version", "1",
            ]))
        #expect(signed.status == 0, "\(signed.errors)")
        let verified = try #require(
            try Obryza.run(["verify-blob", "\(at)/a", "--bundle", "\(at)/a.sigstore.json"] + sigstore.identity()))
        #expect(
            verified.status == 0 && verified.output.contains("\(sigstore.url)/rekor1 index 0"), "\(verified.output)")
        let watched = try #require(
            try Obryza.run([
                "log", "monitor", "\(sigstore.url)/rekor1", "--trusted-root", sigstore.trustedRoot, "--state",
                "\(at)/state", "--from-start", "--identity", PrivateSigstore.subject,
            ]))
        #expect(watched.status == 1 && watched.output.contains("unexplained  entry 0"), "\(watched.output)")
    }

    @Test func `an authority ends TLS itself and takes a new certificate`() throws {
        guard Shell.has("curl", "openssl") else { return }
        let folder = try TemporaryFolder()
        let make = """
            openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout new.key -out new.crt -days 2 \
                -subj /CN=localhost -addext subjectAltName=IP:127.0.0.1
            """
        try folder.run("\(make)\nmv new.key tls.key\nmv new.crt tls.crt\ncp tls.crt old.crt")
        let files = ["--tls-cert-file", "\(folder.path)/tls.crt", "--tls-private-key-file", "\(folder.path)/tls.key"]
        guard let sigstore = try PrivateSigstore(files) else { return }
        let secure = "https" + sigstore.url.dropFirst(4)
        let answered = try folder.run(
            """
            curl -s -m 60 --cacert tls.crt \(secure)/healthz
            ! curl -s -m 60 \(sigstore.url)/healthz
            \(make)
            mv new.key tls.key
            mv new.crt tls.crt
            for attempt in $(seq 600); do
                if curl -s -m 60 --cacert tls.crt \(secure)/healthz; then break; fi
                sleep 0.1
            done
            ! curl -s -m 60 --cacert old.crt \(secure)/healthz
            """)
        #expect(String(decoding: answered, as: UTF8.self) == #"{"status":"ok"}{"status":"ok"}"#)
        for options in [[files[0], files[1]], files.map { $0.hasSuffix(".key") ? "\(folder.path)/none" : $0 }] {
            let outcome = try Obryza.run(["authority", "serve", sigstore.path, "--port", "0"] + options)
            #expect(outcome.map { $0.status != 0 && $0.status != 124 } ?? true)
        }
    }
}
