package import Advisories

/// Joins documents into one that says one thing of each vulnerability in each product and part.
///
/// Consumers differ in which of several statements they take, the oldest or the newest; a document with a single one
/// leaves them no choice.
package struct VEXMerge: Sendable {
    /// Two authors, one vulnerability in one product, two opinions.
    package struct Conflict: Sendable, Equatable {
        package var vulnerability: String
        package var product: String
        /// What was kept, the one that asks for more, and what was not.
        package var kept: String
        package var left: String
    }

    package private(set) var statements: [VEXStatement] = []
    package private(set) var conflicts: [Conflict] = []
    /// What newer statements of the same author have taken the place of, each with its time.
    package private(set) var superseded: [(time: Timestamp?, statement: VEXStatement)] = []

    private struct Atom {
        var author: String
        var time: Timestamp?
        var statement: VEXStatement
        var product: VEXProduct
        /// Of the documents and their statements, so that equals keep their order.
        var order: Int
    }

    package init(_ documents: [VEXDocument]) {
        let groups = Self.vulnerabilities(documents)
        var atoms: [String: [Atom]] = [:]
        var order = 0
        for document in documents {
            for statement in document.statements {
                let name = groups.name(of: statement.vulnerability)
                for product in statement.products {
                    let parts =
                        product.subcomponents.isEmpty ? [nil] : product.subcomponents.map { $0 as VEXComponent? }
                    for part in parts {
                        let single = VEXProduct(product.component, subcomponents: part.map { [$0] } ?? [])
                        atoms["\(name)\u{1c}\(single.key)", default: []].append(
                            Atom(
                                author: document.author, time: document.time(of: statement), statement: statement,
                                product: single, order: order))
                        order += 1
                    }
                }
            }
        }
        var kept: [Atom] = []
        for key in atoms.keys.sorted() {
            var newest: [String: Atom] = [:]
            for atom in atoms[key] ?? [] {
                guard let other = newest[atom.author] else {
                    newest[atom.author] = atom
                    continue
                }
                let isNewer =
                    (atom.time?.seconds ?? .min, atom.statement.status.weight)
                    > (other.time?.seconds ?? .min, other.statement.status.weight)
                newest[atom.author] = isNewer ? atom : other
                let old = isNewer ? other : atom
                var statement = old.statement
                statement.products = [old.product]
                if old.statement != (isNewer ? atom : other).statement { superseded.append((old.time, statement)) }
            }
            let opinions = newest.values.sorted {
                ($1.statement.status.weight, $1.time?.seconds ?? .min, $0.order)
                    < ($0.statement.status.weight, $0.time?.seconds ?? .min, $1.order)
            }
            guard let first = opinions.first else { continue }
            for other in opinions.dropFirst() where other.statement.status != first.statement.status {
                conflicts.append(
                    Conflict(
                        vulnerability: groups.name(of: first.statement.vulnerability),
                        product: (first.product.subcomponents + [first.product.component]).map(\.text)
                            .joined(separator: " in "),
                        kept: "\(first.author): \(first.statement.status.rawValue)",
                        left: "\(other.author): \(other.statement.status.rawValue)"))
            }
            kept.append(first)
        }
        statements = Self.joined(kept, groups)
    }

    /// Statements that differ in nothing but their products are one.
    private static func joined(_ atoms: [Atom], _ groups: NameGroups) -> [VEXStatement] {
        var result: [VEXStatement] = []
        var places: [String: [Int]] = [:]
        for atom in atoms {
            var statement = atom.statement
            statement.products = []
            // Without a time of its own it would take that of the new document (OpenVEX 0.2.0 §Updating).
            if statement.lastUpdated == nil { statement.time = atom.time }
            statement.vulnerability = groups.vulnerability(for: statement.vulnerability)
            let key = statement.vulnerability.name
            if let place = places[key]?.first(where: {
                var other = result[$0]
                other.products = []
                return other == statement
            }) {
                result[place].add(atom.product)
            } else {
                statement.products = [atom.product]
                places[key, default: []].append(result.count)
                result.append(statement)
            }
        }
        return result
    }

    private static func vulnerabilities(_ documents: [VEXDocument]) -> NameGroups {
        var groups = NameGroups()
        for document in documents {
            for statement in document.statements { groups.join(statement.vulnerability) }
        }
        return groups
    }
}

extension VEXStatement {
    /// Adds a product, to the one with the same whole where there is one.
    fileprivate mutating func add(_ product: VEXProduct) {
        if let place = products.firstIndex(where: {
            $0.component == product.component && !$0.subcomponents.isEmpty && !product.subcomponents.isEmpty
        }) {
            products[place].subcomponents += product.subcomponents
        } else {
            products.append(product)
        }
    }
}

/// Vulnerabilities that share a name are one.
private struct NameGroups {
    private var parents: [String: String] = [:]
    private var known: [String: VEXStatement.Vulnerability] = [:]

    mutating func join(_ vulnerability: VEXStatement.Vulnerability) {
        let names = vulnerability.names.map { $0.uppercased() }
        var root = find(names[0])
        for name in names.dropFirst() {
            let other = find(name)
            guard other != root else { continue }
            // The smaller name, so that the order of documents does not matter.
            let (first, second) = (min(root, other), max(root, other))
            parents[second] = first
            if let lost = known.removeValue(forKey: second) {
                known[first] = known[first].map { Self.union($0, lost) } ?? lost
            }
            root = first
        }
        known[root] = known[root].map { Self.union($0, vulnerability) } ?? vulnerability
    }

    private mutating func find(_ name: String) -> String {
        var name = name
        while let parent = parents[name], parent != name { name = parent }
        if parents[name] == nil { parents[name] = name }
        return name
    }

    private func root(_ vulnerability: VEXStatement.Vulnerability) -> String {
        var name = vulnerability.name.uppercased()
        while let parent = parents[name], parent != name { name = parent }
        return name
    }

    func name(of vulnerability: VEXStatement.Vulnerability) -> String { self.vulnerability(for: vulnerability).name }

    func vulnerability(for vulnerability: VEXStatement.Vulnerability) -> VEXStatement.Vulnerability {
        known[root(vulnerability)] ?? vulnerability
    }

    private static func union(
        _ a: VEXStatement.Vulnerability, _ b: VEXStatement.Vulnerability
    ) -> VEXStatement.Vulnerability {
        // A CVE is the name that all tools know; else the smaller.
        let names = Array(Set([a.name, b.name] + a.aliases + b.aliases)).sorted()
        let name = names.first { $0.hasPrefix("CVE-") } ?? names.first ?? a.name
        return .init(
            name: name, id: [a.id, b.id].compactMap(\.self).min(),
            description: [a.description, b.description].compactMap(\.self).min(), aliases: names.filter { $0 != name })
    }
}
