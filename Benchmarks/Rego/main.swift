// Speed of prepared policy decisions, on one core.
//
//   rego-benchmark DIR [NAME]...
//   rego-benchmark --generated
//   rego-benchmark --memory [MEGABYTES]
//
// DIR holds a folder for each benchmark, with policy/*.rego, data.json or data.json.xz, input.json and expected.json,
// and manifest.json (the queries) and peers.json (recorded figures of OPA). For each: CPU microseconds an evaluation,
// the bar, OPA's figure and how many times faster we are; then the same with reading the input, and the memory of the
// data document beside its text. Every result is compared with the expected one; the exit code is 1 when one differs.
// With --generated: policies and documents that are made here, each at two sizes, and how the time grows.
// With --memory: what a generated document (100 MB) takes, as values, resident and at the highest, beside its text.

import Archive
import Glibc
import JSONText
import Measuring
import Rego

func contents(of path: String) -> [UInt8]? {
    guard let file = fopen(path, "rb") else { return nil }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
        let count = fread(&buffer, 1, buffer.count, file)
        if count == 0 { return bytes }
        bytes += buffer[..<count]
    }
}

/// The best of several runs of at least a tenth of a second, in microseconds an evaluation.
func microseconds(_ body: () throws -> Void) rethrows -> Double {
    var count = 1
    while true {
        let start = cpuSeconds()
        for _ in 0..<count { try body() }
        if cpuSeconds() - start > 0.05 { break }
        count *= 4
    }
    var best = Double.infinity
    for _ in 0..<5 {
        let start = cpuSeconds()
        for _ in 0..<count { try body() }
        best = min(best, (cpuSeconds() - start) / Double(count))
    }
    return best * 1e6
}

func fixed(_ value: Double, _ width: Int) -> String {
    let tenths = value < 10 ? 100.0 : 10
    let scaled = Int((value * tenths).rounded())
    let text = "\(scaled / Int(tenths))." + String(String(scaled % Int(tenths) + Int(tenths)).dropFirst())
    return String(repeating: " ", count: max(0, width - text.count)) + text
}

/// Runs one benchmark; returns how many times faster than OPA it is, and whether the result is the expected one.
func run(
    _ name: String, _ folder: String, _ entry: JSONValue, _ peer: JSONValue?
) throws -> (ratio: Double, isRight: Bool) {
    let policies = entry["policy"]?.elements.compactMap(\.string) ?? []
    let sources = policies.map { file in
        let text = String(decoding: contents(of: "\(folder)/policy/\(file)") ?? [], as: UTF8.self)
        return (source: SourceText(name: file, text: text), version: RegoVersion.v1)
    }
    var text = contents(of: "\(folder)/data.json") ?? []
    if text.isEmpty, let packed = contents(of: "\(folder)/data.json.xz") {
        text = try packed.withUnsafeBytes { try Compression.inflate($0, limit: 1 << 30) }
    }
    let input = contents(of: "\(folder)/input.json") ?? []
    let start = cpuSeconds()
    let data = try Document(json: text)
    let loading = cpuSeconds() - start
    let modules = try CompiledModules.compile(sources)
    let query = try modules.query(SourceText(name: "", text: (entry["query"]?.string ?? "") + " = x"))
    let prepared = try PreparedQuery(modules, query: query, data: data)
    let document = try Document(json: input)
    let expected = try Document(json: contents(of: "\(folder)/expected.json") ?? []).json
    let found = try prepared.evaluate(input: document.root) { solutions in
        solutions.elements.first.map { JSONOutput.text(of: $0.elements[0]) } ?? "undefined"
    }
    let isExpected = found == expected
    if !isExpected {
        print("\(name): wrong result \(found.prefix(200))")
    }
    var count = 0
    let evaluation = try microseconds { count &+= try prepared.evaluate(input: document.root) { $0.count } }
    let heap = Heap()
    let whole = try microseconds {
        let input = try JSONReader.value(input, in: heap)
        count &+= try prepared.evaluate(input: input) { $0.count }
        heap.reset()
    }
    let opa = peer?["opa_1_20"]?.double ?? 0
    let bar = peer?["goal_max"]?.double ?? 0
    print(
        name + String(repeating: " ", count: max(0, 14 - name.count)), fixed(evaluation, 9), fixed(bar, 9),
        fixed(opa, 9),
        fixed(opa / evaluation, 7), fixed(whole, 9), fixed(loading * 1e3, 9),
        fixed(Double(data.byteCount) / Double(max(text.count, 1)), 7), count > 0 ? "" : "no result")
    return (opa / evaluation, isExpected)
}

if CommandLine.arguments.count == 2, CommandLine.arguments[1] == "--generated" {
    do {
        exit(try GeneratedCases.run() ? 0 : 1)
    } catch {
        print("rego-benchmark: \(error)")
        exit(1)
    }
}
if CommandLine.arguments.count >= 2, CommandLine.arguments[1] == "--memory" {
    do {
        let megabytes = CommandLine.arguments.count > 2 ? Int(CommandLine.arguments[2]) ?? 100 : 100
        exit(try DocumentMemory.run(megabytes: max(1, megabytes)) ? 0 : 1)
    } catch {
        print("rego-benchmark: \(error)")
        exit(1)
    }
}
guard CommandLine.arguments.count >= 2, let manifest = contents(of: "\(CommandLine.arguments[1])/manifest.json"),
    let peers = contents(of: "\(CommandLine.arguments[1])/peers.json")
else {
    print("usage: rego-benchmark DIR [NAME]... | --generated | --memory [MEGABYTES]")
    exit(2)
}
do {
    let root = CommandLine.arguments[1]
    let figures = try JSONDocument(peers).root["benchmarks"]
    var logarithms: [Double] = []
    var isRight = true
    print("benchmark          us/eval       bar       OPA   ratio  +reading   data ms  mem/text")
    for (name, entry) in try JSONDocument(manifest).root.members {
        if CommandLine.arguments.count > 2, !CommandLine.arguments.dropFirst(2).contains(name) { continue }
        let outcome = try run(name, "\(root)/\(name)", entry, figures?[name])
        logarithms.append(log(outcome.ratio))
        isRight = isRight && outcome.isRight
    }
    let mean = exp(logarithms.reduce(0, +) / Double(max(1, logarithms.count)))
    print("geometric mean of the ratios: \(fixed(mean, 0))")
    exit(isRight ? 0 : 1)
} catch {
    print("rego-benchmark: \(error)")
    exit(1)
}
