import Content
import Inventory
import JSONText

/// Facts for which a format has no field, as named values under `obryza:` (`docs/sbom.md` lists them).
///
/// One list serves all formats: properties in CycloneDX, the `CdxPropertiesExtension` of SPDX 3, annotations in
/// SPDX 2.3.
struct Property: Equatable, Sendable {
    var name: String
    var value: String

    init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

extension BillOfMaterials {
    var documentProperties: [Property] {
        var list = [Property("obryza:subject:kind", artifact.kind.rawValue)]
        if let digest = artifact.configuration { list.append(Property("obryza:subject:configuration", "\(digest)")) }
        if let platform = artifact.platform { list.append(Property("obryza:subject:platform", platform)) }
        for (key, value) in artifact.labels.sorted(by: { $0.key < $1.key }) {
            list.append(Property("obryza:label:" + key, value))
        }
        if let completeness { list.append(Property("obryza:completeness", "\(completeness)")) }
        for layer in layers {
            list.append(
                Property("obryza:layer", compact([("diffID", "\(layer.diffID)"), ("createdBy", layer.createdBy)])))
        }
        for gap in gaps { list.append(Property("obryza:gap", compact([("path", gap.path), ("reason", gap.reason)]))) }
        return list
    }

    mutating func absorb(_ property: Property) {
        let value = property.value
        switch property.name {
        case "obryza:subject:kind": artifact.kind = Subject.Kind(rawValue: value) ?? .image
        case "obryza:subject:configuration": artifact.configuration = Digest(value)
        case "obryza:subject:platform": artifact.platform = value
        case "obryza:completeness": completeness = Double(value).flatMap { 0...1 ~= $0 ? $0 : nil }
        case "obryza:layer":
            guard let object = expanded(value), let id = object["diffID"]?.string.flatMap({ Digest($0) }) else {
                return
            }
            layers.append(Layer(diffID: id, createdBy: object["createdBy"]?.string))
        case "obryza:gap":
            guard let object = expanded(value), let path = object["path"]?.string else { return }
            gaps.append(Yield.Gap(path: path, reason: object["reason"]?.string ?? ""))
        default:
            if let key = rest(of: property.name, after: "obryza:label:") { artifact.labels[key] = value }
        }
    }
}

extension BillOfMaterials.Part {
    /// - Parameter isFull: also what CycloneDX has fields for and SPDX has not.
    func properties(isFull: Bool) -> [Property] {
        var list = [Property("obryza:presence", presence.rawValue)]
        // Every reader takes the ecosystem from the package URL where nothing else is said.
        if ecosystem != (purl.flatMap { PackageURL.type(of: $0) } ?? "") {
            list.append(Property("obryza:ecosystem", ecosystem))
        }
        if let layer { list.append(Property("obryza:layer", String(layer))) }
        if supplierBasis != .package { list.append(Property("obryza:supplier:basis", supplierBasis.rawValue)) }
        for (key, value) in properties.sorted(by: { $0.key < $1.key }) {
            list.append(Property("obryza:property:" + key, value))
        }
        if isFull {
            if kind == .kernel { list.append(Property("obryza:kind", kind.rawValue)) }
            for item in evidence {
                list.append(
                    Property(
                        "obryza:evidence",
                        compact([
                            ("path", item.path), ("technique", item.technique.rawValue),
                            ("confidence", item.confidence == 1 ? nil : "\(item.confidence)"),
                            ("cataloguer", item.cataloguer),
                            ("detail", item.detail),
                        ])))
            }
        } else {
            for cpe in cpes.dropFirst() { list.append(Property("obryza:cpe", cpe)) }
            if supplier?.isPerson == true { list.append(Property("obryza:supplier:person", "true")) }
            if kind == .kernel { list.append(Property("obryza:kind", kind.rawValue)) }
        }
        return list
    }

    mutating func absorb(_ property: Property) {
        let value = property.value
        switch property.name {
        case "obryza:presence": presence = Component.Presence(rawValue: value) ?? .stated
        case "obryza:ecosystem": ecosystem = value
        case "obryza:layer": layer = Int(value)
        case "obryza:supplier:basis": supplierBasis = .init(rawValue: value) ?? .package
        case "obryza:supplier:person": supplier?.isPerson = true
        case "obryza:kind": kind = Component.Kind(rawValue: value) ?? kind
        case "obryza:cpe": cpes.append(value)
        case "obryza:evidence":
            guard let object = expanded(value), let path = object["path"]?.string else { return }
            evidence.append(
                Evidence(
                    path: path,
                    technique: object["technique"]?.string.flatMap(Evidence.Technique.init(rawValue:)) ?? .other,
                    confidence: object["confidence"]?.string.flatMap { Double($0) } ?? 1,
                    cataloguer: object["cataloguer"]?.string ?? "", detail: object["detail"]?.string))
        default:
            if let key = rest(of: property.name, after: "obryza:property:") { properties[key] = value }
        }
    }
}

extension BillOfMaterials.File {
    func properties(withOwners: Bool) -> [Property] {
        var list = [
            Property("obryza:file:status", status.rawValue), Property("obryza:file:kind", kind.name),
            Property("obryza:file:size", String(size)),
        ]
        if let reason { list.append(Property("obryza:file:reason", reason)) }
        if let buildID { list.append(Property("obryza:file:build-id", buildID)) }
        if let layer { list.append(Property("obryza:layer", String(layer))) }
        if withOwners { for owner in owners { list.append(Property("obryza:file:owner", owner)) } }
        return list
    }

    mutating func absorb(_ property: Property) {
        switch property.name {
        case "obryza:file:status": status = FileAccount.Status(rawValue: property.value) ?? .listed
        case "obryza:file:kind": kind = FileKind(name: property.value) ?? .other
        case "obryza:file:size": size = Int(property.value).map { max(0, $0) } ?? 0
        case "obryza:file:reason": reason = property.value
        case "obryza:file:build-id": buildID = property.value
        case "obryza:layer": layer = Int(property.value)
        case "obryza:file:owner": owners.append(property.value)
        default: break
        }
    }
}

extension BillOfMaterials.File {
    private static let summaryPrefix = "obryza:file "

    /// The account of a file that needs no explanation, in a few words: `STATUS KIND SIZE`, then the layer and the
    /// build ID where there are such.
    var summary: String? {
        guard status.isAccounted, reason == nil else { return nil }
        var text = "\(Self.summaryPrefix)\(status.rawValue) \(kind.name) \(size)"
        if let layer { text += " layer=\(layer)" }
        if let buildID { text += " build-id=\(buildID)" }
        return text
    }

    /// Reads what `summary` wrote; other texts say nothing.
    mutating func absorb(summary: String) {
        guard let words = rest(of: summary, after: Self.summaryPrefix)?.split(separator: " "), words.count >= 3 else {
            return
        }
        absorb(Property("obryza:file:status", String(words[0])))
        absorb(Property("obryza:file:kind", String(words[1])))
        absorb(Property("obryza:file:size", String(words[2])))
        for word in words.dropFirst(3) {
            if let value = rest(of: String(word), after: "layer=") { absorb(Property("obryza:layer", value)) }
            if let value = rest(of: String(word), after: "build-id=") {
                absorb(Property("obryza:file:build-id", value))
            }
        }
    }
}

extension PackageURL {
    /// The type in a package URL, without reading the rest.
    static func type(of text: String) -> String? {
        guard text.utf8.starts(with: "pkg:".utf8) else { return nil }
        return String(decoding: text.utf8.dropFirst(4).prefix { $0 != UInt8(ascii: "/") }, as: UTF8.self).lowercased()
    }
}

extension FileKind {
    var name: String {
        switch self {
        case .other: "other"
        case .elf: "elf"
        case .machO: "mach-o"
        case .portableExecutable: "pe"
        case .webAssembly: "wasm"
        case .zip: "zip"
        case .script: "script"
        case .javaClass: "class"
        case .gzip: "gzip"
        case .xz: "xz"
        case .zstd: "zstd"
        case .bzip2: "bzip2"
        case .sqlite: "sqlite"
        }
    }

    init?(name: String) {
        guard let kind = FileKind.allCases.first(where: { $0.name == name }) else { return nil }
        self = kind
    }
}

/// A flat object as JSON text; members without a value are left out.
func compact(_ members: [(String, String?)]) -> String {
    var writer = JSONWriter(reserving: 128)
    writer.object { for (key, value) in members { $0.member(key, value) } }
    return String(decoding: writer.bytes, as: UTF8.self)
}

/// The object in a text that `compact` wrote; `nil` for other texts, which foreign documents may hold.
func expanded(_ text: String) -> JSONValue? {
    guard text.utf8.first == UInt8(ascii: "{") else { return nil }
    do throws(JSONError) {
        return try JSONDocument(text, limits: JSONLimits(depth: 8, size: 1 << 20)).root
    } catch {
        return nil
    }
}

func rest(of text: String, after prefix: String) -> String? {
    text.hasPrefix(prefix) ? String(text.dropFirst(prefix.count)) : nil
}
