internal import Synchronization

/// Which digests of ordinary files are worth computing: those in which the image's package databases keep theirs.
///
/// Executables, libraries, archives and scripts get SHA-256 in any case. While nothing is known of the package
/// system all three are computed, so that what is verified never depends on which layer was read first.
struct DigestPlan: Sendable, Equatable {
    var md5 = true
    var sha1 = true
    var sha256 = true

    static let everything = DigestPlan()
    static let nothing = DigestPlan(md5: false, sha1: false, sha256: false)

    /// What a path tells of the package system; `nil` for most paths.
    static func hint(_ path: UnsafeRawBufferPointer) -> DigestPlan? {
        // Only paths below etc, lib and usr/lib can tell, and early in the archive.
        guard path.count >= 7, path.count <= 24 else { return nil }
        for marker in markers where path.count >= marker.path.utf8CodeUnitCount {
            let matches = marker.path.withUTF8Buffer { literal in path.starts(with: literal) }
            if matches { return marker.plan }
        }
        return nil
    }

    private static let dpkg = DigestPlan(md5: true, sha1: false, sha256: false)
    private static let apk = DigestPlan(md5: false, sha1: true, sha256: false)
    /// Old packages have MD5, newer ones SHA-256.
    private static let rpm = DigestPlan(md5: true, sha1: false, sha256: true)

    private static let markers: [(path: StaticString, plan: DigestPlan)] = [
        ("etc/debian_version", dpkg), ("etc/dpkg", dpkg), ("var/lib/dpkg", dpkg),
        ("etc/apk/", apk), ("lib/apk/db", apk), ("usr/lib/apk/db", apk), ("etc/alpine-release", apk),
        ("etc/redhat-release", rpm), ("etc/rpm/", rpm), ("var/lib/rpm", rpm), ("usr/lib/sysimage/rpm", rpm),
        ("etc/SuSE-release", rpm), ("etc/zypp", rpm), ("etc/dnf", rpm), ("etc/yum", rpm),
    ]
}

/// The plan in force: everything until the base layer tells which package system it has.
///
/// Only the base layer teaches; layers read beside it before it has done so compute more than needed, never less.
final class PlanHint: Sendable {
    private let learnt: Mutex<DigestPlan?>

    init(_ initial: DigestPlan? = nil) { learnt = Mutex(initial) }

    var current: DigestPlan { learnt.withLock { $0 ?? .everything } }

    /// Takes a path of the base layer into account.
    func observe(_ path: UnsafeRawBufferPointer) {
        guard let hint = DigestPlan.hint(path) else { return }
        learnt.withLock { plan in
            // A second package system in the same layer: compute for both.
            plan =
                plan.map {
                    DigestPlan(md5: $0.md5 || hint.md5, sha1: $0.sha1 || hint.sha1, sha256: $0.sha256 || hint.sha256)
                } ?? hint
        }
    }
}
