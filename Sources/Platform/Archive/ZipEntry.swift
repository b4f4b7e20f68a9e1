/// One entry of the central directory of a ZIP archive (APPNOTE.TXT 6.3.10 §4.3.12).
///
/// Borrows the archive's bytes: valid as long as they are.
package struct ZipEntry {
    package enum Method: Sendable, Equatable {
        case stored, deflate
        /// A method of APPNOTE.TXT §4.4.5 that is not read here, such as 12, bzip2.
        case other(UInt16)
    }

    /// As written; the directory separator is `/`.
    package let nameBytes: UnsafeRawBufferPointer
    package let method: Method
    package let flags: UInt16
    package let crc32: UInt32
    package let compressedSize: Int
    package let uncompressedSize: Int
    /// Offset of the local header from the first byte of the file, prefix included.
    package let headerOffset: Int
    /// Offset of the data, or `nil` when the local header is not where the directory says.
    package let dataOffset: Int?
    /// `st_mode`, when the entry was made on Unix.
    package let unixMode: UInt16?
    /// From the DOS attributes.
    let hasDirectoryAttribute: Bool

    /// Bytes that are not UTF-8 are shown as U+FFFD.
    package var name: String { String(decoding: nameBytes, as: UTF8.self) }

    package var isDirectory: Bool { nameBytes.last == UInt8(ascii: "/") || hasDirectoryAttribute }
    package var isEncrypted: Bool { flags & 1 != 0 }
    package var isSymbolicLink: Bool { unixMode.map { $0 & 0o170000 == 0o120000 } ?? false }

    package func hasName(_ name: StaticString) -> Bool {
        guard name.utf8CodeUnitCount == nameBytes.count else { return false }
        return name.withUTF8Buffer { $0.elementsEqual(nameBytes) }
    }

    package func hasPrefix(_ prefix: StaticString) -> Bool {
        guard prefix.utf8CodeUnitCount <= nameBytes.count else { return false }
        return prefix.withUTF8Buffer { $0.elementsEqual(nameBytes.prefix($0.count)) }
    }

    package func hasSuffix(_ suffix: StaticString) -> Bool {
        guard suffix.utf8CodeUnitCount <= nameBytes.count else { return false }
        return suffix.withUTF8Buffer { $0.elementsEqual(nameBytes.suffix($0.count)) }
    }
}
