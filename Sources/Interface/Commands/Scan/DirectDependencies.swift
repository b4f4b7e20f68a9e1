internal import BillOfMaterials
internal import Inventory

/// Which direct dependency of an application brings in what it depends on by way of others.
struct DirectDependencies {
    private enum Origin: Equatable {
        case one(Int)
        case several
    }

    private var numbers: [String: Int] = [:]
    private var refs: [String] = []
    private var origins: [Origin?] = []

    init(_ bill: BillOfMaterials) {
        // Packages of a system depend on each other in every direction, and nobody chose one for another.
        var isApplication: [Bool] = []
        func add(_ ref: String, application: Bool) {
            numbers[ref] = refs.count
            refs.append(ref)
            isApplication.append(application)
        }
        add(BillOfMaterials.artifactRef, application: true)
        for index in bill.parts.indices where bill.parts[index].kind != .operatingSystem {
            if let purl = bill.parts[index].purl, BillOfMaterials.isOfSystem(purl) { continue }
            guard numbers[bill.parts[index].ref] == nil else { continue }
            add(bill.parts[index].ref, application: bill.parts[index].kind == .application)
        }
        var children = [[Int]](repeating: [], count: refs.count)
        var isWanted = [Bool](repeating: false, count: refs.count)
        for edge in bill.edges where edge.relation == .dependsOn {
            guard let from = numbers[edge.from], let to = numbers[edge.to], from != to else { continue }
            children[from].append(to)
            isWanted[to] = true
        }
        origins = Array(repeating: nil, count: refs.count)
        // What an application depends on is direct; where none is there, what nothing depends on.
        var queue: [Int] = []
        func reach(_ node: Int, _ origin: Origin) {
            let merged: Origin = origins[node] == nil || origins[node] == origin ? origin : .several
            // Each node changes at most twice, so this ends, and in time linear in the edges.
            guard origins[node] != merged else { return }
            origins[node] = merged
            queue.append(node)
        }
        var direct: Set<Int> = []
        for node in refs.indices where !isWanted[node] {
            if isApplication[node] { direct.formUnion(children[node]) } else { direct.insert(node) }
        }
        for node in direct.sorted() { reach(node, .one(node)) }
        while let node = queue.popLast() {
            guard let origin = origins[node] else { continue }
            for child in children[node] where !direct.contains(child) { reach(child, origin) }
        }
    }

    /// `nil` for a direct dependency, for what several bring in, and for what nothing tells about.
    func broughtBy(_ ref: String) -> String? {
        guard let number = numbers[ref], case .one(let origin)? = origins[number], origin != number else { return nil }
        return refs[origin]
    }
}
