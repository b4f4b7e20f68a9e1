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

    @OptionGroup package var verification: BundleVerificationOptions
    @OptionGroup package var language: PolicyLanguageOptions

    package init() {}

    /// What is to be loaded.
    func request(paths: [String] = [], areBundles: Bool = false) throws -> PolicySet.Request {
        var request = PolicySet.Request()
        request.paths = data + (areBundles ? [] : paths)
        request.bundles = bundle + (areBundles ? paths : [])
        request.ignoring = ignore
        request.version = isV0 ? .v0 : .v1
        request.signatures = try verification.rule()
        try language.apply(to: &request.compiler)
        return request
    }
}

/// Whom signed bundles must be signed by.
package struct BundleVerificationOptions: ParsableArguments {
    @Option(help: "Bundles must be signed with this key: a file with a public key in PEM, or a secret.")
    package var verificationKey: String?

    @Option(name: .customLong("signing-alg"), help: "The algorithm of keys that sign and verify bundles.")
    package var algorithm = "RS256"

    @Option(help: "The scope that the signature of a bundle must name.")
    package var scope: String?

    @Option(parsing: .singleValue, help: "Files of a bundle that need no signature: 'docs/*'. May be repeated.")
    package var excludeFilesVerify: [String] = []

    @Flag(help: "Use signed bundles without verifying them.")
    package var skipVerify = false

    package init() {}

    package func validate() throws {
        guard !(skipVerify && verificationKey != nil) else {
            throw ValidationError("give --verification-key or --skip-verify, not both")
        }
        guard verificationKey != nil || scope == nil && excludeFilesVerify.isEmpty else {
            throw ValidationError("--scope and --exclude-files-verify need --verification-key")
        }
    }

    func rule() throws -> PolicyBundle.SignatureRule {
        if skipVerify { return .ignored }
        guard let verificationKey else { return .unsigned }
        var verification = BundleVerification(key: try PolicyKey.contents(verificationKey))
        verification.algorithm = algorithm
        verification.scope = scope ?? ""
        verification.excluding = excludeFilesVerify
        return .signed(verification)
    }
}

/// A key as an argument gives it.
enum PolicyKey {
    /// What the file of that name holds, or the argument itself when there is none.
    static func contents(_ argument: String) throws -> [UInt8] {
        if argument.contains("\n") { return Array(argument.utf8) }
        do {
            return try OpenFile.contents(of: argument, limit: 1 << 20)
        } catch {
            guard (error as FileError).isMissing else { throw error }
            return Array(argument.utf8)
        }
    }
}

/// How long an evaluation may take, as Go writes durations: `1m30s`; a plain number is of seconds.
package struct PolicyTimeout: ExpressibleByArgument, Sendable {
    package var nanoseconds: Int64

    package init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    package init?(argument: String) {
        let text = argument.utf8.allSatisfy { 0x30...0x39 ~= $0 } ? argument + "s" : argument
        // What is no duration is refused by the parser of arguments, which knows the option's name.
        guard let nanoseconds = try? GoDuration.parse(text), nanoseconds > 0 else { return nil }
        self.nanoseconds = nanoseconds
    }

    package var defaultValueDescription: String { "\(Double(nanoseconds) / 1e9)s" }

    var duration: Duration { .nanoseconds(nanoseconds) }
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
