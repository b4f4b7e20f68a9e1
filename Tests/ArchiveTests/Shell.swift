import Glibc

/// Programs of the system that serve as oracles; a test that needs one which is absent says so and passes.
enum Shell {
    static func has(_ tools: String...) -> Bool {
        for tool in tools where run("command -v \(tool)").status != 0 {
            print("skipped: \(tool) is not installed")
            return false
        }
        return true
    }

    @discardableResult
    static func run(_ script: String) -> (status: Int32, output: [UInt8]) {
        guard let pipe = popen("exec 2>/dev/null\nset -e\nexport LC_ALL=C\n\(script)", "re") else { return (-1, []) }
        var output: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = fread(&buffer, 1, buffer.count, pipe)
            if count == 0 { break }
            output += buffer[..<count]
        }
        let status = pclose(pipe)
        return (status & 0x7f == 0 ? status >> 8 & 0xff : -1, output)
    }
}

/// A folder that goes away with the test.
final class TemporaryFolder {
    let path: String

    init() throws {
        var template = Array("/tmp/obryza-test-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw ShellError.failed("mkdtemp") }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit { Shell.run("rm -rf '\(path)'") }

    /// Runs a script in the folder.
    @discardableResult
    func run(_ script: String) throws -> [UInt8] {
        let result = Shell.run("cd '\(path)'\n\(script)")
        guard result.status == 0 else { throw ShellError.failed(script) }
        return result.output
    }

    func write(_ bytes: [UInt8], to name: String) throws {
        guard let file = fopen("\(path)/\(name)", "we") else { throw ShellError.failed("fopen \(name)") }
        defer { fclose(file) }
        guard fwrite(bytes, 1, bytes.count, file) == bytes.count else { throw ShellError.failed("fwrite \(name)") }
    }

    func read(_ name: String) throws -> [UInt8] { try run("cat '\(name)'") }
}

enum ShellError: Error { case failed(String) }
