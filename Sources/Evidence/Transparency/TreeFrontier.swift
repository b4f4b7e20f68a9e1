/// What must be known of a tree to go on from it: its complete subtrees from the left, each the largest that fits.
///
/// Entries that are appended to the frontier of a tree that was believed give the root of the larger tree; when that is
/// the root of a new checkpoint, the log has only grown, and by these entries.
package struct TreeFrontier: Sendable, Equatable {
    package private(set) var size: UInt64
    /// One for each bit that is set in `size`, the highest first.
    package private(set) var hashes: [MerkleHash]

    /// Of a tree without leaves.
    package init() {
        size = 0
        hashes = []
    }

    /// - Returns: `nil` unless there are as many hashes as a tree of this size has subtrees.
    package init?(size: UInt64, hashes: [MerkleHash]) {
        guard hashes.count == size.nonzeroBitCount else { return nil }
        self.size = size
        self.hashes = hashes
    }

    /// Where the hashes of a tree's frontier stand: level, and index among the nodes of that level.
    package static func nodes(size: UInt64) -> [TreeNode] {
        (0..<64).reversed().filter { size >> UInt64($0) & 1 == 1 }
            .map { TreeNode(level: $0, index: (size >> UInt64($0)) - 1) }
    }

    package mutating func append(_ leaf: MerkleHash) {
        var hash = leaf
        var rest = size
        // Each subtree at the right end that is complete with the new one becomes part of a larger one.
        while rest & 1 == 1, let left = hashes.popLast() {
            hash = .node(left, hash)
            rest >>= 1
        }
        hashes.append(hash)
        size += 1
    }

    package var root: MerkleHash {
        guard var root = hashes.last else { return .empty }
        for left in hashes.dropLast().reversed() { root = .node(left, root) }
        return root
    }
}

/// A complete subtree's place: the hash over the leaves [index·2^level, (index+1)·2^level).
package struct TreeNode: Hashable, Sendable {
    package var level: Int
    package var index: UInt64
}
