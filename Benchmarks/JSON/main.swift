// Speed of JSONText against simdjson's DOM on texts of several kinds, in one process and on one core.
//
//   json-benchmark [FILE.json]...      files are measured beside the two generated texts

import CSimdjson
import Glibc
import JSONText
import Measuring

/// The best of several runs in MB (10^6 bytes) a CPU second.
func rate(bytes: Int, _ body: () -> Void) -> Int {
    var best = Double.infinity
    for _ in 0..<7 {
        let start = cpuSeconds()
        body()
        best = min(best, cpuSeconds() - start)
    }
    return Int(Double(bytes) / max(best, 1e-6) / 1e6)
}

func column(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.utf8.count)) + text
}

func contents(of path: String) -> [UInt8]? {
    guard let file = fopen(path, "rb") else { return nil }
    defer { fclose(file) }
    fseek(file, 0, SEEK_END)
    let size = max(0, ftell(file))
    rewind(file)
    return [UInt8](unsafeUninitializedCapacity: size) { $1 = fread($0.baseAddress, 1, size, file) }
}

var texts = [
    ("bill of materials, pretty", Corpus.billOfMaterials(packages: 18_000)),
    ("package metadata, compact", Corpus.packageMetadata(packages: 30_000)),
]
for path in CommandLine.arguments.dropFirst() {
    guard let text = contents(of: path) else {
        print("json-benchmark: cannot read \(path)")
        exit(2)
    }
    texts.append((path.split(separator: "/").last.map(String.init) ?? path, text))
}

print("text                                MB    parse  simdjson   ratio    write   (MB/s of CPU)")
for (name, text) in texts {
    guard let document = try? JSONDocument(text) else {  // Only whether it is JSON matters here.
        print("json-benchmark: \(name) is not JSON")
        exit(2)
    }
    let ours = rate(bytes: text.count) { _ = try? JSONDocument(text) }  // It parsed just before.
    let theirs = rate(bytes: text.count) {
        text.withUnsafeBytes { bytes in
            let chars = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
            guard simdjson_yardstick_parse(chars, bytes.count) == 0 else { exit(2) }
        }
    }
    var written = 0
    let isPretty = text.prefix(2).elementsEqual("{\n".utf8)
    var writer = JSONWriter(pretty: isPretty)
    writer.value(document.root)
    written = writer.bytes.count
    let write = rate(bytes: written) {
        var writer = JSONWriter(pretty: isPretty)
        writer.value(document.root)
    }
    let percent = ours * 100 / max(theirs, 1)
    print(
        name + String(repeating: " ", count: max(1, 32 - name.utf8.count)) + column("\(text.count / 1_000_000)", 6)
            + column("\(ours)", 9) + column("\(theirs)", 10) + column("\(percent) %", 8) + column("\(write)", 9))
}
let packages = 18_000
let size = Corpus.billOfMaterials(packages: packages).count
let build = rate(bytes: size) { _ = Corpus.billOfMaterials(packages: packages) }
print("\nwriting a bill of materials from strings made on the way: \(build) MB/s")
