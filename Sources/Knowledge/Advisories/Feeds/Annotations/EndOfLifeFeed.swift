internal import JSONText

/// endoflife.date: a product's release cycles, as `/api/PRODUCT.json` or in the first version of the interface.
struct EndOfLifeFeed: Feed {
    var name: String { "endoflife" }
    var framing: FeedFraming { .whole }

    func recognises(path: String, start: UnsafeRawBufferPointer) -> Bool {
        let opening = OpeningBytes(start)
        if opening.begins(with: "[") { return opening.contains("\"cycle\"") && opening.contains("\"eol\"") }
        return opening.begins(with: "{") && opening.contains("\"releases\"")
            && (opening.contains("\"isEol\"") || opening.contains("\"eolFrom\""))
    }

    func read(_ document: FeedDocument, into yield: inout FeedYield) throws {
        let root = try document.parsed()
        if root.kind == .array {
            let file = document.path.split(separator: "/").last ?? ""
            let product = file.prefix { $0 != "." }.lowercased()
            guard !product.isEmpty else { throw FeedError("expected the product’s name as the name of the file") }
            for (index, cycle) in root.elements.enumerated() {
                add(cycle, "cycle", of: product, place: "\(document.path) cycle \(index + 1)", into: &yield) {
                    lifecycle in
                    lifecycle.supportEnds = Self.day(cycle["support"])
                    lifecycle.endOfLife = Self.day(cycle["eol"])
                    lifecycle.hasEnded = cycle["eol"]?.bool
                    lifecycle.extendedSupportEnds = Self.day(cycle["extendedSupport"])
                }
            }
            return
        }
        if let time = root.time("last_modified") { yield.see(time) }
        guard let result = root["result"] else { throw FeedError("expected a result") }
        let products = result.kind == .array ? Array(result.elements) : [result]
        for (index, product) in products.enumerated() {
            guard let name = product.text("name", limit: 128) else {
                yield.skip("\(document.path) product \(index + 1)", "expected a name")
                continue
            }
            for (index, release) in product.list("releases").enumerated() {
                add(release, "name", of: name, place: "\(name) release \(index + 1)", into: &yield) { lifecycle in
                    lifecycle.supportEnds = Self.day(release["eoasFrom"])
                    lifecycle.endOfLife = Self.day(release["eolFrom"])
                    // Compares a day that is told with the day of the request; only of use where no day is told.
                    lifecycle.hasEnded = lifecycle.endOfLife == nil ? release["isEol"]?.bool : nil
                    lifecycle.extendedSupportEnds = Self.day(release["eoesFrom"])
                }
            }
        }
    }

    private func add(
        _ value: JSONValue, _ key: String, of product: String, place: String, into yield: inout FeedYield,
        fill: (inout Lifecycle) -> Void
    ) {
        // A cycle may be written as a number: as it stands, since `3.10` is not `3.1`.
        guard let cycle = value.text(key, limit: 128) ?? value[key]?.number else {
            yield.skip(place, "expected the name of a release cycle")
            return
        }
        var lifecycle = Lifecycle(product: product, cycle: cycle)
        lifecycle.codename = value.text("codename") ?? ""
        lifecycle.released = value.time("releaseDate")
        fill(&lifecycle)
        yield.add(lifecycle)
    }

    private static func day(_ value: JSONValue?) -> Timestamp? { value?.string.flatMap { Timestamp($0) } }
}
