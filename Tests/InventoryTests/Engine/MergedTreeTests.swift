import Testing

@testable import Archive
@testable import Inventory

/// Layers in short: `a` is a file whose content is its layer's number, `d/` a directory, `l>t` a symbolic and `h=t` a
/// hard link.
enum TestTree {
    static func scan(_ layer: Int, _ entries: [String]) throws -> LayerScan {
        let scanner = FileScanner(
            [], index: WantIndex([]), isImage: true, plan: PlanHint(.nothing), isBase: false, buffers: ScanBuffers())
        for text in entries {
            var entry = TarEntry(path: Array(text.utf8), kind: .file)
            if let mark = text.firstIndex(where: { $0 == ">" || $0 == "=" }) {
                entry.path = Array(text[..<mark].utf8)
                entry.kind = text[mark] == ">" ? .symbolicLink : .hardLink
                entry.link = Array(text[text.index(after: mark)...].utf8)
            } else if text.last == "/" {
                entry.kind = .directory
                entry.path.removeLast()
            }
            // The size tells which layer's file is seen.
            if entry.kind == .file { entry.size = layer + 1 }
            let content = [UInt8](repeating: 0x78, count: entry.size)
            try scanner.add(entry) { body in try content.withUnsafeBytes { try body($0) } }
        }
        return scanner.scan
    }

    static func merge(_ layers: [[String]], steps: Int? = nil, pathBytes: Int = 1 << 20) throws -> MergedTree {
        MergedTree(try layers.enumerated().map { try scan($0.offset, $0.element) }, pathBytes: pathBytes, steps: steps)
    }

    /// What is visible, sorted: `a0` is the file `a` of layer 0.
    static func visible(_ tree: borrowing MergedTree) -> [String] {
        var list: [(Int32, LayerScan.Entry)] = []
        tree.forEachVisible { list.append(($0, $1)) }
        return list.map { path, entry in
            let text = tree.paths.string(path)
            switch entry.kind {
            case .file: return "\(text)\(entry.size - 1)"
            case .directory: return text + "/"
            case .symbolicLink: return text + ">"
            default: return text + "?"
            }
        }.sorted()
    }
}

@Suite struct MergedTreeTests {
    static let merges: [(name: String, layers: [[String]], visible: [String])] = [
        ("a file replaces a file", [["a", "b"], ["a"]], ["a1", "b0"]),
        ("the last of duplicates counts", [["a", "a>b", "a"]], ["a0"]),
        ("a whiteout removes a file", [["a", "b"], [".wh.a"]], ["b0"]),
        ("a whiteout removes a directory with all in it", [["d/", "d/e/", "d/e/a", "b"], [".wh.d"]], ["b0"]),
        ("a whiteout removes a directory nobody listed", [["d/e/a", "b"], [".wh.d"]], ["b0"]),
        ("a whiteout leaves its own layer alone, before", [["a"], [".wh.a", "a"]], ["a1"]),
        ("a whiteout leaves its own layer alone, after", [["a"], ["a", ".wh.a"]], ["a1"]),
        ("a whiteout leaves what its layer put below", [["d/a", "d/b"], ["d/", "d/b", ".wh.d"]], ["d/", "d/b1"]),
        ("a whiteout of nothing is nothing", [["a"], [".wh.x", "d/.wh.y"]], ["a0"]),
        ("a removed file may come again", [["a"], [".wh.a"], ["a"]], ["a2"]),
        (
            "an opaque directory hides the layers below",
            [["d/", "d/a", "d/e/b", "c"], ["d/", "d/.wh..wh..opq", "d/x"]],
            ["c0", "d/", "d/x1"]
        ),
        ("an opaque directory keeps its layer's files, after", [["d/a"], ["d/x", "d/.wh..wh..opq"]], ["d/x1"]),
        ("an opaque root hides everything", [["a", "d/b"], [".wh..wh..opq", "c"]], ["c1"]),
        ("bookkeeping of union file systems is no file", [["a", ".wh..wh.plnk", ".wh..wh.aufs"]], ["a0"]),
        ("a file replaces a directory", [["d/", "d/a", "d/e/b"], ["d"]], ["d1"]),
        ("a directory replaces a file", [["d"], ["d/", "d/a"]], ["d/", "d/a1"]),
        ("a directory over a directory keeps its files", [["d/", "d/a"], ["d/", "d/b"]], ["d/", "d/a0", "d/b1"]),
        ("a link replaces a directory", [["d/", "d/a"], ["d>e"]], ["d>"]),
        ("a directory replaces a link", [["d/a", "l>d"], ["l/", "l/b"]], ["d/a0", "l/", "l/b1"]),
        (
            "entries below a linked directory land where it leads", [["usr/lib/", "lib>usr/lib"], ["lib/a"]],
            ["lib>", "usr/lib/", "usr/lib/a1"]
        ),
        ("also in the same layer", [["usr/lib/", "lib>/usr/lib", "lib/a"]], ["lib>", "usr/lib/", "usr/lib/a0"]),
        ("also through several links", [["x/", "b>x", "a>b"], ["a/f"]], ["a>", "b>", "x/", "x/f1"]),
        (
            "whiteouts below a linked directory remove there",
            [["usr/lib/a", "usr/lib/b", "lib>usr/lib"], ["lib/.wh.a"]],
            ["lib>", "usr/lib/b0"]
        ),
        (
            "opaque below a linked directory empties there", [["usr/lib/a", "lib>usr/lib"], ["lib/.wh..wh..opq"]],
            ["lib>"]
        ),
        (
            "a link out of the tree stays inside", [["etc/", "d>../../../../etc"], ["d/passwd"]],
            ["d>", "etc/", "etc/passwd1"]
        ),
        (
            "a link that was removed is no way any more", [["x/", "l>x"], ["l/a", ".wh.l", "l/b"]],
            ["l/b1", "x/", "x/a1"]
        ),
        (
            "a link that was changed leads elsewhere", [["x/", "y/", "l>x"], ["l/a", "l>y", "l/b"]],
            ["l>", "x/", "x/a1", "y/", "y/b1"]
        ),
        ("links in circles lead nowhere", [["a>b", "b>a"], ["a/f"]], ["a/f1", "a>", "b>"]),
        ("a link to itself leads nowhere", [["a>a", "b>b/b"], ["c"]], ["a>", "b>", "c1"]),
        ("a hard link shows the file", [["a", "h=a"]], ["a0", "h0"]),
        ("a hard link to a layer below shows the file", [["a"], ["h=a"]], ["a0", "h0"]),
        ("a hard link outlives its target", [["a"], ["h=a", ".wh.a"]], ["h0"]),
        ("a hard link keeps the file it was made to", [["a", "h=a"], ["a"]], ["a1", "h0"]),
        ("a hard link to a hard link", [["a", "b=a", "c=b"]], ["a0", "b0", "c0"]),
        (
            "a hard link through a linked directory", [["usr/bin/a", "bin>usr/bin"], ["x=bin/a"]],
            ["bin>", "usr/bin/a0", "x0"]
        ),
        ("a hard link to a link is the link", [["a", "l>a", "h=l"]], ["a0", "h>", "l>"]),
        ("the root itself is no entry", [["/", "a"]], ["a0"]),
    ]

    @Test(arguments: merges) func `merges layers as a runtime does`(
        _ name: String, _ layers: [[String]], _ visible: [String]
    ) throws {
        #expect(try TestTree.visible(TestTree.merge(layers)) == visible, "\(name)")
    }

    @Test func `notes a hard link to nothing`() throws {
        let tree = try TestTree.merge([["h=gone"]])
        #expect(tree.gaps.map(\.path) == ["h"])
    }

    @Test func `resolves as the kernel would inside the root`() throws {
        let tree = try TestTree.merge([
            [
                "usr/lib/a", "lib>usr/lib", "x/l>../lib/a", "abs>/lib", "up>../../../lib/../lib/a", "c>d", "d>c",
                "dead>no",
            ]
        ])
        func resolve(_ path: String) -> String? { tree.resolve(path).map { tree.paths.string($0) } }
        for path in ["usr/lib/a", "lib/a", "x/l", "abs/a", "up", "x/../lib/./a", "x/../../lib/a"] {
            #expect(resolve(path) == "usr/lib/a", "\(path)")
        }
        for path in ["c", "d/x", "dead", "no", "lib/b", "up/x"] { #expect(resolve(path) == nil, "\(path)") }
        #expect(resolve("x") == "x", "a directory that only its content implies")
    }

    @Test func `ends soon when replaced directories multiply`() throws {
        // Each round walks over all the files that ever were in the directory.
        let files = (0..<2000).map { "d/\($0)" }
        let rounds = (0..<2000).flatMap { _ in ["d", "d/0"] }
        let tree = try TestTree.merge([files, rounds], steps: 100_000)
        #expect(tree.gaps.count == 1)
    }

    @Test func `ends soon when links multiply`() throws {
        // Each link goes through the one before it twice: 2 to the 30th steps.
        let links = ["l0>."] + (1...30).map { "l\($0)>l\($0 - 1)/l\($0 - 1)" }
        let tree = try TestTree.merge([links, (0..<1000).map { "l30/\($0)/f" }])
        #expect(tree.resolve("l30/l30/l30") == nil)
    }

    @Test func `leaves out what does not fit and says so`() throws {
        let deep = String(repeating: "d/", count: 1000)
        let tree = try TestTree.merge([["a"], (0..<10).map { "\($0)/\(deep)f" }, ["b"]], pathBytes: 2_000_000)
        #expect(tree.gaps.count == 1)
        let visible = TestTree.visible(tree)
        #expect(visible.contains("a0"))
        #expect(visible.count > 1 && visible.count < 10)
    }
}
