/// How checks of Envoy's external authorization are answered.
package struct EnvoySettings: Sendable, Equatable {
    /// The document that decides.
    package var path = "envoy/authz/allow"
    /// Decide and log, and allow all.
    package var isDryRun = false
    /// Leave bodies as they are: policies that do not look at them save the time.
    package var skipsBodies = false

    package init() {}
}
