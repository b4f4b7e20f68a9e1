package import ArgumentParser
internal import CMalloc
internal import Glibc

/// `obryza`: may this exact artifact run here, and why?
package struct ObryzaCommand: AsyncParsableCommand {
    package static let version = "0.1.0"

    package static let configuration = CommandConfiguration(
        commandName: "obryza",
        abstract: "May this exact artifact run here, and why? Answered offline, with proof.",
        discussion: ExitStatus.discussion,
        version: version,
        subcommands: [
            SBOMCommand.self, InventoryCommand.self, DiffCommand.self, VerifyCommand.self, ScanCommand.self,
            WhyCommand.self, VEXCommand.self, DatabaseCommand.self, PolicyCommand.self, VerifyBlobCommand.self,
            VerifySignatureCommand.self, SignCommand.self, AttestCommand.self, AttachCommand.self, TrustCommand.self,
            KeyCommand.self, AuthorityCommand.self, LogCommand.self,
        ])

    package init() {}
}

/// The program, for the executable and for tests.
package enum Program {
    /// Runs the command of this process's arguments and exits.
    package static func run() async {
        // Large buffers go back to the system when they are freed. Left alone, glibc raises its threshold with the
        // first large buffer it frees and keeps all later ones, which doubles the memory of a large image.
        mallopt(M_MMAP_THRESHOLD, 256 << 10)
        mallopt(M_TRIM_THRESHOLD, 1 << 20)
        mallopt(M_ARENA_MAX, 2)
        Interruption.prepare()
        do {
            var command = try ObryzaCommand.parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch {
            // The argument parser ends with 64 (EX_USAGE); ours is 2 for every command.
            guard ObryzaCommand.exitCode(for: error) == .validationFailure else {
                ObryzaCommand.exit(withError: error)
            }
            Console.narrate(ObryzaCommand.fullMessage(for: error))
            exit(ExitStatus.usage.rawValue)
        }
    }
}
