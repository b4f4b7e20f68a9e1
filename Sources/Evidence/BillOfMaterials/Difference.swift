import Content
import Inventory

extension BillOfMaterials {
    /// What came, went and changed between two artifacts; every list sorted.
    package struct Difference: Sendable, Equatable {
        /// Components of one name, ecosystem and namespace.
        package struct Change<Value: Sendable & Equatable>: Sendable, Equatable {
            package var name: String
            package var before: Value
            package var after: Value
        }

        package var added: [Part] = []
        package var removed: [Part] = []
        /// Versions of the components that are in both but in other versions; several where several are installed.
        package var versions: [Change<[String]>] = []
        package var licences: [Change<[String]>] = []
        package var suppliers: [Change<[String]>] = []
        /// Accounted bytes over all bytes of executables, where both sides know it and it changed.
        package var completeness: Change<Double>?
        package var counts = Change(name: "counts", before: Counts(), after: Counts())
        package var filesAdded: [String] = []
        package var filesRemoved: [String] = []
        package var filesChanged: [String] = []

        /// How many there are on one side.
        package struct Counts: Sendable, Equatable {
            package var components = 0
            package var relationships = 0
            /// Executables that no component accounts for.
            package var unaccounted = 0
            package var gaps = 0
        }

        package var isEmpty: Bool {
            added.isEmpty && removed.isEmpty && versions.isEmpty && licences.isEmpty && suppliers.isEmpty
                && completeness == nil && filesAdded.isEmpty && filesRemoved.isEmpty && filesChanged.isEmpty
        }
    }

    private var counts: Difference.Counts {
        Difference.Counts(
            components: parts.count, relationships: edges.count, unaccounted: files.count { !$0.status.isAccounted },
            gaps: gaps.count)
    }

    /// Whether this is of a format that lists only the executables nobody accounts for.
    private var leavesAccountedFilesOut: Bool {
        !files.contains { $0.status.isAccounted } && (completeness ?? 1) > 0
    }

    package static func difference(from old: BillOfMaterials, to new: BillOfMaterials) -> Difference {
        var result = Difference()
        let before = Dictionary(grouping: old.parts, by: \.differenceKey)
        let after = Dictionary(grouping: new.parts, by: \.differenceKey)
        for key in Set(before.keys).union(after.keys).sorted() {
            let left = before[key] ?? []
            let right = after[key] ?? []
            guard let name = (left.first ?? right.first)?.differenceName else { continue }
            if left.isEmpty {
                result.added += right.sorted { $0.version < $1.version }
            } else if right.isEmpty {
                result.removed += left.sorted { $0.version < $1.version }
            } else {
                let was = unique(left.map(\.version).sorted())
                let now = unique(right.map(\.version).sorted())
                if was != now { result.versions.append(.init(name: name, before: was, after: now)) }
                let had = unique(left.flatMap(\.licences).map(\.text).sorted())
                let has = unique(right.flatMap(\.licences).map(\.text).sorted())
                if had != has { result.licences.append(.init(name: name, before: had, after: has)) }
                let from = unique(left.compactMap(\.supplier?.text).sorted())
                let by = unique(right.compactMap(\.supplier?.text).sorted())
                if from != by { result.suppliers.append(.init(name: name, before: from, after: by)) }
            }
        }
        result.counts = .init(name: "counts", before: old.counts, after: new.counts)
        // A document without a figure says nothing about it.
        if let was = old.completeness, let now = new.completeness, was != now {
            result.completeness = .init(name: "completeness", before: was, after: now)
        }
        // Both lists are sorted by path: one walk. What one side never lists cannot have come or gone.
        let isPartial = old.leavesAccountedFilesOut || new.leavesAccountedFilesOut
        var left = old.files.filter { !isPartial || !$0.status.isAccounted }.makeIterator()
        var right = new.files.filter { !isPartial || !$0.status.isAccounted }.makeIterator()
        var was = left.next()
        var now = right.next()
        while was != nil || now != nil {
            if let file = was, now.map({ file.path < $0.path }) ?? true {
                result.filesRemoved.append(file.path)
                was = left.next()
            } else if let file = now, was.map({ file.path < $0.path }) ?? true {
                result.filesAdded.append(file.path)
                now = right.next()
            } else if let before = was, let after = now {
                if before.sha256 != after.sha256 || before.size != after.size {
                    result.filesChanged.append(before.path)
                }
                was = left.next()
                now = right.next()
            }
        }
        return result
    }
}

extension BillOfMaterials.Part {
    /// The component apart from its version: ecosystem and name, with the namespace where the purl has one.
    fileprivate var differenceKey: String {
        guard let purl = purl.flatMap({ PackageURL($0) }) else { return ecosystem + "/" + name }
        return purl.type + "/" + (purl.namespace ?? "") + "/" + purl.name + "?" + (purl.qualifier("arch") ?? "")
    }

    fileprivate var differenceName: String {
        guard let purl = purl.flatMap({ PackageURL($0) }) else { return name }
        // The namespace of a distribution's package is the distribution, which every package there shares.
        let isDistribution = ["deb", "rpm", "apk", "alpm"].contains(purl.type)
        return isDistribution ? purl.name : purl.namespace.map { $0 + "/" + purl.name } ?? purl.name
    }
}
