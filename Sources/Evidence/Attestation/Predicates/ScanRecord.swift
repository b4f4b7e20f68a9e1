package import JSONText

/// What a scan for known vulnerabilities found, by which data, and what it could not look up.
package struct ScanRecord: Predicate {
    package static let types = ["obryza:scan:v1"]

    package struct Finding: Sendable, Equatable {
        package var vulnerability: String
        /// The package URL of what is affected.
        package var component: String
        package var severity: String?
        package var fixedIn: String?

        package init(vulnerability: String, component: String, severity: String? = nil, fixedIn: String? = nil) {
            self.vulnerability = vulnerability
            self.component = component
            self.severity = severity
            self.fixedIn = fixedIn
        }
    }

    package var tool: ResourceDescriptor
    /// The advisory database, by digest.
    package var database: ResourceDescriptor
    /// RFC 3339: the time of the database's newest data, and of the scan.
    package var dataOf: String?
    package var scannedOn: String?
    package var findings: [Finding]
    /// What could not be read or looked up. Findings say all there is only when this is empty.
    package var gaps: [String]
    private var unknown = UnknownMembers()

    package init(tool: ResourceDescriptor, database: ResourceDescriptor, findings: [Finding], gaps: [String]) {
        self.tool = tool
        self.database = database
        self.findings = findings
        self.gaps = gaps
    }

    package init(_ value: JSONValue) throws(AttestationError) {
        let root = try MemberReader(value, subject: Self.type)
        tool = try ResourceDescriptor(root.object("tool").value, path: "tool")
        database = try ResourceDescriptor(root.object("database").value, path: "database")
        dataOf = try root.optionalText("dataOf")
        scannedOn = try root.optionalText("scannedOn")
        // An absent list is not an empty one: it would turn a missing answer into a clean one.
        _ = try root.requiredList("findings")
        findings = []
        for item in try root.objects("findings") {
            findings.append(
                Finding(
                    vulnerability: try item.text("vulnerability"), component: try item.text("component"),
                    severity: try item.optionalText("severity"), fixedIn: try item.optionalText("fixedIn")))
        }
        _ = try root.requiredList("gaps")
        gaps = try root.texts("gaps")
        unknown = root.unknown(except: ["tool", "database", "dataOf", "scannedOn", "findings", "gaps"])
    }

    package func write(into writer: inout JSONWriter) {
        writer.object { writer in
            writer.key("tool")
            tool.write(into: &writer)
            writer.key("database")
            database.write(into: &writer)
            writer.member("dataOf", dataOf)
            writer.member("scannedOn", scannedOn)
            writer.key("findings")
            writer.array { writer in
                for finding in findings {
                    writer.object { writer in
                        writer.member("vulnerability", finding.vulnerability)
                        writer.member("component", finding.component)
                        writer.member("severity", finding.severity)
                        writer.member("fixedIn", finding.fixedIn)
                    }
                }
            }
            writer.member("gaps", texts: gaps)
            unknown.write(into: &writer)
        }
    }
}
