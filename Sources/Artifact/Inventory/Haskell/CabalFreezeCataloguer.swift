/// Packages that a `cabal.project.freeze` pins. The file has no edges.
struct CabalFreezeCataloguer: Cataloguer {
    static let name = "haskell-cabal-freeze"

    var wants: [Want] { [.name("cabal.project.freeze", limit: 16 << 20)] }

    private struct Malformed: Error, CustomStringConvertible {
        let description = "cabal.project.freeze: expected a field `constraints`"
    }

    func read(_ file: WantedFile, into yield: inout Yield) throws {
        var constraints: [Substring] = []
        var isConstraint = false
        var isFound = false
        for line in file.text.split(whereSeparator: \.isNewline) {
            let text = line.drop(while: \.isWhitespace)
            guard !text.isEmpty, !text.hasPrefix("--") else { continue }
            var value = text
            if text.startIndex == line.startIndex, let colon = text.firstIndex(of: ":") {
                isConstraint = text[..<colon].lowercased() == "constraints"
                value = text[text.index(after: colon)...]
            }
            guard isConstraint else { continue }
            isFound = true
            constraints += value.split(separator: ",")
        }
        guard isFound else { throw Malformed() }
        for constraint in constraints {
            // `any.NAME ==VERSION`, or a constraint on flags, of which `==` is no part.
            guard let equals = constraint.firstRange(of: "==") else { continue }
            var name = constraint[..<equals.lowerBound].filter { !$0.isWhitespace }
            if let qualifier = name.lastIndex(of: ".") { name = String(name[name.index(after: qualifier)...]) }
            if let qualifier = name.lastIndex(of: ":") { name = String(name[name.index(after: qualifier)...]) }
            let version = constraint[equals.upperBound...].filter { !$0.isWhitespace }
            guard !name.isEmpty, HaskellPackage.isVersion(version) else {
                yield.gap(file.path, "a constraint that pins no version: \(constraint.prefix(80))")
                continue
            }
            var component = HaskellPackage.component(name, version: version, presence: .declared)
            component.evidence = [Evidence(path: file.path, technique: .manifestAnalysis)]
            component.realm = file.path
            yield.component(component)
        }
    }
}
