// Speed of each version order over vectors of published versions, on one core.
//
//   versions-benchmark FOLDER          files of lines `A < B`, as conformance/versions of the shared test data

import Advisories
import Glibc
import Measuring

func contents(of path: String) -> [UInt8]? {
    guard let file = fopen(path, "rb") else { return nil }
    defer { fclose(file) }
    fseek(file, 0, SEEK_END)
    let size = max(0, ftell(file))
    rewind(file)
    return [UInt8](unsafeUninitializedCapacity: size) { $1 = fread($0.baseAddress, 1, size, file) }
}

/// The two versions of each line as ranges of the file's bytes.
func pairs(_ text: [UInt8]) -> [(Range<Int>, Range<Int>)] {
    var pairs: [(Range<Int>, Range<Int>)] = []
    for line in text.indices.split(whereSeparator: { text[$0] == UInt8(ascii: "\n") }) {
        let fields = line.split { text[$0] == UInt8(ascii: " ") }
        guard fields.count == 3, fields[1].count == 1, text[line.startIndex] != UInt8(ascii: "#") else { continue }
        pairs.append((fields[0].startIndex..<fields[0].endIndex, fields[2].startIndex..<fields[2].endIndex))
    }
    return pairs
}

let sets: [(VersionScheme, String)] = [
    (.dpkg, "debian-versions-generated"), (.rpm, "redhat-versions"), (.rpm, "debian-versions-generated"),
    (.pacman, "alpine-versions-generated"), (.apk, "alpine-versions-generated"), (.semver, "semver-versions"),
    (.npm, "semver-versions"), (.go, "semver-versions"), (.cargo, "semver-versions"), (.pub, "pub-versions"),
    (.bitnami, "semver-versions"), (.pep440, "pypi-versions-generated"), (.maven, "maven-versions-generated"),
    (.nuget, "nuget-versions"), (.rubygems, "rubygems-versions-generated"),
    (.composer, "packagist-versions-generated"), (.cran, "cran-versions-generated"), (.hackage, "hackage-versions"),
    (.conan, "semver-versions"), (.generic, "pypi-versions-generated"),
]

guard CommandLine.arguments.count == 2 else {
    print("usage: versions-benchmark FOLDER")
    exit(2)
}
print("scheme      vectors                            ns a comparison")
for (scheme, name) in sets {
    guard let text = contents(of: "\(CommandLine.arguments[1])/\(name).txt") else {
        print("versions-benchmark: cannot read \(name).txt in \(CommandLine.arguments[1])")
        exit(2)
    }
    let pairs = pairs(text)
    let rounds = max(1, 200_000 / max(1, pairs.count))
    var best = Double.infinity
    var check = 0
    text.withUnsafeBytes { bytes in
        let buffers = pairs.map {
            (UnsafeRawBufferPointer(rebasing: bytes[$0.0]), UnsafeRawBufferPointer(rebasing: bytes[$0.1]))
        }
        for _ in 0..<7 {
            let start = cpuSeconds()
            for _ in 0..<rounds {
                for (a, b) in buffers { check &+= Int(scheme.order(a, b).rawValue) }
            }
            best = min(best, cpuSeconds() - start)
        }
    }
    let tenths = Int(best * 1e10 / Double(rounds * max(1, pairs.count)))
    print(
        scheme.rawValue + String(repeating: " ", count: max(1, 12 - scheme.rawValue.utf8.count)) + name
            + String(repeating: " ", count: max(1, 36 - name.utf8.count)) + "\(tenths / 10).\(tenths % 10)")
    // The answers are used, so that the comparisons are made.
    if check == Int.min { print(check) }
}
