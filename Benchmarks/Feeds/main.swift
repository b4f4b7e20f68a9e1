import Advisories
import Glibc
import Measuring

// feeds-benchmark FILE...: reads each file or folder as advisory feeds; decompressed files show the speed of the
// readers, compressed ones that of the whole way. Prints MB (10^6 bytes as the file lies there) a CPU second.

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
    exit(1)
}
