internal import Inventory

/// A component as it stands in the index: all that matching asks of a package, and nothing of where it was found, so
/// that documents share it.
struct IndexedComponent: Equatable {
    var package: ScannedPackage
    /// The operating system of the document, where the package's release may depend on it.
    var distribution: (id: String, version: String?)?
    /// Of the package that owns it.
    var ownerEcosystem: Ecosystem?

    init(_ package: ScannedPackage, distribution: (id: String, version: String?)?, ownerEcosystem: Ecosystem?) {
        self.package = package
        self.distribution = Self.isOfDistribution(package) ? distribution : nil
        self.ownerEcosystem = ownerEcosystem
    }

    static func == (a: IndexedComponent, b: IndexedComponent) -> Bool {
        var (first, second) = (ByteWriter(), ByteWriter())
        a.encode(into: &first)
        b.encode(into: &second)
        return first.bytes == second.bytes
    }

    private static func isOfDistribution(_ package: ScannedPackage) -> Bool {
        guard let type = package.purl?.type else { return false }
        return ["deb", "rpm", "apk", "alpm"].contains(type)
    }

    func encode(into out: inout ByteWriter) {
        let purl = package.purl
        out.appendText(purl?.type ?? "")
        if let purl {
            out.appendOptional(purl.namespace)
            out.appendText(purl.name)
            out.appendOptional(purl.version)
            out.appendVarint(purl.qualifiers.count)
            for qualifier in purl.qualifiers {
                out.appendText(qualifier.key)
                out.appendText(qualifier.value)
            }
        }
        // Nearly always what the package URL says.
        out.appendOptional(package.name == purl?.name ? nil : package.name)
        out.appendOptional(package.version == purl?.version ? nil : package.version)
        out.appendOptional(package.source)
        out.appendOptional(package.sourceVersion)
        out.appendOptional(package.architecture)
        out.appendOptional(package.module)
        out.appendVarint(package.cpes.count)
        for cpe in package.cpes { out.appendText(cpe) }
        out.appendOptional(distribution?.id)
        out.appendOptional(distribution?.version)
        out.appendOptional(ownerEcosystem?.description)
    }

    /// - Throws: `ComponentIndexError.damaged` for bytes that are no component.
    init(_ bytes: UnsafeRawBufferPointer) throws(ComponentIndexError) {
        var cursor = ByteCursor(bytes)
        let type = cursor.text()
        var purl: PackageURL?
        if !type.isEmpty {
            let namespace = cursor.optionalText()
            let name = cursor.text()
            let version = cursor.optionalText()
            var qualifiers: [String: String] = [:]
            for _ in 0..<cursor.count() where !cursor.hasFailed {
                let key = cursor.text()
                qualifiers[key] = cursor.text()
            }
            purl = PackageURL(
                type: type, namespace: namespace, name: name, version: version, qualifiers: qualifiers)
            guard purl != nil else { throw .damaged("a component without a name") }
        }
        let name = cursor.optionalText() ?? purl?.name ?? ""
        let version = cursor.optionalText() ?? purl?.version ?? ""
        package = ScannedPackage(ref: "", name: name, version: version, purl: purl)
        package.source = cursor.optionalText()
        package.sourceVersion = cursor.optionalText()
        package.architecture = cursor.optionalText()
        package.module = cursor.optionalText()
        for _ in 0..<cursor.count() where !cursor.hasFailed { package.cpes.append(cursor.text()) }
        let id = cursor.optionalText()
        let release = cursor.optionalText()
        distribution = id.map { ($0, release) }
        ownerEcosystem = cursor.optionalText().flatMap { Ecosystem($0) }
        if cursor.hasFailed { throw .damaged("a component that is cut short") }
    }
}

extension ByteWriter {
    /// The length and 1, or 0 for none; then the text.
    fileprivate mutating func appendOptional(_ text: String?) {
        guard let text else {
            append(UInt8(0))
            return
        }
        appendVarint(text.utf8.count + 1)
        append(text.utf8)
    }
}

extension ByteCursor {
    fileprivate mutating func optionalText() -> String? {
        let value = varint()
        guard value > 0 else { return nil }
        return String(decoding: take(Int(clamping: value - 1)), as: UTF8.self)
    }
}
