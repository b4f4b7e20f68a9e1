/// Makes versions out of parts, and pairs that differ in a part or two, so that long common beginnings are usual.
struct VersionGenerator {
    typealias Part = (inout FixedRandom) -> String

    private let parts: [Part]
    private var random: FixedRandom

    init(seed: UInt64, _ parts: [Part]) {
        self.parts = parts
        random = FixedRandom(seed)
    }

    mutating func version() -> String {
        while true {
            let text = pieces().joined()
            if !text.isEmpty { return text }
        }
    }

    mutating func pair() -> (String, String) {
        while true {
            let first = pieces()
            var second = Bool.random(using: &random) && Bool.random(using: &random) ? pieces() : first
            for _ in 0...Int.random(in: 0..<2, using: &random) {
                let index = Int.random(in: 0..<parts.count, using: &random)
                second[index] = parts[index](&random)
            }
            let pair = (first.joined(), second.joined())
            if !pair.0.isEmpty, !pair.1.isEmpty { return pair }
        }
    }

    private mutating func pieces() -> [String] { parts.map { $0(&random) } }

    // MARK: Parts

    static func one(of choices: String...) -> Part { one(of: choices) }

    static func one(of choices: [String]) -> Part { { choices.randomElement(using: &$0) ?? "" } }

    /// In one of `among` cases nothing but that, otherwise the part.
    static func maybe(_ oneIn: Int, _ parts: Part...) -> Part {
        { random in
            Int.random(in: 0..<oneIn, using: &random) == 0 ? parts.map { $0(&random) }.joined() : ""
        }
    }

    static func repeated(_ count: ClosedRange<Int>, _ part: @escaping Part) -> Part {
        { random in (0..<Int.random(in: count, using: &random)).map { _ in part(&random) }.joined() }
    }

    static func sequence(_ parts: Part...) -> Part { { random in parts.map { $0(&random) }.joined() } }

    static func any(_ parts: Part...) -> Part {
        { random in parts.isEmpty ? "" : parts[Int.random(in: 0..<parts.count, using: &random)](&random) }
    }

    static func number(digits: Int = 40) -> Part {
        let special = [
            "0", "1", "2", "9", "10", "00", "01", "007", "010", "19", "20240101", "20231231", "4294967296",
            "2147483648",
            "9223372036854775807", "18446744073709551616", "99999999999999999999", "123456789012345678901234567890",
            "000000000000000000000000000000000001", "0000000000000000000000000000000000",
        ].filter { $0.utf8.count <= digits }
        return { random in
            switch Int.random(in: 0..<4, using: &random) {
            case 0: special.randomElement(using: &random) ?? "0"
            case 1: String(Int.random(in: 0..<100, using: &random))
            default: String(Int.random(in: 0..<4, using: &random))
            }
        }
    }

    /// The same letters, some in upper case.
    static func anyCase(_ part: @escaping Part) -> Part {
        { random in
            let text = part(&random)
            switch Int.random(in: 0..<6, using: &random) {
            case 0: return text.uppercased()
            case 1: return text.prefix(1).uppercased() + text.dropFirst()
            default: return text
            }
        }
    }
}

extension VersionGenerator {
    /// Versions that the scheme's own tool accepts, for the most part, and that it finds hard.
    init(_ scheme: VersionOracle.Grammar, seed: UInt64) {
        let number = Self.number()
        func atoms(_ choices: String...) -> Part { Self.any(Self.number(), Self.one(of: choices)) }
        switch scheme {
        case .dpkg:
            let atom = atoms(
                "a", "b", "z", "A", "Z", "rc", ".", "..", "+", "~", "~~", "+b1", "~deb12u1", "-", "-0", "+dfsg")
            self.init(
                seed: seed,
                [
                    Self.maybe(4, Self.one(of: "0", "1", "00", "2", "10"), Self.one(of: ":")), number, atom, atom, atom,
                    atom, Self.any(number, Self.one(of: "a", "z", "~", "+", "Z", ".")),
                    Self.maybe(
                        2, Self.one(of: "-"), Self.any(number, Self.one(of: "a", "~", "+")), Self.repeated(0...3, atom)),
                    Self.any(number, Self.one(of: "a", "~", "+")),
                ])
        case .rpm:
            let atom = atoms(
                "a", "b", "zz", "A", "rc", "git", ".", "..", "_", "+", "~", "~~", "^", "^^", "~^", "^~", "el9")
            self.init(
                seed: seed,
                [
                    Self.maybe(4, Self.one(of: "0", "1", "00", "2", "10"), Self.one(of: ":")), number, atom, atom, atom,
                    atom, atom, Self.maybe(2, Self.one(of: "-"), atom, atom, Self.any(number, atom)),
                ])
        case .apk:
            let suffix = Self.sequence(
                Self.one(of: "_"), Self.one(of: "alpha", "beta", "pre", "rc", "cvs", "svn", "git", "hg", "p", "blah"),
                Self.maybe(2, number))
            self.init(
                seed: seed,
                [
                    number, Self.repeated(0...3, Self.sequence(Self.one(of: "."), Self.any(number, Self.one(of: "")))),
                    Self.maybe(3, Self.one(of: "a", "b", "z", "A"), Self.maybe(3, number)),
                    Self.repeated(0...2, suffix),
                    Self.maybe(6, Self.one(of: "~"), Self.one(of: "a", "0a1", "f", "")),
                    Self.maybe(2, Self.one(of: "-r", "-"), number), Self.maybe(12, Self.one(of: "-r1", "x", ".", "-")),
                ])
        case .pacman(let hasRelease):
            let atom = atoms("a", "b", "zz", "A", "rc", ".", "..", "_", "+", "~", "^", "alpha")
            let end = Self.any(number, Self.one(of: "a", "zz", "B"))
            self.init(
                seed: seed,
                [
                    Self.maybe(4, Self.one(of: "0", "1", "00", "2", "10"), Self.one(of: ":")), number, atom, atom, atom,
                    atom, end,
                ] + (hasRelease ? [Self.one(of: "-"), Self.maybe(2, atom, atom), end] : []))
        case .pep440:
            let separator = Self.one(of: "", "", ".", "-", "_")
            self.init(
                seed: seed,
                [
                    Self.maybe(8, Self.one(of: "v", "V", " ", "\n")), Self.maybe(6, number, Self.one(of: "!")), number,
                    Self.repeated(0...3, Self.sequence(Self.one(of: "."), number)),
                    Self.repeated(0...3, Self.one(of: ".0")),
                    Self.maybe(
                        2, separator,
                        Self.anyCase(Self.one(of: "a", "b", "c", "rc", "alpha", "beta", "pre", "preview")),
                        separator, Self.maybe(2, number)),
                    Self.maybe(
                        3,
                        Self.any(
                            Self.sequence(Self.one(of: "-"), number),
                            Self.sequence(
                                separator, Self.anyCase(Self.one(of: "post", "rev", "r")), separator,
                                Self.maybe(2, number)))),
                    Self.maybe(3, separator, Self.anyCase(Self.one(of: "dev")), separator, Self.maybe(2, number)),
                    Self.maybe(
                        3, Self.one(of: "+"), Self.any(number, Self.one(of: "a", "Abc", "z1", "1a", "0x")),
                        Self.repeated(
                            0...3,
                            Self.sequence(
                                Self.one(of: ".", "-", "_"), Self.any(number, Self.one(of: "a", "ABC", "1a", "zz"))))),
                    Self.maybe(16, Self.one(of: " ", "\u{c}")),
                ])
        case .maven:
            let atom = Self.any(
                number,
                Self.anyCase(
                    Self.one(
                        of: "a", "b", "m", "alpha", "beta", "milestone", "rc", "cr", "snapshot", "ga", "final",
                        "release",
                        "sp", "foo", "x", "jre", "_", "+", "~", "sec")), Self.one(of: ".", "-", "..", "--", ".-", "-."),
                Self.one(of: ".", "-", ".0", "-0", ".ga", ".0.0"))
            self.init(seed: seed, Array(repeating: atom, count: 9))
        case .npm:
            // Numbers up to 2^53 - 1, where node-semver stops.
            let number = Self.number(digits: 15)
            let identifier = Self.any(
                number, Self.one(of: "a", "b", "alpha", "Alpha", "rc", "-", "--", "a1", "1a", "x-y", "0a", "-1", "00"))
            self.init(
                seed: seed,
                [
                    Self.maybe(6, Self.one(of: "v", "=", " ", "v ", "==", "= v")), number, Self.one(of: "."), number,
                    Self.one(of: "."), number, Self.maybe(2, Self.one(of: "-", "-", "-", ""), identifier),
                    Self.repeated(0...3, Self.sequence(Self.one(of: "."), identifier)),
                    Self.maybe(
                        4, Self.one(of: "+"), identifier,
                        Self.repeated(0...2, Self.sequence(Self.one(of: "."), identifier))),
                    Self.maybe(16, Self.one(of: " ", "\r")),
                ])
        case .rubygems:
            let word = Self.one(of: "a", "b", "B", "Z", "pre", "rc", "rc1", "beta2x3", "a10", "0a", "java", "x0")
            self.init(
                seed: seed,
                [
                    Self.maybe(16, Self.one(of: " ", "\n")), number,
                    Self.repeated(0...3, Self.sequence(Self.one(of: "."), Self.any(number, number, word))),
                    Self.repeated(0...2, Self.one(of: ".0", ".00")),
                    Self.maybe(2, Self.one(of: "."), word, Self.repeated(0...2, Self.one(of: ".0", ".1", ".a"))),
                    Self.maybe(
                        4, Self.one(of: "-"), Self.any(number, word, Self.one(of: "-", "-1-")),
                        Self.repeated(0...2, Self.sequence(Self.one(of: ".", "-"), Self.any(number, word)))),
                    Self.maybe(16, Self.one(of: " ")),
                ])
        case .composer:
            // PHP's numbers end at 63 bits.
            let number = Self.number(digits: 18)
            let modifier = Self.maybe(
                2, Self.one(of: "", ".", "-", "_"),
                Self.anyCase(Self.one(of: "beta", "b", "rc", "alpha", "a", "patch", "pl", "p")),
                Self.repeated(0...2, Self.sequence(Self.one(of: "", ".", "-"), number)))
            self.init(
                seed: seed,
                [
                    Self.maybe(6, Self.one(of: "v", "V", " ")),
                    Self.any(
                        Self.sequence(
                            Self.number(digits: 5), Self.repeated(0...3, Self.sequence(Self.one(of: "."), number))),
                        Self.sequence(Self.number(digits: 5), Self.repeated(0...3, Self.one(of: ".0"))),
                        Self.sequence(
                            Self.one(of: "2010", "2011", "0000"), Self.one(of: ".", "-", ":", ""),
                            Self.one(of: "01", "02", "00"), Self.one(of: ".", "-", ":", ""),
                            Self.one(of: "", "01", "10", "1", "123", "0102", "010203")),
                        Self.sequence(
                            Self.number(digits: 5), Self.one(of: ".x", ".1.x", ".X", ".0.1.x"), Self.one(of: "-dev"))),
                    modifier, Self.maybe(8, Self.one(of: "-stable", "stable")),
                    Self.maybe(4, Self.one(of: "", ".", "-"), Self.anyCase(Self.one(of: "dev"))),
                    Self.maybe(8, Self.one(of: "+build.1", "+x")),
                    Self.maybe(12, Self.one(of: "@dev", "@beta", " as 1.0")),
                ])
        case .cran:
            // R's numbers end at 31 bits.
            self.init(
                seed: seed,
                [
                    Self.number(digits: 9),
                    Self.repeated(0...4, Self.sequence(Self.one(of: ".", "-"), Self.number(digits: 9))),
                    Self.repeated(0...3, Self.one(of: ".0", "-0", ".00")),
                ])
        case .hostile:
            let atom = Self.any(
                number,
                Self.one(of: "a", "Z", "rc", "alpha", "dev", "sp", "x", "p", "pre", "ga", "_rc", "-r1", "~ab", "v"),
                Self.one(
                    of: ".", "-", "+", "~", "^", ":", "!", "_", " ", "\t", "\n", "\0", "é", "#", "@", "*", "=", "/"),
                Self.one(of: ".0", ".1", "-0", "0.", "dev-", "go", "+b"))
            self.init(
                seed: seed,
                Array(repeating: Self.maybe(1, atom), count: 3) + Array(repeating: Self.maybe(2, atom), count: 5))
        }
    }
}
