import Testing

@testable import Rego

@Suite struct CertificateBuiltinTests {
    /// A root, an intermediate and a leaf for `*.example.test` and 192.0.2.7, all from 2020 to 2040; their keys are gone.
    private static let chain = """
        -----BEGIN CERTIFICATE-----
        MIIBXjCCAQWgAwIBAgIUP4HG8SEvqkZnHnbtSAlj/E063mgwCgYIKoZIzj0EAwIw
        JTEUMBIGA1UECgwLT2JyeXphIFRlc3QxDTALBgNVBAMMBFJvb3QwHhcNMjAwMTAx
        MDAwMDAwWhcNNDAwMTAxMDAwMDAwWjAlMRQwEgYDVQQKDAtPYnJ5emEgVGVzdDEN
        MAsGA1UEAwwEUm9vdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABNmzoxfsZwju
        ZnYKsBzfsq59UjQ78R0xssflwbnw4uyTH42POfzLAQIM88nhyf/RMIZ9jk/AHSvQ
        qPUAjXWz8++jEzARMA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDRwAwRAIg
        C4T4zGjlhY0QtXochW8FmiLsd35ssY3PGoUKQTZhUj8CIBrxZKmO7Efk55GybZh4
        ye/z5t/Y/6Jgn2DMXSKykJ9Q
        -----END CERTIFICATE-----
        -----BEGIN CERTIFICATE-----
        MIIBaTCCARCgAwIBAgIUb+zqpfeiVmCzdr31JS6ggQopby0wCgYIKoZIzj0EAwIw
        JTEUMBIGA1UECgwLT2JyeXphIFRlc3QxDTALBgNVBAMMBFJvb3QwHhcNMjAwMTAx
        MDAwMDAwWhcNNDAwMTAxMDAwMDAwWjAtMRQwEgYDVQQKDAtPYnJ5emEgVGVzdDEV
        MBMGA1UEAwwMSW50ZXJtZWRpYXRlMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE
        ISHQ1OhTyHxS61NLZ81NL4ETybJyP7I5MSypfVJBCnx5NQIUHMWe7wBvK6D8GiXR
        FmCydZx1aA9T7BGeJexjU6MWMBQwEgYDVR0TAQH/BAgwBgEB/wIBADAKBggqhkjO
        PQQDAgNHADBEAiA56heupG7Gu2EvhmXQUMFs2wvKGJlZjnVqEgCupqOE+gIgalvF
        gHvMMYgYso++3pyrMxEnAgcrXlc7e9H4LLZO2GY=
        -----END CERTIFICATE-----
        -----BEGIN CERTIFICATE-----
        MIIBszCCAVmgAwIBAgIUJffaZ1ABAEUe9UgAZXlecf/LgAkwCgYIKoZIzj0EAwIw
        LTEUMBIGA1UECgwLT2JyeXphIFRlc3QxFTATBgNVBAMMDEludGVybWVkaWF0ZTAe
        Fw0yMDAxMDEwMDAwMDBaFw00MDAxMDEwMDAwMDBaMCUxFDASBgNVBAoMC09icnl6
        YSBUZXN0MQ0wCwYDVQQDDARMZWFmMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE
        iARf20UaOjPSLdi/sI5CkEj9TWg4QE7zS6iB6SDQAkuzzjTS/ptaNeH1Q/SqzWi5
        81rxTOy4kRu5q/3wNMd546NfMF0wDAYDVR0TAQH/BAIwADA4BgNVHREEMTAvgg4q
        LmV4YW1wbGUudGVzdIcEwAACB4YXc3BpZmZlOi8vZXhhbXBsZS50ZXN0L2EwEwYD
        VR0lBAwwCgYIKwYBBQUHAwEwCgYIKoZIzj0EAwIDSAAwRQIhAOSpGPqACcdzAOTs
        p/nAV8cMLvyTr0aNR/98e3Slp6G2AiBbt0QrZgNTpv6D6iBaiwkIMmvCVbbKVrV7
        YsxGOa1/WA==
        -----END CERTIFICATE-----
        """

    @Test(
        "a chain verifies for its names, times and purposes only",
        arguments: [
            (#"{"CurrentTime": 1750000000000000000}"#, true),
            (#"{"CurrentTime": 1750000000000000000, "DNSName": "a.example.test"}"#, true),
            (#"{"CurrentTime": 1750000000000000000, "DNSName": "192.0.2.7"}"#, true),
            (#"{"CurrentTime": 1750000000000000000, "DNSName": "a.b.example.test"}"#, false),
            (#"{"CurrentTime": 1750000000000000000, "DNSName": "example.test"}"#, false),
            (#"{"CurrentTime": 1500000000000000000}"#, false), (#"{"CurrentTime": 3000000000000000000}"#, false),
            (#"{"CurrentTime": 1750000000000000000, "KeyUsages": ["KeyUsageClientAuth"]}"#, false),
            (#"{"CurrentTime": 1750000000000000000, "KeyUsages": {"KeyUsageAny"}}"#, true),
        ])
    func verifies(_ options: String, _ expected: Bool) {
        let text = RegoOutput.quoted(Self.chain)
        let result = BuiltinCalls.value("crypto.x509.parse_and_verify_certificates_with_options(\(text), \(options))")
        #expect(result.hasPrefix("[true, [{") == expected)
        #expect(expected || result == "[false, []]")
    }

    @Test(
        "options that are none are errors",
        arguments: [
            (#"{"x": 1}"#, "operand 2 invalid key option"),
            (#"{"DNSName": 1}"#, "operand 2 'DNSName' should be a string"),
            (#"{"KeyUsages": ["x"]}"#, #"operand 2 invalid entries for 'KeyUsages' found: "x""#),
        ])
    func options(_ options: String, _ expected: String) {
        let name = "crypto.x509.parse_and_verify_certificates_with_options"
        #expect(BuiltinCalls.value("\(name)(\"\", \(options))") == "\(name): \(expected)")
    }

    @Test func `a chain without its root's signature does not verify`() {
        let parts = Self.chain.split(separator: "-----BEGIN CERTIFICATE-----", omittingEmptySubsequences: true)
        // The leaf alone under the root, whose key did not sign it.
        let text = RegoOutput.quoted([parts[0], parts[2]].map { "-----BEGIN CERTIFICATE-----" + $0 }.joined())
        #expect(
            BuiltinCalls.value(
                "crypto.x509.parse_and_verify_certificates(\(text))", nanoseconds: 1_750_000_000_000_000_000)
                == "[false, []]")
    }

    @Test func `certificates are objects of Go's shape`() {
        let result = BuiltinCalls.value("crypto.x509.parse_certificates(\(RegoOutput.quoted(Self.chain)))")
        for part in [
            #""DNSNames": ["*.example.test"]"#, #""IPAddresses": ["192.0.2.7"]"#, #""ExtKeyUsage": [1]"#,
            #""URIStrings": ["spiffe://example.test/a"]"#, #""NotBefore": "2020-01-01T00:00:00Z""#,
            #""SignatureAlgorithm": 10"#, #""PublicKeyAlgorithm": 3"#, #""CommonName": "Intermediate""#,
            #""MaxPathLenZero": true"#, #""Organization": ["Obryza Test"]"#,
        ] {
            #expect(result.contains(part), "\(part)")
        }
    }
}
