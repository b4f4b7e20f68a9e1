internal import Content
internal import Glibc
internal import RegistryClient
internal import Signing

// Speaks the command line of the public tuf-conformance suite:
//
//     tuf-conformance-client --metadata-dir D init ROOT
//     tuf-conformance-client --metadata-dir D --metadata-url U refresh
//     tuf-conformance-client --metadata-dir D --metadata-url U --target-name T… --target-base-url B \
//         --target-dir E download
//
// Exit code 0: done; 1: refused, with the reason on standard error; 2: usage.

private func say(_ text: String) {
    let line = Array((text + "\n").utf8)
    _ = line.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
}

do throws(Usage) {
    let command = try ConformanceCommand(Array(CommandLine.arguments.dropFirst()))
    do {
        try await command.run()
    } catch {
        say("tuf-conformance-client: \(error)")
        exit(1)
    }
} catch {
    say("tuf-conformance-client: \(error)")
    exit(2)
}
