import Glibc

/// Programs of the machine that the tests compare with.
enum Shell {
    /// Runs a command; for tests only.
    static func run(_ command: String) -> (output: [UInt8], status: Int32) {
        guard let pipe = popen(command, "r") else { return ([], -1) }
        var output: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65536)
        while case let count = fread(&buffer, 1, buffer.count, pipe), count > 0 {
            output.append(contentsOf: buffer[..<count])
        }
        return (output, pclose(pipe))
    }

    static func has(_ program: String) -> Bool {
        if run("command -v \(program) 2>/dev/null").status == 0 { return true }
        print("skipped: no \(program) on this machine")
        return false
    }
}

/// A folder of one test, removed when the test ends.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        var template = Array("/tmp/obryza-signing-XXXXXX".utf8CString)
        guard let created = mkdtemp(&template) else { throw Failure.noFolder }
        path = String(cString: created)
    }

    enum Failure: Error { case noFolder }

    deinit { _ = Shell.run("rm -rf '\(path)'") }

    func write(_ bytes: some Sequence<UInt8>, _ name: String) throws -> String {
        let file = "\(path)/\(name)"
        guard let handle = fopen(file, "w") else { throw Failure.noFolder }
        defer { fclose(handle) }
        let all = Array(bytes)
        guard fwrite(all, 1, all.count, handle) == all.count else { throw Failure.noFolder }
        return file
    }
}
