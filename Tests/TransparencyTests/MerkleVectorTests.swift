import Content
import JSONText
import Testing

@testable import Transparency

/// Every vector of transparency-dev's suite.
@Suite struct MerkleVectorTests {
    private func run(_ folder: String, count: Int, _ verify: (JSONValue) throws -> Void) throws {
        let files = SharedFolder.files("conformance/merkle/\(folder)")
        guard !files.isEmpty else { return }
        #expect(files.count == count)
        for file in files {
            let bytes = try #require(try SharedFolder.bytes(file))
            let value = try JSONDocument(bytes).root
            guard let wantsError = value["wantErr"]?.bool else { throw Malformed() }
            do {
                try verify(value)
                #expect(!wantsError, "\(file): \(value["desc"]?.string ?? ""): accepted")
            } catch {
                #expect(wantsError, "\(file): \(value["desc"]?.string ?? ""): \(error)")
            }
        }
    }

    private struct Malformed: Error {}

    private func number(_ value: JSONValue, _ name: String) throws -> UInt64 {
        // Some vectors hold numbers that no tree has.
        guard let text = value[name]?.number, let number = UInt64(text) else { throw Malformed() }
        return number
    }

    /// A hash; where the vectors write a text for a hash that must not matter, zeros fill it up.
    private func hash(_ value: JSONValue, _ name: String) throws -> MerkleHash {
        guard let bytes = value[name]?.string.flatMap({ Base64.decode($0.utf8) }) else { throw Malformed() }
        let filled = 1..<20 ~= bytes.count ? bytes + [UInt8](repeating: 0, count: 32 - bytes.count) : bytes
        guard let hash = MerkleHash(filled) else { throw Malformed() }
        return hash
    }

    private func proof(_ value: JSONValue) throws -> [MerkleHash] {
        try (value["proof"].map { Array($0.elements) } ?? []).map { element in
            guard let hash = element.string.flatMap({ Base64.decode($0.utf8) }).flatMap({ MerkleHash($0) }) else {
                throw Malformed()
            }
            return hash
        }
    }

    private func range(_ value: JSONValue) throws -> Range<UInt64> {
        let (start, end) = (try number(value, "start"), try number(value, "end"))
        guard start <= end else { throw Malformed() }
        return start..<end
    }

    @Test func `inclusion`() throws {
        try run("inclusion", count: 98) { value in
            try InclusionProof.verify(
                leaf: hash(value, "leafHash"), index: number(value, "leafIdx"), size: number(value, "treeSize"),
                proof: proof(value), root: hash(value, "root"))
        }
    }

    @Test func `consistency`() throws {
        try run("consistency", count: 98) { value in
            try ConsistencyProof.verify(
                oldSize: number(value, "size1"), oldRoot: hash(value, "root1"), newSize: number(value, "size2"),
                newRoot: hash(value, "root2"), proof: proof(value))
        }
    }

    @Test func `inclusion in subtrees`() throws {
        try run("subtreeinclusion", count: 204) { value in
            try InclusionProof.verify(
                leaf: hash(value, "leafHash"), index: number(value, "leafIdx"), subtree: range(value),
                proof: proof(value), root: hash(value, "root"))
        }
    }

    @Test func `consistency of subtrees`() throws {
        try run("subtreeconsistency", count: 118) { value in
            try ConsistencyProof.verify(
                subtree: range(value), hash: hash(value, "root1"), size: number(value, "size"),
                root: hash(value, "root2"), proof: proof(value))
        }
    }
}
