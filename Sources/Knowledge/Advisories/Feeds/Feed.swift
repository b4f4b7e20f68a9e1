package import Content

/// A source of vulnerability data in one format.
///
/// Comes in: one document, or one file of many, as its publisher delivers it. Goes out: records, annotations, and what
/// could not be read. A feed opens nothing, fetches nothing and knows no clock; adding one is one file and one line in
/// `Feeds.all`.
package protocol Feed: Sendable {
    /// Short, stable, in lower case: `go`, `debian-tracker`. Part of every finding.
    var name: String { get }

    /// Whether a file is of this feed.
    ///
    /// - Parameters:
    ///   - path: relative to the folder that was given, with `/`; the path of an archive goes before that of its
    ///     member, and the suffix of a compression that was taken off is gone.
    ///   - start: the first 4 KiB at most, decompressed.
    func recognises(path: String, start: UnsafeRawBufferPointer) -> Bool

    /// How a file falls into documents, each handed to `read` by itself.
    var framing: FeedFraming { get }

    /// Bytes that a document of this feed may have, where honest ones are larger than `FeedLimits.document`.
    var documentLimit: Int? { get }

    /// Reads one document.
    ///
    /// - Throws: anything; the document is skipped and listed with the error's description. What is wrong within a
    ///   document that is good otherwise goes to `FeedYield.skip`.
    func read(_ document: FeedDocument, into yield: inout FeedYield) throws
}

extension Feed {
    package var documentLimit: Int? { nil }
}

package enum FeedFraming: Sendable {
    /// The file is one document.
    case whole
    /// One JSON document a line; when the first line is not a whole JSON value that others follow, the file is one
    /// document.
    case lines
}

package struct FeedDocument {
    /// As `recognises` sees it.
    package let path: String
    /// Of one document in a file of many, counted from 1; else 0.
    package let line: Int
    package let bytes: UnsafeRawBufferPointer
    /// SHA-256 of `bytes`.
    package let digest: Digest

    package init(path: String, line: Int, bytes: UnsafeRawBufferPointer, digest: Digest) {
        self.path = path
        self.line = line
        self.bytes = bytes
        self.digest = digest
    }
}

/// What a feed takes out of a document.
package struct FeedYield: Sendable {
    package struct Skipped: Sendable, Equatable {
        /// The record's own id where it has one, else the file and line.
        package var id: String
        package var reason: String
    }

    package private(set) var advisories: [Advisory] = []
    package private(set) var annotations: [Annotation] = []
    package private(set) var lifecycles: [Lifecycle] = []
    package private(set) var skipped: [Skipped] = []
    /// The newest time that the records tell.
    package private(set) var newest: Timestamp?

    package init() {}

    package mutating func add(_ advisory: Advisory) {
        advisories.append(advisory)
        if let time = advisory.modified ?? advisory.published { see(time) }
    }

    package mutating func add(_ annotation: Annotation) { annotations.append(annotation) }

    package mutating func add(_ lifecycle: Lifecycle) { lifecycles.append(lifecycle) }

    package mutating func skip(_ id: String, _ reason: String) {
        skipped.append(Skipped(id: id, reason: reason))
    }

    package mutating func see(_ time: Timestamp) { newest = newest.map { max($0, time) } ?? time }
}

/// Why a document of a feed is not one.
package struct FeedError: Error, CustomStringConvertible, Equatable {
    package var description: String

    package init(_ description: String) { self.description = description }
}
