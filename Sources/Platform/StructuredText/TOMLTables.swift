/// Why a key cannot be defined where it stands.
struct TOMLConflict: Error {
    var reason: String
}

/// The tables of a TOML text under construction, in one arena, with the rules on who may extend what.
struct TOMLTables {
    typealias Index = Int

    struct Table {
        /// How it came to be, which decides what may still be added.
        enum Origin {
            /// Named on the way to a `[header]`: a later header may define it.
            case implied
            /// Defined by its own header.
            case header
            /// Made by a dotted key: only dotted keys under the same header may extend it.
            case dotted
            /// An inline table that is closed.
            case frozen
        }

        var origin: Origin
        var keys: [String] = []
        var values: [Index] = []
        /// Kept only for larger tables; a scan is faster for small ones.
        private var positions: [String: Int] = [:]
        /// The header under which a dotted table was made.
        var section = 0

        init(origin: Origin, section: Int = 0) {
            self.origin = origin
            self.section = section
        }

        subscript(key: String) -> Index? {
            if positions.isEmpty { return keys.firstIndex(of: key).map { values[$0] } }
            return positions[key].map { values[$0] }
        }

        mutating func append(_ key: String, _ value: Index) {
            keys.append(key)
            values.append(value)
            if keys.count > 12 {
                if positions.isEmpty {
                    for (index, key) in keys.enumerated() { positions[key] = index }
                } else {
                    positions[key] = keys.count - 1
                }
            }
        }
    }

    enum Node {
        case value(StructuredValue)
        case table(Table)
        /// A closed array.
        case array([Index])
        /// The tables of `[[header]]`s.
        case tables([Index])
    }

    private var nodes: [Node] = [.table(Table(origin: .header))]
    private let limit: Int
    private var section = 0

    init(limit: Int) { self.limit = limit }

    mutating func add(_ node: Node) throws(TOMLConflict) -> Index {
        guard nodes.count < limit else { throw TOMLConflict(reason: "more than \(limit) values") }
        nodes.append(node)
        return nodes.count - 1
    }

    /// Defines the table of `[keys]`.
    mutating func openTable(_ keys: [String]) throws(TOMLConflict) -> Index {
        section += 1
        guard let name = keys.last else { throw TOMLConflict(reason: "a key is missing") }
        let parent = try descend(keys.dropLast())
        guard let index = child(name, of: parent) else {
            return try insert(name, Table(origin: .header), in: parent)
        }
        guard case .table(let table) = nodes[index], table.origin == .implied else { throw redefined(keys) }
        change(index) { $0.origin = .header }
        return index
    }

    /// Adds a table to the array of `[[keys]]`.
    mutating func appendElement(_ keys: [String]) throws(TOMLConflict) -> Index {
        section += 1
        guard let name = keys.last else { throw TOMLConflict(reason: "a key is missing") }
        let parent = try descend(keys.dropLast())
        let element = try add(.table(Table(origin: .header)))
        guard let index = child(name, of: parent) else {
            let array = try add(.tables([element]))
            change(parent) { $0.append(name, array) }
            return element
        }
        guard case .tables(var elements) = nodes[index] else { throw redefined(keys) }
        // Released first, so that appending does not copy.
        nodes[index] = .array([])
        elements.append(element)
        nodes[index] = .tables(elements)
        return element
    }

    /// The table that the leading parts of a dotted key name, starting from `table`.
    mutating func openDotted(_ keys: ArraySlice<String>, in table: Index) throws(TOMLConflict) -> Index {
        var current = table
        for key in keys {
            guard let next = child(key, of: current) else {
                current = try insert(key, Table(origin: .dotted, section: section), in: current)
                continue
            }
            guard case .table(let found) = nodes[next] else { throw redefined([key]) }
            switch found.origin {
            case .implied:
                let section = section
                change(next) {
                    $0.origin = .dotted
                    $0.section = section
                }
            case .dotted where found.section == section: break
            case .dotted, .header, .frozen: throw redefined([key])
            }
            current = next
        }
        return current
    }

    mutating func set(_ key: String, _ value: Index, in table: Index) throws(TOMLConflict) {
        guard child(key, of: table) == nil else { throw redefined([key]) }
        change(table) { $0.append(key, value) }
    }

    mutating func freeze(_ table: Index) { change(table) { $0.origin = .frozen } }

    /// The finished value of a node.
    func value(of index: Index, depth: Int) throws(StructuredTextError) -> StructuredValue {
        guard depth >= 0 else {
            throw StructuredTextError(format: "TOML", reason: "tables nested too deeply", line: 1)
        }
        switch nodes[index] {
        case .value(let value): return value
        case .array(let elements), .tables(let elements):
            var values: [StructuredValue] = []
            values.reserveCapacity(elements.count)
            for element in elements { values.append(try value(of: element, depth: depth - 1)) }
            return .sequence(values)
        case .table(let table):
            var members: [StructuredValue.Member] = []
            members.reserveCapacity(table.keys.count)
            for (key, index) in zip(table.keys, table.values) {
                members.append(.init(key, try value(of: index, depth: depth - 1)))
            }
            return .mapping(members)
        }
    }

    private mutating func descend(_ keys: ArraySlice<String>) throws(TOMLConflict) -> Index {
        var current = 0
        for key in keys {
            guard let next = child(key, of: current) else {
                current = try insert(key, Table(origin: .implied), in: current)
                continue
            }
            switch nodes[next] {
            case .table(let table) where table.origin != .frozen: current = next
            case .tables(let elements): current = elements.last ?? next
            default: throw redefined([key])
            }
        }
        return current
    }

    private func child(_ key: String, of index: Index) -> Index? {
        if case .table(let table) = nodes[index] { table[key] } else { nil }
    }

    private mutating func insert(_ key: String, _ table: Table, in parent: Index) throws(TOMLConflict) -> Index {
        let index = try add(.table(table))
        change(parent) { $0.append(key, index) }
        return index
    }

    private mutating func change(_ index: Index, _ body: (inout Table) -> Void) {
        guard case .table(var table) = nodes[index] else { return }
        // Released first, so that the change does not copy.
        nodes[index] = .array([])
        body(&table)
        nodes[index] = .table(table)
    }

    private func redefined(_ keys: [String]) -> TOMLConflict {
        TOMLConflict(reason: "`\(keys.joined(separator: "."))` is defined already")
    }
}
