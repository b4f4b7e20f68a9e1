/// SUSE's advisories and VEX documents (`ftp.suse.com/pub/projects/security/csaf/`, `csaf-vex/`).
struct SUSECSAFFeed: Feed {
    var name: String { "suse-csaf" }
    var framing: FeedFraming { .lines }

    func recognises(path: String, start: UnsafeRawBufferPointer) -> Bool { CSAFPublisher(start) == .suse }

    func read(_ document: FeedDocument, into yield: inout FeedYield) throws {
        let root = try document.parsed()
        try CSAFPublisher.suse.check(root)
        try CSAFReader(source: name, release: Self.release).read(document, root, into: &yield)
    }

    /// `cpe:/o:suse:sles:15:sp4` and the modules of the same service pack are SLE 15.4; what is paid for beyond the
    /// ordinary term, and other products, are channels.
    static func release(_ cpe: CPEName) -> (Ecosystem, String)? {
        guard let vendor = cpe.vendor.text, let product = cpe.product.text else { return nil }
        if vendor == "opensuse" {
            guard product != "tumbleweed" else { return (Ecosystem(.opensuse, "Tumbleweed"), "") }
            guard let version = cpe.version.text else { return nil }
            return (Ecosystem(.opensuse, version), product == "leap" ? "" : product)
        }
        guard vendor == "suse", var release = cpe.version.text else { return nil }
        if let update = cpe.update.text {
            if update.hasPrefix("sp") {
                release += ".\(update.dropFirst(2))"
            } else if update.hasPrefix("\(release).") {
                release = update
            }
        }
        return (Ecosystem(.suse, release), channel(product))
    }

    private static func channel(_ product: String) -> String {
        for extended in ["ltss", "espos", "teradata"] where product.contains(extended) { return extended }
        return product.hasPrefix("sle-module-") || ordinary.contains(product) ? "" : product
    }

    /// The system itself and what is added to it from the same updates.
    private static let ordinary: Set<String> = [
        "sles", "sled", "sles_sap", "suse_sles", "suse_sled", "suse_sles_sap", "sle_hpc", "sle-hpc", "sle-sdk",
        "sle-we",
        "sle-ha", "sle_ha", "sle_sdk", "sle_we", "suse_sdk",
    ]
}
