/// Finds the components of one kind.
///
/// A cataloguer opens nothing. It declares which files it wants, is handed each of them once, while the layer that
/// holds it streams by, and yields what it read. When all layers are merged, `conclude` may join what was read from
/// the files that are still visible.
///
/// Adding one: a file with a type that conforms, and a line in `Cataloguers.all`.
package protocol Cataloguer: Sendable {
    /// Stable, in kebab case; it appears in evidence, such as `dpkg-database`.
    static var name: String { get }

    /// The files it wants to see.
    var wants: [Want] { get }

    /// Reads one wanted file.
    ///
    /// Called concurrently for different layers; must depend on nothing but `file`. Yield facts for `conclude` with
    /// `Yield.fact`.
    ///
    /// - Throws: anything; the engine records the file as unreadable with the error's description, keeps what was
    ///   yielded before, and goes on.
    func read(_ file: WantedFile, into yield: inout Yield) throws

    /// Joins what `read` yielded from the files that are visible after all layers are merged.
    func conclude(_ view: any ImageView, into yield: inout Yield)
}

extension Cataloguer {
    package var name: String { Self.name }
    package func conclude(_ view: any ImageView, into yield: inout Yield) {}
}

/// Which files a cataloguer asks for, and how much of them.
package struct Want: Sendable {
    package enum Pattern: Sendable, Hashable {
        /// This path exactly, from the root: `var/lib/dpkg/status`.
        case path(String)
        /// Any file of this name in any directory: `Cargo.lock`.
        case name(String)
        /// Any file whose name ends so: `.jar`. Compared without case.
        case suffix(String)
        /// Any file whose name starts so: `requirements`.
        case prefix(String)
        /// A path pattern: `*` within one segment, `**` over any number of them:
        /// `**/*.dist-info/METADATA`, `var/lib/dpkg/info/*.md5sums`.
        case glob(String)
        /// Files that start with this kind's magic bytes, whatever their name.
        case content(FileKind)
    }

    package var pattern: Pattern
    /// Larger files are not handed over but recorded as skipped, in bytes.
    package var limit: Int

    package init(_ pattern: Pattern, limit: Int = 64 << 20) {
        self.pattern = pattern
        self.limit = limit
    }

    package static func path(_ path: String, limit: Int = 256 << 20) -> Want { Want(.path(path), limit: limit) }
    package static func name(_ name: String, limit: Int = 64 << 20) -> Want { Want(.name(name), limit: limit) }
    package static func suffix(_ suffix: String, limit: Int = 64 << 20) -> Want { Want(.suffix(suffix), limit: limit) }
    package static func prefix(_ prefix: String, limit: Int = 64 << 20) -> Want { Want(.prefix(prefix), limit: limit) }
    package static func glob(_ glob: String, limit: Int = 64 << 20) -> Want { Want(.glob(glob), limit: limit) }
    package static func content(_ kind: FileKind, limit: Int = 64 << 20) -> Want { Want(.content(kind), limit: limit) }
}

/// What a file is by its first bytes.
package enum FileKind: UInt8, Sendable, Hashable, CaseIterable {
    case other, elf, machO, portableExecutable, webAssembly, zip, script, javaClass, gzip, xz, zstd, bzip2, sqlite

    /// Recognises a file by its start; four bytes suffice for all but SQLite.
    package init(start bytes: UnsafeRawBufferPointer) {
        func matches(_ magic: [UInt8]) -> Bool {
            guard bytes.count >= magic.count else { return false }
            for (index, byte) in magic.enumerated() where bytes[index] != byte { return false }
            return true
        }
        guard bytes.count >= 2 else {
            self = .other
            return
        }
        switch bytes[0] {
        case 0x7f: self = matches([0x7f, 0x45, 0x4c, 0x46]) ? .elf : .other
        case 0x23: self = bytes[1] == 0x21 ? .script : .other
        case 0x50: self = matches([0x50, 0x4b, 3, 4]) || matches([0x50, 0x4b, 5, 6]) ? .zip : .other
        case 0x4d: self = bytes[1] == 0x5a ? .portableExecutable : .other
        case 0x00: self = matches([0, 0x61, 0x73, 0x6d]) ? .webAssembly : .other
        case 0xca:
            // A class file and a universal Mach-O share their magic; a class file's major version is 45 or more,
            // a universal binary holds a few architectures.
            if matches([0xca, 0xfe, 0xba, 0xbe]), bytes.count >= 8 {
                let count = UInt32(bytes[4]) << 24 | UInt32(bytes[5]) << 16 | UInt32(bytes[6]) << 8 | UInt32(bytes[7])
                self = count < 40 ? .machO : .javaClass
            } else {
                self = .other
            }
        case 0xfe: self = matches([0xfe, 0xed, 0xfa, 0xce]) || matches([0xfe, 0xed, 0xfa, 0xcf]) ? .machO : .other
        case 0xcf: self = matches([0xcf, 0xfa, 0xed, 0xfe]) ? .machO : .other
        case 0xce: self = matches([0xce, 0xfa, 0xed, 0xfe]) ? .machO : .other
        case 0x1f: self = bytes[1] == 0x8b ? .gzip : .other
        case 0xfd: self = matches([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0]) ? .xz : .other
        case 0x28: self = matches([0x28, 0xb5, 0x2f, 0xfd]) ? .zstd : .other
        case 0x42: self = matches([0x42, 0x5a, 0x68]) ? .bzip2 : .other
        case 0x53: self = matches(Array("SQLite format 3\0".utf8)) ? .sqlite : .other
        default: self = .other
        }
    }
}

/// A file handed to a cataloguer. Valid only during the call.
package struct WantedFile {
    /// Path from the root, without a leading slash. Bytes that are not UTF-8 are shown as U+FFFD.
    package let path: String
    package let kind: FileKind
    /// All bytes of the file. Of ELF files above 16 MiB the executable segments read as zeros, and so does what goes
    /// beyond 32 MiB of the rest.
    package let bytes: UnsafeRawBufferPointer
    /// Whether any execute bit is set.
    package let isExecutable: Bool
    /// True in an image, false in a source tree: lock files only count as installed evidence in neither.
    package let isImage: Bool

    package init(
        path: String, kind: FileKind? = nil, bytes: UnsafeRawBufferPointer, isExecutable: Bool = false,
        isImage: Bool = true
    ) {
        self.path = path
        self.kind = kind ?? FileKind(start: bytes)
        self.bytes = bytes
        self.isExecutable = isExecutable
        self.isImage = isImage
    }

    /// The last segment of the path.
    package var name: String { path.split(separator: "/").last.map(String.init) ?? path }

    /// The path without its last segment; empty at the root.
    package var directory: String {
        path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
    }

    /// The content as text; bytes that are not UTF-8 become U+FFFD. A byte order mark is dropped.
    package var text: String {
        let skip = bytes.count >= 3 && bytes[0] == 0xef && bytes[1] == 0xbb && bytes[2] == 0xbf ? 3 : 0
        return String(decoding: UnsafeRawBufferPointer(rebasing: bytes[skip...]), as: UTF8.self)
    }
}
