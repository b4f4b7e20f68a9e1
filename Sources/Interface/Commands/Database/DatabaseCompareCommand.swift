package import Advisories
package import ArgumentParser
internal import Content
internal import Glibc

/// `obryza db compare`: how versions stand to each other in an ecosystem.
package struct DatabaseCompareCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "Compare pairs of versions as an ecosystem orders them.",
        discussion: """
            Reads lines of two versions with a tab between them from standard input and writes a line for each: -1 when \
            the first is less, 0 when they are equal, 1 when it is greater, and ? when the line is malformed or the \
            ecosystem cannot order a version; standard error then says why, and the exit code is 3.

            ECOSYSTEM is an OSV ecosystem (Debian:12, Alpine:v3.20, npm, PyPI, crates.io), a type of package URLs (deb, \
            apk, golang) or an order by its name:
            \(VersionScheme.allCases.map(\.rawValue).joined(separator: ", ")).

            EXAMPLES
              printf '1.0~rc1\\t1.0\\n' | obryza db compare Debian:12
              printf '1.0.0-rc.1\\t1.0.0\\n' | obryza db compare npm
              obryza db compare rpm < pairs.tsv

            \(ExitStatus.discussion)
            """)

    @Argument(help: "An OSV ecosystem, a package URL type or the name of an order.")
    package var ecosystem: String

    package init() {}

    package func validate() throws {
        guard VersionScheme(named: ecosystem) != nil else {
            throw ValidationError(
                "\(Table.printable(ecosystem)): no ecosystem whose order of versions is known; `obryza db compare --help` "
                    + "names the orders")
        }
    }

    package func run() async throws {
        try await Failure.reporting("db compare") {
            guard let scheme = VersionScheme(named: ecosystem) else { return .usage }
            var comparison = PairComparison(scheme)
            try StandardInput.forEachChunk { chunk in
                comparison.take(chunk)
                try comparison.flush()
            }
            comparison.finish()
            try comparison.flush()
            return comparison.status
        }
    }
}

/// Standard input in chunks.
enum StandardInput {
    static func forEachChunk(_ body: (UnsafeRawBufferPointer) throws -> Void) throws {
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = read(STDIN_FILENO, &buffer, buffer.count)
            if count < 0 {
                if errno == EINTR { continue }
                throw FileError(operation: "read", path: "standard input", code: errno)
            }
            if count == 0 { return }
            try buffer.withUnsafeBytes { try body(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
        }
    }
}

/// Lines of pairs in, one answer for each out.
package struct PairComparison {
    private let scheme: VersionScheme
    /// The start of a line whose end has not come; never longer than a pair of versions can be.
    private var line: [UInt8] = []
    private var isTooLong = false
    private var number = 0
    package private(set) var output: [UInt8] = []
    package private(set) var messages: [String] = []
    package private(set) var status = ExitStatus.passed

    private static let longestLine = 2 * VersionScheme.longest + 1

    package init(_ scheme: VersionScheme) { self.scheme = scheme }

    package mutating func take(_ chunk: UnsafeRawBufferPointer) {
        var rest = chunk[...]
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            append(rest[..<end])
            answer()
            rest = rest[(end + 1)...]
        }
        append(rest)
    }

    /// The last line may lack its end.
    package mutating func finish() { if !line.isEmpty || isTooLong { answer() } }

    fileprivate mutating func flush() throws(FileError) {
        if !output.isEmpty { try Console.write(output) }
        output.removeAll(keepingCapacity: true)
        for message in messages { Console.narrate(message) }
        messages.removeAll()
    }

    private mutating func append(_ bytes: Slice<UnsafeRawBufferPointer>) {
        if line.count + bytes.count > Self.longestLine {
            isTooLong = true
        } else {
            line += bytes
        }
    }

    private mutating func answer() {
        number += 1
        defer {
            line.removeAll(keepingCapacity: true)
            isTooLong = false
        }
        let order: VersionOrder
        if isTooLong {
            order = refuse("the line is longer than two versions of \(VersionScheme.longest) bytes")
        } else if let tab = line.firstIndex(of: UInt8(ascii: "\t")), !line[(tab + 1)...].contains(UInt8(ascii: "\t")) {
            order = line.withUnsafeBytes { bytes in
                scheme.order(
                    UnsafeRawBufferPointer(rebasing: bytes[..<tab]),
                    UnsafeRawBufferPointer(rebasing: bytes[(tab + 1)...]))
            }
            if order == .incomparable { explain(line[..<tab], line[(tab + 1)...]) }
        } else {
            order = refuse("expected two versions with one tab between them")
        }
        switch order {
        case .less: output += "-1\n".utf8
        case .equal: output += "0\n".utf8
        case .greater: output += "1\n".utf8
        case .incomparable: output += "?\n".utf8
        }
    }

    private mutating func explain(_ versions: ArraySlice<UInt8>...) {
        for version in versions {
            guard let refusal = version.withUnsafeBytes({ scheme.refusal(of: $0) }) else { continue }
            let text = String(decoding: version.prefix(80), as: UTF8.self)
            _ = refuse("\(scheme.rawValue) cannot order '\(Table.printable(text))': \(refusal)")
        }
    }

    private mutating func refuse(_ reason: String) -> VersionOrder {
        messages.append("line \(number): \(reason)")
        status = .unknown
        return .incomparable
    }
}
