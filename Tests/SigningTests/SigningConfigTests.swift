import Testing

@testable import Signing

@Suite struct SigningConfigTests {
    private static let now = Instant("2026-06-01T00:00:00Z") ?? Instant(seconds: 0)

    private static func service(
        _ url: String, _ version: Int = 1, start: String = "2026-01-01T00:00:00Z", end: String? = nil,
        by name: String? = nil
    ) -> String {
        let until = end.map { #","end":"\#($0)""# } ?? ""
        let by = name.map { #","operator":"\#($0)""# } ?? ""
        return #"{"url":"\#(url)","majorApiVersion":\#(version),"validFor":{"start":"\#(start)"\#(until)}\#(by)}"#
    }

    private static func config(
        authorities: [String] = [service("https://ca.example/")], logs: [String] = [service("https://log.example", 2)],
        times: [String] = [service("https://tsa.example/t")], log: String = #""selector":"ANY""#,
        time: String = #""selector":"ANY""#
    ) -> String {
        """
        {"mediaType":"\(SigningConfig.mediaType)","caUrls":[\(authorities.joined(separator: ","))],"oidcUrls":[],\
        "rekorTlogUrls":[\(logs.joined(separator: ","))],"rekorTlogConfig":{\(log)},\
        "tsaUrls":[\(times.joined(separator: ","))],"tsaConfig":{\(time)}}
        """
    }

    private static func services(_ text: String, logVersion: Int? = nil) throws -> SigningServices {
        try SigningServices(SigningConfig(json: Array(text.utf8)), logVersion: logVersion, at: now)
    }

    @Test func `bases lose their last slash, and whole addresses stay`() throws {
        let services = try Self.services(Self.config(times: [Self.service("https://tsa.example/t/")]))
        #expect(services.authority == "https://ca.example")
        #expect(services.logs == [.init(url: "https://log.example", version: 2)])
        #expect(services.timestampAuthorities == ["https://tsa.example/t/"])
    }

    @Test func `the newest that is in service is chosen, of the highest version that is spoken`() throws {
        let logs = [
            Self.service("https://old.example", 1), Self.service("https://first.example", 2, by: "a"),
            Self.service("https://second.example", 2, start: "2026-03-01T00:00:00Z", by: "a"),
            Self.service("https://future.example", 2, start: "2026-07-01T00:00:00Z", by: "a"),
            Self.service("https://ended.example", 2, start: "2026-05-01T00:00:00Z", end: "2026-05-31T23:59:59Z"),
            Self.service("https://unknown.example", 3),
        ]
        #expect(try Self.services(Self.config(logs: logs)).logs == [.init(url: "https://second.example", version: 2)])
        #expect(
            try Self.services(Self.config(logs: logs), logVersion: 1).logs
                == [.init(url: "https://old.example", version: 1)])
        // The end is still in it.
        let last = [Self.service("https://last.example", 2, end: "2026-06-01T00:00:00Z")]
        #expect(try Self.services(Self.config(logs: last)).logs.count == 1)
    }

    @Test func `selectors count operators`() throws {
        let times = [
            Self.service("https://a.example", by: "a"),
            Self.service("https://a2.example", start: "2026-02-01T00:00:00Z", by: "a"),
            Self.service("https://b.example", by: "b"), Self.service("https://c.example"),
        ]
        func chosen(_ selector: String) throws -> [String] {
            try Self.services(Self.config(times: times, time: selector)).timestampAuthorities
        }
        let all = ["https://a2.example", "https://b.example", "https://c.example"]
        #expect(try chosen(#""selector":"ALL""#) == all)
        #expect(try chosen(#""selector":"ANY""#) == ["https://a2.example"])
        #expect(try chosen(#""selector":"EXACT","count":2"#) == Array(all.prefix(2)))
        #expect(throws: SigningConfigError.tooFew(what: "timestamp authority", expected: 4, found: 3)) {
            try chosen(#""selector":"EXACT","count":4"#)
        }
    }

    @Test func `a config without a service that can be used says so`() throws {
        for text in [
            Self.config(authorities: []), Self.config(logs: [Self.service("https://l.example", 3)]),
            Self.config(logs: [Self.service("https://l.example", 2, start: "2027-01-01T00:00:00Z")]),
            Self.config(times: [Self.service("https://t.example", end: "2026-02-01T00:00:00Z")]),
        ] {
            #expect(throws: SigningConfigError.self) { try Self.services(text) }
        }
        let timeless = try Self.services(Self.config(times: []))
        #expect(throws: SigningConfigError.noTime) { try timeless.check() }
        let old = try Self.services(Self.config(logs: [Self.service("https://l.example")], times: []))
        try old.check()
    }

    @Test(arguments: [
        "", "[", "[]", "{}", #"{"mediaType":"application/vnd.dev.sigstore.signingconfig.v0.1+json"}"#,
        #"{"mediaType":"\#(SigningConfig.mediaType)","caUrls":{}}"#,
        #"{"mediaType":"\#(SigningConfig.mediaType)","mediaType":"\#(SigningConfig.mediaType)"}"#,
        Self.config(log: #""selector":"SOME""#), Self.config(log: #""selector":"EXACT","count":0"#),
        Self.config(log: #""selector":"EXACT""#), Self.config(authorities: [Self.service("https://a", 0)]),
        Self.config(authorities: [#"{"url":"https://a","majorApiVersion":1}"#]),
        Self.config(authorities: [#"{"majorApiVersion":1,"validFor":{"start":"2026-01-01T00:00:00Z"}}"#]),
        Self.config(authorities: Array(repeating: Self.service("https://a"), count: 65)),
        #"{"mediaType":"\#(SigningConfig.trustConfigMediaType)","trustedRoot":{}}"#,
    ]) func `what is no signing config is refused`(text: String) {
        #expect(throws: SigningConfigError.self) { try SigningConfig(json: Array(text.utf8)) }
    }

    @Test func `a root in the same file is kept as it is`() throws {
        let text = """
            {"mediaType":"\(SigningConfig.trustConfigMediaType)","trustedRoot":{"a":[1.50]},"signingConfig":\(Self.config())}
            """
        let config = try SigningConfig(json: Array(text.utf8))
        #expect(config.trustedRoot == Array(#"{"a":[1.50]}"#.utf8))
        #expect(config.authorities.count == 1)
    }
}
