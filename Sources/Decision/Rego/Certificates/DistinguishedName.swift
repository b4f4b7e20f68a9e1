/// A name of X.500 as certificates have it (RFC 5280 §4.1.2.4).
struct DistinguishedName {
    struct Attribute {
        var type: [Int]
        var value: String
    }

    let raw: ArraySlice<UInt8>
    private(set) var attributes: [Attribute] = []

    init(_ element: DER) throws(DER.Failure) {
        raw = element.whole
        for set in try element.sequence() {
            guard set.tag == DER.Tag.set else { throw .structure }
            for pair in try set.children() {
                let parts = try pair.sequence()
                guard parts.count == 2, let text = parts[1].text else { throw .structure }
                attributes.append(Attribute(type: try parts[0].objectIdentifier(), value: text))
            }
        }
    }

    /// The values of an attribute of X.520, by its last arc.
    func values(_ arc: Int) -> [String] { attributes.filter { $0.type == [2, 5, 4, arc] }.map(\.value) }
}
