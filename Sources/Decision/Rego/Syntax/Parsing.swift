extension Module {
    /// Reads a module.
    ///
    /// - Parameter file: The index of the source that locations carry.
    /// - Throws: The first error of the syntax, or all of the rules' form and annotations.
    public static func parse(
        _ source: SourceText, file: Int32 = 0, options: ParserOptions = ParserOptions()
    ) throws(RegoErrors) -> Module {
        try Parser.module(source, file: file, options: options)
    }
}

extension Rego {
    /// Reads the literals of a query.
    public static func parseQuery(
        _ source: SourceText, file: Int32 = 0, options: ParserOptions = ParserOptions()
    ) throws(RegoErrors) -> Body {
        try Parser.query(source, file: file, options: options)
    }
}
