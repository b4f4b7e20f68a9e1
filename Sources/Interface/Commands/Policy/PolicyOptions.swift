package import ArgumentParser
internal import Content
internal import Rego

/// Where policies and documents come from, and how they are read.
package struct PolicyOptions: ParsableArguments {
    @Option(
        name: [.short, .long], parsing: .singleValue,
        help: "A policy, document or folder; a.b:PATH puts documents below data.a.b. May be repeated.")
    package var data: [String] = []

    @Option(
        name: [.short, .long], parsing: .singleValue, help: "A bundle: a folder or a tar archive. May be repeated.")
    package var bundle: [String] = []

    @Option(parsing: .singleValue, help: "Leave out files and folders with such a name: '*_test.rego'.")
    package var ignore: [String] = []

    @Flag(name: [.customLong("v0-compatible")], help: "Read policies as version 0 of the language.")
    package var isV0 = false

    package init() {}

    /// What is to be loaded.
    func request(paths: [String] = [], areBundles: Bool = false) -> PolicySet.Request {
        var request = PolicySet.Request()
        request.paths = data + (areBundles ? [] : paths)
        request.bundles = bundle + (areBundles ? paths : [])
        request.ignoring = ignore
        request.version = isV0 ? .v0 : .v1
        return request
    }
}

extension StandardInput {
    /// The whole of it, at most as large as a file of policies may be.
    static func contents() throws -> [UInt8] {
        var bytes: [UInt8] = []
        try forEachChunk { chunk in
            guard bytes.count + chunk.count <= PolicyFiles.sizeLimit else {
                throw LoadingError("standard input", "is larger than \(PolicyFiles.sizeLimit) bytes")
            }
            bytes += chunk
        }
        return bytes
    }
}
