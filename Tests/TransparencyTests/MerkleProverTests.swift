import Testing

@testable import Transparency

@Suite struct MerkleProverTests {
    private static let leaves = (0..<70).map { MerkleHash.leaf([UInt8($0)]) }

    /// RFC 6962 §2.1 as it stands.
    private func reference(_ leaves: ArraySlice<MerkleHash>) -> MerkleHash {
        guard leaves.count > 1, let first = leaves.first else { return leaves.first ?? .empty }
        _ = first
        var split = 1
        while split * 2 < leaves.count { split *= 2 }
        let middle = leaves.startIndex + split
        return .node(reference(leaves[..<middle]), reference(leaves[middle...]))
    }

    private var prover: MerkleProver<Never> {
        MerkleProver { level, index in
            let start = Int(index) << level
            return reference(Self.leaves[start..<start + 1 << level])
        }
    }

    @Test func `roots are those of the recursive definition`() {
        for size in 0...Self.leaves.count {
            #expect(prover.root(size: UInt64(size)) == reference(Self.leaves[..<size]))
        }
    }

    @Test func `every inclusion proof verifies, for its own leaf and index only`() throws {
        for size in [1, 2, 3, 7, 8, 13, 64, 70] as [UInt64] {
            let root = prover.root(size: size)
            for index in 0..<size {
                let proof = prover.inclusion(of: index, in: 0..<size)
                let leaf = Self.leaves[Int(index)]
                try InclusionProof.verify(leaf: leaf, index: index, size: size, proof: proof, root: root)
                for other in 0..<size where other != index {
                    #expect(throws: ProofError.self) {
                        try InclusionProof.verify(leaf: leaf, index: other, size: size, proof: proof, root: root)
                    }
                }
                #expect(throws: ProofError.self) {
                    try InclusionProof.verify(
                        leaf: leaf, index: index, size: size, proof: proof + [leaf], root: root)
                }
            }
        }
    }

    @Test func `every subtree of every tree is proved, and no other hash passes for it`() throws {
        for size in 1...20 as ClosedRange<UInt64> {
            let root = prover.root(size: size)
            for start in 0..<size {
                for end in start + 1...size where Subtree.isValid(start..<end) {
                    let hash = prover.hash(start..<end)
                    #expect(hash == reference(Self.leaves[Int(start)..<Int(end)]))
                    let proof = prover.consistency(of: start..<end, size: size)
                    try ConsistencyProof.verify(subtree: start..<end, hash: hash, size: size, root: root, proof: proof)
                    #expect(throws: ProofError.self) {
                        try ConsistencyProof.verify(
                            subtree: start..<end, hash: .empty, size: size, root: root, proof: proof)
                    }
                    #expect(throws: ProofError.self) {
                        try ConsistencyProof.verify(
                            subtree: start..<end, hash: hash, size: size, root: .empty, proof: proof)
                    }
                    for index in start..<end {
                        let inside = prover.inclusion(of: index, in: start..<end)
                        try InclusionProof.verify(
                            leaf: Self.leaves[Int(index)], index: index, subtree: start..<end, proof: inside, root: hash
                        )
                    }
                }
            }
        }
    }

    @Test func `the largest numbers neither trap nor loop`() {
        let hash = MerkleHash.empty
        for size in [UInt64.max, UInt64.max - 1, 1 << 63] as [UInt64] {
            for index in [0, size - 1, size / 2] as [UInt64] {
                for count in [0, 1, 63, 64, 65] {
                    let proof = [MerkleHash](repeating: hash, count: count)
                    #expect(throws: ProofError.self) {
                        try InclusionProof.verify(leaf: hash, index: index, size: size, proof: proof, root: hash)
                    }
                    #expect(throws: ProofError.self) {
                        try ConsistencyProof.verify(
                            oldSize: index + 1, oldRoot: hash, newSize: size, newRoot: .leaf([]), proof: proof)
                    }
                }
            }
        }
        #expect(Subtree.isValid(0..<UInt64.max))
        #expect(!Subtree.isValid(1..<UInt64.max))
        #expect(!Subtree.isValid(5..<5))
    }
}
