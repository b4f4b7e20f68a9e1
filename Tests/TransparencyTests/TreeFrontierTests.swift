import Testing

@testable import Transparency

@Suite struct TreeFrontierTests {
    private func prover(_ leaves: [MerkleHash]) -> MerkleProver<Never> {
        MerkleProver { level, index in
            var nodes = Array(leaves[Int(index) << level..<Int(index + 1) << level])
            while nodes.count > 1 {
                nodes = stride(from: 0, to: nodes.count, by: 2).map { .node(nodes[$0], nodes[$0 + 1]) }
            }
            return nodes[0]
        }
    }

    @Test func `a frontier has the root of its tree, and its hashes are the tree's at their places`() {
        let leaves = (0..<300).map { MerkleHash.leaf([UInt8($0 & 0xff), UInt8($0 >> 8)]) }
        let prover = prover(leaves)
        var frontier = TreeFrontier()
        #expect(frontier.root == .empty)
        for (index, leaf) in leaves.enumerated() {
            frontier.append(leaf)
            let size = UInt64(index + 1)
            #expect(frontier.size == size)
            #expect(frontier.root == prover.root(size: size))
            let nodes = TreeFrontier.nodes(size: size)
            #expect(
                frontier.hashes
                    == nodes.map { prover.hash($0.index << UInt64($0.level)..<($0.index + 1) << UInt64($0.level)) })
        }
    }

    @Test(arguments: [(0, 1), (1, 0), (3, 1), (3, 3), (8, 2), (UInt64.max, 63)] as [(UInt64, Int)])
    func `another number of hashes than a tree has subtrees is none`(size: UInt64, count: Int) {
        #expect(TreeFrontier(size: size, hashes: Array(repeating: .empty, count: count)) == nil)
    }
}
