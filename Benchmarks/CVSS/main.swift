// Speed of reading and scoring CVSS vectors, on one core.
//
//   cvss-benchmark VECTORS      one vector a line, lines of one version together
//
// For each version: its vectors, nanoseconds of CPU to read and to score one, and the sum of all scores in tenths.

import Exploitability
import Glibc
import Measuring

/// The best of several runs, in nanoseconds for each of `count`.
func nanoseconds(_ count: Int, _ body: () throws -> Void) rethrows -> Int {
    var best = Double.infinity
    for _ in 0..<7 {
        let start = cpuSeconds()
        try body()
        best = min(best, cpuSeconds() - start)
    }
    return Int(best * 1e9) / max(1, count)
}

guard CommandLine.arguments.count == 2, let file = fopen(CommandLine.arguments[1], "r") else {
    print("usage: cvss-benchmark VECTORS")
    exit(2)
}
var texts: [CVSSVersion: [String]] = [:]
do {
    var buffer = [CChar](repeating: 0, count: 1024)
    while fgets(&buffer, CInt(buffer.count), file) != nil {
        let line = buffer.prefix { $0 != 0 && $0 != 10 }.map { UInt8(bitPattern: $0) }
        let text = String(decoding: line, as: UTF8.self)
        texts[try CVSSVector(text).version, default: []].append(text)
    }
    for version in CVSSVersion.allCases {
        guard let texts = texts[version] else { continue }
        var vectors: [CVSSVector] = []
        let reading = try nanoseconds(texts.count) { vectors = try texts.map { try CVSSVector($0) } }
        var sum = 0
        let scoring = nanoseconds(vectors.count) { sum = vectors.reduce(0) { $0 + $1.score.tenths } }
        print("\(version.rawValue) \(vectors.count) \(reading) \(scoring) \(sum)")
    }
} catch {
    print("cvss-benchmark: \(error)")
    exit(1)
}
