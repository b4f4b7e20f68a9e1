import JSONText
import NIOHTTP1
import Rego
import Testing

@testable import Service

@Suite struct AuthorizationTests {
    private static func service(
        _ policy: String?, _ authentication: ServiceSettings.Authentication = .token
    ) throws
        -> TestService
    {
        var settings = ServiceSettings()
        settings.authentication = authentication
        settings.authorization = .basic
        var policies = ["app.rego": "package app\n\nx := input.n"]
        policies["authz.rego"] = policy
        return try TestService(policies, settings: settings)
    }

    @Test func aPolicyDecidesOnRequests() throws {
        let service = try Self.service(
            """
            package system.authz

            default allow := false

            allow if input.identity == "secret"

            allow if {
                input.method == "POST"
                input.path == ["v1", "data", "app", "x"]
                input.params.pretty[0] == "true"
                input.headers["X-Team"][0] == "one"
                input.body.input.n == 5
            }
            """)
        let body = #"{"input":{"n":5}}"#
        let refused = service.ask(.POST, "/v1/data/app/x", body)
        #expect(refused.status == 401)
        #expect(
            try refused.compact
                == #"{"code":"unauthorized","message":"request rejected by administrative policy"}"#)
        let authorized = [("Authorization", "Bearer secret")]
        #expect(try service.ask(.POST, "/v1/data/app/x", body, headers: authorized).compact == #"{"result":5}"#)
        #expect(service.ask(.GET, "/v1/policies", headers: [("Authorization", "Bearer wrong")]).status == 401)
        #expect(service.ask(.GET, "/v1/policies", headers: authorized).status == 200)
        #expect(service.ask(.POST, "/v1/data/app/x?pretty=true", body, headers: [("x-team", "one")]).status == 200)
        #expect(
            service.ask(.POST, "/v1/data/app/x?pretty=true", #"{"input":{"n":6}}"#, headers: [("x-team", "one")])
                .status == 401)
        #expect(service.ask(.POST, "/v1/data/app/x", "{", headers: authorized).status == 400)
    }

    @Test func aReasonIsTold() throws {
        let service = try Self.service(
            "package system.authz\n\nallow := {\"allowed\": input.method == \"GET\", \"reason\": \"read only\"}")
        #expect(service.ask(.GET, "/health").status == 200)
        #expect(
            try service.ask(.DELETE, "/v1/data/x").compact == #"{"code":"unauthorized","message":"read only"}"#)
    }

    @Test(arguments: [
        nil, "package system.authz\n\nallow if false", "package system.authz\n\nallow := {\"reason\": 1}",
    ])
    func withoutADecisionNothingIsAllowed(policy: String?) throws {
        #expect(try Self.service(policy).ask(.GET, "/health").status == 500)
    }

    @Test(arguments: ["\"yes\"", "1", "null", "[true]", "{\"allowed\": \"true\"}"])
    func onlyTrueAllows(value: String) throws {
        #expect(try Self.service("package system.authz\n\nallow := \(value)").ask(.GET, "/health").status == 401)
    }
}
