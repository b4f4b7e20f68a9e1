/// Makes roots and proofs of a log from the hashes of its complete subtrees.
///
/// A node at level l and index i is the hash over the leaves [i·2^l, (i+1)·2^l). Where nodes are kept (memory, tiles, a
/// database) is the caller's business; only complete ones are asked for, about log2(size)² of them at most.
package struct MerkleProver<Failure: Error> {
    package typealias Nodes = (_ level: Int, _ index: UInt64) throws(Failure) -> MerkleHash

    private let nodes: Nodes

    package init(nodes: @escaping Nodes) { self.nodes = nodes }

    /// The hash over the leaves of a valid subtree, or of a whole tree.
    package func hash(_ range: Range<UInt64>) throws(Failure) -> MerkleHash {
        guard !range.isEmpty else { return .empty }
        // Complete subtrees from the left, each the largest that fits; the right ones are joined first.
        var parts: [MerkleHash] = []
        var start = range.lowerBound
        while start < range.upperBound {
            let level = 63 - (range.upperBound - start).leadingZeroBitCount
            parts.append(try nodes(level, start >> UInt64(level)))
            start += 1 << UInt64(level)
        }
        guard var result = parts.popLast() else { return .empty }
        while let left = parts.popLast() { result = .node(left, result) }
        return result
    }

    package func root(size: UInt64) throws(Failure) -> MerkleHash { try hash(0..<size) }

    /// The hashes beside the way from a leaf of the subtree to its top, the lowest first.
    ///
    /// - Precondition: the index lies in `range`; otherwise the proof is empty.
    package func inclusion(of index: UInt64, in range: Range<UInt64>) throws(Failure) -> [MerkleHash] {
        guard range.contains(index) else { return [] }
        var proof: [MerkleHash] = []
        var range = range
        while range.upperBound - range.lowerBound > 1 {
            let middle = range.lowerBound + Self.split(range.upperBound - range.lowerBound)
            if index < middle {
                proof.append(try hash(middle..<range.upperBound))
                range = range.lowerBound..<middle
            } else {
                proof.append(try hash(range.lowerBound..<middle))
                range = middle..<range.upperBound
            }
        }
        return proof.reversed()
    }

    /// The proof that the tree of `size` leaves holds the subtree over `range`; with a range from 0, that it goes on from
    /// the tree of that size.
    ///
    /// - Precondition: the range is a valid subtree within the tree; otherwise the proof is empty.
    package func consistency(of range: Range<UInt64>, size: UInt64) throws(Failure) -> [MerkleHash] {
        guard range.upperBound <= size, Subtree.isValid(range) else { return [] }
        var proof: [MerkleHash] = []
        var tree = 0..<size
        var part = range
        // Whether the subtree is known to the verifier as it stands, so that its hash need not be said.
        var isKnown = true
        while part != tree {
            let middle = tree.lowerBound + Self.split(tree.upperBound - tree.lowerBound)
            if part.upperBound <= middle {
                proof.append(try hash(middle..<tree.upperBound))
                tree = tree.lowerBound..<middle
            } else if part.lowerBound >= middle {
                proof.append(try hash(tree.lowerBound..<middle))
                tree = middle..<tree.upperBound
            } else {
                // A valid subtree that crosses the middle begins where the tree does.
                proof.append(try hash(tree.lowerBound..<middle))
                part = middle..<part.upperBound
                tree = middle..<tree.upperBound
                isKnown = false
            }
        }
        if !isKnown { proof.append(try hash(part)) }
        return proof.reversed()
    }

    /// The largest power of two below `count`, which is at least 2.
    private static func split(_ count: UInt64) -> UInt64 { 1 << UInt64(63 - (count - 1).leadingZeroBitCount) }
}
