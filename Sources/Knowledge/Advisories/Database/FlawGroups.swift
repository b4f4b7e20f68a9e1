/// Which names mean the same flaw: aliases are symmetric and transitive.
struct FlawGroups {
    private var numbers: [String: Int] = [:]
    private var names: [String] = []
    private var parents: [Int] = []

    /// The number of a name, new or known.
    mutating func number(_ name: String) -> Int {
        if let number = numbers[name] { return number }
        let number = names.count
        numbers[name] = number
        names.append(name)
        parents.append(number)
        return number
    }

    mutating func unite(_ a: Int, _ b: Int) {
        let (a, b) = (root(a), root(b))
        if a != b { parents[max(a, b)] = min(a, b) }
    }

    private mutating func root(_ number: Int) -> Int {
        var node = number
        while parents[node] != node {
            parents[node] = parents[parents[node]]
            node = parents[node]
        }
        return node
    }

    /// The flaws in the order of their first names, each with all its names, and for every number the flaw it is in.
    mutating func finish() -> (flaws: [[String]], flawOf: [Int]) {
        var members: [Int: [String]] = [:]
        for number in names.indices { members[root(number), default: []].append(names[number]) }
        var flaws: [(root: Int, names: [String])] = []
        for (root, list) in members { flaws.append((root, list.sorted(by: Self.precedes))) }
        flaws.sort { Self.precedes($0.names[0], $1.names[0]) }
        var place: [Int: Int] = [:]
        for (index, flaw) in flaws.enumerated() { place[flaw.root] = index }
        return (flaws.map(\.names), names.indices.map { place[root($0)] ?? 0 })
    }

    /// CVE numbers first, then GitHub's, then others; within these by year and number where there are such.
    static func precedes(_ a: String, _ b: String) -> Bool {
        let (rankA, rankB) = (rank(a), rank(b))
        guard rankA == rankB else { return rankA < rankB }
        // `CVE-2024-9999` goes before `CVE-2024-10000`.
        let year = "CVE-2024-".utf8.count
        if rankA == 0, a.utf8.count != b.utf8.count, a.utf8.prefix(year).elementsEqual(b.utf8.prefix(year)) {
            return a.utf8.count < b.utf8.count
        }
        return a < b
    }

    private static func rank(_ name: String) -> Int { name.hasPrefix("CVE-") ? 0 : name.hasPrefix("GHSA-") ? 1 : 2 }
}
