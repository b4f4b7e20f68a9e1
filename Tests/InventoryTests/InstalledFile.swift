import Content

/// Files of the machine that runs the tests: what real programs hold, which no small fixture does.
enum InstalledFile {
    /// - Returns: `nil`, and says so, where there is no such file.
    static func bytes(_ path: String, limit: Int = 256 << 20) -> [UInt8]? {
        do {
            return try OpenFile.contents(of: path, limit: limit)
        } catch {
            print("skipped: \(error)")
            return nil
        }
    }
}
