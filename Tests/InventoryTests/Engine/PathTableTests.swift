import Testing

@testable import Inventory

@Suite struct PathTableTests {
    private static func intern(_ table: inout PathTable, _ path: String) -> Int32? {
        Array(path.utf8).withUnsafeBytes { table.intern($0) }
    }

    @Test func `gives equal paths equal numbers and knows their parents`() throws {
        var table = PathTable()
        let deep = try #require(Self.intern(&table, "a/b/c"))
        #expect(table.string(deep) == "a/b/c")
        #expect(String(decoding: table.name(deep), as: UTF8.self) == "c")
        let parent = table.parent(deep)
        #expect(table.string(parent) == "a/b")
        #expect(table.find("a/b") == parent)
        #expect(Self.intern(&table, "a/b") == parent)
        #expect(table.parent(table.parent(parent)) == PathTable.root)
        #expect(table.find("a/b/") == nil)
        #expect(table.find("") == PathTable.root)
        #expect(table.intern(Array("d".utf8), in: parent).map { table.string($0) } == "a/b/d")
        #expect(table.intern(Array("e".utf8), in: PathTable.root).map { table.string($0) } == "e")
    }

    @Test func `finds everything again while it grows`() {
        var table = PathTable()
        var random = FixedRandom(4)
        var known: [String: Int32] = [:]
        for _ in 0..<20_000 {
            let path = (0...Int.random(in: 0...3, using: &random)).map { _ in
                String(Int.random(in: 0...40, using: &random))
            }.joined(separator: "/")
            guard let id = Self.intern(&table, path) else { continue }
            if let before = known[path] { #expect(before == id) }
            known[path] = id
        }
        for (path, id) in known {
            #expect(table.find(path) == id)
            #expect(table.string(id) == path)
        }
        // Every path but the root is among its parent's children, once.
        var children = 0
        for id in 0..<Int32(table.count) {
            var child = table.firstChild(id)
            while child >= 0 {
                #expect(table.parent(child) == id)
                children += 1
                child = table.nextSibling(child)
            }
        }
        #expect(children == table.count - 1)
    }

    @Test func `takes no more than its limit`() {
        var table = PathTable(limit: 10)
        #expect(Self.intern(&table, "aaaa/bbbb") == nil)
        #expect(Self.intern(&table, "cc") != nil)
        #expect(Self.intern(&table, "cc") != nil)
        #expect(Self.intern(&table, "ddddddddd") == nil)
    }
}

@Suite struct PathGlobTests {
    @Test(arguments: [
        ("a/*/c", ["a/b/c", "a/xx/c"], ["a/c", "a/b/x/c", "a/b/cc", "xa/b/c"]),
        ("**/x", ["x", "a/x", "a/b/x"], ["xx", "a/xx", "x/a"]),
        ("a/**/x", ["a/x", "a/b/x", "a/b/c/x"], ["x", "b/x", "a/xx"]),
        (
            "**/*.dist-info/METADATA", ["lib/a-1.dist-info/METADATA", "a.dist-info/METADATA"],
            ["METADATA", "a/METADATA"]
        ),
        ("*a*b*", ["ab", "xaxbx", "aab"], ["ba", "a", "x/ab"]),
        ("a/*", ["a/b", "a/.b"], ["a", "a/b/c"]),
        ("**", ["a", "a/b"], []), ("a/**", ["a/b", "a/b/c"], ["a", "b/a"]),
    ]) func `matches segments and runs of segments`(_ glob: String, _ matching: [String], _ other: [String]) {
        let glob = PathGlob(glob)
        for path in matching { #expect(Array(path.utf8).withUnsafeBytes { glob.matches($0) }, "\(path)") }
        for path in other { #expect(!Array(path.utf8).withUnsafeBytes { glob.matches($0) }, "\(path)") }
    }
}

@Suite struct WantIndexTests {
    private struct Wanting: Cataloguer {
        static let name = "wanting"
        let wants: [Want]
        func read(_ file: WantedFile, into yield: inout Yield) {}
    }

    /// The meaning of a pattern, word for word and slowly.
    private static func matches(_ pattern: Want.Pattern, _ path: String) -> Bool {
        let segments = path.split(separator: "/").map(String.init)
        let name = segments.last ?? ""
        switch pattern {
        case .path(let wanted): return path == wanted
        case .name(let wanted): return name == wanted
        case .suffix(let wanted): return name.lowercased().hasSuffix(wanted.lowercased())
        case .prefix(let wanted): return name.hasPrefix(wanted)
        case .glob(let wanted): return glob(wanted.split(separator: "/").map(String.init)[...], segments[...])
        case .content: return false
        }
    }

    private static func glob(_ pattern: ArraySlice<String>, _ segments: ArraySlice<String>) -> Bool {
        guard let first = pattern.first else { return segments.isEmpty }
        // At the end of a pattern it stands for at least one segment.
        if first == "**", pattern.count == 1 { return !segments.isEmpty }
        if first == "**" {
            return glob(pattern.dropFirst(), segments) || (!segments.isEmpty && glob(pattern, segments.dropFirst()))
        }
        guard let segment = segments.first else { return false }
        return star(Array(first)[...], Array(segment)[...]) && glob(pattern.dropFirst(), segments.dropFirst())
    }

    private static func star(_ pattern: ArraySlice<Character>, _ text: ArraySlice<Character>) -> Bool {
        guard let first = pattern.first else { return text.isEmpty }
        if first == "*" {
            return star(pattern.dropFirst(), text) || (!text.isEmpty && star(pattern, text.dropFirst()))
        }
        return text.first == first && star(pattern.dropFirst(), text.dropFirst())
    }

    @Test func `finds what a matcher without an index finds`() {
        var random = FixedRandom(11)
        func word(_ choices: [String]) -> String { choices.randomElement(using: &random) ?? "a" }
        func path() -> String {
            let directories = (0..<Int.random(in: 0...3, using: &random)).map { _ in word(["a", "b", "lib", "a.b"]) }
            let name = word([
                "a", "b", "x.jar", "X.JAR", "a.b.c", ".jar", "lock", "a.lock", "requirements.txt", "b.txt",
            ])
            return (directories + [name]).joined(separator: "/")
        }
        func pattern() -> Want.Pattern {
            switch Int.random(in: 0...5, using: &random) {
            case 0: return .path(path())
            case 1: return .name(word(["a", "x.jar", ".jar", "lock"]))
            case 2: return .suffix(word([".jar", ".lock", ".b.c", ".c", ".txt", ".TXT"]))
            case 3: return .prefix(word(["a", "req", "x", "requirements.txt"]))
            default:
                return .glob(
                    (0..<Int.random(in: 1...4, using: &random)).map { _ in
                        word(["**", "*", "a", "b", "*.jar", "lib", "a*", "*b*", "x.jar", "*.lock", "a.b.c"])
                    }.joined(separator: "/"))
            }
        }
        for _ in 0..<60 {
            let cataloguers = (0..<6).map { _ in Wanting(wants: [Want(pattern()), Want(pattern())]) }
            let index = WantIndex(cataloguers)
            for _ in 0..<60 {
                let path = path()
                var found: [WantIndex.Match] = []
                Array(path.utf8).withUnsafeBytes { index.match($0, into: &found) }
                let expected = cataloguers.indices.filter { number in
                    cataloguers[number].wants.contains { Self.matches($0.pattern, path) }
                }
                #expect(
                    found.map(\.cataloguer).sorted() == expected,
                    "\(path) in \(cataloguers.map { $0.wants.map(\.pattern) })")
            }
        }
    }

    @Test func `hands over the larger limit when two wants of a cataloguer match`() {
        let index = WantIndex([Wanting(wants: [.name("a", limit: 1), .path("d/a", limit: 9), .glob("**/a", limit: 5)])])
        var found: [WantIndex.Match] = []
        Array("d/a".utf8).withUnsafeBytes { index.match($0, into: &found) }
        #expect(found.map(\.limit) == [9])
    }
}
