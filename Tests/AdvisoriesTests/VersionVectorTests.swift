import Glibc
import Testing

@testable import Advisories

/// The vectors of OSV-Scalibr, whose folder `OBRYZA_SHARED` or the repository's neighbour holds.
enum VersionVectors {
    struct Row: CustomStringConvertible {
        let left: String
        let order: VersionOrder
        let right: String
        var description: String { "\(left) \(order == .less ? "<" : order == .equal ? "=" : ">") \(right)" }
    }

    /// - Returns: `nil`, and a message, when the file is absent.
    static func rows(_ name: String) throws -> [Row]? {
        let repository = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        let shared = getenv("OBRYZA_SHARED").map { String(cString: $0) } ?? "\(repository)/../shared"
        let path = "\(shared)/conformance/versions/\(name).txt"
        guard access(path, R_OK) == 0 else {
            print("skipped: no vectors \(path); OBRYZA_SHARED names the folder that holds conformance/versions")
            return nil
        }
        let text = String(decoding: Shell.run("cat '\(path)'").output, as: UTF8.self)
        return text.split(separator: "\n").compactMap { line in
            guard !line.hasPrefix("# "), !line.hasPrefix("// ") else { return nil }
            let fields = line.split(separator: " ")
            guard fields.count == 3 else { return nil }
            let order: VersionOrder = fields[1] == "<" ? .less : fields[1] == "=" ? .equal : .greater
            return Row(left: String(fields[0]), order: order, right: String(fields[2]))
        }
    }
}

@Suite struct VersionVectorTests {
    /// A file of vectors, the schemes it holds for, how many rows it has at least, and the rows decided otherwise.
    struct Expectation: Sendable, CustomTestStringConvertible {
        let file: String
        let schemes: [VersionScheme]
        let rows: Int
        /// Rows where our answer is another one, because the ecosystem's own tool gives that.
        var decided: [String: VersionOrder] = [:]
        var testDescription: String { file }
    }

    private static let expectations = [
        Expectation(file: "debian-versions", schemes: [.dpkg], rows: 30),
        Expectation(file: "debian-versions-generated", schemes: [.dpkg], rows: 14_442),
        Expectation(file: "alpine-versions", schemes: [.apk], rows: 778),
        Expectation(file: "alpine-versions-generated", schemes: [.apk], rows: 13_979),
        // librpm reads an empty release as none.
        Expectation(file: "redhat-versions", schemes: [.rpm], rows: 165, decided: ["1 < 1-": .equal]),
        Expectation(file: "pypi-versions", schemes: [.pep440], rows: 37),
        Expectation(file: "pypi-versions-generated", schemes: [.pep440], rows: 12_375),
        Expectation(
            file: "maven-versions", schemes: [.maven], rows: 102,
            // ComparableVersion 3.8.7 keeps `ga` before a list, and a number sorts above a qualifier.
            decided: ["1-1 = 1-ga-1": .greater]),
        Expectation(
            file: "maven-versions-generated", schemes: [.maven], rows: 14_752,
            // ComparableVersion 3.8.7 puts a qualifier before a digit or the end into a list of its own, not one before a
            // dot or a hyphen; the vectors are older than that change (MNG-7644).
            decided: Dictionary(
                uniqueKeysWithValues: [
                    "1.0.0-RC16 < 1.0.0.RC8-beta", "1.0.0-gradle-rework-beta3 < 1.0.0.RC7-3", "2.9.0-1 < 2.9.0.RC1",
                    "6.1.12.rc5 < 6.1.12rc1", "1.1.31.sec10 < 1.1.31_noneautotype",
                    "1.1.34.sec10 < 1.1.34_noneautotype", "1.1.46.sec10 < 1.1.46_noneautotype",
                    "1.2.8.sec10_noneautotype < 1.2.8_noneautotype", "1.2.31.sec10 < 1.2.31_noneautotype",
                    "1.2.48.sec10 < 1.2.48_noneautotype", "1.2.50.sec10 < 1.2.50_noneautotype",
                    "1.2.54.sec10 < 1.2.54_noneautotype", "1.2.57.sec10 < 1.2.57_noneautotype",
                    "1.2.60.sec10 < 1.2.60_noneautotype", "1.2.67.sec10 < 1.2.67_noneautotype",
                    "1.0.0rc0 < 1.0.beta8", "1.5.9.RC1 < 1.5.9-RC0", "1.1.0-01-glassfish < 1.1.0.Beta1",
                ].map { ($0, VersionOrder.greater) })),
        Expectation(file: "rubygems-versions", schemes: [.rubygems], rows: 25),
        Expectation(file: "rubygems-versions-generated", schemes: [.rubygems], rows: 4_098),
        Expectation(
            file: "packagist-versions", schemes: [.composer], rows: 95,
            decided: [
                // Composer normalises both to 1.0.0.0.
                "1.0.0 > 1.0": .equal,
                // Composer refuses a `#`, and so do we.
                "1.2.3.# = 1.2.3": .incomparable, "1.2.3.# = 1.2.3.#": .incomparable,
                "1.2.3.# = 1.2.3.1": .incomparable, "1.2.3.#.1 > 1.2.3": .incomparable,
                "1.2.3.#.p3 > 1.2.3": .incomparable, "1.2.3.#.beta < 1.2.3": .incomparable,
            ]),
        Expectation(
            file: "packagist-versions-generated", schemes: [.composer], rows: 10_630,
            decided: [
                // Composer normalises 3.0 to 3.0.0.0, which is above 3.0.0.0-beta.
                "v3.0 < v3.0.0-beta": .greater, "v3.4 < v3.4.0-alpha": .greater, "v4.4 < v4.4.0-beta": .greater,
                "v6.5 < v6.5.0-beta-0": .greater, "v6.6 < v6.6.0-beta": .greater, "v4-beta4 < v4.0-alpha": .greater,
                // Composer reads stabilities in any case.
                "v1.9.0-ALPHA.1 = v1.9.0-BETA.1": .less, "v1.9.0-BETA.1 < v1.9.0-ALPHA.2": .greater,
                "v1.9.0-ALPHA.2 = v1.9.0-BETA.2": .less,
                // Composer drops `-stable`.
                "5.1.0-stable < 5.1.0-beta2": .greater,
            ]),
        Expectation(file: "semver-versions", schemes: [.semver, .cargo, .go], rows: 86),
        Expectation(
            file: "semver-versions", schemes: [.npm], rows: 86,
            // node-semver wants three numbers.
            decided: [
                "1.1.3.4.5 = 1.1.3.4.5": .incomparable,
                "999999999999999999999999999991 < 999999999999999999999999999999": .incomparable,
            ]),
        Expectation(
            file: "cran-versions", schemes: [.cran], rows: 21,
            // R calls the two equal: absent numbers are zero.
            decided: [
                "0.01 < 0.1-0": .equal, "0.1.0 < 0.1.0.0": .equal, "0.3.2.0 > 0.3.2": .equal,
            ]),
        Expectation(
            file: "cran-versions-generated", schemes: [.cran], rows: 57,
            decided: ["1.8 < 1.8.0": .equal, "1.9 < 1.9.0": .equal]),
        Expectation(file: "nuget-versions", schemes: [.nuget], rows: 35),
        Expectation(file: "pub-versions", schemes: [.pub], rows: 100),
        Expectation(file: "hackage-versions", schemes: [.hackage], rows: 11),
    ]

    @Test(arguments: expectations)
    func `orders every pair of the vectors in both directions`(_ expectation: Expectation) throws {
        guard let rows = try VersionVectors.rows(expectation.file) else { return }
        #expect(rows.count >= expectation.rows)
        for scheme in expectation.schemes {
            var decided = expectation.decided
            var differences: [String] = []
            for row in rows {
                let order = scheme.order(row.left, row.right)
                if order.reversed != scheme.order(row.right, row.left) {
                    differences.append("\(row) is not the reverse of its reverse")
                }
                guard order != row.order else { continue }
                if expectation.decided[row.description] == order {
                    decided[row.description] = nil
                } else {
                    differences.append("\(row): \(order)")
                }
            }
            #expect(differences == [], "\(scheme)")
            // A decision that no longer makes a difference goes away.
            #expect(decided.isEmpty, "\(scheme): \(decided)")
        }
    }
}
