/// That a tree, or a subtree, is part of a larger tree unchanged (RFC 9162 §2.1.4).
package enum ConsistencyProof {
    /// That the tree of `oldSize` leaves is the beginning of the tree of `newSize`.
    ///
    /// An empty old tree is the beginning of everything and proves nothing: it is refused.
    package static func verify(
        oldSize: UInt64, oldRoot: MerkleHash, newSize: UInt64, newRoot: MerkleHash, proof: [MerkleHash]
    ) throws(ProofError) {
        guard oldSize > 0 else { throw .range(start: 0, end: 0, size: newSize) }
        try verify(subtree: 0..<oldSize, hash: oldRoot, size: newSize, root: newRoot, proof: proof)
    }

    /// That the leaves of `range` have the hash `hash` in the tree of `size` leaves
    /// (draft-ietf-plants-merkle-tree-certs §4.4).
    ///
    /// One walk computes the subtree's hash and the root together: `first`, `last` and `end` are the subtree's first and
    /// last leaf and the tree's last leaf, seen from the level the walk has reached. An empty range has the hash of
    /// nothing, whatever the tree is.
    package static func verify(
        subtree range: Range<UInt64>, hash: MerkleHash, size: UInt64, root: MerkleHash, proof: [MerkleHash]
    ) throws(ProofError) {
        if range.isEmpty, range.upperBound <= size {
            guard proof.isEmpty else { throw .length(found: proof.count) }
            guard hash == .empty else { throw .root(expected: .empty, computed: hash) }
            return
        }
        guard range.upperBound <= size, Subtree.isValid(range) else {
            throw .range(start: range.lowerBound, end: range.upperBound, size: size)
        }
        var first = range.lowerBound
        var last = range.upperBound - 1
        var end = size - 1
        func climb() {
            first >>= 1
            last >>= 1
            end >>= 1
        }
        if last == end {
            while first != last { climb() }
        } else {
            while first != last, last & 1 == 1 { climb() }
        }
        var rest = proof[...]
        let start: MerkleHash
        if first == last {
            start = hash
        } else {
            guard let next = rest.popFirst() else { throw .length(found: proof.count) }
            start = next
        }
        var subtree = start
        var whole = start
        for sibling in rest {
            guard end != 0 else { throw .length(found: proof.count) }
            if last & 1 == 1 || last == end {
                if first < last { subtree = .node(sibling, subtree) }
                whole = .node(sibling, whole)
                while last & 1 == 0, last != 0 { climb() }
            } else {
                whole = .node(whole, sibling)
            }
            climb()
        }
        guard end == 0 else { throw .length(found: proof.count) }
        guard subtree == hash else { throw .root(expected: hash, computed: subtree) }
        guard whole == root else { throw .root(expected: root, computed: whole) }
    }
}
