/// Why an advisory database cannot be used. None of these is ever taken for "nothing found".
package enum DatabaseError: Error, Equatable, CustomStringConvertible {
    case notADatabase(path: String)
    case format(found: UInt32)
    /// Shorter or longer than its header says.
    case length(expected: Int, found: Int)
    case damaged(String)
    case tooLarge(String)

    package var description: String {
        switch self {
        case .notADatabase(let path): "\(path) is no advisory database; make one with `obryza db build`"
        case .format(let found):
            "the advisory database has format \(found); this program reads \(DatabaseLayout.format): build it anew"
        case .length(let expected, let found):
            "the advisory database has \(found) bytes; its header says \(expected): fetch or build it anew"
        case .damaged(let what): "the advisory database is damaged (\(what)): fetch or build it anew"
        case .tooLarge(let what): "the advisory database would have too many \(what)"
        }
    }
}
