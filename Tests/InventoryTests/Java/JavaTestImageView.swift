import Content

@testable import Inventory

/// A file system of links and facts, for `conclude`.
struct JavaTestImageView: ImageView {
    var components: [Component] = []
    var links: [String: String] = [:]
    var kept: [(path: String, facts: [any Sendable])] = []

    var release: OSRelease? { nil }
    var isImage: Bool { true }
    func facts<Fact: Sendable>(_ type: Fact.Type) -> [(path: String, fact: Fact)] {
        kept.flatMap { entry in entry.facts.compactMap { $0 as? Fact }.map { (path: entry.path, fact: $0) } }
            .sorted { $0.path < $1.path }
    }
    func exists(_ path: String) -> Bool { resolve(path) != nil }
    func resolve(_ path: String) -> String? { links[path] }
    func children(of directory: String) -> [String] { [] }
    func file(_ path: String) -> (kind: FileKind, size: Int)? { nil }
    func digest(_ path: String) -> Digest? { nil }
    func executable(_ path: String) -> ExecutableFacts? { nil }
    var executables: [(path: String, facts: ExecutableFacts)] { [] }
}

extension Cataloguer {
    /// What `conclude` adds after these files were read.
    func conclusion(of files: [(path: String, bytes: [UInt8])], links: [String: String] = [:]) throws -> Yield {
        var view = JavaTestImageView(links: links)
        for file in files { view.kept.append((file.path, try yield(file.path, file.bytes).facts)) }
        var yield = Yield()
        conclude(view, into: &yield)
        return yield
    }
}
