/// `go.sum` (Go modules reference, §go.sum files): the hash `h1:` of each module's files.
struct GoSumFile: Sendable {
    /// By `PATH@VERSION`.
    private(set) var sums: [String: String] = [:]

    /// Lines that are none of its form are passed over: go itself reports them.
    init(_ bytes: UnsafeRawBufferPointer) {
        for line in bytes.split(separator: 0x0a) {
            let words = line.split(separator: 0x20)
            guard words.count == 3 else { continue }
            let version = String(decoding: words[1], as: UTF8.self)
            // The hash of the go.mod file alone says nothing of the code.
            guard !version.hasSuffix("/go.mod") else { continue }
            sums["\(String(decoding: words[0], as: UTF8.self))@\(version)"] = String(decoding: words[2], as: UTF8.self)
        }
    }
}
