/// What the text is formatted for.
public struct FormatOptions: Sendable, Hashable {
    /// The version of the text given.
    public var source: RegoVersion
    /// The version of the text made.
    public var target: RegoVersion
    /// Whether imports of `rego.v1` and `future.keywords` that the target makes needless are left out.
    public var dropsNeedlessImports: Bool
    public var allowsExperimentalKeywords: Bool

    public init(
        source: RegoVersion = .v1, target: RegoVersion = .v1, dropsNeedlessImports: Bool = false,
        allowsExperimentalKeywords: Bool = false
    ) {
        self.source = source
        self.target = target
        self.dropsNeedlessImports = dropsNeedlessImports
        self.allowsExperimentalKeywords = allowsExperimentalKeywords
    }
}

/// Formats modules: tabs, one blank line between rules, spaces around operators, line breaks where the author put them
/// between elements, comments where they stood.
///
/// What is formatted stays as it is when formatted again.
public struct ModuleFormatter {
    var out = FormatOutput()
    let bytes: [UInt8]
    let options: FormatOptions
    var style = Style()
    /// The next number is written in parentheses.
    var wrapsSign = false
    /// The next union is written in parentheses.
    var wrapsUnion = false
    /// The comments that are not yet written, in the order of the text.
    var comments: ArraySlice<Comment> = []

    /// What the module as a whole decides.
    struct Style {
        var usesIf = false
        var usesContains = false
        /// Some head is longer than a name with one index, so that all are written as paths.
        var hasPathHeads = false
        /// Braces behind `not`, and around operands, hold bodies.
        var bracesAreBodies = false
        var keywords: Set<String> = []
    }

    init(bytes: [UInt8], options: FormatOptions) {
        self.bytes = bytes
        self.options = options
    }

    /// Formats the text of a module.
    ///
    /// - Throws: The errors of a text that is no module.
    public static func format(
        _ source: SourceText, options: FormatOptions = FormatOptions()
    ) throws(RegoErrors) -> String {
        let parsing = ParserOptions(
            version: options.source, allowsExperimentalKeywords: options.allowsExperimentalKeywords)
        let module = try Parser.module(source, file: 0, options: parsing)
        var formatter = ModuleFormatter(bytes: Array(source.text.utf8), options: options)
        formatter.module(module)
        return formatter.out.finished
    }

    // MARK: Module

    private mutating func module(_ module: Module) {
        decideStyle(module)
        comments =
            module.comments.map { comment in
                var comment = comment
                while let last = comment.text.last, last.isWhitespace { comment.text.removeLast() }
                return comment
            }[...]
        insertComments(upTo: module.package.location.row)
        out.startLine()
        out.write("package ")
        var path = Array(module.package.path.terms.dropFirst())
        if let first = path.first, let name = first.string { path[0] = Term(.variable(name), at: first.location) }
        reference(Reference(path))
        out.blankLine()

        var imports = statements(module)[...]
        var rules = module.rules[...]
        while !imports.isEmpty || !rules.isEmpty {
            let firstRule = rules.first.map { ($0.location.row, $0.location.column) }
            let group = imports.prefix { statement in
                guard let firstRule else { return true }
                return (statement.location.row, statement.location.column) < firstRule
            }
            imports = imports.dropFirst(group.count)
            write(imports: Array(group))
            let nextImport = imports.first.map { ($0.location.row, $0.location.column) }
            let section = rules.prefix { rule in
                guard let nextImport else { return true }
                return (rule.location.row, rule.location.column) < nextImport
            }
            rules = rules.dropFirst(section.count)
            write(rules: Array(section))
        }
        let rest = Array(comments)
        comments = []
        write(rest, keepsBlankLines: false)
        if !rest.isEmpty { out.write("\n") }
    }

    private mutating func decideStyle(_ module: Module) {
        let isV1 = options.target == .v1 || module.importsRegoV1
        style.usesIf = isV1 || module.keywords.contains(.if)
        style.usesContains = isV1 || module.keywords.contains(.contains)
        style.bracesAreBodies = module.keywords.contains(.not)
        style.hasPathHeads = module.rules.contains { rule in
            let count = rule.head.reference.terms.count
            return count > 2 || count == 2 && rule.head.key != nil
        }
        style.keywords = [
            "not", "package", "import", "as", "default", "else", "with", "null", "true", "false", "some",
        ]
        if isV1 || !module.keywords.isDisjoint(with: .v1) {
            style.keywords.formUnion(["if", "contains", "in", "every"])
        }
    }

    // MARK: Imports

    /// The imports that the target needs and the author wrote, in the order of the text.
    private func statements(_ module: Module) -> [Import] {
        var imports = module.imports
        let isRegoV1 = imports.contains { $0.path.root == "rego" }
        if options.target == .v1, options.dropsNeedlessImports {
            imports.removeAll { $0.path.root == "rego" || $0.isFutureKeyword && $0.keywords.isSubset(of: .v1) }
        } else if isRegoV1 {
            imports.removeAll { $0.isFutureKeyword && $0.keywords.isSubset(of: .v1) }
        }
        if options.target == .v0, !isRegoV1 {
            var needed = NeededKeywords()
            for rule in module.rules { needed.visit(rule) }
            var present = FutureKeywords()
            for statement in imports where statement.isFutureKeyword { present.formUnion(statement.keywords) }
            if present.contains(.every) { present.insert(.in) }
            for (name, keyword) in FutureKeywords.names where needed.keywords.contains(keyword) {
                guard !present.contains(keyword), keyword != .in || !needed.keywords.contains(.every) else { continue }
                let path = Reference(dotted: "future.keywords.\(name)")
                imports.append(Import(path: path, pathLocation: .none, alias: nil, at: .none))
            }
        }
        return imports.sorted { ($0.location.row, $0.location.column) < ($1.location.row, $1.location.column) }
    }

    private mutating func write(imports: [Import]) {
        guard !imports.isEmpty else { return }
        var trailing: [Int32: Comment] = [:]
        let rows = Set(imports.map(\.location.row))
        var rest: [Comment] = []
        for comment in comments {
            if rows.contains(comment.location.row) {
                trailing[comment.location.row] = comment
            } else {
                rest.append(comment)
            }
        }
        comments = rest[...]
        var group: [Import] = []
        for statement in imports {
            if let last = group.last, statement.location.row - last.location.row > 1 {
                write(group: group, trailing)
                group = []
            }
            group.append(statement)
        }
        write(group: group, trailing)
    }

    private mutating func write(group: [Import], _ trailing: [Int32: Comment]) {
        guard let first = group.first else { return }
        insertComments(upTo: first.location.row)
        for statement in group.sorted(by: { ($0.sortKey, $0.alias ?? "") < ($1.sortKey, $1.alias ?? "") }) {
            out.startLine()
            out.write("import ")
            if statement.isFutureKeyword { out.write(statement.path.dotted) } else { reference(statement.path) }
            if let alias = statement.alias { out.write(" as \(alias)") }
            if let comment = trailing[statement.location.row] { out.write(" #" + comment.text) }
            out.endLine()
        }
        out.blankLine()
    }

    // MARK: Comments

    /// Writes the comments of the rows before `row`, and keeps the one of that row for the end of the line.
    mutating func insertComments(upTo row: Int32) {
        var before: [Comment] = []
        while let next = comments.first, next.location.row < row {
            before.append(next)
            comments.removeFirst()
        }
        if out.isInLine {
            // In the middle of a line there is no place for a line of its own.
            for comment in before { out.keepForLineEnd(comment) }
        } else {
            write(before)
            if let last = before.last, row - last.location.row > 1 { out.blankLine() }
        }
        while let next = comments.first, next.location.row == row {
            comments.removeFirst()
            out.keepForLineEnd(next)
        }
    }

    /// Writes comments on lines of their own, so that the metadata blocks among them stay what they are.
    private mutating func write(_ block: [Comment], keepsBlankLines: Bool = true) {
        var isMetadata = false
        var lastRow: Int32?
        for comment in block {
            let saysMetadata = comment.text.drop(while: { $0 == " " || $0 == "\t" }).hasPrefix("METADATA")
            let startsMetadata = saysMetadata && isAlone(comment)
            if let lastRow {
                let isApart = comment.location.row - lastRow > 1
                // What stood behind code, or further in, was no part of the block above and must not come to be.
                let isForeign = startsMetadata || comment.location.column != 1 && out.level == 0
                if isApart && keepsBlankLines || isMetadata && (isApart || isForeign) {
                    out.blankLine()
                    isMetadata = false
                }
            }
            if startsMetadata { isMetadata = true }
            lastRow = comment.location.row
            out.line((saysMetadata && !startsMetadata ? "# #" : "#") + comment.text)
        }
    }

    /// Whether nothing but white space stands before a comment in its line.
    private func isAlone(_ comment: Comment) -> Bool {
        bytes.prefix(Int(comment.location.offset)).reversed().prefix { $0 != UInt8(ascii: "\n") }
            .allSatisfy { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
    }

    /// Whether a comment stands in the rows of a place, but for its last.
    func hasComment(from first: Int32, before end: Int32) -> Bool {
        comments.contains { $0.location.row >= first && $0.location.row < end }
    }

    // MARK: Source

    func text(_ location: SourceLocation) -> String {
        let start = max(0, Int(location.offset))
        let end = min(bytes.count, Int(location.end))
        guard start < end else { return "" }
        return String(decoding: bytes[start..<end], as: UTF8.self)
    }

    func byte(at offset: Int32) -> UInt8 {
        offset >= 0 && Int(offset) < bytes.count ? bytes[Int(offset)] : 0
    }

    /// The row of the last byte of a place.
    func endRow(_ location: SourceLocation) -> Int32 {
        let start = max(0, Int(location.offset))
        let end = min(bytes.count, Int(location.end))
        guard start < end else { return location.row }
        return location.row + Int32(clamping: bytes[start..<end].count { $0 == UInt8(ascii: "\n") })
    }

    /// The row of the next `closing` behind a place, past comments.
    func row(of closing: Character, after location: SourceLocation) -> Int32 {
        var row = endRow(location)
        var index = max(0, Int(location.end))
        while index < bytes.count {
            let byte = bytes[index]
            if byte == closing.asciiValue { return row }
            if byte == UInt8(ascii: "#") {
                while index < bytes.count, bytes[index] != UInt8(ascii: "\n") { index += 1 }
                continue
            }
            if byte == UInt8(ascii: "\n") { row += 1 }
            index += 1
        }
        return row
    }
}

/// The keywords that a v0 module has to import for what it uses.
private struct NeededKeywords: NodeVisitor {
    var keywords: FutureKeywords = []

    mutating func visitFunction(_ function: Reference, at location: SourceLocation) {
        if function.root == "internal" { keywords.insert(.in) }
    }

    mutating func visit(_ expression: Expression) {
        switch expression.kind {
        case .every: keywords.formUnion([.every, .in])
        case .some(let declaration): if case .membership = declaration.form { keywords.insert(.in) }
        case .group: if expression.isNegated { keywords.insert(.not) }
        case .and: keywords.insert(.and)
        case .or: keywords.insert(.or)
        default: break
        }
        descend(into: expression)
    }
}

extension Import {
    fileprivate var isFutureKeyword: Bool { path.root == "future" }

    /// The keywords that an import of `future.keywords` enables.
    fileprivate var keywords: FutureKeywords {
        guard path.terms.count > 2 else { return .v1 }
        return FutureKeywords.names.first { $0.name == path.terms[2].string }?.keyword ?? []
    }

    fileprivate var sortKey: String { path.terms.map { $0.variable ?? $0.string ?? "" }.joined(separator: "\u{1}") }
}
