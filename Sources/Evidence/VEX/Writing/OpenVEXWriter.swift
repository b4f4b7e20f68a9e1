internal import Advisories
internal import Inventory
internal import JSONText

/// OpenVEX 0.2.0, with no member that its schema does not know.
enum OpenVEXWriter {
    static let context = "https://openvex.dev/ns/v0.2.0"

    static func write(_ document: VEXDocument, toolVersion: String) -> [UInt8] {
        var json = JSONWriter(pretty: true)
        json.object { json in
            json.member("@context", context)
            json.member("@id", document.id)
            json.member("author", document.author)
            json.member("role", document.role)
            json.member("timestamp", (document.time ?? document.lastUpdated)?.text)
            json.member("last_updated", document.lastUpdated?.text)
            json.member("version", max(1, document.version))
            json.member("tooling", toolVersion.isEmpty ? document.tooling : "obryza \(toolVersion)")
            json.key("statements")
            json.array { json in for statement in document.sorted { write(statement, into: &json) } }
        }
        json.newline()
        return json.bytes
    }

    private static func write(_ statement: VEXStatement, into json: inout JSONWriter) {
        json.object { json in
            json.member("@id", statement.id)
            json.key("vulnerability")
            json.object { json in
                json.member("@id", statement.vulnerability.id)
                json.member("name", statement.vulnerability.name)
                json.member("description", statement.vulnerability.description)
                texts("aliases", statement.vulnerability.aliases, into: &json)
            }
            json.member("timestamp", statement.time?.text)
            json.member("last_updated", statement.lastUpdated?.text)
            json.key("products")
            json.array { json in
                for product in statement.products {
                    json.object { json in
                        members(of: product.component, into: &json)
                        guard !product.subcomponents.isEmpty else { return }
                        json.key("subcomponents")
                        json.array { json in
                            for part in product.subcomponents { json.object { members(of: part, into: &$0) } }
                        }
                    }
                }
            }
            json.member("status", statement.status.rawValue)
            json.member("supplier", statement.supplier)
            // The schema takes a justification or an impact statement, and not both.
            let isBoth = statement.justification != nil && statement.impact != nil
            let notes = [isBoth ? statement.impact : nil, statement.notes].compactMap(\.self)
            json.member("status_notes", notes.isEmpty ? nil : notes.joined(separator: "\n"))
            json.member("justification", statement.justification?.rawValue)
            json.member("impact_statement", isBoth ? nil : statement.impact)
            json.member("action_statement", statement.action)
            json.member("action_statement_timestamp", statement.actionTime?.text)
        }
    }

    private static func members(of component: VEXComponent, into json: inout JSONWriter) {
        let id =
            component.id ?? component.purls.first?.description ?? component.cpes.first
            ?? component.hashes.min().map { "\($0.algorithm):\($0.value)" }
        json.member("@id", id)
        // CPE names have two spellings of their member in the two editions of the schema; the `@id` has none.
        if let purl = component.purls.first {
            json.key("identifiers")
            json.object { $0.member("purl", purl.description) }
        }
        guard !component.hashes.isEmpty else { return }
        json.key("hashes")
        json.object { json in for hash in component.hashes.sorted() { json.member(hash.algorithm, hash.value) } }
    }

    private static func texts(_ name: String, _ texts: [String], into json: inout JSONWriter) {
        guard !texts.isEmpty else { return }
        json.key(name)
        json.array { json in for text in texts.sorted() { json.value(text) } }
    }
}
