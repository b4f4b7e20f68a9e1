import Advisories
import Glibc

// feeds-benchmark FILE...: reads each file or folder as advisory feeds; decompressed files show the speed of the
// readers, compressed ones that of the whole way. Prints MB (10^6 bytes as the file lies there) a CPU second.

func cpuSeconds() -> Double {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    let time = (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec, usage.ru_utime.tv_usec + usage.ru_stime.tv_usec)
    return Double(time.0) + Double(time.1) / 1e6
}

func column(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.utf8.count)) + text
}

guard CommandLine.arguments.count > 1 else {
    print("usage: feeds-benchmark FILE...")
    exit(2)
}
print("source            files  documents  advisories  skipped       MB   CPU s   MB/s")
do {
    for path in CommandLine.arguments.dropFirst() {
        var best = Double.infinity
        var reading = FeedReading()
        for _ in 0..<3 {
            let start = cpuSeconds()
            reading = try FeedFolder().read([path])
            best = min(best, cpuSeconds() - start)
        }
        for source in reading.sources {
            let size = Double(source.files.reduce(0) { $0 + $1.size }) / 1e6
            let documents = source.files.reduce(0) { $0 + $1.documents }
            print(
                source.name + column("\(source.files.count)", 23 - source.name.utf8.count), column("\(documents)", 10),
                column("\(source.advisories.count)", 11), column("\(source.skippedCount)", 8),
                column("\((size * 10).rounded() / 10)", 8), column("\((best * 1000).rounded() / 1000)", 7),
                column("\(Int(size / max(best, 1e-6)))", 6))
        }
        if reading.unrecognisedCount > 0 { print("\(reading.unrecognisedCount) files that no feed recognises") }
    }
} catch {
    print("feeds-benchmark: \(error)")
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

func cpuSeconds() -> Double {
    var usage = rusage()
    getrusage(RUSAGE_SELF, &usage)
    func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
    return seconds(usage.ru_utime) + seconds(usage.ru_stime)
}

func peakMegabytes() -> Int {
    var usage = rusage()
    getrusage(RUSAGE_SELF, &usage)
    return usage.ru_maxrss / 1024
}

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
