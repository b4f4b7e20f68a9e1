/// Which syntax a module is written in.
public enum RegoVersion: Int, Sendable, Hashable {
    case v0 = 0
    case v1 = 1
}

/// A parsed source file: a package, its imports and its rules.
public struct Module: Sendable {
    public var package: Package
    public var imports: [Import]
    public var rules: [Rule]
    public var comments: [Comment]
    /// All annotations, in the order of their rules.
    public var annotations: [Annotation]
    public var version: RegoVersion
    /// A v0 module that imports `rego.v1` and so obeys the rules of v1.
    public var importsRegoV1: Bool
    /// The keywords that the version and the imports enable.
    public var keywords: FutureKeywords
    public var file: Int32

    public init(
        package: Package, imports: [Import] = [], rules: [Rule] = [], comments: [Comment] = [],
        annotations: [Annotation] = [], version: RegoVersion, importsRegoV1: Bool = false,
        keywords: FutureKeywords = [], file: Int32
    ) {
        self.package = package
        self.imports = imports
        self.rules = rules
        self.comments = comments
        self.annotations = annotations
        self.version = version
        self.importsRegoV1 = importsRegoV1
        self.keywords = keywords
        self.file = file
    }

    /// Whether shadowing, repeated imports and deprecated built-ins are errors.
    public var isStrictlyV1: Bool { version == .v1 || importsRegoV1 }
}

/// `package a.b`, as the path `data.a.b`.
public struct Package: Sendable, Hashable {
    public var path: Reference
    public var location: SourceLocation

    public init(path: Reference, at location: SourceLocation) {
        self.path = path
        self.location = location
    }
}

/// `import data.a.b as c`.
public struct Import: Sendable, Hashable {
    public var path: Reference
    public var pathLocation: SourceLocation
    public var alias: String?
    public var location: SourceLocation

    public init(path: Reference, pathLocation: SourceLocation, alias: String?, at location: SourceLocation) {
        self.path = path
        self.pathLocation = pathLocation
        self.alias = alias
        self.location = location
    }

    /// The name that the import brings into the module.
    public var name: String {
        if let alias { return alias }
        guard let last = path.terms.last else { return "" }
        return last.string ?? last.variable ?? ""
    }
}

/// `# text`.
public struct Comment: Sendable, Hashable {
    /// What follows the number sign.
    public var text: String
    public var location: SourceLocation

    public init(text: String, at location: SourceLocation) {
        self.text = text
        self.location = location
    }
}
