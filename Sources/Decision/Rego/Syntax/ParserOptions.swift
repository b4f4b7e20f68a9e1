/// How a text is read.
public struct ParserOptions: Sendable, Hashable {
    public var version: RegoVersion
    /// Whether `future.keywords.and` and `future.keywords.or` may be imported.
    public var allowsExperimentalKeywords: Bool
    /// Keywords enabled without an import.
    public var enabledKeywords: FutureKeywords
    /// Composite terms, calls and bodies within each other.
    public var maximumDepth: Int

    public init(
        version: RegoVersion = .v1, allowsExperimentalKeywords: Bool = false, enabledKeywords: FutureKeywords = [],
        maximumDepth: Int = 300
    ) {
        self.version = version
        self.allowsExperimentalKeywords = allowsExperimentalKeywords
        self.enabledKeywords = enabledKeywords
        self.maximumDepth = maximumDepth
    }
}
