/// Bounds on what is read from a folder of feeds.
package struct FeedLimits: Sendable {
    /// Bytes to which one file may expand, all members of an archive together.
    package var expanded = 8 << 30
    /// Bytes of one document, unless its feed allows more.
    package var document = 64 << 20
    /// Bytes of a zip archive, which is read as a whole, and of one member of any archive.
    package var archive = 4 << 30
    /// Files in all folders together, and members of one archive.
    package var files = 5_000_000
    /// Folders within folders.
    package var depth = 64
    /// What could not be read is listed up to this number and counted beyond it.
    package var listed = 10_000

    package init() {}
}
