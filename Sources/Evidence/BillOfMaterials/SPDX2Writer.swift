import Content
import Inventory
import JSONText

/// SPDX 2.3 in JSON.
///
/// A file needs a SHA-1 there (§8.4), which we do not compute; executables that nobody accounts for are therefore
/// packages whose purpose is `FILE`, and accounted files are left to the other formats.
struct SPDX2Writer {
    static let documentID = "SPDXRef-DOCUMENT"
    static let artifactID = "SPDXRef-artifact"
    static let namespacePrefix = "https://spdx.org/spdxdocs/"

    private let bill: BillOfMaterials
    private let annotator: String
    private let files: [BillOfMaterials.File]
    private let licences: LicenceTable

    static func write(_ bill: BillOfMaterials) -> [UInt8] {
        var json = JSONWriter(reserving: 4096 + bill.parts.count * 2048)
        SPDX2Writer(bill).document(&json)
        json.newline()
        return json.bytes
    }

    private init(_ bill: BillOfMaterials) {
        self.bill = bill
        annotator = "Tool: \(bill.tool.name)-\(bill.tool.version)"
        files = bill.files.filter { !$0.status.isAccounted }
        licences = LicenceTable(bill)
    }

    static func id(_ ref: String) -> String {
        ref == BillOfMaterials.artifactRef ? artifactID : ReferenceText.encode(ref, prefix: "SPDXRef-c.")
    }

    static func id(_ file: BillOfMaterials.File) -> String { ReferenceText.encode(file.path, prefix: "SPDXRef-f.") }

    private func document(_ json: inout JSONWriter) {
        json.object { json in
            json.member("spdxVersion", "SPDX-2.3")
            json.member("dataLicense", "CC0-1.0")
            json.member("SPDXID", Self.documentID)
            json.member("name", bill.artifact.name.isEmpty ? "artifact" : bill.artifact.name)
            json.member("documentNamespace", Self.namespacePrefix + "obryza-" + bill.identity)
            json.key("creationInfo")
            json.object {
                $0.member("created", bill.created)
                $0.key("creators")
                $0.array {
                    for author in bill.authors { $0.value(author.spdx) }
                    $0.value(annotator)
                }
            }
            json.key("packages")
            json.array { json in
                artifact(&json)
                for part in bill.parts { package(&json, part) }
                for file in files { package(&json, file) }
            }
            licensing(&json)
            relationships(&json)
            json.key("annotations")
            json.array { json in
                let list = bill.documentProperties
                annotation(&json, list.filter { $0.name != "obryza:gap" })
                for gap in list where gap.name == "obryza:gap" { annotation(&json, [gap]) }
            }
        }
    }

    private func annotation(_ json: inout JSONWriter, _ list: [Property]) {
        guard !list.isEmpty else { return }
        var comment = JSONWriter(reserving: 256)
        comment.object {
            $0.key("obryza")
            $0.array {
                for property in list {
                    $0.array {
                        $0.value(property.name)
                        $0.value(property.value)
                    }
                }
            }
        }
        json.object {
            $0.member("annotationDate", bill.created)
            $0.member("annotationType", "OTHER")
            $0.member("annotator", annotator)
            $0.member("comment", String(decoding: comment.bytes, as: UTF8.self))
        }
    }

    private func artifact(_ json: inout JSONWriter) {
        json.object { json in
            json.member("SPDXID", Self.artifactID)
            json.member("name", bill.artifact.name.isEmpty ? "artifact" : bill.artifact.name)
            json.member("versionInfo", bill.artifact.version ?? "NOASSERTION")
            json.member("supplier", bill.artifact.supplier?.spdx ?? "NOASSERTION")
            json.member("downloadLocation", "NOASSERTION")
            json.member("filesAnalyzed", false)
            json.member("primaryPackagePurpose", bill.artifact.kind == .image ? "CONTAINER" : "SOURCE")
            if let digest = bill.artifact.configuration { checksums(&json, [digest]) }
        }
    }

    private func checksums(_ json: inout JSONWriter, _ digests: [Digest]) {
        guard !digests.isEmpty else { return }
        json.key("checksums")
        json.array { json in
            for digest in digests {
                json.object {
                    $0.member("algorithm", DigestText.spdx(digest.algorithm))
                    $0.member("checksumValue", digest.hex)
                }
            }
        }
    }

    private func package(_ json: inout JSONWriter, _ part: BillOfMaterials.Part) {
        json.object { json in
            json.member("SPDXID", Self.id(part.ref))
            json.member("name", part.name)
            json.member("versionInfo", part.version.isEmpty ? "NOASSERTION" : part.version)
            json.member("supplier", part.supplier?.spdx ?? "NOASSERTION")
            json.member("downloadLocation", "NOASSERTION")
            json.member("filesAnalyzed", false)
            if let homepage = part.homepage, URIText.isValid(homepage) { json.member("homepage", homepage) }
            json.member("summary", part.summary)
            json.member("primaryPackagePurpose", Self.purpose(part.kind))
            checksums(&json, part.digests)
            json.member("licenseConcluded", licences.joined(part.licences.filter { !$0.isDeclared }) ?? "NOASSERTION")
            json.member("licenseDeclared", licences.joined(part.licences.filter(\.isDeclared)) ?? "NOASSERTION")
            json.member("copyrightText", "NOASSERTION")
            if part.purl != nil || !part.cpes.isEmpty {
                json.key("externalRefs")
                json.array { json in
                    if let purl = part.purl { reference(&json, "PACKAGE-MANAGER", "purl", purl) }
                    for cpe in part.cpes {
                        reference(&json, "SECURITY", cpe.hasPrefix("cpe:2.3:") ? "cpe23Type" : "cpe22Type", cpe)
                    }
                }
            }
            json.key("annotations")
            json.array { annotation(&$0, part.properties(isFull: true) + Self.licenceProperties(part)) }
        }
    }

    /// Licences one by one, where the joined expression does not tell them apart.
    private static func licenceProperties(_ part: BillOfMaterials.Part) -> [Property] {
        part.licences.count < 2
            ? []
            : part.licences.map { Property("obryza:licence:" + ($0.isDeclared ? "declared" : "concluded"), $0.text) }
    }

    private func package(_ json: inout JSONWriter, _ file: BillOfMaterials.File) {
        json.object { json in
            json.member("SPDXID", Self.id(file))
            json.member("name", file.path)
            json.member("versionInfo", file.sha256?.description ?? "NOASSERTION")
            json.member("packageFileName", file.path)
            json.member("supplier", bill.artifact.supplier?.spdx ?? "NOASSERTION")
            json.member("downloadLocation", "NOASSERTION")
            json.member("filesAnalyzed", false)
            json.member("primaryPackagePurpose", "FILE")
            checksums(&json, file.sha256.map { [$0] } ?? [])
            json.key("annotations")
            json.array { annotation(&$0, file.properties(withOwners: true)) }
        }
    }

    private func reference(_ json: inout JSONWriter, _ category: String, _ type: String, _ locator: String) {
        json.object {
            $0.member("referenceCategory", category)
            $0.member("referenceType", type)
            $0.member("referenceLocator", locator)
        }
    }

    private static func purpose(_ kind: Component.Kind) -> String {
        switch kind {
        case .operatingSystem, .kernel: "OPERATING-SYSTEM"
        case .application: "APPLICATION"
        case .library: "LIBRARY"
        case .framework: "FRAMEWORK"
        case .firmware: "FIRMWARE"
        case .container: "CONTAINER"
        case .data: "OTHER"
        }
    }

    private func licensing(_ json: inout JSONWriter) {
        let references = licences.extracted
        guard !references.isEmpty else { return }
        json.key("hasExtractedLicensingInfos")
        json.array { json in
            for (id, text) in references {
                json.object {
                    $0.member("licenseId", id)
                    $0.member("name", text)
                    $0.member("extractedText", text)
                }
            }
        }
    }

    private func relationships(_ json: inout JSONWriter) {
        json.key("relationships")
        json.array { json in
            relationship(&json, Self.documentID, "DESCRIBES", Self.artifactID)
            for part in bill.parts { relationship(&json, Self.artifactID, "CONTAINS", Self.id(part.ref)) }
            for file in files { relationship(&json, Self.artifactID, "CONTAINS", Self.id(file)) }
            for edge in bill.edges {
                let type: String
                var comment: String?
                switch edge.relation {
                case .dependsOn: type = "DEPENDS_ON"
                case .developmentDependency: type = "DEV_DEPENDENCY_OF"
                case .contains: type = "CONTAINS"
                case .dynamicLink: type = "DYNAMIC_LINK"
                case .generatedFrom: type = "GENERATED_FROM"
                case .describes: type = "DESCRIBES"
                case .ownedBy:
                    type = "OTHER"
                    comment = edge.relation.rawValue
                }
                relationship(&json, Self.id(edge.from), type, Self.id(edge.to), comment)
            }
        }
    }

    private func relationship(
        _ json: inout JSONWriter, _ from: String, _ type: String, _ to: String, _ comment: String? = nil
    ) {
        json.object {
            $0.member("spdxElementId", from)
            $0.member("relationshipType", type)
            $0.member("relatedSpdxElement", to)
            $0.member("comment", comment)
        }
    }
}

/// Addresses as schemas accept them.
enum URIText {
    /// Whether the text is an absolute URI without bytes that RFC 3986 forbids.
    static func isValid(_ text: String) -> Bool {
        guard
            text.hasPrefix("http://") || text.hasPrefix("https://") || text.hasPrefix("git://")
                || text.hasPrefix("ftp://"), text.utf8.count > 10, text.utf8.count < 2048
        else { return false }
        return text.utf8.allSatisfy { byte in
            0x21...0x7e ~= byte && !"<>\"{}|\\^`[]".utf8.contains(byte)
        } && !hasBadEscape(text)
    }

    private static func hasBadEscape(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        for (index, byte) in bytes.enumerated() where byte == UInt8(ascii: "%") {
            guard index + 2 < bytes.count, Hex.decode(bytes[index + 1...index + 2]) != nil else { return true }
        }
        return bytes.filter { $0 == UInt8(ascii: "#") }.count > 1
    }
}
