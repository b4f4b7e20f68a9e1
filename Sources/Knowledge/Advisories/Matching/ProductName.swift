/// A product by the vendor and the name that the CPE dictionary gives it: how what has no package identity is looked
/// up, exactly or not at all.
struct ProductName {
    /// Of one component; tools that guess write down every spelling they can think of.
    private static let most = 16

    /// As the component's CPE name says; the version in it is not used.
    let cpe: CPEName
    let vendor: String
    let product: String

    /// - Returns: `nil` for a name without vendor, product or part.
    init?(_ text: String) {
        guard let cpe = CPEName(text), cpe.part.text != nil, let vendor = cpe.vendor.text?.lowercased(),
            let product = cpe.product.text?.lowercased(), !vendor.isEmpty, !product.isEmpty
        else { return nil }
        self.cpe = cpe
        self.vendor = vendor
        self.product = product
    }

    /// Each product once, in the order given.
    static func all(_ texts: [String]) -> [ProductName] {
        var result: [ProductName] = []
        for text in texts {
            guard let name = ProductName(text),
                !result.contains(where: { $0.vendor == name.vendor && $0.product == name.product })
            else { continue }
            result.append(name)
            if result.count == most { break }
        }
        return result
    }

    /// What an entry says of the product.
    enum Reach: Equatable {
        case here
        /// Of a product of another vendor, or of another kind, that has the same name.
        case other
        case elsewhere(String)
        case unknown(String)
    }

    func reach(of affected: Affected) -> Reach {
        var best = Reach.other
        for text in affected.cpes {
            guard let named = ProductName(text), named.vendor == vendor, named.product == product,
                named.cpe.part == cpe.part
            else { continue }
            let found = Self.narrowed(named.cpe, cpe)
            if found == .here { return conditioned(affected) }
            if best == .other { best = found }
        }
        return best
    }

    /// Whether an entry for an edition speaks of the component, whose own name seldom tells its edition.
    private static func narrowed(_ named: CPEName, _ own: CPEName) -> Reach {
        if let system = named.targetSoftware.text?.lowercased(), system != own.targetSoftware.text?.lowercased() {
            switch system {
            case "linux", "linux_kernel", "unix": break
            case "windows", "macos", "mac_os", "mac_os_x", "iphone_os", "ipados", "android":
                return .elsewhere("it is of the product on \(system)")
            default: return .unknown("it is of the product for \(system); for what the component is, is not known")
            }
        }
        for (theirs, ours) in [
            (named.edition, own.edition), (named.softwareEdition, own.softwareEdition),
            (named.targetHardware, own.targetHardware), (named.other, own.other),
        ] {
            guard let edition = theirs.text, theirs != ours else { continue }
            return .unknown("it is of the edition \(edition); of which the component is, is not known")
        }
        return .here
    }

    /// The flaw may be there only beside another product, which no inventory of an image rules out or confirms.
    private func conditioned(_ affected: Affected) -> Reach {
        guard let first = affected.conditions.first?.anyOf.first else { return .here }
        return .unknown("it is so only together with \(first.cpe), which is not known")
    }
}
