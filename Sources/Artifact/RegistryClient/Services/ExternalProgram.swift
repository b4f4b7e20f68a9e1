internal import Subprocess

/// Runs a program of the user's that does what this one does not: small input, small output, within a time.
///
/// It shares the terminal, so that it can ask for a PIN or a touch, and its standard error is the user's.
package enum ExternalProgram {
    /// - Parameters:
    ///   - words: the program, by name or path, and its arguments; no shell reads them.
    ///   - limit: bytes of output that are accepted.
    /// - Throws: `ExternalProgramError`.
    package static func run(
        _ words: [String], input: [UInt8], limit: Int = 64 << 10, patience: Duration = .seconds(120)
    ) async throws -> [UInt8] {
        // “=” would be a variable for env(1), which runs what is named by a path.
        guard let program = words.first, !program.isEmpty, !program.contains("=") else {
            throw ExternalProgramError.noName
        }
        let isPath = program.contains("/")
        var options = PlatformOptions()
        options.teardownSequence = [.gracefulShutDown(allowedDurationToNextStep: .milliseconds(200))]
        let answer: (isSuccess: Bool, bytes: [UInt8])?
        do {
            answer = try await withThrowingTaskGroup(of: (isSuccess: Bool, bytes: [UInt8])?.self) { tasks in
                tasks.addTask { [options] in
                    let result = try await Subprocess.run(
                        .name(isPath ? "env" : program),
                        arguments: Arguments(isPath ? words : Array(words.dropFirst())),
                        platformOptions: options, input: .inputWriter,
                        output: .bytes(limit: limit), error: .currentStandardError
                    ) { execution in
                        // A program may answer without reading all that it is given; its answer is what counts.
                        _ = try? await execution.standardInputWriter.write(input)
                    }
                    return (result.terminationStatus.isSuccess, result.standardOutput)
                }
                tasks.addTask {
                    try await Task.sleep(for: patience)
                    return nil
                }
                defer { tasks.cancelAll() }
                return try await tasks.next() ?? nil
            }
        } catch {
            throw ExternalProgramError.failed(program: program, reason: "\(error)")
        }
        guard let answer else {
            throw ExternalProgramError.tooSlow(program: program, seconds: Int(patience.components.seconds))
        }
        guard answer.isSuccess else {
            throw ExternalProgramError.failed(program: program, reason: "an exit code other than 0")
        }
        return answer.bytes
    }
}

/// Why a program of the user's brought nothing.
package enum ExternalProgramError: Error, Equatable, Sendable, CustomStringConvertible {
    case noName
    case failed(program: String, reason: String)
    case tooSlow(program: String, seconds: Int)

    package var description: String {
        switch self {
        case .noName: "expected the name of a program, found none"
        case .failed(let program, let reason): "\(program): expected an answer, found: \(reason)"
        case .tooSlow(let program, let seconds): "\(program): expected an answer within \(seconds) s, found none"
        }
    }
}
