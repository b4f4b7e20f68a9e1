/// Licences named by a Debian copyright file: the machine-readable format 1.0 (DEP-5), or, in free text, references
/// to the licence texts that every Debian system carries.
package enum DebianCopyright {
    /// Distinct licences, sorted: SPDX expressions where the short name is known, else the short name as written.
    ///
    /// One pass over the bytes; text is only made of the lines that name a licence.
    package static func licences(_ bytes: UnsafeRawBufferPointer) -> [String] {
        var found: Set<String> = []
        if isMachineReadable(bytes) {
            eachLine(bytes) { line in
                guard let value = value(of: "license", in: line) else { return }
                let text = String(decoding: UnsafeRawBufferPointer(rebasing: bytes[value]), as: UTF8.self)
                guard text.utf8.count <= 512 else { return }
                found.insert(LicenceExpression.normalise(text) ?? text)
            }
        } else {
            references(bytes, into: &found)
        }
        return found.sorted()

        func value(of field: StaticString, in line: Range<Int>) -> Range<Int>? {
            let count = field.utf8CodeUnitCount
            guard line.count > count, bytes[line.lowerBound + count] == UInt8(ascii: ":") else { return nil }
            guard starts(bytes, at: line.lowerBound, with: field) else { return nil }
            var start = line.lowerBound + count + 1
            var end = line.upperBound
            while start < end, isSpace(bytes[start]) { start += 1 }
            while end > start, isSpace(bytes[end - 1]) { end -= 1 }
            return start < end ? start..<end : nil
        }
    }

    private static func isMachineReadable(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var result = false
        eachLine(UnsafeRawBufferPointer(rebasing: bytes.prefix(2048))) { line in
            // Older drafts wrote `Format-Specification`.
            if starts(bytes, at: line.lowerBound, with: "format:")
                || starts(bytes, at: line.lowerBound, with: "format-specification:")
            {
                result = true
            }
        }
        return result
    }

    private static func references(_ bytes: UnsafeRawBufferPointer, into found: inout Set<String>) {
        let folder: StaticString = "/common-licenses/"
        let length = folder.utf8CodeUnitCount
        var index = 0
        var saysLater = false
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "l"), !saysLater, starts(bytes, at: index, with: "later") {
                var next = index + 5
                while next < bytes.count, isSpace(bytes[next]) || bytes[next] == 0x0a || bytes[next] == 0x3e {
                    next += 1
                }
                saysLater = starts(bytes, at: next, with: "version")
            }
            guard bytes[index] == UInt8(ascii: "/"), starts(bytes, at: index, with: folder) else {
                index += 1
                continue
            }
            var end = index + length
            let start = end
            while end < bytes.count, end - start < 32, LicenceTokens.isIdentifierByte(bytes[end]),
                bytes[end] != UInt8(ascii: ":")
            {
                end += 1
            }
            while end > start, bytes[end - 1] == UInt8(ascii: ".") || bytes[end - 1] == UInt8(ascii: "-") { end -= 1 }
            index = max(end, index + 1)
            guard end > start else { continue }
            let name = String(decoding: UnsafeRawBufferPointer(rebasing: bytes[start..<end]), as: UTF8.self)
            if name.hasPrefix("GPL") || name.hasPrefix("LGPL") || name.hasPrefix("GFDL") {
                // The text alone does not say whether later versions are allowed; the notice before it does.
                let later = saysLater && name.contains("-") ? LicenceExpression.normalise(name + "+") : nil
                found.insert(later ?? name)
            } else {
                found.insert(name == "BSD" ? "BSD-3-Clause" : LicenceExpression.normalise(name) ?? name)
            }
        }
    }

    private static func eachLine(_ bytes: UnsafeRawBufferPointer, _ body: (Range<Int>) -> Void) {
        var start = 0
        while start < bytes.count {
            var end = start
            while end < bytes.count, bytes[end] != 0x0a { end += 1 }
            body(start..<end)
            start = end + 1
        }
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0d }

    /// `wanted` is in lower case; letters are compared without case.
    private static func starts(_ bytes: UnsafeRawBufferPointer, at offset: Int, with wanted: StaticString) -> Bool {
        guard bytes.count - offset >= wanted.utf8CodeUnitCount else { return false }
        return wanted.withUTF8Buffer { letters in
            for (index, letter) in letters.enumerated() {
                let byte = bytes[offset + index]
                let folded = UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte ? byte | 0x20 : byte
                if folded != letter { return false }
            }
            return true
        }
    }
}
