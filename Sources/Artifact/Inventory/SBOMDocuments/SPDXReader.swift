import JSONText

/// Reads SPDX 2.2 and 2.3 in JSON and in tag-value form.
enum SPDXReader {
    /// - Returns: the identifiers of what the document describes.
    @discardableResult
    static func read(_ root: JSONValue, into statement: inout SBOMStatement) -> [String] {
        statement.format = root["spdxVersion"]?.string ?? "SPDX-2"
        statement.subject = root["name"]?.string
        var licences: [String: String] = [:]
        for licence in root["hasExtractedLicensingInfos"].map({ Array($0.elements) }) ?? [] {
            if let id = licence["licenseId"]?.string, let name = SBOMStatement.known(licence["name"]?.string) {
                licences[id] = name
            }
        }
        for value in root["packages"].map({ Array($0.elements) }) ?? [] {
            add(SPDXPackage(value), licences, to: &statement)
        }
        var described = (root["documentDescribes"].map { Array($0.elements) } ?? []).compactMap(\.string)
        for relation in root["relationships"].map({ Array($0.elements) }) ?? [] {
            guard let from = relation["spdxElementId"]?.string, let type = relation["relationshipType"]?.string,
                let to = relation["relatedSpdxElement"]?.string
            else { continue }
            if type == "DESCRIBES" { described.append(to) }
            SPDXRelation.add(from, type, to, to: &statement)
        }
        return described
    }

    private static func add(
        _ package: SPDXPackage, _ licences: [String: String], to statement: inout SBOMStatement
    ) {
        guard package.isComponent else { return }
        if let component = package.component(naming: licences) {
            statement.add(component, as: package.id)
        } else {
            statement.gap("a package without a name: \((package.id ?? "no SPDXID").prefix(80))")
        }
    }

    /// Reads `Tag: value` lines; a value may be enclosed in `<text>` and `</text>` over several lines.
    ///
    /// - Returns: the identifiers of what the document describes.
    @discardableResult
    static func readTagValue(_ text: String, into statement: inout SBOMStatement) -> [String] {
        var packages: [SPDXPackage] = []
        var described: [String] = []
        var licences: [String: String] = [:]
        var licence: String?
        /// Whether tags still belong to the last package, not to a file or snippet.
        var isInPackage = false
        var lines = TagValueLines(text)
        while let (tag, value) = lines.next() {
            switch tag {
            case "SPDXVersion": statement.format = value
            case "DocumentName": statement.subject = value
            case "PackageName":
                packages.append(SPDXPackage())
                packages[packages.count - 1].name = value
                isInPackage = true
            case "FileName", "SnippetSPDXID": isInPackage = false
            case "LicenseID":
                isInPackage = false
                licence = value
            case "LicenseName":
                if let licence, let name = SBOMStatement.known(value) { licences[licence] = name }
            case "Relationship":
                let words = value.split(separator: " ")
                guard words.count >= 3 else { continue }
                if words[1] == "DESCRIBES" { described.append(String(words[2])) }
                SPDXRelation.add(String(words[0]), String(words[1]), String(words[2]), to: &statement)
            default:
                if isInPackage { set(tag, value, of: &packages[packages.count - 1]) }
            }
        }
        for package in packages { add(package, licences, to: &statement) }
        return described
    }

    private static func set(_ tag: String, _ value: String, of package: inout SPDXPackage) {
        switch tag {
        case "SPDXID": package.id = value
        case "PackageVersion": package.version = value
        case "PackageSupplier": package.supplier = value
        case "PackageOriginator": package.originator = value
        case "PackageHomePage": package.homepage = value
        case "PackageLicenseDeclared": package.declared = value
        case "PackageLicenseConcluded": package.concluded = value
        case "PrimaryPackagePurpose": package.purpose = value
        case "PackageSummary": package.summary = value
        case "PackageDescription": package.summary = package.summary ?? value
        case "PackageChecksum":
            let parts = value.split(separator: ":", maxSplits: 1)
            guard parts.count == 2 else { return }
            if let digest = SBOMStatement.digest(String(parts[0]), String(parts[1].drop { $0 == " " })) {
                package.digests.append(digest)
            }
        case "ExternalRef":
            let words = value.split(separator: " ")
            if words.count >= 3 { package.add(String(words[1]), String(words[2])) }
        default: break
        }
    }
}

/// The tags and values of an SPDX tag-value document in order.
private struct TagValueLines {
    private var lines: IndexingIterator<[Substring]>

    init(_ text: String) { lines = text.split(whereSeparator: \.isNewline).makeIterator() }

    mutating func next() -> (tag: String, value: String)? {
        while let line = lines.next() {
            guard line.utf8.first != UInt8(ascii: "#"), let colon = line.utf8.firstIndex(of: UInt8(ascii: ":"))
            else { continue }
            let tag = String(line[..<colon])
            var value = String(line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" })
            let opening = "<text>"
            let closing = "</text>"
            guard value.hasPrefix(opening) else {
                while value.utf8.last == 0x20 || value.utf8.last == 0x09 { value.removeLast() }
                return (tag, value)
            }
            value.removeFirst(opening.count)
            while !value.hasSuffix(closing), let more = lines.next() { value += "\n\(more)" }
            if value.hasSuffix(closing) { value.removeLast(closing.count) }
            return (tag, value)
        }
        return nil
    }
}
