internal import Advisories
internal import Inventory
internal import JSONText

/// CycloneDX 1.6: the artifact, the parts that statements speak of, and the analysis of each vulnerability.
struct CycloneDXVEXWriter {
    static let notesProperty = "obryza:vex:notes"

    private let document: VEXDocument
    private let statements: [VEXStatement]
    private let wholes: VEXWholes
    /// Parts of each whole, with their references.
    private var parts: [[(ref: String, component: VEXComponent)]]
    private var refs: [[String: String]]

    init(_ document: VEXDocument) {
        self.document = document
        statements = document.sorted
        wholes = VEXWholes(statements)
        parts = Array(repeating: [], count: wholes.wholes.count)
        refs = Array(repeating: [:], count: wholes.wholes.count)
        for statement in statements {
            for target in wholes.targets(of: statement) {
                guard let part = target.part, refs[target.whole][part.key] == nil else { continue }
                let ref = "\(target.whole + 1)/\(parts[target.whole].count + 1)#\(part.text)"
                refs[target.whole][part.key] = ref
                parts[target.whole].append((ref, part))
            }
        }
    }

    private func ref(whole: Int) -> String { "\(whole + 1)#\(wholes.wholes[whole].text)" }

    func write(toolVersion: String) -> [UInt8] {
        let isSingle = wholes.wholes.count == 1
        var json = JSONWriter(pretty: true)
        json.object { json in
            json.member("$schema", "http://cyclonedx.org/schema/bom-1.6.schema.json")
            json.member("bomFormat", "CycloneDX")
            json.member("specVersion", "1.6")
            let serial = document.id.hasPrefix("urn:uuid:") ? document.id : document.contentID
            json.member("serialNumber", serial)
            json.member("version", max(1, document.version))
            json.key("metadata")
            json.object { json in
                json.member("timestamp", (document.lastUpdated ?? document.time)?.text)
                json.key("tools")
                json.object { json in
                    json.key("components")
                    json.array { json in
                        json.object { json in
                            json.member("type", "application")
                            json.member("name", "obryza")
                            json.member("version", toolVersion)
                        }
                    }
                }
                json.key("authors")
                json.array { json in json.object { $0.member("name", document.author) } }
                if isSingle {
                    json.key("component")
                    json.object { component(ref(whole: 0), wholes.wholes[0], isWhole: true, into: &$0) }
                }
            }
            json.key("components")
            json.array { json in
                if isSingle {
                    list(parts[0], into: &json)
                } else {
                    for (index, whole) in wholes.wholes.enumerated() {
                        json.object { json in
                            component(ref(whole: index), whole, isWhole: true, into: &json)
                            guard !parts[index].isEmpty else { return }
                            json.key("components")
                            json.array { list(parts[index], into: &$0) }
                        }
                    }
                }
            }
            json.key("vulnerabilities")
            json.array { json in for statement in statements { json.object { write(statement, into: &$0) } } }
        }
        json.newline()
        return json.bytes
    }

    private func list(_ parts: [(ref: String, component: VEXComponent)], into json: inout JSONWriter) {
        for part in parts { json.object { component(part.ref, part.component, isWhole: false, into: &$0) } }
    }

    private func component(
        _ ref: String, _ component: VEXComponent, isWhole: Bool, into json: inout JSONWriter
    ) {
        json.member("type", isWhole ? (component.purls.first?.type == "oci" ? "container" : "application") : "library")
        json.member("bom-ref", ref)
        json.member("name", component.purls.first?.name ?? component.text)
        json.member("version", component.purls.first?.version)
        let hashes = component.hashes.filter {
            ["md5", "sha-1", "sha-256", "sha-384", "sha-512"].contains($0.algorithm)
        }
        if !hashes.isEmpty {
            json.key("hashes")
            json.array { json in
                for hash in hashes.sorted() {
                    json.object { json in
                        json.member("alg", hash.algorithm.uppercased())
                        json.member("content", hash.value)
                    }
                }
            }
        }
        json.member("cpe", component.cpes.first)
        json.member("purl", component.purls.first?.description)
    }

    private func write(_ statement: VEXStatement, into json: inout JSONWriter) {
        json.member("id", statement.vulnerability.name)
        json.key("source")
        json.object { $0.member("name", CSAFVEXWriter.system(of: statement.vulnerability.name)) }
        if !statement.vulnerability.aliases.isEmpty {
            json.key("references")
            json.array { json in
                for alias in statement.vulnerability.aliases.sorted() {
                    json.object { json in
                        json.member("id", alias)
                        json.key("source")
                        json.object { $0.member("name", CSAFVEXWriter.system(of: alias)) }
                    }
                }
            }
        }
        json.member("description", statement.vulnerability.description)
        json.key("analysis")
        json.object { json in
            let said = statement.analysis
            let state = said?.state.flatMap { Self.status(of: $0) == statement.status ? $0 : nil }
            json.member("state", state ?? statement.status.cycloneDX)
            if statement.status == .notAffected {
                let own = said?.justification
                let label = own.flatMap { VEXJustification(cycloneDX: $0) } == statement.justification ? own : nil
                json.member("justification", label ?? statement.justification?.cycloneDX)
            }
            if let responses = said?.responses, !responses.isEmpty {
                json.key("response")
                json.array { json in for response in responses { json.value(response) } }
            }
            json.member("detail", statement.impact ?? statement.action ?? statement.notes)
            json.member("firstIssued", (statement.time ?? document.time)?.text)
            json.member("lastUpdated", document.time(of: statement)?.text)
        }
        json.key("affects")
        json.array { json in
            for target in wholes.targets(of: statement) {
                let ref = target.part.flatMap { refs[target.whole][$0.key] } ?? ref(whole: target.whole)
                json.object { $0.member("ref", ref) }
            }
        }
        let notes = statement.impact == nil && statement.action == nil ? nil : statement.notes
        guard statement.justification != nil || notes != nil else { return }
        json.key("properties")
        json.array { json in
            if let label = statement.justification {
                json.object { json in
                    json.member("name", CycloneDXVEXReader.labelProperty)
                    json.member("value", label.rawValue)
                }
            }
            if let notes {
                json.object { json in
                    json.member("name", Self.notesProperty)
                    json.member("value", notes)
                }
            }
        }
    }

    private static func status(of state: String) -> VEXStatus? {
        switch state {
        case "exploitable": .affected
        case "in_triage": .underInvestigation
        case "resolved", "resolved_with_pedigree": .fixed
        case "not_affected", "false_positive": .notAffected
        default: nil
        }
    }
}
