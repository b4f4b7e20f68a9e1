import Glibc
import Testing

@testable import Content

@Suite struct OpenFileTests {
    /// The path of a pipe that holds `bytes` and is closed for writing.
    private static func pipe(_ bytes: [UInt8]) throws -> (path: String, reading: Int32) {
        var ends: [Int32] = [0, 0]
        try #require(Glibc.pipe(&ends) == 0)
        #expect(write(ends[1], bytes, bytes.count) == bytes.count)
        close(ends[1])
        return ("/proc/self/fd/\(ends[0])", ends[0])
    }

    @Test func `a pipe is read to its end`() throws {
        let bytes = (0..<5000).map { UInt8(truncatingIfNeeded: $0) }
        let pipe = try Self.pipe(bytes)
        defer { close(pipe.reading) }
        #expect(try OpenFile.contents(of: pipe.path, limit: 5000) == bytes)
    }

    @Test func `more than the limit is refused, in a pipe as in a file`() throws {
        let pipe = try Self.pipe([1, 2, 3])
        defer { close(pipe.reading) }
        for path in [pipe.path, "/proc/self/exe"] {
            #expect(throws: FileError(operation: "read", path: path, code: EFBIG)) {
                try OpenFile.contents(of: path, limit: 2)
            }
        }
    }

    @Test(arguments: [("/nothing/there", ENOENT, "open"), ("/tmp", EISDIR, "read"), ("/dev/null", EINVAL, "read")])
    func `what is no file is refused with its reason`(path: String, code: Int32, operation: String) {
        #expect(throws: FileError(operation: operation, path: path, code: code)) {
            try OpenFile.contents(of: path, limit: 100)
        }
    }
}
