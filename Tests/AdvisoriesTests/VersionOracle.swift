import Testing

@testable import Advisories

/// An ecosystem's own tool, asked about many pairs in one run.
struct VersionOracle: Sendable, CustomTestStringConvertible {
    enum Grammar: Sendable {
        case dpkg, rpm, apk, pep440, maven, npm, rubygems, composer, cran
        case pacman(hasRelease: Bool)
        /// Bytes of every kind, for no tool.
        case hostile
    }

    let name: String
    let scheme: VersionScheme
    let grammar: Grammar
    /// Succeeds where the tool is installed.
    let check: String
    /// Reads pairs from `pairs.tsv` and writes -1, 0, 1, or ? for a version that the tool refuses.
    let script: String
    /// Files that the script needs.
    var files: [String: String] = [:]
    /// Whether a difference is known and decided; the reason is beside each.
    var differs: @Sendable (String, String) -> Bool = { _, _ in false }

    var testDescription: String { name }

    var isInstalled: Bool {
        if Shell.run(check).status == 0 { return true }
        print("skipped: \(name) is not installed")
        return false
    }

    /// - Returns: The tool's answer for each pair.
    func answers(_ pairs: [(String, String)]) throws -> [String] {
        let folder = try TemporaryFolder()
        let escaped = pairs.map { "\(Self.escape($0.0))\t\(Self.escape($0.1))\n" }.joined()
        try folder.write(Array(escaped.utf8), to: "pairs.tsv")
        for (name, content) in files { try folder.write(Array(content.utf8), to: name) }
        return String(decoding: try folder.run(script), as: UTF8.self).split(separator: "\n").map(String.init)
    }

    /// White space at the ends of a version is written so that lines and tabs stay what they are.
    private static func escape(_ text: String) -> String {
        text.replacing("\n", with: "\\n").replacing("\r", with: "\\r").replacing("\u{c}", with: "\\f")
    }

    private static func python(_ setup: String, order: String) -> String {
        """
        cat > oracle.py <<'END'
        import sys
        \(setup)
        for line in open('pairs.tsv', newline='\\n'):
            line = line.rstrip('\\n').replace('\\\\n', '\\n').replace('\\\\r', '\\r').replace('\\\\f', '\\f')
            a, b = line.split('\\t')
            try:
                order = \(order)
                print(-1 if order < 0 else 1 if order > 0 else 0)
            except ValueError:
                print('?')
        END
        /usr/bin/python3 oracle.py
        """
    }

    static let all: [VersionOracle] = [
        VersionOracle(
            name: "libapt", scheme: .dpkg, grammar: .dpkg, check: "/usr/bin/python3 -c 'import apt_pkg'",
            script: python("import apt_pkg\napt_pkg.init_system()", order: "apt_pkg.version_compare(a, b)")),
        VersionOracle(
            name: "rpm", scheme: .rpm, grammar: .rpm, check: "/usr/bin/python3 -c 'import rpm; rpm.ver'",
            script: python("import rpm", order: "(lambda x, y: (x > y) - (x < y))(rpm.ver(a), rpm.ver(b))")),
        VersionOracle(
            name: "libalpm with releases", scheme: .pacman, grammar: .pacman(hasRelease: true),
            check: "/usr/bin/python3 -c 'import ctypes; ctypes.CDLL(\"libalpm.so.13\")'",
            script: python(
                "import ctypes\nlib = ctypes.CDLL('libalpm.so.13')",
                order: "lib.alpm_pkg_vercmp(a.encode(), b.encode())")),
        VersionOracle(
            name: "libalpm without releases", scheme: .pacman, grammar: .pacman(hasRelease: false),
            check: "/usr/bin/python3 -c 'import ctypes; ctypes.CDLL(\"libalpm.so.13\")'",
            script: python(
                "import ctypes\nlib = ctypes.CDLL('libalpm.so.13')",
                order: "lib.alpm_pkg_vercmp(a.encode(), b.encode())")),
        VersionOracle(
            name: "packaging", scheme: .pep440, grammar: .pep440,
            check: "/usr/bin/python3 -c 'import packaging.version'",
            script: python(
                "from packaging.version import Version",
                order: "(lambda x, y: (x > y) - (x < y))(Version(a), Version(b))")),
        VersionOracle(
            name: "Maven", scheme: .maven, grammar: .maven,
            check: "test -f /usr/share/java/maven3-artifact.jar && command -v java",
            script: """
                java -cp "/usr/share/java/maven3-artifact.jar:/usr/share/java/commons-lang3.jar" Oracle.java < pairs.tsv
                """,
            files: [
                "Oracle.java": """
                import java.io.*;
                import org.apache.maven.artifact.versioning.ComparableVersion;
                public class Oracle {
                    public static void main(String[] arguments) throws IOException {
                        BufferedReader reader = new BufferedReader(new InputStreamReader(System.in));
                        StringBuilder out = new StringBuilder();
                        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                            String[] pair = line.split("\\t", -1);
                            int order = new ComparableVersion(pair[0]).compareTo(new ComparableVersion(pair[1]));
                            out.append(Integer.signum(order)).append('\\n');
                        }
                        System.out.print(out);
                    }
                }
                """
            ],
            // A zero of more than nine digits is a long or big integer to Maven, and every such sorts above every shorter
            // number: `0000000000 > 3279`.
            differs: { a, b in [a, b].contains { $0.contains(/(?:^|[^0-9])0{10,}(?:[^0-9]|$)/) } }),
        VersionOracle(
            name: "node-semver", scheme: .npm, grammar: .npm,
            check: "NODE_PATH=/usr/share/nodejs node -e 'require(\"semver\")'",
            script: """
                cat > oracle.js <<'END'
                const semver = require('semver')
                const lines = require('fs').readFileSync('pairs.tsv', 'utf8').split('\\n').filter(line => line)
                const text = lines.map(line => {
                  const [a, b] = line.split('\\t').map(text => text.replace(/\\\\n/g, '\\n').replace(/\\\\r/g, '\\r'))
                  if (semver.parse(a, { loose: true }) === null || semver.parse(b, { loose: true }) === null) return '?'
                  return String(semver.compare(a, b, true))
                })
                console.log(text.join('\\n'))
                END
                NODE_PATH=/usr/share/nodejs node oracle.js
                """,
            // node-semver's loose mode reads 2.3.19.4 as 2.3.1-9.4, because its expression may split a number; here a
            // fourth number is refused.
            differs: { a, b in [a, b].contains { $0.contains(/^[v=\s]*\d+\.\d+\.\d+\./) } }),
        VersionOracle(
            name: "RubyGems", scheme: .rubygems, grammar: .rubygems, check: "command -v ruby",
            script: """
                cat > oracle.rb <<'END'
                File.foreach('pairs.tsv') do |line|
                  a, b = line.chomp.split("\\t", -1).map { |text| text.gsub('\\\\n', "\\n") }
                  if Gem::Version.correct?(a) && Gem::Version.correct?(b)
                    puts Gem::Version.new(a) <=> Gem::Version.new(b)
                  else
                    puts '?'
                  end
                end
                END
                ruby oracle.rb
                """),
        VersionOracle(
            name: "Composer", scheme: .composer, grammar: .composer,
            check: "command -v php && test -f /usr/share/php/Composer/Semver/autoload.php",
            script: """
                cat > oracle.php <<'END'
                <?php
                require '/usr/share/php/Composer/Semver/autoload.php';
                $parser = new Composer\\Semver\\VersionParser();
                foreach (file('pairs.tsv', FILE_IGNORE_NEW_LINES) as $line) {
                    [$a, $b] = explode("\\t", $line);
                    try {
                        echo version_compare($parser->normalize($a), $parser->normalize($b)), "\\n";
                    } catch (UnexpectedValueException $e) {
                        echo "?\\n";
                    }
                }
                END
                php oracle.php
                """),
        VersionOracle(
            name: "R", scheme: .cran, grammar: .cran, check: "command -v Rscript",
            script: """
                cat > oracle.R <<'END'
                pairs <- strsplit(readLines('pairs.tsv'), '\\t', fixed = TRUE)
                a <- numeric_version(vapply(pairs, `[`, '', 1))
                b <- numeric_version(vapply(pairs, `[`, '', 2))
                cat(ifelse(a < b, -1, ifelse(a > b, 1, 0)), sep = '\\n')
                END
                Rscript --vanilla oracle.R
                """),
    ]
}
