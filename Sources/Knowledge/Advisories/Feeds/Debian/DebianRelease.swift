/// Debian's releases by the names under which the security team writes of them.
enum DebianRelease {
    /// The codename's ecosystem, `debian:12` for `bookworm`; `nil` for a name not known here.
    ///
    /// Testing and unstable carry the same names in os-release; here `sid` is a release of its own, as it is in the
    /// tracker.
    static func ecosystem(_ codename: some StringProtocol) -> Ecosystem? {
        numbers[String(codename)].map { Ecosystem(.debian, $0) }
    }

    /// `bookworm`, `bookworm-security`, `bookworm-backports`: what stands in a changelog. `unstable` is `sid`.
    static func ecosystem(suite: some StringProtocol) -> Ecosystem? {
        let codename = suite.prefix { $0 != "-" }
        return ecosystem(codename == "unstable" ? "sid" : codename)
    }

    /// Where packages are looked after: those that Debian's security or LTS team serves, and what is to become one.
    static let current = ["11", "12", "13", "14", "sid"].map { Ecosystem(.debian, $0) }

    /// Uploads on trial; no release is made from them.
    static let trial = "experimental"

    private static let numbers = [
        "hamm": "2.0", "slink": "2.1", "potato": "2.2", "woody": "3.0", "sarge": "3.1", "etch": "4.0", "lenny": "5.0",
        "squeeze": "6.0", "wheezy": "7", "jessie": "8", "stretch": "9", "buster": "10", "bullseye": "11",
        "bookworm": "12", "trixie": "13", "forky": "14", "duke": "15", "sid": "sid",
    ]
}
