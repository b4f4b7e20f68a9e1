package import Advisories

extension VEXDocument {
    /// Says something new: each new statement takes the place of what was said of the same vulnerability in the same
    /// product and part, and what stands keeps its time (OpenVEX 0.2.0 §Updating).
    ///
    /// - Returns: what no longer stands, for a history of its own.
    @discardableResult
    package mutating func revise(_ new: [VEXStatement], at now: Timestamp) -> [VEXStatement] {
        for index in statements.indices where statements[index].time == nil { statements[index].time = time }
        var withdrawn: [VEXStatement] = []
        for statement in new {
            let names = Set(statement.vulnerability.names.map { $0.uppercased() })
            let replaced = Set(statement.products.flatMap(Self.atoms))
            var kept: [VEXStatement] = []
            for var old in statements {
                guard !names.isDisjoint(with: old.vulnerability.names.map { $0.uppercased() }) else {
                    kept.append(old)
                    continue
                }
                var lost = old
                lost.products = []
                var left: [VEXProduct] = []
                for product in old.products {
                    let parts =
                        product.subcomponents.isEmpty ? [nil] : product.subcomponents.map { $0 as VEXComponent? }
                    let gone = parts.filter { replaced.contains(Self.atom(product.component, $0)) }
                    let stays = parts.filter { !replaced.contains(Self.atom(product.component, $0)) }
                    if !gone.isEmpty {
                        lost.products.append(VEXProduct(product.component, subcomponents: gone.compactMap(\.self)))
                    }
                    if !stays.isEmpty {
                        left.append(VEXProduct(product.component, subcomponents: stays.compactMap(\.self)))
                    }
                }
                if !lost.products.isEmpty { withdrawn.append(lost) }
                old.products = left
                if !left.isEmpty { kept.append(old) }
            }
            statements = kept + [statement]
        }
        lastUpdated = now
        version += 1
        return withdrawn
    }

    private static func atoms(_ product: VEXProduct) -> [String] {
        product.subcomponents.isEmpty
            ? [atom(product.component, nil)] : product.subcomponents.map { atom(product.component, $0) }
    }

    private static func atom(_ whole: VEXComponent, _ part: VEXComponent?) -> String {
        "\(whole.key)\u{1e}\(part?.key ?? "")"
    }
}
