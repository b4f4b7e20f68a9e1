package import ArgumentParser
internal import Content
internal import Rego

/// `obryza policy build`: a bundle of policies and documents.
package struct PolicyBuildCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "build",
        abstract: "Build a bundle of policies and documents.",
        discussion: """
            The policies are compiled to see that they can be; the bundle has them as they are written, unless \
            --optimize says otherwise, and all documents in one file. The same files give the same bytes, unless the signature needs random numbers \
            (the algorithms ES and PS).

            EXAMPLES
              obryza policy build -b policy/ -r 42 -o bundle.tar.gz
              obryza policy build -b policy/ --signing-key private.pem
              obryza policy build -b base.tar.gz delta.tar.gz
              obryza policy build rules/ data.json -e app/allow -O 1

            Exit codes: 0 built, 1 the policies have errors or cannot be read, 2 usage.
            """)

    @Argument(help: "Policies, documents, folders of them; or bundles.")
    package var paths: [String]

    @Flag(
        name: [.short, .long],
        help: "The paths are bundles. Several are merged; a delta bundle changes the one before it.")
    package var bundle = false

    @Option(name: [.short, .long], help: "The file to write.")
    package var output = "bundle.tar.gz"

    @Option(name: [.short, .long], help: "The revision that the manifest names.")
    package var revision: String?

    @Option(
        name: [.short, .long], parsing: .singleValue,
        help: "A package or rule that is meant to be asked: app/allow. The manifest's metadata names it.")
    package var entrypoint: [String] = []

    @Option(
        name: [.customShort("O"), .long],
        help:
            "1: evaluate what entrypoints need of the bundle's documents now. 2: put rules in place of references too. 0: policies are as they are written."
    )
    package var optimize = 0

    @Option(name: [.short, .long], help: "rego: policies as they are written. There is no other target.")
    package var target = "rego"

    @Option(parsing: .singleValue, help: "Leave out files and folders with such a name.")
    package var ignore: [String] = []

    @Option(help: "Sign the bundle: a file with a private key in PEM, or a secret.")
    package var signingKey: String?

    @Option(name: .customLong("verification-key-id"), help: "The name of the key in the signature.")
    package var keyIdentifier = "default"

    @Option(help: "A file with claims that the signature makes too, such as its scope. Then it does not name its key.")
    package var claimsFile: String?

    @Flag(name: .customLong("v0-compatible"), help: "Read policies as version 0 of the language.")
    package var isV0 = false

    @OptionGroup package var verification: BundleVerificationOptions
    @OptionGroup package var language: PolicyLanguageOptions

    package init() {}

    package func validate() throws {
        guard (0...2).contains(optimize) else {
            throw ValidationError("--optimize \(optimize): there are the levels 0, 1 and 2")
        }
        guard optimize == 0 || !entrypoint.isEmpty else {
            throw ValidationError(
                "--optimize \(optimize) needs --entrypoint: what is asked decides what can be evaluated")
        }
        guard target == "rego" else {
            throw ValidationError("--target \(target): only rego can be written, and only rego is read")
        }
        guard claimsFile == nil || signingKey != nil else {
            throw ValidationError("--claims-file needs --signing-key")
        }
        guard bundle || signingKey == nil && verification.verificationKey == nil else {
            throw ValidationError("only bundles are signed and verified: say with --bundle that the paths are some")
        }
    }

    package func run() async throws {
        do {
            try Console.save(build(), to: output)
        } catch {
            PolicyReport.narrate(error)
            throw ExitCode(1)
        }
    }

    private func build() throws -> [UInt8] {
        var request = PolicySet.Request()
        if bundle { request.bundles = paths } else { request.paths = paths }
        request.ignoring = ignore
        request.version = isV0 ? .v0 : .v1
        request.signatures = try verification.rule()
        try language.apply(to: &request.compiler)
        let set = try PolicySet(request)
        var optimised: OptimisedModules?
        if optimize > 0 {
            optimised = try set.optimised(entrypoints: entrypoint, isShallow: optimize == 1)
            if optimised == nil {
                Console.narrate("nothing of the entrypoints can be evaluated yet; the policies are as they are written")
            }
        }
        let archive = try set.archive(
            revision: revision, entrypoints: entrypoint, version: request.version, optimised: optimised)
        guard let signingKey else { return try archive.bytes() }
        var signing = BundleSigning(key: try PolicyKey.contents(signingKey))
        signing.algorithm = verification.algorithm
        if let claimsFile {
            signing.claims = try OpenFile.contents(of: claimsFile, limit: 1 << 20)
        } else {
            signing.keyIdentifier = keyIdentifier
        }
        return try archive.bytes(signing: signing)
    }
}
