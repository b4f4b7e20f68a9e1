import Glibc
import JSONText
import Testing

/// Files of the repository that these tests are part of.
enum Repository {
    static func schema() throws -> JSONDocument {
        // Tests/CommandsTests/Scan/Repository.swift
        let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(4).joined(separator: "/")
        let file = try #require(fopen("\(root)/docs/schemas/scan-1.json", "rb"))
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        let count = fread(&bytes, 1, bytes.count, file)
        return try JSONDocument(Array(bytes.prefix(count)))
    }
}
