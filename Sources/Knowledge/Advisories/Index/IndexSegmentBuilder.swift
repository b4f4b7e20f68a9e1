internal import Content

/// Makes a segment of the index out of documents, and out of other segments.
struct IndexSegmentBuilder {
    private typealias Layout = ComponentIndexLayout

    private struct Document {
        var digest: [UInt8]
        var name: UInt32
        var unidentified: UInt32
        var flags: UInt32
    }

    private struct Component {
        var text: UInt32
        var last: UInt32 = 0
        var count: UInt32 = 0
        var postings: [UInt8] = []
    }

    private struct Key: Hashable {
        var ecosystem: UInt32
        var name: UInt32
    }

    private static let unidentified = UInt32.max

    private var texts = StringPool()
    private var documents: [Document] = []
    private var components: [Component] = []
    /// By the place of their text; `unidentified` for what cannot be looked up.
    private var numbers: [UInt32: UInt32] = [:]
    private var keys: [Key: Int] = [:]
    private var keyOrder: [Key] = []
    private var lists: [[UInt32]] = []

    var documentCount: Int { documents.count }

    mutating func add(_ document: IndexedDocument) throws(ComponentIndexError) {
        guard documents.count < Int(Int32.max) else { throw .tooLarge("documents") }
        let number = UInt32(documents.count)
        var unidentified: UInt32 = 0
        var ecosystems = EcosystemLookup(document.distribution, nil)
        let owners = document.ownerEcosystems(&ecosystems)
        for package in document.packages {
            let component = IndexedComponent(
                package, distribution: document.distribution, ownerEcosystem: package.owner.flatMap { owners[$0] })
            var bytes = ByteWriter()
            component.encode(into: &bytes)
            let text = bytes.bytes.withUnsafeBytes { texts.place($0) }
            let known: UInt32
            if let number = numbers[text] {
                known = number
            } else {
                known = try insert(text, package, &ecosystems)
                numbers[text] = known
            }
            if known == Self.unidentified {
                unidentified += 1
            } else {
                append(number, to: Int(known))
            }
        }
        documents.append(
            Document(
                digest: document.digest.bytes, name: texts.place(document.name), unidentified: unidentified,
                flags: document.isComplete ? 0 : Layout.DocumentRow.isIncomplete))
        guard texts.bytes.count < Int(Int32.max) else { throw .tooLarge("names") }
    }

    private mutating func insert(
        _ text: UInt32, _ package: ScannedPackage, _ ecosystems: inout EcosystemLookup
    ) throws(ComponentIndexError) -> UInt32 {
        let identities: [PackageIdentity]
        do {
            identities = try PackageLookup(package, &ecosystems).identities(of: package)
        } catch { return Self.unidentified }
        let number = try newComponent(text)
        for identity in identities {
            let key = Key(
                ecosystem: texts.place(identity.ecosystem.description), name: texts.place(identity.name))
            addKey(key, number)
        }
        return number
    }

    private mutating func newComponent(_ text: UInt32) throws(ComponentIndexError) -> UInt32 {
        guard components.count < Int(Int32.max) else { throw .tooLarge("components") }
        let number = UInt32(components.count)
        components.append(Component(text: text))
        return number
    }

    private mutating func addKey(_ key: Key, _ component: UInt32) {
        let place: Int
        if let known = keys[key] {
            place = known
        } else {
            place = keyOrder.count
            keys[key] = place
            keyOrder.append(key)
            lists.append([])
        }
        // The names of source and binary package are often the same.
        if lists[place].last != component { lists[place].append(component) }
    }

    private mutating func append(_ document: UInt32, to component: Int) {
        if components[component].count > 0, components[component].last == document { return }
        var difference = document &- components[component].last
        while difference >= 0x80 {
            components[component].postings.append(UInt8(truncatingIfNeeded: difference) | 0x80)
            difference >>= 7
        }
        components[component].postings.append(UInt8(truncatingIfNeeded: difference))
        components[component].last = document
        components[component].count += 1
    }

    /// Takes a segment over: its documents come after those that are there.
    mutating func absorb(_ segment: IndexSegment) throws(ComponentIndexError) {
        let base = UInt32(documents.count)
        guard documents.count + segment.documentCount < Int(Int32.max) else { throw .tooLarge("documents") }
        for number in 0..<segment.documentCount {
            let document = try segment.document(number)
            documents.append(
                Document(
                    digest: document.digest.bytes, name: texts.place(document.name),
                    unidentified: UInt32(document.unidentified),
                    flags: document.isComplete ? 0 : Layout.DocumentRow.isIncomplete))
        }
        var translated: [UInt32] = []
        var isNew: [Bool] = []
        for number in 0..<segment.componentCount {
            let row = try segment.component(number)
            let text = texts.place(row.text)
            let component: UInt32
            if let known = numbers[text], known != Self.unidentified {
                component = known
                isNew.append(false)
            } else {
                component = try newComponent(text)
                numbers[text] = component
                isNew.append(true)
            }
            translated.append(component)
            try append(row, shiftedBy: base, to: Int(component))
        }
        for number in 0..<segment.keyCount {
            let row = try segment.key(number)
            let key = Key(ecosystem: texts.place(row.ecosystem), name: texts.place(row.name))
            for component in row.components {
                guard component < translated.count else { throw .damaged("a list of components") }
                if isNew[component] { addKey(key, translated[component]) }
            }
        }
        guard texts.bytes.count < Int(Int32.max) else { throw .tooLarge("names") }
    }

    /// Only the first difference is another one; the rest is taken as it stands.
    private mutating func append(
        _ row: IndexSegment.Component, shiftedBy base: UInt32, to component: Int
    ) throws(ComponentIndexError) {
        guard row.count > 0 else { return }
        var cursor = ByteCursor(row.postings)
        let first = cursor.varint()
        guard !cursor.hasFailed, first <= UInt64(row.last), row.last <= UInt32(Int32.max) else {
            throw .damaged("a list of documents")
        }
        append(base + UInt32(first), to: component)
        components[component].postings.append(contentsOf: row.postings[cursor.offset...])
        components[component].last = base + row.last
        components[component].count += UInt32(row.count - 1)
    }

    // MARK: Writing

    /// - Returns: the segment, and its root.
    consuming func finish() throws(ComponentIndexError) -> (bytes: [UInt8], root: Digest) {
        var sections: [[UInt8]] = []
        var rows = ByteWriter()
        for document in documents {
            rows.append(document.digest)
            rows.append(document.name)
            rows.append(document.unidentified)
            rows.append(document.flags)
        }
        sections.append(rows.bytes)
        rows = ByteWriter()
        let order = documents.indices.sorted {
            documents[$0].digest.lexicographicallyPrecedes(documents[$1].digest)
        }
        for number in order { rows.append(UInt32(number)) }
        sections.append(rows.bytes)

        rows = ByteWriter()
        var postings = ByteWriter()
        for component in components {
            guard postings.count + component.postings.count < Int(UInt32.max) else { throw .tooLarge("postings") }
            rows.append(component.text)
            rows.append(UInt32(postings.count))
            rows.append(component.count)
            rows.append(component.last)
            postings.append(component.postings)
        }
        sections.append(rows.bytes)

        rows = ByteWriter()
        var list = ByteWriter()
        var size = 16
        while size < keyOrder.count * 2 { size *= 2 }
        var buckets = [UInt32](repeating: 0, count: size)
        for (place, key) in keyOrder.enumerated() {
            rows.append(key.ecosystem)
            rows.append(key.name)
            rows.append(UInt32(list.count / 4))
            rows.append(UInt32(lists[place].count))
            for component in lists[place] { list.append(component) }
            let hash = texts.withBytes(at: key.ecosystem) { ecosystem in
                texts.withBytes(at: key.name) { ComponentIndexLayout.hash(ecosystem, $0) }
            }
            var bucket = Int(truncatingIfNeeded: hash) & (size - 1)
            while buckets[bucket] != 0 { bucket = (bucket + 1) & (size - 1) }
            buckets[bucket] = UInt32(place + 1)
        }
        sections.append(rows.bytes)
        rows = ByteWriter()
        for bucket in buckets { rows.append(bucket) }
        sections.append(rows.bytes)
        sections.append(list.bytes)
        sections.append(texts.bytes)
        sections.append(postings.bytes)
        return Self.assemble(sections)
    }

    private static func assemble(_ sections: [[UInt8]]) -> (bytes: [UInt8], root: Digest) {
        var offset = 0
        var table = ByteWriter()
        for section in sections {
            table.append(UInt64(offset))
            table.append(UInt64(section.count))
            offset += (section.count + 63) / 64 * 64
        }
        var data = ByteWriter()
        for section in sections {
            data.append(section)
            while data.count % 64 != 0 { data.append(UInt8(0)) }
        }
        let blocks = (data.count + Layout.blockSize - 1) / Layout.blockSize
        let start = Layout.segmentHeader + blocks * Layout.digestSize
        var head = ByteWriter()
        head.append(Layout.segmentMagic)
        head.append(UInt64(start + data.count))
        head.append(UInt64(start))
        head.append(table.bytes)
        data.bytes.withUnsafeBytes { bytes in
            for block in 0..<blocks {
                let from = block * Layout.blockSize
                let end = min(bytes.count, from + Layout.blockSize)
                head.append(Digest.of(UnsafeRawBufferPointer(rebasing: bytes[from..<end])).bytes)
            }
        }
        let root = Digest.of(head.bytes)
        head.append(data.bytes)
        return (head.bytes, root)
    }
}
