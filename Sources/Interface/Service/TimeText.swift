internal import Glibc
internal import Signing

/// Points in time as the API tells them.
package enum TimeText {
    /// Nanoseconds since 1970 of the system's clock.
    package static func now() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
    }

    /// RFC 3339, in UTC.
    package static func utc(_ nanoseconds: Int64) -> String {
        let (quotient, remainder) = nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
        let borrowed: Int64 = remainder < 0 ? 1 : 0
        return Instant(
            seconds: quotient - borrowed,
            nanoseconds: Int32(truncatingIfNeeded: remainder + borrowed * 1_000_000_000)
        ).description
    }
}
