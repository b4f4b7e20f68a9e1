internal import JSONText

/// Red Hat's advisories and VEX documents (`security.access.redhat.com/data/csaf/v2/`).
struct RedHatCSAFFeed: Feed {
    var name: String { "redhat-csaf" }
    var framing: FeedFraming { .lines }

    func recognises(path: String, start: UnsafeRawBufferPointer) -> Bool { CSAFPublisher(start) == .redHat }

    func read(_ document: FeedDocument, into yield: inout FeedYield) throws {
        let root = try document.parsed()
        try CSAFPublisher.redHat.check(root)
        try CSAFReader(source: name, release: Self.release).read(document, root, into: &yield)
    }

    /// `cpe:/a:redhat:enterprise_linux:9::appstream` is RHEL 9; `cpe:/a:redhat:rhel_eus:9.2::appstream` is 9.2 in the
    /// channel `eus`, whose fixes are none of RHEL 9; other products are channels of their own.
    static func release(_ cpe: CPEName) -> (Ecosystem, String)? {
        guard cpe.vendor == .value("redhat"), let product = cpe.product.text, let version = cpe.version.text else {
            return nil
        }
        guard let (ecosystem, channel) = Ecosystem.osv("Red Hat:\(product):\(version)") else { return nil }
        // RHEL has one stream of updates a major version: 10.0 and 10.1 are both 10.
        guard product == "enterprise_linux" else { return (ecosystem, channel) }
        return (Ecosystem(.redhat, String(version.prefix { $0 != "." })), "")
    }
}

/// Who publishes a CSAF document.
enum CSAFPublisher: Equatable {
    case redHat, suse

    /// From the start of a document, which seldom reaches to the publisher: distribution and rating name it before.
    init?(_ start: UnsafeRawBufferPointer) {
        let opening = OpeningBytes(start)
        guard opening.begins(with: "{"), opening.contains("\"csaf_version\"") else { return nil }
        func first(_ marks: StaticString...) -> Int { marks.compactMap { opening.position(of: $0) }.min() ?? Int.max }
        let redHat = first("redhat.com", "Red Hat")
        let suse = first("suse.com", "SUSE")
        guard redHat != suse else { return nil }
        self = redHat < suse ? .redHat : .suse
    }

    func check(_ root: JSONValue) throws(FeedError) {
        let publisher = root["document"]?["publisher"]
        let found = "\(publisher?.text("name") ?? "") \(publisher?.text("namespace") ?? "")"
        let wanted = self == .redHat ? ["Red Hat", "redhat.com"] : ["SUSE", "suse.com", "suse.de"]
        guard wanted.contains(where: { found.contains($0) }) else {
            throw FeedError("expected a document of \(wanted[0]), found one of “\(FeedText.summary(found))”")
        }
    }
}
