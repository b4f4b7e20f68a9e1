/// Why a Merkle proof proves nothing.
package enum ProofError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The leaf lies outside the tree, or the tree is empty.
    case index(UInt64, size: UInt64)
    /// The range is no subtree of the tree: empty, beyond the end, or not aligned to its size.
    case range(start: UInt64, end: UInt64, size: UInt64)
    /// More or fewer hashes than a tree of this size has on the way.
    case length(found: Int)
    /// The hashes lead elsewhere.
    case root(expected: MerkleHash, computed: MerkleHash)

    package var description: String {
        switch self {
        case .index(let index, let size): "Merkle proof: expected a leaf of a tree of \(size), found index \(index)"
        case .range(let start, let end, let size):
            "Merkle proof: expected a subtree of a tree of \(size), found [\(start), \(end))"
        case .length(let found): "Merkle proof: expected as many hashes as lie on the way to the root, found \(found)"
        case .root(let expected, let computed): "Merkle proof: expected the hash \(expected), computed \(computed)"
        }
    }
}
