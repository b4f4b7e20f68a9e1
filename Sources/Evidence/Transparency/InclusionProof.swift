/// That a leaf stands at an index of a tree (RFC 9162 §2.1.3).
package enum InclusionProof {
    /// The root of the tree of `size` leaves that holds `leaf` at `index`, by the hashes on the way up.
    package static func root(
        leaf: MerkleHash, index: UInt64, size: UInt64, proof: [MerkleHash]
    ) throws(ProofError) -> MerkleHash {
        guard index < size else { throw .index(index, size: size) }
        var node = index
        var last = size - 1
        var hash = leaf
        for sibling in proof {
            guard last > 0 else { throw .length(found: proof.count) }
            if node & 1 == 1 || node == last {
                hash = .node(sibling, hash)
                // The last node of a level without a sibling is moved up unchanged.
                while node & 1 == 0, node != 0 {
                    node >>= 1
                    last >>= 1
                }
            } else {
                hash = .node(hash, sibling)
            }
            node >>= 1
            last >>= 1
        }
        guard last == 0 else { throw .length(found: proof.count) }
        return hash
    }

    package static func verify(
        leaf: MerkleHash, index: UInt64, size: UInt64, proof: [MerkleHash], root: MerkleHash
    ) throws(ProofError) {
        let computed = try Self.root(leaf: leaf, index: index, size: size, proof: proof)
        guard computed == root else { throw .root(expected: root, computed: computed) }
    }

    /// That a leaf stands at an index of the subtree over the leaves of `range`, whose hash is `root`.
    package static func verify(
        leaf: MerkleHash, index: UInt64, subtree range: Range<UInt64>, proof: [MerkleHash], root: MerkleHash
    ) throws(ProofError) {
        guard Subtree.isValid(range) else {
            throw .range(start: range.lowerBound, end: range.upperBound, size: range.upperBound)
        }
        guard range.contains(index) else { throw .index(index, size: range.upperBound) }
        try verify(
            leaf: leaf, index: index - range.lowerBound, size: range.upperBound - range.lowerBound, proof: proof,
            root: root)
    }
}

/// A range of leaves whose hash does not depend on what stands after it
/// (draft-ietf-plants-merkle-tree-certs §4.1, C2SP tlog-witness, sign-subtree).
package enum Subtree {
    /// Not empty, and begun at a multiple of the smallest power of two that holds it.
    package static func isValid(_ range: Range<UInt64>) -> Bool {
        let count = range.upperBound - range.lowerBound
        guard count > 0 else { return false }
        let bits = UInt64.bitWidth - (count - 1).leadingZeroBitCount
        guard bits < UInt64.bitWidth else { return range.lowerBound == 0 }
        return range.lowerBound & ((1 << UInt64(bits)) - 1) == 0
    }
}
