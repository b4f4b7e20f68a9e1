/// Why an index of components cannot be used. None of these is ever taken for "no document is affected".
package enum ComponentIndexError: Error, Equatable, CustomStringConvertible {
    case notAnIndex(path: String)
    case format(found: UInt32)
    /// Shorter than what was committed to it.
    case truncated(expected: Int, found: Int)
    case damaged(String)
    case tooLarge(String)

    package var description: String {
        switch self {
        case .notAnIndex(let path): "\(path) is no index of components; make one with `obryza db index add`"
        case .format(let found):
            "the index of components has format \(found); this program reads \(ComponentIndexLayout.format): make it anew"
        case .truncated(let expected, let found):
            "the index of components has \(found) bytes; \(expected) were written to it: make it anew"
        case .damaged(let what): "the index of components is damaged (\(what)): make it anew"
        case .tooLarge(let what): "the index of components would have too many \(what)"
        }
    }
}
