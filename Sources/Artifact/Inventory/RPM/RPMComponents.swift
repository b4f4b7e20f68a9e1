import Content

/// Makes components of the packages of one image's rpm databases.
struct RPMComponents {
    private let view: any ImageView
    private var packages: [(path: String, package: RPMPackage)] = []
    /// A package is counted once although two paths lead to its database.
    private var keys: Set<String> = []

    init(view: any ImageView) { self.view = view }

    mutating func add(_ new: [RPMPackage], from path: String) {
        // Several packages of one name and version, as kernels of one build, stand once.
        for package in new where keys.insert(package.key).inserted { packages.append((path, package)) }
    }

    func finish() -> [Component] {
        var wanted: Set<String> = []
        for (_, package) in packages {
            for requirement in package.requirements {
                for name in requirement.alternatives where name.hasPrefix("/") { wanted.insert(name) }
            }
        }
        return packages.map { component($0.package, from: $0.path, wantedPaths: wanted) }
    }

    private func component(_ package: RPMPackage, from path: String, wantedPaths: Set<String>) -> Component {
        var component = Component(name: package.name, version: package.fullVersion, ecosystem: "rpm")
        var qualifiers = ["arch": package.architecture]
        qualifiers["epoch"] = package.epoch.flatMap { $0 > 0 ? String($0) : nil }
        qualifiers["distro"] = view.release?.distro
        qualifiers["upstream"] = package.sourcePackage
        component.purl = PackageURL(
            type: "rpm", namespace: RPMVendor.namespace(release: view.release?.id, vendor: package.vendor),
            name: package.name, version: package.versionRelease, qualifiers: qualifiers)
        component.licences = package.licence.map { [Licence($0)] } ?? []
        component.supplier = package.vendor
        component.homepage = package.homepage
        component.summary = package.summary
        component.evidence = [Evidence(path: path, technique: .manifestAnalysis)]
        component.properties["layerKey"] = package.key
        component.properties["architecture"] = package.architecture.isEmpty ? nil : package.architecture
        component.properties["source"] = package.sourcePackage
        component.properties["epoch"] = package.epoch.map(String.init)
        component.properties["modularityLabel"] = package.modularityLabel
        component.requirements = package.requirements
        component.provides = package.provides
        for file in package.files {
            let absolute = "/" + file.path
            if wantedPaths.contains(absolute) { component.provides.append(absolute) }
            // With merged directories /bin/sh is asked for and /usr/bin/sh is listed.
            if file.path.hasPrefix("usr/"), wantedPaths.contains(String(absolute.dropFirst(4))) {
                component.provides.append(String(absolute.dropFirst(4)))
            }
            // What rpm does not expect to be there is claimed only where it is.
            if file.isOptional, view.resolve(file.path) == nil { continue }
            component.files.append(
                ClaimedFile(file.path, digest: file.digest, isConfiguration: file.isConfiguration))
        }
        return component
    }
}

/// Who an rpm package comes from, as the namespace of its purl.
enum RPMVendor {
    /// Starts of the vendor lines of the distributions, for images without `os-release`.
    private static let vendors: [(start: String, namespace: String)] = [
        ("red hat", "redhat"), ("centos", "centos"), ("fedora project", "fedora"), ("amazon", "amzn"),
        ("oracle", "ol"), ("almalinux", "almalinux"), ("cloudlinux", "cloudlinux"), ("rocky", "rocky"),
        ("suse", "suse"), ("opensuse", "opensuse"), ("vmware", "photon"), ("microsoft", "azurelinux"),
    ]

    static func namespace(release id: String?, vendor: String?) -> String? {
        if let id {
            switch id {
            case "rhel", "hummingbird": return "redhat"
            case _ where id.hasPrefix("opensuse"): return "opensuse"
            case "sles", "sled", "sle", "sle_hpc", "sl-micro", "suse-microos": return "suse"
            default: return id
            }
        }
        guard let vendor = vendor?.lowercased() else { return nil }
        return vendors.first { vendor.hasPrefix($0.start) }?.namespace
    }
}
