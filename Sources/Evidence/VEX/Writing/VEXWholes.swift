internal import Inventory

/// The products of a document as formats see them that have one entry a thing: spellings of one artifact are one.
struct VEXWholes {
    /// In the order of their first use.
    private(set) var wholes: [VEXComponent] = []
    private var places: [String: Int] = [:]

    init(_ statements: [VEXStatement]) {
        for statement in statements {
            for product in statement.products {
                let key = Self.key(product.component)
                if let place = places[key] {
                    for purl in product.component.purls where !wholes[place].purls.contains(purl) {
                        wholes[place].purls.append(purl)
                    }
                } else {
                    places[key] = wholes.count
                    wholes.append(product.component)
                }
            }
        }
    }

    /// Content makes a thing what it is; without it, its names do.
    private static func key(_ component: VEXComponent) -> String {
        component.hashes.isEmpty
            ? component.key : component.hashes.sorted().map { "\($0.algorithm):\($0.value)" }.joined(separator: ",")
    }

    func place(of component: VEXComponent) -> Int { places[Self.key(component)] ?? 0 }

    /// What a statement is about: each whole once, with every part that any spelling of it has.
    func targets(of statement: VEXStatement) -> [(whole: Int, part: VEXComponent?)] {
        var result: [(whole: Int, part: VEXComponent?)] = []
        var seen: Set<String> = []
        for product in statement.products {
            let whole = place(of: product.component)
            let parts = product.subcomponents.isEmpty ? [nil] : product.subcomponents.map { $0 as VEXComponent? }
            for part in parts where seen.insert("\(whole)\u{1c}\(part?.key ?? "")").inserted {
                result.append((whole, part))
            }
        }
        return result
    }
}
