internal import Inventory
internal import JSONText

/// The products of a CSAF document (CSAF 2.0 §3.2.2), and what a product id stands for.
///
/// An id is a name without meaning: that of a relationship is resolved to the package and the platform that the
/// relationship joins, never by taking the id apart.
struct CSAFProductTree {
    struct Product {
        var name: String
        var purl: String?
        /// Of a platform: the release, and the channel in it.
        var release: (ecosystem: Ecosystem, channel: String)?
        /// Of the nearest branch that says so.
        var architecture: String?
    }

    private(set) var products: [String: Product] = [:]
    private var relationships: [String: (component: String, whole: String)] = [:]
    private var groups: [String: [String]] = [:]
    private let release: (CPEName) -> (Ecosystem, String)?

    /// - Parameter release: the release, and the channel in it, of a platform.
    init(_ tree: JSONValue, release: @escaping (CPEName) -> (Ecosystem, String)?) {
        self.release = release
        var open: [(branch: JSONValue, architecture: String?)] = tree.list("branches").map { ($0, nil) }
        while let (branch, outer) = open.popLast() {
            let name = branch.text("name")
            let architecture = branch.text("category") == "architecture" ? name : outer
            if let product = branch["product"] { add(product, architecture) }
            for child in branch.list("branches") { open.append((child, architecture)) }
        }
        for product in tree.list("full_product_names") { add(product, nil) }
        for relationship in tree.list("relationships") {
            guard let id = relationship["full_product_name"]?.text("product_id"),
                let component = relationship.text("product_reference"),
                let whole = relationship.text("relates_to_product_reference")
            else { continue }
            relationships[id] = (component, whole)
        }
        for group in tree.list("product_groups") {
            if let id = group.text("group_id") { groups[id] = group.texts("product_ids") }
        }
    }

    private mutating func add(_ product: JSONValue, _ architecture: String?) {
        guard let id = product.text("product_id") else { return }
        let helper = product["product_identification_helper"]
        products[id] = Product(
            name: product.text("name") ?? "", purl: helper?.text("purl") ?? helper?.texts("purls").first,
            release: helper?.text("cpe").flatMap { CPEName($0) }.flatMap(release), architecture: architecture)
    }

    /// The products that a product id joins, the innermost first: package, module, platform.
    func parts(of id: String) -> [Product] {
        var result: [Product] = []
        collect(id, depth: 0, into: &result)
        return result
    }

    private func collect(_ id: String, depth: Int, into result: inout [Product]) {
        // Package in module in platform is all there is; a tree that goes on refers to itself.
        guard depth < 4 else { return }
        if let relationship = relationships[id] {
            collect(relationship.component, depth: depth + 1, into: &result)
            collect(relationship.whole, depth: depth + 1, into: &result)
        } else if let product = products[id] {
            result.append(product)
        }
    }

    /// The product ids that an item names, by themselves and through groups.
    func targets(of item: JSONValue, budget: inout Int) throws(FeedError) -> [String] {
        var result = item.texts("product_ids")
        for group in item.texts("group_ids") { result += groups[group] ?? [] }
        budget -= result.count
        guard budget > 0 else { throw FeedError("product groups stand for more products than a document may name") }
        return result
    }
}

/// A package of a distribution's release, as a CSAF product names it.
struct CSAFPackage: Hashable {
    var ecosystem: Ecosystem
    var channel: String
    var name: String
    var naming: Affected.Naming
    /// With its epoch; `nil` where the product is a package of any version.
    var version: String?
    var architecture: String?
    /// `name:stream`
    var module: String?

    /// Name, version and release tell almost all packages of a document apart.
    func hash(into hasher: inout Hasher) {
        hasher.combine(name)
        hasher.combine(version)
        hasher.combine(ecosystem.release)
    }
}

extension CSAFProductTree {
    /// The package that a product id stands for.
    ///
    /// - Returns: `nil` for what is no RPM package of a known release: container images, products as a whole.
    func package(_ id: String) -> CSAFPackage? {
        let parts = parts(of: id)
        guard let component = parts.first, parts.count > 1,
            let (ecosystem, channel) = parts.last(where: { $0.release != nil })?.release
        else { return nil }
        var package = CSAFPackage(ecosystem: ecosystem, channel: channel, name: "", naming: .binary)
        for part in parts.dropFirst() {
            if let purl = part.purl.flatMap({ PackageURL($0) }), purl.type == "rpmmod" {
                package.module = Self.stream(module: purl)
            }
        }
        if let text = component.purl {
            guard let purl = PackageURL(text) else { return nil }
            switch purl.type {
            case "rpm": break
            case "rpmmod":
                // `pkg:rpmmod/redhat/ruby:2.6/ruby`: a package within a module; else the module itself.
                guard let namespace = purl.namespace, let slash = namespace.firstIndex(of: "/") else { return nil }
                package.module = String(namespace[namespace.index(after: slash)...])
            default: return nil
            }
            package.name = purl.name
            package.architecture = purl.qualifier("arch") ?? component.architecture
            package.version = purl.version.map { version in
                guard let epoch = purl.qualifier("epoch"), epoch != "0" else { return version }
                return "\(epoch):\(version)"
            }
            if let label = purl.qualifier("rpmmod") { package.module = Self.stream(label: label) }
        } else {
            package.name = component.name
            package.architecture = component.architecture
            package.readName()
        }
        guard !package.name.isEmpty, !package.name.contains(" ") else { return nil }
        if package.architecture == "src" || package.architecture == nil && package.version == nil {
            // What no build is named of is said of the package as a whole.
            package.naming = .source
            package.architecture = nil
        }
        return package
    }

    /// Of `name@stream:version:context`.
    private static func stream(module purl: PackageURL) -> String {
        stream(label: purl.version.map { "\(purl.name):\($0)" } ?? purl.name)
    }

    /// `name:stream` of `name:stream:version:context`.
    private static func stream(label: String) -> String {
        label.split(separator: ":").prefix(2).joined(separator: ":")
    }
}

extension CSAFPackage {
    /// Without a package URL there is the branch's own name: `cups-1.7.5-20.46.1.aarch64` under the architecture,
    /// `nodejs:16/nodejs` in a module, or the package's name alone.
    fileprivate mutating func readName() {
        if let slash = name.firstIndex(of: "/") {
            module = String(name[..<slash])
            name = String(name[name.index(after: slash)...])
        }
        guard let architecture, name.hasSuffix(".\(architecture)") else { return }
        // Neither version nor release can hold a hyphen (RPM, "Spec file format", Version and Release).
        let rest = name.dropLast(architecture.count + 1)
        guard let second = rest.lastIndex(of: "-"), let first = rest[..<second].lastIndex(of: "-") else { return }
        version = String(rest[rest.index(after: first)...])
        name = String(rest[..<first])
    }
}
