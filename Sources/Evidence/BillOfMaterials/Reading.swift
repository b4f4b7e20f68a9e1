import JSONText
import StructuredText

extension BillOfMaterials {
    /// Bounds on a document from outside.
    private static let size = 512 << 20
    private static let depth = 128
    private static let nodes = 16_000_000

    /// Reads a document, whatever its format: SPDX 2.2, 2.3 and 3.0 as JSON, CycloneDX 1.2 to 1.7 as JSON and XML,
    /// our own, and syft's.
    ///
    /// Members that are not known are passed over.
    ///
    /// - Throws: for a text that is not well-formed, is beyond the bounds, or is in none of these formats.
    package static func read(
        _ bytes: [UInt8], _ extent: Extent = .everything
    ) throws(BillOfMaterialsError) -> BillOfMaterials {
        guard bytes.count <= size else {
            throw BillOfMaterialsError("document: \(bytes.count) bytes; at most \(size) are read")
        }
        let hasMark = bytes.starts(with: [0xef, 0xbb, 0xbf])
        let start = bytes.dropFirst(hasMark ? 3 : 0).first { $0 > 0x20 }
        switch start {
        case UInt8(ascii: "{"):
            let root: JSONValue
            do throws(JSONError) {
                root = try JSONDocument(
                    hasMark ? Array(bytes.dropFirst(3)) : bytes, limits: JSONLimits(depth: depth, size: size)
                ).root
            } catch {
                throw BillOfMaterialsError("document: \(error)")
            }
            return try read(root, extent)
        case UInt8(ascii: "<"):
            let root: XMLElement
            do {
                root = try bytes.withUnsafeBytes {
                    try XMLElement.parse($0, limits: StructuredTextLimits(depth: depth, nodes: nodes))
                }
            } catch {
                throw BillOfMaterialsError("document: \(error)")
            }
            guard root.name == "bom", root.namespace?.hasPrefix("http://cyclonedx.org/schema/bom") ?? false else {
                throw BillOfMaterialsError("document: XML element \(root.name); expected bom of CycloneDX")
            }
            return CycloneDXReader.read(.xml(root), extent)
        default:
            throw BillOfMaterialsError("document: neither JSON nor XML; expected SPDX, CycloneDX or obryza JSON")
        }
    }

    private static func read(_ root: JSONValue, _ extent: Extent) throws(BillOfMaterialsError) -> BillOfMaterials {
        if root["bomFormat"]?.string == "CycloneDX" { return CycloneDXReader.read(.json(root), extent) }
        if let version = root["spdxVersion"]?.string {
            guard version.hasPrefix("SPDX-2.") else {
                throw BillOfMaterialsError("document: spdxVersion \(version); SPDX-2.2 and SPDX-2.3 are read")
            }
            return SPDX2Reader.read(root, extent)
        }
        if root["@graph"] != nil { return try SPDX3Reader.read(root, extent) }
        if root["artifacts"] != nil, root["schema"] != nil { return SyftReader.read(root) }
        if root["schemaVersion"] != nil { return try InventoryDocument.read(root, extent) }
        throw BillOfMaterialsError(
            "document: JSON without bomFormat, spdxVersion, @graph or schemaVersion; expected SPDX, CycloneDX or obryza JSON"
        )
    }

    /// Gives every part a reference of its own, sorts, and drops edges to nothing.
    mutating func settle() {
        var taken: Set<String> = []
        for index in parts.indices where !taken.insert(parts[index].ref).inserted {
            parts[index].ref += "~\(index)"
            taken.insert(parts[index].ref)
        }
        edges.removeAll { !taken.contains($0.from) || !taken.contains($0.to) }
        sort()
    }
}
