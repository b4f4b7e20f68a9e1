/// Version specifiers of Python (PEP 440, "Version specifiers"): terms between commas all hold.
///
/// Comparisons follow the plain order, not the exceptions of the specifiers: `<2.0` holds for `2.0rc1`, and `<=1.0` not for
/// `1.0+local`. `==1.0` holds for its local versions, since those are builds of the same source.
enum PythonSpecifier {
    static func ranges(_ text: String) throws(RangeError) -> VersionRanges {
        var all = VersionRanges.everything(.pep440)
        for part in try RangeText.parts(text, separatedBy: { $0.first == UInt8(ascii: ",") ? 1 : 0 }) {
            let part = RangeText.trimmed(part)
            // `>=1.0,` is usual.
            if part.isEmpty { continue }
            all = all.intersection(try VersionRanges(.pep440, try term(part)))
        }
        return all
    }

    private static func term(_ part: String) throws(RangeError) -> [VersionInterval] {
        var text = try RangeText(part)
        let isExact = text.take("===")
        let isCompatible = !isExact && text.take("~=")
        let comparator = isExact ? .equal : isCompatible ? nil : text.comparator()
        text.skipSpaces()
        let version = text.word { $0.isSpace }
        if version.isEmpty || !text.isAtEnd || comparator == nil && !isCompatible {
            throw .malformed(part, expected: "a version specifier")
        }
        if isExact { return [.exactly(version)] }
        if version.hasSuffix(".*"), comparator == .equal || comparator == .unequal {
            let prefix = try release(String(version.dropLast(2)), part)
            let interval = VersionInterval.between(prefix.first, prefix.next)
            return comparator == .equal ? [interval] : [.below(prefix.first), .atLeast(prefix.next)]
        }
        // What is no version by PEP 440 would sort below all versions, and the range would mean something else.
        guard isValid(version) else { throw .malformed(version, expected: "a version by PEP 440") }
        if isCompatible {
            let prefix = try release(version, part, dropping: 1)
            return [VersionInterval.between(version, prefix.next)]
        }
        guard let next = afterLocals(version) else { return comparator?.intervals(version) ?? [] }
        return switch comparator {
        case .equal: [.between(version, next)]
        case .unequal: [.below(version), .atLeast(next)]
        default: comparator?.intervals(version) ?? []
        }
    }

    private static func isValid(_ version: String) -> Bool {
        var version = version
        return version.withUTF8 { PythonVersion.isValid(VersionBytes(UnsafeRawBufferPointer($0))) }
    }

    /// The least version of a release's series and of the next, development releases included.
    private static func release(
        _ version: String, _ part: String, dropping count: Int = 0
    )
        throws(RangeError) -> (first: String, next: String)
    {
        let parts = PublicParts(version)
        guard let parts, var numbers = Optional(parts.release), numbers.count > count, count > 0 || parts.isRelease
        else {
            throw .malformed(part, expected: count > 0 ? "two numbers or more" : "a release before the asterisk")
        }
        numbers.removeLast(count)
        let last = numbers.removeLast()
        let leading = parts.epoch + numbers.map { $0 + "." }.joined()
        return (leading + last + ".dev0", leading + Decimal.successor(last) + ".dev0")
    }

    /// The least version above a version and its local versions; `nil` when it is a local version itself.
    private static func afterLocals(_ version: String) -> String? {
        guard let parts = PublicParts(version), !parts.isLocal else { return nil }
        let base = parts.epoch + parts.release.joined(separator: ".") + parts.preRelease
        if let development = parts.development {
            return base + (parts.post.map { ".post" + $0 } ?? "") + ".dev" + Decimal.successor(development)
        }
        return base + ".post" + (parts.post.map(Decimal.successor) ?? "0") + ".dev0"
    }

    /// The parts of a version as text, normalised.
    private struct PublicParts {
        var epoch = ""
        var release: [String] = []
        var preRelease = ""
        var post: String?
        var development: String?
        var isLocal = false

        /// Whether the version is numbers alone.
        var isRelease: Bool { preRelease.isEmpty && post == nil && development == nil && !isLocal }

        init?(_ version: String) {
            var version = version
            let parts: PublicParts? = version.withUTF8 { bytes in
                let text = VersionBytes(UnsafeRawBufferPointer(bytes)).trimmed
                return PythonVersion.Parts(text).map { PublicParts($0) }
            }
            guard let parts else { return nil }
            self = parts
        }

        private init(_ parts: PythonVersion.Parts) {
            if parts.epoch.count > 0 { epoch = parts.epoch.text + "!" }
            release = parts.release.text.split(separator: ".").map(String.init)
            let phases = ["", "a", "b", "rc", ""]
            let number = parts.preNumber.count == 0 ? "0" : parts.preNumber.text
            if (1...3).contains(parts.phase) { preRelease = phases[parts.phase] + number }
            if parts.post.isPresent { post = parts.post.digits.count == 0 ? "0" : parts.post.digits.text }
            if parts.development.isPresent {
                development = parts.development.digits.count == 0 ? "0" : parts.development.digits.text
            }
            isLocal = parts.local != nil
        }
    }
}

extension VersionBytes {
    /// The bytes as text.
    var text: String {
        String(unsafeUninitializedCapacity: count) {
            for i in 0..<count { $0[i] = self[i] }; return count
        }
    }
}
