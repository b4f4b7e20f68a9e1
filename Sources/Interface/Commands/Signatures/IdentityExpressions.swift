internal import Rego
internal import Signing

extension IdentityExpression {
    /// A regular expression with RE2's syntax that the whole of an identity must match.
    ///
    /// An expression that may match anywhere would accept every address that holds the wanted one somewhere.
    static func whole(_ source: String) throws(RegexError) -> IdentityExpression {
        // By itself first: what is put around it must not mend it.
        _ = try Regex(source)
        let anchored = "\\A(?:\(source))\\z"
        _ = try Regex(anchored)
        return IdentityExpression(source: source) { text in
            // It could be compiled above. An instance belongs to one evaluation at a time.
            guard let regex = try? Regex(anchored) else { return false }
            return regex.matches(text) && !regex.takeExhaustion()
        }
    }
}
