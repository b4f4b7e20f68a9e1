/// A library as one may know it again when its package was moved.
struct JavaLibrary: Sendable {
    /// A class, named without its package.
    struct Sample: Sendable {
        let rank: UInt64
        let shape: UInt32
    }

    struct Folder: Sendable {
        /// Below the package of the library, without slashes at the ends; empty for the package itself.
        let tail: [UInt8]
        var samples: [Sample]
    }

    let group: String
    let artifact: String
    /// Empty when unknown.
    let version: String
    /// With slashes.
    let package: String
    /// Class files in its folders, and a digest over the code of them all.
    let classes: Int
    let code: UInt64
    /// The Debian package that the table was made of, `NAME=VERSION`.
    let source: String
    var folders: [Folder] = []

    var sampleCount: Int { folders.reduce(0) { $0 + $1.samples.count } }

    /// Orders names of classes in a way that depends on nothing but the name: FNV-1a with the last steps of
    /// MurmurHash3, which mix its upper bits.
    ///
    /// The first of a folder stay the first when others are left out, so that samples of a library and of a part of it
    /// meet.
    static func rank(_ name: some Sequence<UInt8>) -> UInt64 {
        var value: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in name { value = (value ^ UInt64(byte)) &* 0x100_0000_01b3 }
        value ^= value >> 33
        value = value &* 0xff51_afd7_ed55_8ccd
        value ^= value >> 33
        value = value &* 0xc4ce_b9fe_1a85_ec53
        return value ^ value >> 33
    }
}

/// The libraries of `JavaLibraryTable`, found by the names of their sampled classes.
struct JavaLibraries: Sendable {
    struct Place: Sendable {
        let library: Int
        let folder: Int
        let shape: UInt32
    }

    static let known = JavaLibraries(JavaLibraryTable.text)

    private(set) var list: [JavaLibrary] = []
    private(set) var places: [UInt64: [Place]] = [:]

    init(_ text: StaticString) { self = text.withUTF8Buffer { JavaLibraries($0) } }

    init(text: String) {
        let bytes = Array(text.utf8)
        self = bytes.withUnsafeBufferPointer { JavaLibraries($0) }
    }

    /// The format is described at `JavaLibraryTable`.
    private init(_ bytes: UnsafeBufferPointer<UInt8>) {
        var open: JavaLibrary?
        for line in bytes.split(separator: 0x0a) {
            let indent = line.prefix { $0 == 0x20 }.count
            let words = line.split(separator: 0x20)
            if indent == 0 {
                if let open { list.append(open) }
                open = Self.library(words.map { String(decoding: $0, as: UTF8.self) })
            } else {
                open?.add(words, continues: indent > 2)
            }
        }
        if let open { list.append(open) }
        for (index, library) in list.enumerated() {
            for (number, folder) in library.folders.enumerated() {
                for sample in folder.samples {
                    places[sample.rank, default: []].append(
                        Place(library: index, folder: number, shape: sample.shape))
                }
            }
        }
    }

    private static func library(_ words: [String]) -> JavaLibrary? {
        guard words.count == 7, let classes = Int(words[4]), let code = UInt64(words[5], radix: 16) else { return nil }
        return JavaLibrary(
            group: words[0], artifact: words[1], version: words[2] == "-" ? "" : words[2],
            package: words[3] == "." ? "" : words[3],
            classes: classes, code: code, source: words[6])
    }
}

extension JavaLibrary {
    /// Takes a line of the table: a folder with its samples, more samples of the last folder, or further folders.
    fileprivate mutating func add(_ words: [Slice<UnsafeBufferPointer<UInt8>>], continues: Bool) {
        for (number, word) in words.enumerated() {
            if let equals = word.firstIndex(of: UInt8(ascii: "=")) {
                guard !folders.isEmpty,
                    let shape = UInt32(String(decoding: word[(equals + 1)...], as: UTF8.self), radix: 16)
                else { continue }
                folders[folders.count - 1].samples.append(
                    Sample(rank: Self.rank(word[..<equals]), shape: shape))
            } else if continues || number > 0 || !word.elementsEqual([UInt8(ascii: "+")]) {
                folders.append(Folder(tail: word.elementsEqual([UInt8(ascii: ".")]) ? [] : Array(word), samples: []))
            }
        }
    }
}
