import Glibc
import Measuring
import Rego

/// What a large document takes in memory, beside its text.
enum DocumentMemory {
    /// MB (10^6 bytes) of memory that are resident now.
    private static func resident() -> Double {
        guard let text = contents(of: "/proc/self/statm") else { return 0 }
        let fields = String(decoding: text, as: UTF8.self).split(separator: " ")
        return fields.count > 1 ? (Double(fields[1]) ?? 0) * Double(sysconf(Int32(_SC_PAGESIZE))) / 1e6 : 0
    }

    /// A deterministic document such as programs push: users with roles, bindings, components with licences and digests.
    private static func write(to path: String, size: Int) -> Bool {
        guard let file = fopen(path, "wb") else { return false }
        defer { fclose(file) }
        var numbers = FixedRandom(1)
        var written = 0
        func put(_ text: String) {
            var text = text
            text.withUTF8 { bytes in
                fwrite(bytes.baseAddress, 1, bytes.count, file)
                written += bytes.count
            }
        }
        let roles = ["viewer", "editor", "owner", "auditor", "deployer", "release-manager"]
        let licences = ["Apache-2.0", "MIT", "BSD-3-Clause", "GPL-2.0-or-later", "MPL-2.0"]
        put("{\"users\": {")
        var index = 0
        while written < size / 2 {
            let chosen = (0..<Int.random(in: 1...4, using: &numbers)).map { _ in
                "\"\(roles[Int.random(in: 0..<roles.count, using: &numbers)])\""
            }
            put(
                (index > 0 ? ",\n" : "")
                    + "\"user-\(index)\": {\"id\": \(index), \"email\": \"user.\(index)@team-\(index % 977).example.com\", "
                    + "\"active\": \(index % 7 != 0), \"score\": \(index % 100).\(index % 10), "
                    + "\"roles\": [\(chosen.joined(separator: ", "))], \"last_seen\": \"2026-11-\(index % 28 + 1)T08:00:00Z\", "
                    + "\"quota\": {\"cpu\": \(index % 64), \"memory\": \(index % 512 * 1024)}}")
            index += 1
        }
        put("},\n\"components\": [")
        index = 0
        while written < size {
            let digest = (0..<4).map { _ in String(numbers.next() | 1 << 63, radix: 16) }.joined()
            put(
                (index > 0 ? ",\n" : "")
                    + "{\"name\": \"lib-\(index % 20_000)\", \"version\": \"\(index % 9).\(index % 31).\(index % 7)\", "
                    + "\"purl\": \"pkg:deb/debian/lib-\(index % 20_000)@\(index % 9).\(index % 31).\(index % 7)?arch=amd64\", "
                    + "\"licenses\": [\"\(licences[index % licences.count])\"], \"digest\": \"sha256:\(digest)\", "
                    + "\"direct\": \(index % 5 == 0), \"depends_on\": [\(index % 1000), \((index + 7) % 1000)]}")
            index += 1
        }
        put("]}\n")
        return true
    }

    /// Prints the figures; false when the document takes more than the bar.
    static func run(megabytes: Int) throws -> Bool {
        let path = "/tmp/rego-benchmark-\(getpid()).json"
        defer { unlink(path) }
        guard write(to: path, size: megabytes * 1_000_000) else {
            print("cannot write \(path)")
            return false
        }
        let before = resident()
        let start = cpuSeconds()
        let (document, size) = try load(path)
        let taken = cpuSeconds() - start
        let text = Double(size) / 1e6
        let (live, heap, highest) = (resident() - before, Double(document.byteCount) / 1e6, peak() - before)
        print("text MB   read s   heap MB  /text   live MB  /text   peak MB  /text")
        print(
            fixed(text, 7), fixed(taken, 8), fixed(heap, 9), fixed(heap / text, 6), fixed(live, 9),
            fixed(live / text, 6), fixed(highest, 9), fixed(highest / text, 6))
        return live <= 2.5 * text
    }

    /// As `obryza policy` loads a file of data: the text is gone when this returns.
    private static func load(_ path: String) throws -> (document: Document, size: Int) {
        let text = contents(of: path) ?? []
        return (try Document(json: text), text.count)
    }
}
