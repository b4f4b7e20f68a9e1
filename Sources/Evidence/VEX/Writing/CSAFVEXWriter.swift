internal import Advisories
internal import Inventory
internal import JSONText

/// CSAF 2.0, profile VEX (§4.5): products and their parts joined by relationships.
struct CSAFVEXWriter {
    private let document: VEXDocument
    private let publisher: VEXPublisher
    private let statements: [VEXStatement]
    private let wholes: VEXWholes
    /// Parts, by what tells them apart, and the pairs of a whole and a part that statements speak of.
    private var parts: [VEXComponent] = []
    private var partPlaces: [String: Int] = [:]
    private var pairs: [(whole: Int, part: Int)] = []
    private var pairPlaces: [Int: [Int: Int]] = [:]

    init(_ document: VEXDocument, _ publisher: VEXPublisher) {
        self.document = document
        self.publisher = publisher
        statements = document.sorted
        wholes = VEXWholes(statements)
        for statement in statements {
            for target in wholes.targets(of: statement) {
                guard let part = target.part else { continue }
                let place: Int
                if let known = partPlaces[part.key] {
                    place = known
                } else {
                    place = parts.count
                    partPlaces[part.key] = place
                    parts.append(part)
                }
                if pairPlaces[target.whole]?[place] == nil {
                    pairPlaces[target.whole, default: [:]][place] = pairs.count
                    pairs.append((target.whole, place))
                }
            }
        }
    }

    private static func number(_ prefix: String, _ index: Int) -> String {
        let digits = String(index + 1)
        return "\(prefix)-\(String(repeating: "0", count: max(0, 4 - digits.count)))\(digits)"
    }

    private func id(whole: Int) -> String { Self.number("PRODUCT", whole) }
    private func id(part: Int) -> String { Self.number("PART", part) }
    private func id(pair: Int) -> String { Self.number("PAIR", pair) }

    private func ids(of statement: VEXStatement) -> [String] {
        wholes.targets(of: statement).map { target in
            guard let part = target.part, let place = partPlaces[part.key],
                let pair = pairPlaces[target.whole]?[place]
            else { return id(whole: target.whole) }
            return id(pair: pair)
        }
    }

    func write(toolVersion: String) throws(VEXError) -> [UInt8] {
        try check()
        var json = JSONWriter(pretty: true)
        json.object { json in
            json.key("document")
            json.object { head(into: &$0, toolVersion) }
            json.key("product_tree")
            json.object { tree(into: &$0) }
            json.key("vulnerabilities")
            json.array { json in
                for group in vulnerabilities { json.object { vulnerability(group, into: &$0) } }
            }
        }
        json.newline()
        return json.bytes
    }

    /// One product may have one status (§6.1.6) and one flag (§6.1.32) a vulnerability.
    private func check() throws(VEXError) {
        for group in vulnerabilities {
            var said: Set<String> = []
            for statement in group {
                for id in ids(of: statement) where !said.insert(id).inserted {
                    throw .rule(
                        statement: statement.vulnerability.name,
                        "two statements speak of one product, which CSAF forbids; merge the document first")
                }
            }
        }
    }

    /// Statements of one vulnerability, which appears once (§6.1.23).
    private var vulnerabilities: [[VEXStatement]] {
        var groups: [[VEXStatement]] = []
        for statement in statements {
            if groups.last?.first?.vulnerability.name == statement.vulnerability.name {
                groups[groups.count - 1].append(statement)
            } else {
                groups.append([statement])
            }
        }
        return groups
    }

    private func head(into json: inout JSONWriter, _ toolVersion: String) {
        let first = (document.time ?? document.lastUpdated)?.text ?? ""
        let last = (document.lastUpdated ?? document.time)?.text ?? ""
        let version = max(1, document.version)
        json.member("category", "csaf_vex")
        json.member("csaf_version", "2.0")
        json.key("publisher")
        json.object { json in
            json.member("category", publisher.category.rawValue)
            json.member("name", document.author)
            json.member("namespace", publisher.namespace)
        }
        json.member("title", "Exploitability of vulnerabilities in " + (wholes.wholes.first?.name ?? "a product"))
        json.key("tracking")
        json.object { json in
            json.member("current_release_date", last)
            json.key("generator")
            json.object { json in
                json.key("engine")
                json.object { json in
                    json.member("name", "obryza")
                    json.member("version", toolVersion)
                }
            }
            json.member("id", document.id)
            json.member("initial_release_date", first)
            json.key("revision_history")
            json.array { json in
                // Every version is to be there, from the first (§6.1.21); only the ends of the history are known.
                for number in 1...min(version, 10_000) {
                    json.object { json in
                        json.member("date", number == version && version > 1 ? last : first)
                        json.member("number", "\(number)")
                        json.member("summary", number == 1 ? "First version." : "Statements changed.")
                    }
                }
            }
            json.member("status", "final")
            json.member("version", "\(version)")
        }
    }

    private func tree(into json: inout JSONWriter) {
        json.key("full_product_names")
        json.array { json in
            for (index, whole) in wholes.wholes.enumerated() { product(id(whole: index), whole, into: &json) }
            for (index, part) in parts.enumerated() { product(id(part: index), part, into: &json) }
        }
        guard !pairs.isEmpty else { return }
        json.key("relationships")
        json.array { json in
            for (index, pair) in pairs.enumerated() {
                json.object { json in
                    json.member("category", "default_component_of")
                    json.key("full_product_name")
                    json.object { json in
                        json.member("name", "\(parts[pair.part].name) in \(wholes.wholes[pair.whole].name)")
                        json.member("product_id", id(pair: index))
                    }
                    json.member("product_reference", id(part: pair.part))
                    json.member("relates_to_product_reference", id(whole: pair.whole))
                }
            }
        }
    }

    private func product(_ id: String, _ component: VEXComponent, into json: inout JSONWriter) {
        json.object { json in
            json.member("name", component.name)
            json.member("product_id", id)
            let cpe = component.cpes.first
            // The schema wants at least 32 digits of a hash.
            let hashes = component.hashes.filter { $0.value.utf8.count >= 32 }.sorted()
            guard cpe != nil || !hashes.isEmpty || !component.purls.isEmpty else { return }
            json.key("product_identification_helper")
            json.object { json in
                json.member("cpe", cpe)
                if !hashes.isEmpty {
                    json.key("hashes")
                    json.array { json in
                        json.object { json in
                            json.key("file_hashes")
                            json.array { json in
                                for hash in hashes {
                                    json.object { json in
                                        json.member("algorithm", hash.algorithm.replacing("sha-", with: "sha"))
                                        json.member("value", hash.value)
                                    }
                                }
                            }
                            json.member("filename", component.name)
                        }
                    }
                }
                json.member("purl", component.purls.first?.description)
            }
        }
    }

    private func vulnerability(_ group: [VEXStatement], into json: inout JSONWriter) {
        guard let vulnerability = group.first?.vulnerability else { return }
        let isCVE = vulnerability.name.hasPrefix("CVE-")
        if isCVE { json.member("cve", vulnerability.name) }
        let names = (isCVE ? [] : [vulnerability.name]) + vulnerability.aliases
        let flagged = group.filter { $0.justification != nil }
        if !flagged.isEmpty {
            json.key("flags")
            json.array { json in
                for statement in flagged {
                    json.object { json in
                        json.member("date", document.time(of: statement)?.text)
                        json.member("label", statement.justification?.rawValue)
                        texts("product_ids", ids(of: statement), into: &json)
                    }
                }
            }
        }
        if !names.isEmpty {
            json.key("ids")
            json.array { json in
                for name in names {
                    json.object { json in
                        json.member("system_name", Self.system(of: name))
                        json.member("text", name)
                    }
                }
            }
        }
        json.key("notes")
        json.array { json in
            json.object { json in
                json.member("category", "description")
                json.member("text", vulnerability.description ?? vulnerability.name)
            }
            for statement in group {
                guard let notes = statement.notes else { continue }
                json.object { json in
                    json.member("category", "details")
                    json.member("text", notes)
                    json.member("title", "Status \(statement.status.rawValue)")
                }
            }
        }
        json.key("product_status")
        json.object { json in
            for status in VEXStatus.allCases.sorted(by: { $0.csaf < $1.csaf }) {
                let ids = group.filter { $0.status == status }.flatMap(ids)
                if !ids.isEmpty { texts(status.csaf, ids, into: &json) }
            }
        }
        let acted = group.filter { $0.action != nil }
        if !acted.isEmpty {
            json.key("remediations")
            json.array { json in
                for statement in acted {
                    json.object { json in
                        json.member("category", "mitigation")
                        json.member("date", (statement.actionTime ?? document.time(of: statement))?.text)
                        json.member("details", statement.action)
                        texts("product_ids", ids(of: statement), into: &json)
                    }
                }
            }
        }
        let impacts = group.filter { $0.impact != nil }
        if !impacts.isEmpty {
            json.key("threats")
            json.array { json in
                for statement in impacts {
                    json.object { json in
                        json.member("category", "impact")
                        json.member("date", document.time(of: statement)?.text)
                        json.member("details", statement.impact)
                        texts("product_ids", ids(of: statement), into: &json)
                    }
                }
            }
        }
    }

    static func system(of name: String) -> String {
        if name.hasPrefix("CVE-") { return "CVE" }
        if name.hasPrefix("GHSA-") { return "GitHub Security Advisory" }
        if name.hasPrefix("DSA-") || name.hasPrefix("DLA-") || name.hasPrefix("DEBIAN-") { return "Debian" }
        if name.hasPrefix("GO-") { return "Go vulnerability database" }
        if name.hasPrefix("RUSTSEC-") { return "RustSec" }
        if name.hasPrefix("PYSEC-") { return "PyPA advisory database" }
        return "OSV"
    }

    private func texts(_ name: String, _ texts: [String], into json: inout JSONWriter) {
        json.key(name)
        json.array { json in for text in texts { json.value(text) } }
    }
}
