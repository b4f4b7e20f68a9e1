/// Why a store of the authority's state cannot be used.
package enum StoreError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What was given as a store is none.
    case address(String)
    /// It cannot be reached, or gave up what it was doing: try again. Whether it kept what it was told last is not known.
    case unavailable(place: String, String)
    /// It refuses what it is told.
    case statement(place: String, String)
    /// Its tables are of a newer program.
    case schema(place: String, found: Int64, known: Int64)
    /// It may lose what it said was safe.
    case unsafe(place: String, String)
    /// It has, or lacks, what an authority keeps there.
    case content(place: String, String)

    package var description: String {
        switch self {
        case .address(let what): "store: \(what)"
        case .unavailable(let place, let what): "store: \(place) does not answer: \(what)"
        case .statement(let place, let what): "store: \(place): \(what)"
        case .schema(let place, let found, let known):
            "store: \(place): expected tables of version \(known) at most, found version \(found): use a newer program"
        case .unsafe(let place, let what): "store: \(place): \(what)"
        case .content(let place, let what): "store: \(place): \(what)"
        }
    }

    /// As a log says it.
    var ofLog: LogError {
        if case .unavailable(_, let reason) = self { return .unavailable(reason) }
        return .store(description)
    }
}
