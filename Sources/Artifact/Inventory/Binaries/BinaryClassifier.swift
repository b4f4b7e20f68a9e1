/// How one program or library is recognised by what it says of itself.
struct BinaryClassifier: Sendable {
    /// Where the version stands.
    enum Place: Sendable {
        /// Right after the anchor.
        case following
        /// In the word that ends where the anchor starts.
        case preceding
        /// A string of its own anywhere in the file, beginning with one of these.
        case standalone([String])
        /// In the name of the file, after this start: `libbrotlicommon.so.1.0.9`.
        case fileName(String)
        /// Nowhere: the thing has no releases.
        case nowhere
    }

    /// Name in the package URL.
    var name: String
    /// Bytes that only this program has.
    var anchor: String
    var place: Place
    /// How many numbers the version has.
    var parts: ClosedRange<Int>
    /// Vendor and product in the CPE dictionary.
    var cpe: String
    var supplier: String
    /// What must follow the version.
    var tail: String?
    /// Further bytes that the file must hold.
    var companion: String?
    /// Bytes that must not be in the file: a descendant's own name.
    var rival: String?
    /// How the file's name starts, where strings alone would mislead.
    var file: String
    /// Starts of library names: a file that is linked with one of these has it there, not in itself.
    var linked: [String]
    /// Whether letters after the numbers belong to the version.
    var keepsSuffix: Bool
    /// Whether strings follow each other without a NUL between, as Rust's do.
    var isPacked: Bool
    var confidence: Double

    init(
        _ name: String, _ anchor: String, _ place: Place = .following, _ parts: ClosedRange<Int> = 2...4, cpe: String,
        by supplier: String, tail: String? = nil, with companion: String? = nil, without rival: String? = nil,
        file: String = "",
        unlessLinked linked: [String] = [], keepsSuffix: Bool = true, isPacked: Bool = false, confidence: Double = 0.8
    ) {
        self.name = name
        self.anchor = anchor
        self.place = place
        self.parts = parts
        self.cpe = cpe
        self.supplier = supplier
        self.tail = tail
        self.companion = companion
        self.rival = rival
        self.file = file
        self.linked = linked
        self.keepsSuffix = keepsSuffix
        self.isPacked = isPacked
        self.confidence = confidence
    }
}

extension BinaryClassifier {
    /// Starts of versions: `1.30.` to `1.69.` for `releases("1", 30...69)`, so that another library's `1.5.7` in the
    /// same program is not taken for one.
    static func releases(_ major: String, _ minors: ClosedRange<Int>) -> [String] { minors.map { "\(major).\($0)." } }
}
