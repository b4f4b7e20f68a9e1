import Glibc
import StructuredText

@testable import Rego

/// The texts of the conformance cases: `OBRYZA_SHARED`, or `shared` beside the repository.
enum ConformanceSources {
    struct Case {
        var file: String
        var index: Int
        var note: String
        var query: String
        var modules: [String]
        var isExperimental: Bool
        var document: StructuredValue
    }

    static let root: String = {
        let repository = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        let shared = getenv("OBRYZA_SHARED").map { String(cString: $0) } ?? "/\(repository)/../shared"
        return "\(shared)/conformance/rego"
    }()

    static var isPresent: Bool { access(root, R_OK) == 0 }

    static func names(in folder: String) -> [String] {
        guard let handle = opendir(folder) else { return [] }
        defer { closedir(handle) }
        var names: [String] = []
        while let entry = readdir(handle) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted()
    }

    static func contents(of path: String) -> [UInt8] {
        guard let file = fopen(path, "rb") else { return [] }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = fread(&buffer, 1, buffer.count, file)
            if count == 0 { return bytes }
            bytes += buffer[..<count]
        }
    }

    /// All cases of `v0` or `v1`.
    static func cases(_ version: String) throws -> [Case] {
        var cases: [Case] = []
        for topic in names(in: "\(root)/\(version)") {
            for name in names(in: "\(root)/\(version)/\(topic)") where name.hasSuffix(".yaml") {
                let file = "\(root)/\(version)/\(topic)/\(name)"
                let documents = try contents(of: file).withUnsafeBytes { try YAML.documents($0) }
                for (index, entry) in (documents.first?["cases"]?.elements ?? []).enumerated() {
                    cases.append(
                        Case(
                            file: "\(version)/\(topic)/\(name)", index: index, note: entry["note"]?.string ?? "",
                            query: entry["query"]?.scalar ?? "",
                            modules: entry["modules"]?.elements.compactMap(\.string) ?? [],
                            isExperimental: entry["experimental_keywords"]?.bool ?? false, document: entry))
                }
            }
        }
        return cases
    }
}
