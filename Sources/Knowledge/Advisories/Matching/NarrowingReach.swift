internal import Inventory

extension Narrowing {
    enum Reach {
        case here
        case elsewhere(String)
        case unknown(String)
    }

    /// Whether the narrowed record speaks of a package.
    func reach(_ package: ScannedPackage) -> Reach {
        if !channel.isEmpty { return .elsewhere("it is of the channel \(channel)") }
        func qualifier(_ key: String) -> String? { package.purl?.qualifiers.first { $0.key == key }?.value }
        let architecture = package.architecture ?? qualifier("arch")
        if !architectures.isEmpty, let own = architecture, own != "all", own != "noarch",
            !architectures.contains(own)
        {
            return .elsewhere("it is of \(architectures.joined(separator: ", "))")
        }
        if !platforms.isEmpty, !platforms.contains("linux") {
            return .elsewhere("it is of \(platforms.joined(separator: ", "))")
        }
        guard let module else { return .here }
        guard let own = package.module ?? qualifier("rpmmod") else {
            // Modular builds say so in their release (`1.module+el8…`, `1.module_el8…`), not of which stream they are.
            return package.version.contains(".module")
                ? .unknown("it is of the module \(module); of which stream the package is, is not known")
                : .elsewhere("it is of the module \(module)")
        }
        return own == module || own.hasPrefix("\(module):")
            ? .here : .elsewhere("it is of the module \(module), not \(own)")
    }
}
