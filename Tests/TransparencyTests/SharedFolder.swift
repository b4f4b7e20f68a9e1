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

    /// The paths below the shared folder of the files below `name`, in order; empty, with a message, when it is absent.
    static func files(_ name: String) -> [String] {
        let repository = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        let shared = getenv("OBRYZA_SHARED").map { String(cString: $0) } ?? "\(repository)/../shared"
        var found: [String] = []
        var folders = [name]
        while let folder = folders.popLast() {
            guard let directory = opendir("\(shared)/\(folder)") else { continue }
            defer { closedir(directory) }
            while let entry = readdir(directory) {
                let file = withUnsafePointer(to: &entry.pointee.d_name) {
                    $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                }
                if file.hasPrefix(".") { continue }
                if file.hasSuffix(".json") {
                    found.append("\(folder)/\(file)")
                } else {
                    folders.append("\(folder)/\(file)")
                }
            }
        }
        if found.isEmpty { print("skipped: no \(shared)/\(name); OBRYZA_SHARED names the folder that holds it") }
        return found.sorted()
    }
}
