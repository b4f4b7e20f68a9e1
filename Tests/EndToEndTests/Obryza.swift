import Glibc

/// The built program, run as a user runs it.
enum Obryza {
    struct Outcome {
        var status: Int32
        var output: String
        var errors: String
        /// Peak resident memory in bytes; `nil` where it was not measured.
        var memory: Int?
    }

    /// Seconds after which a run is ended; its status is then 124.
    private static let limit = 300

    /// Beside the test bundle, which lies in the build folder.
    static let path: String? = {
        let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? CommandLine.arguments[0]
        var folders = bundle.split(separator: "/").dropLast().map(String.init)
        let repository = #filePath.split(separator: "/").dropLast(3).map(String.init)
        let places = [bundle.hasPrefix("/") ? folders : [], repository + [".build", "debug"]]
        for place in places where !place.isEmpty {
            folders = place
            let path = "/" + folders.joined(separator: "/") + "/obryza"
            if access(path, X_OK) == 0 { return path }
        }
        print("skipped: obryza is not built")
        return nil
    }()

    /// - Returns: `nil` when the program is not built.
    static func run(_ arguments: String..., input: String = "/dev/null") throws -> Outcome? {
        try run(arguments, input: input)
    }

    /// - Parameters:
    ///   - input: the file that is standard input.
    ///   - environment: variables that are set, or replaced, for this run.
    ///   - tracer: a program and its arguments that runs the command, such as strace.
    /// - Returns: `nil` when the program is not built.
    static func run(
        _ arguments: [String], input: String = "/dev/null", environment: [String: String] = [:],
        under tracer: [String] = []
    ) throws -> Outcome? {
        guard let path else { return nil }
        let folder = try TemporaryFolder()
        let settings = environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        // A process inherits the peak of the one it was started from, which is that of all tests; what GNU time starts
        // has the peak of GNU time.
        let meter =
            tracer.isEmpty && access("/usr/bin/time", X_OK) == 0
            ? ["/usr/bin/time", "-q", "-f", "%M", "-o", "\(folder.path)/memory"] : []
        let command =
            ["/usr/bin/timeout", "-s", "KILL", String(limit), "/usr/bin/env"] + settings + meter + tracer + [path]
            + arguments
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, input, O_RDONLY, 0)
        for (descriptor, name) in [(Int32(1), "output"), (2, "errors")] {
            posix_spawn_file_actions_addopen(
                &actions, descriptor, "\(folder.path)/\(name)", O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        }
        // A thread of the tests may block or ignore signals; the program starts as from a shell.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        var all = sigset_t()
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        var vector: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) } + [nil]
        defer { for pointer in vector { free(pointer) } }
        var process = pid_t()
        guard posix_spawn(&process, command[0], &actions, &attributes, &vector, environ) == 0 else {
            throw ShellError.failed("posix_spawn")
        }
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0 {
            guard errno == EINTR else { throw ShellError.failed("waitpid") }
        }
        let memory =
            meter.isEmpty
            ? nil : Int(String(decoding: try folder.read("memory"), as: UTF8.self).split(separator: "\n").last ?? "")
        return Outcome(
            status: status & 0x7f == 0 ? status >> 8 & 0xff : 128 + status & 0x7f,
            output: String(decoding: try folder.read("output"), as: UTF8.self),
            errors: String(decoding: try folder.read("errors"), as: UTF8.self), memory: memory.map { $0 << 10 })
    }
}
