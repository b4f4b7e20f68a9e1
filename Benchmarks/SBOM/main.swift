import BillOfMaterials
import Glibc

// sbom-benchmark DOCUMENT [FOLDER]: reads a bill of materials in any format, then writes and reads it in every format
// and prints size and time of each. With FOLDER, keeps the documents there.

guard CommandLine.arguments.count > 1, let input = contents(of: CommandLine.arguments[1]) else {
    print("usage: sbom-benchmark DOCUMENT [FOLDER]")
    exit(2)
}

func contents(of path: String) -> [UInt8]? {
    guard let file = fopen(path, "rb") else { return nil }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 20)
    while true {
        let count = fread(&chunk, 1, chunk.count, file)
        guard count > 0 else { return bytes }
        bytes += chunk[..<count]
    }
}

func best(of count: Int, _ body: () throws -> Void) rethrows -> Duration {
    var best = Duration.seconds(1_000_000)
    for _ in 0..<count { best = min(best, try ContinuousClock().measure(body)) }
    return best
}

func milliseconds(_ time: Duration) -> Double {
    Double(time.components.seconds) * 1e3 + Double(time.components.attoseconds / 1_000_000_000_000) / 1e3
}

func column(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
}

do {
    let bill = try BillOfMaterials.read(input)
    print("\(bill.parts.count) components, \(bill.files.count) files, \(bill.edges.count) relationships")
    print("format                bytes   write ms    MB/s    read ms")
    for name in ["json", "spdx-json", "spdx3-json", "cyclonedx-json", "cyclonedx-json@1.7", "cyclonedx-xml"] {
        let format = try SBOMFormat(name)
        var bytes: [UInt8] = []
        let writing = milliseconds(try best(of: 5) { bytes = try bill.write(format) })
        let reading = milliseconds(try best(of: 3) { _ = try BillOfMaterials.read(bytes) })
        let speed = Double(bytes.count) / writing / 1000
        print(
            name + column("\(bytes.count)", 27 - name.count) + column("\((writing * 10).rounded() / 10)", 11)
                + column("\(Int(speed))", 8) + column("\((reading * 10).rounded() / 10)", 11))
        guard CommandLine.arguments.count > 2 else { continue }
        let suffix = format.name == .cycloneDXXML ? "xml" : "json"
        guard let file = fopen("\(CommandLine.arguments[2])/\(format).\(suffix)", "wb") else { continue }
        fwrite(bytes, 1, bytes.count, file)
        fclose(file)
    }
} catch {
    print(error)
    exit(1)
}
