import JSONText
import StructuredText

/// Recognises the SBOM formats by content and reads them.
enum SBOMDocumentReader {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// Words of which one is in every SBOM that we read.
    private static let marks = ["bomFormat", "spdxVersion", "spdx.org/", "artifactRelationships", "cyclonedx.org/"]
    /// Names that promise an SBOM.
    private static let promises = [".spdx.json", ".cdx.json", ".syft.json", ".cdx.xml"]

    /// - Returns: `nil` when the file is no SBOM.
    /// - Throws: when it is one, or is named as one, and cannot be read.
    static func read(_ bytes: UnsafeRawBufferPointer, path: String) throws -> SBOMStatement? {
        var statement = SBOMStatement(path: path)
        guard let first = bytes.first(where: { $0 > 0x20 && $0 != 0xef && $0 != 0xbb && $0 != 0xbf }) else {
            return nil
        }
        switch first {
        case UInt8(ascii: "{"): return try readJSON(bytes, &statement) ? statement : nil
        case UInt8(ascii: "<"):
            guard contains(bytes, "cyclonedx.org/schema/bom") else {
                if contains(bytes, "spdx.org/rdf") { throw Failure(description: "SPDX in RDF/XML is not read") }
                return nil
            }
            let root = try XMLElement.parse(bytes)
            guard root.name == "bom" else { return nil }
            CycloneDXReader.read(root, into: &statement)
        default:
            guard contains(bytes.prefix(4096), "SPDXVersion:") else { return nil }
            let described = SPDXReader.readTagValue(String(decoding: bytes, as: UTF8.self), into: &statement)
            claim(path, described, &statement)
        }
        return statement
    }

    private static func readJSON(_ bytes: UnsafeRawBufferPointer, _ statement: inout SBOMStatement) throws -> Bool {
        let root: JSONValue
        do {
            root = try JSONDocument(bytes).root
        } catch {
            let lower = statement.path.lowercased()
            guard promises.contains(where: { lower.hasSuffix($0) }) || marks.contains(where: { contains(bytes, $0) })
            else { return false }
            throw error
        }
        if root["bomFormat"]?.string == "CycloneDX" {
            CycloneDXReader.read(root, into: &statement)
        } else if let version = root["spdxVersion"]?.string {
            guard version.hasPrefix("SPDX-2.") else {
                throw Failure(description: "expected SPDX 2.x or 3.x, found \(version.prefix(40))")
            }
            let described = SPDXReader.read(root, into: &statement)
            claim(statement.path, described, &statement)
        } else if root["@graph"] != nil, contains(bytes, "spdx.org/") {
            SPDX3Reader.read(root, into: &statement)
        } else if root["artifacts"] != nil, root["artifactRelationships"] != nil {
            SyftReader.read(root, into: &statement)
        } else {
            return false
        }
        return true
    }

    /// Bitnami puts `.spdx-NAME.spdx` in the directory of what it describes.
    private static func claim(_ path: String, _ described: [String], _ statement: inout SBOMStatement) {
        guard RootPath.name(path).hasPrefix(".spdx-"), let only = described.first, described.count == 1 else { return }
        statement.claim(RootPath.parent(path), for: only)
    }

    private static func contains(_ bytes: some Collection<UInt8>, _ text: String) -> Bool {
        let wanted = Array(text.utf8)
        guard let first = wanted.first else { return true }
        var rest = bytes[...]
        while let index = rest.firstIndex(of: first) {
            rest = rest[index...]
            if rest.starts(with: wanted) { return true }
            rest = rest.dropFirst()
        }
        return false
    }
}
