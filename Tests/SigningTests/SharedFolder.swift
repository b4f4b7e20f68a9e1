import Content
import Glibc

/// Public test data that does not belong to the repository, in the folder that `OBRYZA_SHARED` or the neighbour is.
enum SharedFolder {
    /// - Returns: `nil`, and a message, when the file is absent.
    static func bytes(_ name: String) throws -> [UInt8]? {
        let repository = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        let shared = getenv("OBRYZA_SHARED").map { String(cString: $0) } ?? "\(repository)/../shared"
        let path = "\(shared)/\(name)"
        guard access(path, R_OK) == 0 else {
            print("skipped: no \(path); OBRYZA_SHARED names the folder that holds \(name)")
            return nil
        }
        return try OpenFile.contents(of: path, limit: 64 << 20)
    }
}
