package import Content
internal import Inventory
package import OCI

/// An image as a product, in the spellings by which consumers know it.
package enum VEXSpelling {
    /// - Parameters:
    ///   - digests: of the manifest, then of the index that leads to it.
    ///   - reference: where it was found; `nil` for an image of no registry.
    ///   - parts: the components that a statement is about; empty: all of them.
    /// - Returns: first the digest alone, which identifies the image wherever it lies, then the spellings of scanners
    ///   that compare the repository as well.
    package static func products(
        _ digests: [Digest], reference: RegistryReference?, parts: [VEXComponent]
    ) -> [VEXProduct] {
        var products: [VEXProduct] = []
        for digest in digests {
            for purl in purls(digest, reference) {
                var component = VEXComponent(named: purl.description)
                if let name = OpenVEXReader.hashName(digest.algorithm.rawValue) {
                    component.hashes = [.init(name, digest.hex)]
                }
                products.append(VEXProduct(component, subcomponents: parts))
            }
        }
        return products
    }

    private static func purls(_ digest: Digest, _ reference: RegistryReference?) -> [PackageURL] {
        // The last part of the repository; without one the digest has to do.
        let path = reference?.repository ?? ""
        let name = path.split(separator: "/").last.map(String.init) ?? "image"
        var qualifiers: [[String: String]] = [[:]]
        if let reference {
            let host = "\(reference.registry)"
            let folder = path.split(separator: "/").dropLast().joined(separator: "/")
            var places = ["\(host)/\(path)", folder.isEmpty ? host : "\(host)/\(folder)"]
            // One scanner writes Docker Hub by its older name.
            if host == "docker.io" { places.insert("index.docker.io/\(path)", at: 0) }
            qualifiers += places.map { ["repository_url": $0] }
        }
        return qualifiers.compactMap {
            PackageURL(type: "oci", name: name, version: digest.description, qualifiers: $0)
        }
    }
}
