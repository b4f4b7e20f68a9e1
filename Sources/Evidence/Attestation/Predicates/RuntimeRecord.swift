package import JSONText

/// What an artifact did while it ran: the programs that were executed and the libraries that were loaded.
package struct RuntimeRecord: Predicate {
    package static let types = ["obryza:runtime:v1"]

    package var monitor: ResourceDescriptor
    package var workload: String?
    /// RFC 3339: the time that was watched.
    package var startedOn: String
    package var finishedOn: String
    package var executed: [ResourceDescriptor]
    package var loaded: [ResourceDescriptor]
    /// Events that were lost: what is not listed was not seen only when this is 0.
    package var lostEvents: Int
    private var unknown = UnknownMembers()

    package init(_ value: JSONValue) throws(AttestationError) {
        let root = try MemberReader(value, subject: Self.type)
        monitor = try ResourceDescriptor(root.object("monitor").value, path: "monitor")
        workload = try root.optionalText("workload")
        startedOn = try root.text("startedOn")
        finishedOn = try root.text("finishedOn")
        _ = try root.requiredList("executed")
        executed = try root.resources("executed")
        loaded = try root.resources("loaded")
        guard let lost = root.value("lostEvents")?.int, lost >= 0 else {
            throw root.failure("lostEvents", "a number that is not negative")
        }
        lostEvents = lost
        unknown = root.unknown(except: [
            "monitor", "workload", "startedOn", "finishedOn", "executed", "loaded", "lostEvents",
        ])
    }

    package func write(into writer: inout JSONWriter) {
        writer.object { writer in
            writer.key("monitor")
            monitor.write(into: &writer)
            writer.member("workload", workload)
            writer.member("startedOn", startedOn)
            writer.member("finishedOn", finishedOn)
            writer.key("executed")
            writer.array { writer in for item in executed { item.write(into: &writer) } }
            writer.member("loaded", resources: loaded)
            writer.member("lostEvents", lostEvents)
            unknown.write(into: &writer)
        }
    }
}
