internal import NIOHTTP1

/// By what a server tells one version of a file from another (RFC 9110 §8.8).
package struct DownloadValidators: Equatable, Sendable {
    /// As the server wrote it, with quotes and `W/`.
    package var etag: String?
    /// As the server wrote it: an HTTP date.
    package var lastModified: String?

    package init(etag: String? = nil, lastModified: String? = nil) {
        self.etag = etag
        self.lastModified = lastModified
    }

    package var isEmpty: Bool { etag == nil && lastModified == nil }

    init(_ headers: HTTPHeaders) {
        etag = Self.printable(headers.first(name: "ETag"))
        lastModified = Self.printable(headers.first(name: "Last-Modified")).flatMap {
            RetryAfter.instant($0) == nil ? nil : $0
        }
    }

    /// What is sent back to the server is what a header may hold, and short.
    private static func printable(_ text: String?) -> String? {
        guard let text, !text.isEmpty, text.utf8.count <= 1024, text.utf8.allSatisfy({ 0x20...0x7e ~= $0 }) else {
            return nil
        }
        return text
    }

    /// For `If-None-Match` and `If-Modified-Since`; servers that know the first leave the second unread (§13.1.3).
    var conditions: [(name: String, value: String)] {
        var headers: [(name: String, value: String)] = []
        if let etag { headers.append(("If-None-Match", etag)) }
        if let lastModified { headers.append(("If-Modified-Since", lastModified)) }
        return headers
    }

    /// For `If-Range`, which takes only what changes with every byte: a strong tag, or a time at which the file had not
    /// been changed for a minute (§8.8.2.2, §13.1.5).
    ///
    /// - Parameter date: the server's `Date` when it sent `lastModified`.
    func rangeCondition(date: String?) -> String? {
        if let etag, !etag.hasPrefix("W/") { return etag }
        guard let lastModified, let changed = RetryAfter.instant(lastModified),
            let now = date.flatMap(RetryAfter.instant),
            now - changed >= 60
        else { return nil }
        return lastModified
    }
}
