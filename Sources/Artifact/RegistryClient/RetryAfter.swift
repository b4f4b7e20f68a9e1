internal import Glibc

/// How long a server wants to be left alone (RFC 9110 §10.2.3).
enum RetryAfter {
    /// A day: what is longer is as good as never.
    private static let longest: Int64 = 86400

    /// Reads seconds or a date.
    ///
    /// - Parameter date: what the server takes for the present, its `Date` header; else this machine's clock counts.
    static func pause(_ header: String, date: String?) -> Duration? {
        let text = header.utf8.filter { $0 != 0x20 && $0 != 0x09 }
        if !text.isEmpty, text.allSatisfy({ 0x30...0x39 ~= $0 }) {
            let seconds = text.count > 9 ? longest : Int64(String(decoding: text, as: UTF8.self)) ?? longest
            return .seconds(min(seconds, longest))
        }
        guard let then = instant(header) else { return nil }
        let now = date.flatMap(instant) ?? Int64(time(nil))
        return .seconds(min(max(then - now, 0), longest))
    }

    /// Seconds since 1970 of `Sun, 06 Nov 1994 08:49:37 GMT`, the one form of HTTP dates that is still sent.
    static func instant(_ text: String) -> Int64? {
        let parts = text.split(separator: " ").map(String.init)
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        guard parts.count == 6, parts[5] == "GMT", parts[1].utf8.count == 2, parts[3].utf8.count == 4,
            let day = number(parts[1]), 1...31 ~= day, let month = months.firstIndex(of: parts[2]),
            let year = number(parts[3]), year >= 1970
        else { return nil }
        let clock = parts[4].split(separator: ":", omittingEmptySubsequences: false).map { number(String($0)) }
        guard clock.count == 3, let hour = clock[0], let minute = clock[1], let second = clock[2],
            hour < 24, minute < 60, second <= 60
        else { return nil }
        // Days since 1970 by years that begin in March, so that the leap day is the last one.
        let shifted = Int64(month < 2 ? year - 1 : year)
        let ofYear = Int64((153 * ((month + 10) % 12) + 2) / 5 + day - 1)
        let days = shifted * 365 + shifted / 4 - shifted / 100 + shifted / 400 + ofYear - 719_468
        return days * 86400 + Int64(hour * 3600 + minute * 60 + second)
    }

    private static func number(_ text: String) -> Int? {
        text.utf8.count <= 4 && text.utf8.allSatisfy { 0x30...0x39 ~= $0 } ? Int(text) : nil
    }
}
