import Rego
import StructuredText

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// One case of the suite.
struct ConformanceCase {
    var note = ""
    var query = ""
    var modules: [String] = []
    var data: StructuredValue?
    var input: StructuredValue?
    var inputTerm: String?
    var wantResult: [StructuredValue]?
    var wantError: String?
    var wantErrorCode: String?
    var isStrict = false
    var sortsBindings = false
    var ignoresGeneratedVariables = false
    var usesExperimentalKeywords = false
}

/// Reads the files of the suite.
enum Suite {
    struct Failure: Error, CustomStringConvertible {
        var description: String
    }

    /// The entries of a folder, sorted.
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

    static func contents(of path: String) throws -> [UInt8] {
        guard let file = fopen(path, "rb") else { throw Failure(description: "cannot open \(path)") }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = fread(&buffer, 1, buffer.count, file)
            if count == 0 { return bytes }
            bytes += buffer[..<count]
        }
    }

    static func cases(in path: String) throws -> [ConformanceCase] {
        let bytes = try contents(of: path)
        let documents = try bytes.withUnsafeBytes { try YAML.documents($0) }
        guard let cases = documents.first?["cases"]?.elements else { throw Failure(description: "no cases") }
        return try cases.map(read)
    }

    private static func read(_ value: StructuredValue) throws -> ConformanceCase {
        var test = ConformanceCase()
        for member in value.members {
            switch member.key {
            case "note": test.note = member.value.scalar ?? ""
            case "query": test.query = member.value.scalar ?? ""
            case "modules": test.modules = member.value.elements.map { $0.scalar ?? "" }
            case "data": test.data = member.value
            case "input": test.input = member.value
            case "input_term": test.inputTerm = member.value.scalar
            case "want_result": if case .sequence(let wanted) = member.value { test.wantResult = wanted }
            case "want_error": test.wantError = member.value.scalar
            case "want_error_code": test.wantErrorCode = member.value.scalar
            case "strict_error": test.isStrict = member.value.bool ?? false
            case "sort_bindings": test.sortsBindings = member.value.bool ?? false
            case "ignore_generated_vars": test.ignoresGeneratedVariables = member.value.bool ?? false
            case "experimental_keywords": test.usesExperimentalKeywords = member.value.bool ?? false
            default: throw Failure(description: "unknown field \(member.key)")
            }
        }
        return test
    }
}
