internal import Inventory

/// What is wrong with a document, and what consumers are known to take for something else.
package struct VEXReview: Sendable {
    /// Rules that it breaks.
    package private(set) var errors: [String]
    /// What some consumer does not understand as it is meant.
    package private(set) var cautions: [String] = []

    package init(_ document: VEXDocument) {
        errors = document.defects
        var said: [String: (status: VEXStatus, count: Int)] = [:]
        var order: [(key: String, text: String)] = []
        for statement in document.statements {
            let name = statement.vulnerability.name
            // CycloneDX asks for no action.
            let isLenient = document.format == .cycloneDX && statement.status == .affected
            if let defect = statement.defect, !isLenient { errors.append("\(name): \(defect)") }
            if name.hasPrefix("cve-") || name.hasPrefix("ghsa-") {
                cautions.append("\(name): consumers compare letters as they are, and write CVE and GHSA large")
            }
            for product in statement.products {
                review(product, name)
                let parts = product.subcomponents.isEmpty ? [nil] : product.subcomponents.map { $0 as VEXComponent? }
                for part in parts {
                    let key = "\(name)\u{1c}\(product.component.key)\u{1e}\(part?.key ?? "")"
                    if let (status, count) = said[key] {
                        said[key] = (status, count + 1)
                        if status != statement.status { said[key]?.count = .max / 2 }
                    } else {
                        said[key] = (statement.status, 1)
                        order.append((key, "\(name) in \((part ?? product.component).text)"))
                    }
                }
            }
        }
        for (key, text) in order {
            guard let count = said[key]?.count, count > 1 else { continue }
            if count > .max / 4 {
                errors.append(
                    "\(text): two statements that say different things; consumers take the oldest or the newest")
            } else {
                cautions.append("\(text): said \(count) times")
            }
        }
        if document.author.isEmpty {
            let text = "it names no author, so nobody can be asked to trust them"
            if document.format == .cycloneDX { cautions.append(text) } else { errors.append(text) }
        }
        if document.id.isEmpty { cautions.append("it has no identifier") }
    }

    private mutating func review(_ product: VEXProduct, _ name: String) {
        let component = product.component
        let images = component.purls.filter { $0.type == "oci" || $0.type == "docker" }
        for purl in images {
            if purl.version == nil {
                cautions.append("\(name): \(purl) names no digest: it is of whatever the repository holds, and of tags")
            } else if !(purl.version?.hasPrefix("sha256:") ?? false) {
                cautions.append("\(name): \(purl) names a tag, which may come to mean another image")
            }
        }
        if images.isEmpty, component.purls.isEmpty, let id = component.id, !id.contains("@sha256:"),
            !id.hasPrefix("sha256:"), !id.hasPrefix("urn:cdx:"), component.hashes.isEmpty, id.contains(":")
        {
            cautions.append("\(name): “\(id.prefix(80))” is a name that scanners do not resolve")
        }
        if !images.isEmpty, product.subcomponents.isEmpty {
            cautions.append("\(name): \(component.text) without a component: it is of everything in the image")
        }
        if images.isEmpty, !component.purls.isEmpty, product.subcomponents.isEmpty {
            cautions.append("\(name): \(component.text) as the product: it is of that package in whatever image")
        }
    }
}
