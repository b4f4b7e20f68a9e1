/// Finds the version that a Perl module states, without running it.
enum PerlModuleVersion {
    /// The first assignment of a literal to `$VERSION`, or the version of the first `package` statement (perlfunc),
    /// outside documentation and before `__END__`.
    static func find(_ bytes: UnsafeRawBufferPointer) -> String? {
        var isDocumentation = false
        var start = 0
        while start < bytes.count {
            var end = start
            while end < bytes.count, bytes[end] != UInt8(ascii: "\n") { end += 1 }
            let line = UnsafeRawBufferPointer(rebasing: bytes[start..<end])
            start = end + 1
            if line.first == UInt8(ascii: "="), line.count > 1, isLetter(line[1]) {
                isDocumentation = !line.starts(with: Array("=cut".utf8))
                continue
            }
            if isDocumentation { continue }
            if line.starts(with: Array("__END__".utf8)) || line.starts(with: Array("__DATA__".utf8)) { return nil }
            if let version = version(in: line) { return version }
        }
        return nil
    }

    private static func version(in line: UnsafeRawBufferPointer) -> String? {
        var first = 0
        while first < line.count, line[first] == 0x20 || line[first] == 0x09 { first += 1 }
        guard first < line.count, line[first] != UInt8(ascii: "#") else { return nil }
        if line[first...].starts(with: Array("package ".utf8)) {
            let words = String(decoding: line[first...].prefix(512), as: UTF8.self)
                .split(whereSeparator: { $0 == " " || $0 == "\t" || $0 == ";" || $0 == "{" })
            if words.count >= 3, let version = literal(words[2].utf8) { return version }
        }
        let word = Array("VERSION".utf8)
        guard line.count > word.count else { return nil }
        for index in 1...(line.count - word.count) where line[index] == word[0] {
            // `$VERSION` or `$Foo::Bar::VERSION`, as a whole word.
            let before = line[index - 1]
            guard before == UInt8(ascii: "$") || before == UInt8(ascii: ":"),
                line[index..<index + word.count].elementsEqual(word)
            else { continue }
            var rest = line[(index + word.count)...].drop { $0 == 0x20 || $0 == 0x09 }
            guard rest.popFirst() == UInt8(ascii: "=") else { continue }
            // Not a comparison or a match.
            if rest.first == UInt8(ascii: "=") || rest.first == UInt8(ascii: "~") { continue }
            rest = rest.drop { $0 == 0x20 || $0 == 0x09 }
            return value(rest)
        }
        return nil
    }

    /// A literal, or the literal in `version->declare('v1.2')`, `qv('1.2')` and the like.
    private static func value(_ text: Slice<UnsafeRawBufferPointer>) -> String? {
        let quotes: [UInt8] = [UInt8(ascii: "'"), UInt8(ascii: "\"")]
        let statement = text.prefix { $0 != UInt8(ascii: ";") }
        if let first = statement.first, !isLetter(first) || first == UInt8(ascii: "v"), !quotes.contains(first),
            let version = literal(statement.prefix { $0 > 0x20 })
        {
            return version
        }
        let isCall = statement.starts(with: Array("version".utf8)) || statement.starts(with: Array("qv".utf8))
        guard isCall || statement.first.map(quotes.contains) ?? false,
            let open = statement.firstIndex(where: quotes.contains)
        else { return nil }
        return literal(statement[(open + 1)...].prefix { $0 != statement[open] })
    }

    private static func literal(_ text: some Collection<UInt8>) -> String? {
        guard text.count <= 64 else { return nil }
        let digits = text.first == UInt8(ascii: "v") ? text.dropFirst() : text.dropFirst(0)
        guard let first = digits.first, isDigit(first),
            digits.allSatisfy({
                isDigit($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "-")
                    || isLetter($0)
            })
        else { return nil }
        return String(decoding: text, as: UTF8.self)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte }
    private static func isLetter(_ byte: UInt8) -> Bool {
        UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte || UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte
    }
}
