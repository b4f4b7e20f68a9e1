import Testing

@testable import Advisories

/// Our ranges beside those of each ecosystem's own tool: whether a version is inside.
@Suite struct RangeOracleTests {
    private static let count = 10_000

    private typealias Part = VersionGenerator.Part

    private static func part(_ parts: Part...) -> Part { { random in parts.map { $0(&random) }.joined() } }

    private static var digit: Part { VersionGenerator.one(of: "0", "1", "2", "3") }

    /// Ranges and versions with few numbers, so that the versions are near the ends.
    private static func semantic(_ operators: [String], separator: String) -> (Part, Part) {
        let preRelease = VersionGenerator.maybe(3, VersionGenerator.one(of: "-0", "-alpha", "-rc.1", "-rc.2"))
        let partial = VersionGenerator.any(
            digit, part(digit, VersionGenerator.one(of: "."), digit),
            part(digit, VersionGenerator.one(of: ".x", ".*", ".X.1", ".1.x")),
            part(digit, VersionGenerator.one(of: "."), digit, VersionGenerator.one(of: "."), digit, preRelease),
            part(digit, VersionGenerator.one(of: "."), digit, VersionGenerator.one(of: "."), digit, preRelease))
        let term = VersionGenerator.any(
            part(VersionGenerator.one(of: operators), partial), part(VersionGenerator.one(of: operators), partial),
            part(partial, VersionGenerator.one(of: " - "), partial))
        let range = part(
            term, VersionGenerator.maybe(3, VersionGenerator.one(of: separator), term),
            VersionGenerator.maybe(4, VersionGenerator.one(of: " || "), term))
        let version = part(
            digit, VersionGenerator.one(of: "."), digit, VersionGenerator.one(of: "."), digit, preRelease)
        return (range, version)
    }

    private static func compare(
        _ name: String, _ syntax: RangeSyntax, check: String, script: String, _ parts: (range: Part, version: Part),
        files: [String: String] = [:]
    ) throws {
        let oracle = VersionOracle(
            name: name, scheme: syntax.scheme, grammar: .hostile, check: check, script: script, files: files)
        guard oracle.isInstalled else { return }
        var random = FixedRandom(11)
        let pairs = (0..<count).map { _ in (parts.range(&random), parts.version(&random)) }
        let answers = try oracle.answers(pairs)
        try #require(answers.count == pairs.count)
        var counts: [String: Int] = [:]
        var differences: [String] = []
        for ((range, version), answer) in zip(pairs, answers) {
            counts[answer, default: 0] += 1
            if answer == "?" { continue }
            let ours: String
            do throws(RangeError) {
                let ranges = try syntax.ranges(range)
                switch ranges.membership(of: version) {
                case .inside: ours = "1"
                case .outside: ours = "0"
                case .unknown: ours = "unknown"
                }
                if ours != answer { differences.append("'\(range)' \(version): \(answer), but \(ranges)") }
            } catch {
                differences.append("'\(range)' \(version): \(answer), but \(error)")
            }
        }
        #expect(differences.isEmpty, "\(differences.count): \(differences.prefix(20).joined(separator: "\n"))")
        #expect(counts["?", default: 0] < count / 2, "\(counts)")
        for answer in ["0", "1"] { #expect(counts[answer, default: 0] > count / 20, "\(counts)") }
    }

    @Test func `agrees with node-semver, pre-releases included`() throws {
        try Self.compare(
            "node-semver", .npm, check: "NODE_PATH=/usr/share/nodejs node -e 'require(\"semver\")'",
            script: """
                cat > oracle.js <<'END'
                const semver = require('semver')
                const lines = require('fs').readFileSync('pairs.tsv', 'utf8').split('\\n').filter(line => line)
                console.log(lines.map(line => {
                  const [range, version] = line.split('\\t')
                  if (semver.validRange(range, { includePrerelease: true }) === null) return '?'
                  return semver.satisfies(version, range, { includePrerelease: true }) ? '1' : '0'
                }).join('\\n'))
                END
                NODE_PATH=/usr/share/nodejs node oracle.js
                """,
            Self.semantic(["", "^", "~", ">=", "<=", ">", "<", "=", "~>", ">= ", "^ "], separator: " "))
    }

    @Test func `agrees with Gem Requirement`() throws {
        let part = VersionGenerator.any(
            Self.digit, Self.digit, VersionGenerator.one(of: "a", "rc1", "b2"))
        let version = Self.part(
            Self.digit, VersionGenerator.repeated(0...3, Self.part(VersionGenerator.one(of: "."), part)),
            VersionGenerator.maybe(6, VersionGenerator.one(of: "-1", "-a")))
        let term = Self.part(VersionGenerator.one(of: "", "=", "!=", ">", "<", ">=", "<=", "~>", "~> ", ">= "), version)
        try Self.compare(
            "RubyGems", .rubygems, check: "command -v ruby",
            script: """
                cat > oracle.rb <<'END'
                File.foreach('pairs.tsv') do |line|
                  range, version = line.chomp.split("\\t", -1)
                  begin
                    requirement = Gem::Requirement.new(range.split(','))
                    puts requirement.satisfied_by?(Gem::Version.new(version)) ? '1' : '0'
                  rescue ArgumentError
                    puts '?'
                  end
                end
                END
                ruby oracle.rb
                """,
            (Self.part(term, VersionGenerator.maybe(3, VersionGenerator.one(of: ",", ", "), term)), version))
    }

    /// Without `<`, where the plain order is wanted.
    @Test func `agrees with Composer`() throws {
        let stability = VersionGenerator.maybe(3, VersionGenerator.one(of: "-beta", "-RC1", "-alpha2", "-dev"))
        let plain = Self.part(
            Self.digit, VersionGenerator.repeated(0...3, Self.part(VersionGenerator.one(of: "."), Self.digit)))
        let version = Self.part(plain, stability)
        let term = VersionGenerator.any(
            Self.part(
                VersionGenerator.one(of: "", "=", "==", "!=", "<>", ">", ">=", "<=", "~", "^", "v", ">= "), version),
            Self.part(plain, VersionGenerator.one(of: ".*", ".x")),
            Self.part(plain, VersionGenerator.one(of: " - "), version))
        try Self.compare(
            "Composer", .composer, check: "command -v php && test -f /usr/share/php/Composer/Semver/autoload.php",
            script: """
                cat > oracle.php <<'END'
                <?php
                require '/usr/share/php/Composer/Semver/autoload.php';
                foreach (file('pairs.tsv', FILE_IGNORE_NEW_LINES) as $line) {
                    [$range, $version] = explode("\\t", $line);
                    try {
                        echo Composer\\Semver\\Semver::satisfies($version, $range) ? "1\\n" : "0\\n";
                    } catch (UnexpectedValueException $e) {
                        echo "?\\n";
                    }
                }
                END
                php oracle.php
                """,
            (
                Self.part(
                    term, VersionGenerator.maybe(4, VersionGenerator.one(of: ",", ", ", " "), term),
                    VersionGenerator.maybe(4, VersionGenerator.one(of: "||", " | "), term)), version
            ))
    }

    /// The clauses where the specifiers follow the plain order: equality, series and compatible releases.
    @Test func `agrees with packaging`() throws {
        let release = Self.part(
            Self.digit, VersionGenerator.repeated(0...2, Self.part(VersionGenerator.one(of: "."), Self.digit)))
        let suffix = Self.part(
            VersionGenerator.maybe(3, VersionGenerator.one(of: "a1", "rc1", "b")),
            VersionGenerator.maybe(4, VersionGenerator.one(of: ".post1", "-1", ".post")),
            VersionGenerator.maybe(4, VersionGenerator.one(of: ".dev1", ".dev", ".dev0")))
        let version = Self.part(
            release, suffix, VersionGenerator.maybe(4, VersionGenerator.one(of: "+a", "+1", "+a.1")))
        let term = VersionGenerator.any(
            Self.part(VersionGenerator.one(of: "==", "!=", "== "), version),
            Self.part(VersionGenerator.one(of: "==", "!="), release, VersionGenerator.one(of: ".*")),
            Self.part(VersionGenerator.one(of: "~="), release, suffix))
        try Self.compare(
            "packaging", .pep440, check: "/usr/bin/python3 -c 'import packaging.specifiers'",
            script: """
                cat > oracle.py <<'END'
                from packaging.specifiers import SpecifierSet, InvalidSpecifier
                for line in open('pairs.tsv'):
                    range, version = line.rstrip('\\n').split('\\t')
                    try:
                        print('1' if SpecifierSet(range).contains(version, prereleases=True) else '0')
                    except InvalidSpecifier:
                        print('?')
                END
                /usr/bin/python3 oracle.py
                """,
            (Self.part(term, VersionGenerator.maybe(4, VersionGenerator.one(of: ",", ", "), term)), version))
    }

    @Test func `agrees with Maven`() throws {
        let version = Self.part(
            Self.digit, VersionGenerator.repeated(0...2, Self.part(VersionGenerator.one(of: ".", "-"), Self.digit)),
            VersionGenerator.maybe(3, VersionGenerator.one(of: "-SNAPSHOT", ".RC1", "-sp", "-foo")))
        let end = VersionGenerator.any(version, version, VersionGenerator.one(of: ""))
        let interval = VersionGenerator.any(
            Self.part(
                VersionGenerator.one(of: "[", "("), end, VersionGenerator.one(of: ",", ", "), end,
                VersionGenerator.one(of: "]", ")")),
            Self.part(VersionGenerator.one(of: "["), version, VersionGenerator.one(of: "]")))
        try Self.compare(
            "Maven", .maven, check: "test -f /usr/share/java/maven3-artifact.jar && command -v java",
            script: """
                java -cp "/usr/share/java/maven3-artifact.jar:/usr/share/java/commons-lang3.jar" Ranges.java < pairs.tsv
                """,
            (Self.part(interval, VersionGenerator.maybe(4, VersionGenerator.one(of: ",", ", "), interval)), version),
            files: [
                "Ranges.java": """
                import java.io.*;
                import org.apache.maven.artifact.versioning.*;
                public class Ranges {
                    public static void main(String[] arguments) throws IOException {
                        BufferedReader reader = new BufferedReader(new InputStreamReader(System.in));
                        StringBuilder out = new StringBuilder();
                        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                            String[] pair = line.split("\\t", -1);
                            try {
                                VersionRange range = VersionRange.createFromVersionSpec(pair[0]);
                                out.append(range.containsVersion(new DefaultArtifactVersion(pair[1])) ? "1\\n" : "0\\n");
                            } catch (InvalidVersionSpecificationException e) {
                                out.append("?\\n");
                            }
                        }
                        System.out.print(out);
                    }
                }
                """
            ])
    }
}
