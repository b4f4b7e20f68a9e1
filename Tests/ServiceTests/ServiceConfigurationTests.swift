import Rego
import Testing

@testable import Service

@Suite struct ServiceConfigurationTests {
    @Test func whatItSaysIsSet() throws {
        let configuration = try ServiceConfiguration(
            Array(
                """
                default_decision: /app/allow
                default_authorization_decision: /my/authz
                labels: {team: one}
                decision_logs: {console: true, mask_decision: /my/mask, drop_decision: my/drop}
                server: {decoding: {max_length: 1000, gzip: {max_length: 2000}}}
                services: {web: {url: "https://a.example/x/"}, other: {url: "https://b.example"}}
                bundles:
                  one: {service: web}
                  two: {service: other, resource: /b/two.tar.gz, polling: {min_delay_seconds: 5, max_delay_seconds: 9}}
                """.utf8), of: "config.yaml")
        var settings = ServiceSettings()
        var console = false
        try configuration.apply(to: &settings, console: &console)
        #expect(console && settings.defaultDecision == "app/allow" && settings.authorizationDecision == "my/authz")
        #expect(settings.maskDecision == "my/mask" && settings.dropDecision == "my/drop")
        #expect(settings.bodyLimit == 1000 && settings.inflatedLimit == 2000)
        #expect(settings.labels.map(\.name) == ["team"])
        #expect(
            try configuration.remoteBundles() == [
                .init(name: "one", url: "https://a.example/x/bundles/one", seconds: 60),
                .init(name: "two", url: "https://b.example/b/two.tar.gz", seconds: 5),
            ])
    }

    @Test(arguments: [
        "[]", "discovery: {name: a}", "status: {console: true}", "decision_logs: {service: a}", "labels: {a: 1}",
        "default_decision: 1", "server: {encoding: {}}", "server: {decoding: {max_length: -1}}",
        "services: {a: {url: 'https://x', credentials: {}}}\nbundles: {b: {service: a}}", "bundles: {b: {service: a}}",
        "services: {a: {}}\nbundles: {b: {service: a}}",
        "services: {a: {url: x}}\nbundles: {b: {service: a, signing: {keyid: k}}}",
        "services: {a: {url: x}}\nbundles: {b: {polling: {min_delay_seconds: 0}}}",
    ])
    func whatIsNotSupportedIsRefused(text: String) {
        #expect(throws: LoadingError.self) {
            let configuration = try ServiceConfiguration(Array(text.utf8), of: "config.yaml")
            var settings = ServiceSettings()
            var console = false
            try configuration.apply(to: &settings, console: &console)
            _ = try configuration.remoteBundles()
        }
    }
}
