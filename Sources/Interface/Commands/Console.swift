internal import Content
internal import Glibc

/// Standard output and standard error: data goes to the one, narration to the other.
package enum Console {
    /// Writes data to standard output; ends the program quietly when nobody reads it any more.
    static func write(_ bytes: [UInt8]) throws(FileError) {
        do throws(FileError) {
            try write(bytes, to: STDOUT_FILENO, path: "standard output")
        } catch {
            if error.code == EPIPE { Interruption.readerIsGone() }
            throw error
        }
    }

    static func write(_ text: String) throws(FileError) { try write(Array(text.utf8)) }

    /// Tells the user something; failures to do so change nothing.
    package static func narrate(_ text: String) {
        let line = Array((text + "\n").utf8)
        _ = line.withUnsafeBytes { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32, path: String) throws(FileError) {
        var offset = 0
        while offset < bytes.count {
            let written = bytes.withUnsafeBytes { buffer in
                Glibc.write(descriptor, buffer.baseAddress.map { $0 + offset }, buffer.count - offset)
            }
            if written < 0 {
                if errno == EINTR { continue }
                throw FileError(operation: "write to", path: path, code: errno)
            }
            offset += written
        }
    }

    /// Writes a file as a whole or not at all: beside its place first, then moved there.
    static func save(_ bytes: [UInt8], to path: String) throws {
        var status = stat()
        // A device or pipe, such as /dev/stdout, is written through.
        if stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG {
            let descriptor = open(path, O_WRONLY | O_CLOEXEC)
            guard descriptor >= 0 else { throw FileError(operation: "write", path: path, code: errno) }
            defer { close(descriptor) }
            try write(bytes, to: descriptor, path: path)
            return
        }
        PartialFiles.removeAbandoned(of: path)
        let temporary = PartialFiles.name(of: path, process: getpid())
        try Interruption.removing(temporary) { try move(bytes, through: temporary, to: path) }
    }

    private static func move(_ bytes: [UInt8], through temporary: String, to path: String) throws(FileError) {
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw FileError(operation: "write", path: path, code: errno) }
        do throws(FileError) {
            do throws(FileError) {
                try write(bytes, to: descriptor, path: path)
            } catch {
                close(descriptor)
                throw error
            }
            // A full disk may be noticed only now.
            guard close(descriptor) == 0 else { throw FileError(operation: "write", path: path, code: errno) }
            guard rename(temporary, path) == 0 else {
                throw FileError(operation: "write", path: path, code: errno)
            }
        } catch {
            unlink(temporary)
            throw error
        }
    }

    static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

    static func environment(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

    /// Columns of the terminal on standard output; 80 when it is none.
    static var width: Int { columns(of: STDOUT_FILENO) }

    /// Columns of the terminal on a descriptor, at least 40; 80 when it is none.
    static func columns(of descriptor: Int32) -> Int {
        var size = winsize()
        guard isTerminal(descriptor), ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col >= 40 else {
            return 80
        }
        return Int(size.ws_col)
    }
}

/// Colours, on a terminal only and never where `NO_COLOR` asks for none (no-color.org). Words carry the meaning.
struct Palette: Sendable {
    let isOn: Bool

    init(isOn: Bool) { self.isOn = isOn }

    init() {
        let isWanted = (Console.environment("NO_COLOR") ?? "").isEmpty && Console.environment("TERM") != "dumb"
        isOn = isWanted && Console.isTerminal(STDOUT_FILENO)
    }

    private func paint(_ text: String, _ code: String) -> String { isOn ? "\u{1b}[\(code)m\(text)\u{1b}[0m" : text }

    func good(_ text: String) -> String { paint(text, "32") }
    func bad(_ text: String) -> String { paint(text, "31") }
    func warning(_ text: String) -> String { paint(text, "33") }
    func strong(_ text: String) -> String { paint(text, "1") }
    func faint(_ text: String) -> String { paint(text, "2") }
}
