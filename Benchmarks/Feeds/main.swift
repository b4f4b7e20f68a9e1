import Advisories
import Archive
import Content
import Glibc

// feeds-benchmark FEED FILE [lines]: reads a file of a feed, whatever its compression, and prints what was read and at
// which speed. With `lines`, each line is a document. Decompression, and the digest of each document, are not counted.

guard CommandLine.arguments.count > 2,
    let feed = Feeds.all.first(where: { $0.name == CommandLine.arguments[1] })
else {
    print("usage: feeds-benchmark FEED FILE [lines]\nfeeds: \(Feeds.all.map(\.name).joined(separator: " "))")
    exit(2)
}

func usage() -> rusage {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return usage
}

func cpuSeconds() -> Double {
    let usage = usage()
    func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
    return seconds(usage.ru_utime) + seconds(usage.ru_stime)
}

func peakMegabytes() -> Int { usage().ru_maxrss / 1024 }

func rounded(_ value: Double) -> Double { (value * 100).rounded() / 100 }

do {
    let path = CommandLine.arguments[2]
    let compressed = try OpenFile.contents(of: path, limit: 1 << 30)
    let bytes = try compressed.withUnsafeBytes { try Compression.inflate($0, limit: 1 << 30) }
    let digest = Digest.of(compressed)
    let isLines = CommandLine.arguments.dropFirst(3).first == "lines"
    var yield = FeedYield()
    let before = cpuSeconds()
    let wall = try ContinuousClock().measure {
        try bytes.withUnsafeBytes { bytes in
            var start = 0
            var line = 0
            while start < bytes.count {
                let end = isLines ? bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count : bytes.count
                line += 1
                let document = UnsafeRawBufferPointer(rebasing: bytes[start..<end])
                try feed.read(
                    FeedDocument(path: path, line: isLines ? line : 0, bytes: document, digest: digest), into: &yield)
                start = end + 1
            }
        }
    }
    let cpu = cpuSeconds() - before
    let seconds = Double(wall.components.seconds) + Double(wall.components.attoseconds) / 1e18
    print(
        "\(feed.name): \(yield.advisories.count) advisories with \(yield.advisories.reduce(0) { $0 + $1.affected.count }) "
            + "packages, \(yield.annotations.count) annotations, \(yield.lifecycles.count) lifecycles, "
            + "\(yield.skipped.count) skipped")
    print(
        "\(bytes.count) bytes, CPU \(rounded(cpu)) s, wall \(rounded(seconds)) s, "
            + "\(Int(Double(bytes.count) / cpu / 1e6)) MB/s of CPU, peak \(peakMegabytes()) MB")
} catch {
    print(error)
    exit(1)
}
