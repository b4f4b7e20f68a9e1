package import Content

/// The same data, known to be current at a later time.
///
/// When publishers say that nothing has changed, only the header says something new: the data is not built again.
extension AdvisoryDatabase {
    /// - Parameter bytes: of a whole database that was checked.
    /// - Throws: `DatabaseError` when they are none.
    package static func redated(
        _ bytes: [UInt8], created: Timestamp, lifetime: Int64
    ) throws -> (file: [UInt8], digest: Digest) {
        let old = try AdvisoryDatabase(bytes)
        try old.checkAll()
        var file = bytes
        let (end, isTooLate) = created.seconds.addingReportingOverflow(max(0, lifetime))
        for (offset, value) in [(32, created.seconds), (40, isTooLate ? Int64.max : end)] {
            for index in 0..<8 { file[offset + index] = UInt8(truncatingIfNeeded: value >> Int64(8 * index)) }
        }
        func number(_ offset: Int, _ count: Int) -> Int {
            (0..<count).reduce(0) { $0 | Int(file[offset + $1]) << (8 * $1) }
        }
        // Within bounds: the database was opened with these very numbers.
        let root =
            DatabaseLayout.headerSize + number(12, 4) * DatabaseLayout.sectionRow
            + number(48, 8) * DatabaseLayout.digestSize
        let digest = Digest.of(Array(file[..<root]))
        file.replaceSubrange(root..<root + DatabaseLayout.digestSize, with: digest.bytes)
        return (file, digest)
    }
}
