import Testing

@testable import JSONText

/// Policies asked as Kubernetes, Terraform and Envoy ask: the examples of `docs/policy-integrations.md`.
@Suite struct PolicyIntegrationTests {
    private static let admission = """
        package system

        main := {"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "response": response}

        default uid := ""

        uid := input.request.uid

        response := {"uid": uid, "allowed": true} if count(deny) == 0

        response := {"uid": uid, "allowed": false, "status": {"message": concat("; ", sort(deny))}} if count(deny) > 0

        pod := input.request.object.spec if input.request.kind.kind == "Pod"

        pod := input.request.object.spec.template.spec if input.request.kind.kind == "Deployment"

        deny contains sprintf("%s has no digest", [c.image]) if {
        \tsome c in array.concat(pod.containers, object.get(pod, "initContainers", []))
        \tnot contains(c.image, "@sha256:")
        }
        """

    /// What an API server sends for a pod, with what a policy looks at.
    private static let review = """
        {"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","request":{"uid":"60fcbff2-6dff-4b23-8130-e1453cfa2b00",\
        "kind":{"group":"","version":"v1","kind":"Pod"},"resource":{"group":"","version":"v1","resource":"pods"},\
        "name":"p1","namespace":"default","operation":"CREATE","userInfo":{"username":"admin"},\
        "object":{"kind":"Pod","apiVersion":"v1","metadata":{"name":"p1"},"spec":{"containers":[\
        {"name":"a","image":"reg.example.com/app:1"},\
        {"name":"b","image":"reg.example.com/b@sha256:0000000000000000000000000000000000000000000000000000000000000000"}]}},\
        "oldObject":null,"dryRun":false}}
        """

    @Test func `a cluster's webhook is answered over TLS with the review's own uid`() throws {
        guard Shell.has("openssl") else {
            print("skipped: openssl is missing")
            return
        }
        let folder = try TemporaryFolder()
        try folder.write(Array(Self.admission.utf8), to: "admission.rego")
        try folder.write(Array(Self.review.utf8), to: "review.json")
        try folder.write(
            Array(Self.review.replacing("reg.example.com/app:1", with: "reg.example.com/app@sha256:00").utf8),
            to: "good.json")
        let make = """
            openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout server.key -out server.crt -days 2 \
                -subj /CN=localhost -addext subjectAltName=DNS:localhost 2> /dev/null
            """
        let text = try PolicyServeCommandTests.serve(
            folder, "admission.rego --tls-cert-file server.crt --tls-private-key-file server.key", scheme: "https",
            """
            post() { ask --cacert server.crt -H 'Content-Type: application/json' --data-binary @$1 "$url$2"; echo; }
            post review.json '/?timeout=10s'
            post good.json '/?timeout=10s'
            post review.json /v0/data/system/main
            finish TERM
            """, prepare: make)
        guard let text else { return }
        let answers = text.split(separator: "\n").map(String.init)
        try #require(answers.count == 4)
        for (answer, allowed) in zip(answers, [false, true, false]) {
            let root = try JSONDocument(answer).root
            #expect(root["kind"]?.string == "AdmissionReview" && root["apiVersion"]?.string == "admission.k8s.io/v1")
            #expect(root["response"]?["uid"]?.string == "60fcbff2-6dff-4b23-8130-e1453cfa2b00")
            #expect(root["response"]?["allowed"]?.bool == allowed)
            #expect(
                root["response"]?["status"]?["message"]?.string
                    == (allowed ? nil : "reg.example.com/app:1 has no digest"))
        }
        #expect(answers[3] == "status 0")
    }

    private static let plan = """
        {"format_version":"1.2","terraform_version":"1.9.0","resource_changes":[\
        {"address":"aws_s3_bucket.logs","mode":"managed","type":"aws_s3_bucket","name":"logs",\
        "change":{"actions":["create"],"before":null,"after":{"bucket":"logs","acl":"public-read","tags":null}}},\
        {"address":"aws_instance.web","mode":"managed","type":"aws_instance","name":"web",\
        "change":{"actions":["delete","create"],"before":{"instance_type":"t3.micro"},"after":{"instance_type":"t3.large"}}},\
        {"address":"aws_s3_bucket.data","mode":"managed","type":"aws_s3_bucket","name":"data",\
        "change":{"actions":["no-op"],"before":{"acl":"public-read"},"after":{"acl":"public-read"}}}]}
        """
    private static let terraform = """
        package terraform

        deny contains sprintf("%s is public", [change.address]) if {
        \tsome change in input.resource_changes
        \tchange.type == "aws_s3_bucket"
        \t"create" in change.change.actions
        \tstartswith(change.change.after.acl, "public")
        }

        deny contains sprintf("%s is made anew", [change.address]) if {
        \tsome change in input.resource_changes
        \t{"create", "delete"} & {action | some action in change.change.actions} == {"create", "delete"}
        }
        """

    @Test func `a plan is judged on the command line and by the server`() throws {
        let folder = try TemporaryFolder()
        try folder.write(Array(Self.terraform.utf8), to: "terraform.rego")
        try folder.write(Array(Self.plan.utf8), to: "plan.json")
        let reasons = #"["aws_instance.web is made anew","aws_s3_bucket.logs is public"]"#
        guard
            let outcome = try Obryza.run(
                "policy", "eval", "-d", "\(folder.path)/terraform.rego", "-i", "\(folder.path)/plan.json", "--format",
                "raw",
                "--fail-defined", "data.terraform.deny[_]")
        else { return }
        #expect(outcome.status != 0, "\(outcome.output)\(outcome.errors)")
        let text = try PolicyServeCommandTests.serve(
            folder, "terraform.rego",
            """
            (printf '{"input":'; cat plan.json; printf '}') > question
            ask -d @question $url/v1/data/terraform/deny
            finish TERM
            """)
        #expect(text == nil || text == "{\"result\":\(reasons)}\nstatus 0\n", "\(text ?? "")")
    }

    @Test func `Envoy is answered by the program`() throws {
        guard Shell.run("curl -V | grep -q HTTP2").status == 0 else {
            print("skipped: a curl with HTTP/2 is missing")
            return
        }
        let folder = try TemporaryFolder()
        try folder.write(
            Array(
                """
                package envoy.authz

                default allow := false

                allow if input.parsed_path[0] == "public"
                """.utf8), to: "envoy.rego")
        try folder.write(
            Array("plugins: {envoy_ext_authz_grpc: {addr: 'unix://envoy.sock', path: envoy/authz/allow}}\n".utf8),
            to: "config.yaml")
        // The message of a check of /public or /private: attributes, request, http, path.
        let text = try PolicyServeCommandTests.serve(
            folder, "envoy.rego --config-file config.yaml",
            """
            check() { printf "\\\\0\\\\0\\\\0\\\\0\\\\x$1\\\\x0a\\\\x$2\\\\x22\\\\x$3\\\\x12\\\\x$4\\\\x22\\\\x$5$6" > message
                ask --unix-socket envoy.sock --http2-prior-knowledge -H 'Content-Type: application/grpc' -H 'TE: trailers' \
                    --data-binary @message http://localhost/envoy.service.auth.v3.Authorization/Check | tail -c +6 | od -An -tx1
            }
            check 0f 0d 0b 09 07 /public
            check 10 0e 0c 0a 08 /private
            finish TERM
            """)
        #expect(text == nil || text == " 0a 00 1a 00\n 0a 02 08 07 12 05 0a 03 08 93 03\nstatus 0\n", "\(text ?? "")")
    }
}
