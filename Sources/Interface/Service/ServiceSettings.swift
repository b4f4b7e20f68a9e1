package import Rego

/// How a policy server behaves.
package struct ServiceSettings: Sendable {
    package enum Authentication: String, Sendable, CaseIterable {
        case off
        /// A bearer token says who the client is; the policy judges the token.
        case token
        /// A certificate says who the client is; the server verifies it.
        case tls
    }

    package enum Authorization: String, Sendable, CaseIterable {
        case off
        /// `data.system.authz.allow` decides on each request.
        case basic
    }

    /// The program's version, which provenance and metrics tell.
    package var version = ""
    package var authentication = Authentication.off
    package var authorization = Authorization.off
    /// The document that `POST /` asks for.
    package var defaultDecision = "system/main"
    package var authorizationDecision = "system/authz/allow"
    package var maskDecision = "system/log/mask"
    package var dropDecision = "system/log/drop"
    /// What distinguishes this server in decision logs and its status.
    package var labels: [(name: String, value: String)] = []
    /// Of one decision.
    package var limits = EvaluationLimits(time: .seconds(10))
    /// Bytes of a request's body, as sent and inflated.
    package var bodyLimit = 64 << 20
    package var inflatedLimit = 128 << 20
    /// Of policies that clients put.
    package var policyVersion = RegoVersion.v1

    package var envoy = EnvoySettings()

    package init() {}
}
