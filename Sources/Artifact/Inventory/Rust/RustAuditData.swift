import Archive
import JSONText

/// What `cargo auditable` writes into a program: the crates it was built from, as zlib-compressed JSON
/// (cargo-auditable, PARSING.md).
struct RustAuditData: Equatable {
    struct Package: Equatable {
        var name: String
        var version: String
        var source: String
        var isBuild: Bool
        var isRoot: Bool
        /// Indexes into `packages`, all within bounds.
        var dependencies: [Int]
    }

    var packages: [Package]

    enum Failure: Error, Equatable, CustomStringConvertible {
        case malformed(String)
        var description: String {
            switch self {
            case .malformed(let what): "Rust dependency data: \(what)"
            }
        }
    }

    private static let sizeLimit = 16 << 20
    private static let packageLimit = 100_000
    private static let edgeLimit = 1_000_000
    private static let sectionNames = [".dep-v0", "rust-deps-v0", ".rust-deps-v0"]

    /// - Throws: `Failure`, `ArchiveError` or `JSONError`.
    init(compressed bytes: UnsafeRawBufferPointer) throws {
        let text = try ZlibInflate.inflate(bytes, limit: Self.sizeLimit)
        let root = try JSONDocument(text).root
        guard let list = root["packages"], list.kind == .array else { throw Failure.malformed("no list of packages") }
        guard list.count <= Self.packageLimit else { throw Failure.malformed("\(list.count) packages") }
        var edges = 0
        packages = []
        for element in list.elements {
            guard let name = element["name"]?.string, let version = element["version"]?.string else {
                throw Failure.malformed("a package without name or version")
            }
            var dependencies: [Int] = []
            for dependency in element["dependencies"].map({ Array($0.elements) }) ?? [] {
                guard let index = dependency.int, index >= 0, index < list.count else {
                    throw Failure.malformed("a dependency of \(name) that is not in the list")
                }
                edges += 1
                guard edges <= Self.edgeLimit else { throw Failure.malformed("too many dependencies") }
                dependencies.append(index)
            }
            packages.append(
                Package(
                    name: name, version: version, source: element["source"]?.string ?? "",
                    isBuild: element["kind"]?.string == "build", isRoot: element["root"]?.bool ?? false,
                    dependencies: dependencies))
        }
    }

    /// The compressed data in a program or WebAssembly module; one for each architecture of a universal binary.
    static func sections(in file: WantedFile) -> [UnsafeRawBufferPointer] {
        if file.kind == .webAssembly { return WebAssemblySections.custom(".dep-v0", in: file.bytes) }
        return ExecutableImage.all(in: file.bytes).compactMap { image in
            sectionNames.lazy.compactMap { image.region($0) }.first
        }
    }
}

/// Sections of a WebAssembly module (WebAssembly core specification §5.5).
enum WebAssemblySections {
    /// Contents of the custom sections of a name.
    static func custom(_ name: String, in buffer: UnsafeRawBufferPointer) -> [UnsafeRawBufferPointer] {
        let bytes = CheckedBytes(buffer, order: .little)
        var found: [UnsafeRawBufferPointer] = []
        var at = 8
        while found.count < 16, let kind = bytes.byte(at), let (size, start) = unsigned(bytes, at + 1),
            let content = bytes.slice(start, size)
        {
            at = start + size
            guard kind == 0 else { continue }
            let section = CheckedBytes(content, order: .little)
            guard let (length, textStart) = unsigned(section, 0), let text = section.slice(textStart, length),
                text.elementsEqual(name.utf8),
                let data = section.slice(textStart + length, content.count - textStart - length)
            else { continue }
            found.append(data)
        }
        return found
    }

    /// A 32-bit number in LEB128, and where it ends.
    private static func unsigned(_ bytes: CheckedBytes, _ offset: Int) -> (value: Int, end: Int)? {
        var value = 0
        for index in 0..<5 {
            guard let byte = bytes.byte(offset + index) else { return nil }
            value |= Int(byte & 0x7f) << (7 * index)
            if byte & 0x80 == 0 { return (value, offset + index + 1) }
        }
        return nil
    }
}
