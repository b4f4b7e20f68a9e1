import Advisories
import Content
import Glibc
import RegistryClient
import Signing

@testable import Commands

/// A cache, a site with two feeds, and updates of the one from the other.
final class UpdateBench {
    let folder: TemporaryFolder
    let cache: UpdateCache
    let site: FeedSite
    /// 2026-11-25T00:00:00Z
    static let now = Timestamp(seconds: 1_795_564_800)
    static let day: Int64 = 86400

    init() async throws {
        folder = try TemporaryFolder()
        cache = UpdateCache("\(folder.path)/cache")
        site = try await FeedSite()
        site.put("/pypa.ndjson", Self.records(0..<20))
        site.put("/kev.json", Self.catalogue(10))
    }

    var origins: [FeedOrigin] {
        [FeedOrigin("pypa", site.base + "/pypa.ndjson"), FeedOrigin("kev", site.base + "/kev.json")]
    }

    @discardableResult
    func update(
        from: String? = nil, origins: [FeedOrigin]? = nil, only: [String] = [], now: Timestamp = now,
        isForced: Bool = false, isOffline: Bool = false, into other: UpdateCache? = nil,
        key: SigningKey? = nil, trusted: [VerificationKey] = []
    ) async throws -> ExitStatus {
        var options = Downloader.Options()
        options.isOffline = isOffline
        options.timeout = .seconds(60)
        options.retries = 1
        options.backoff = .milliseconds(1)
        let downloader = Downloader(options: options, network: try NetworkSettings())
        let update = DatabaseUpdate(
            cache: other ?? cache, now: now, lifetime: 7 * Self.day, isForced: isForced, key: key,
            trusted: trusted)
        let result: Result<ExitStatus, any Error>
        do {
            result = .success(
                try await update.run(
                    UpdateOrigin(from), from: from ?? "", origins: origins ?? self.origins, only: only,
                    downloader: downloader, transfer: DatabaseTransfer(isOffline: isOffline, isInsecure: false)))
        } catch {
            result = .failure(error)
        }
        try await downloader.shutdown()
        return try result.get()
    }

    func database(_ other: UpdateCache? = nil) throws -> AdvisoryDatabase {
        let database = try AdvisoryDatabase(path: (other ?? cache).database)
        try database.checkAll()
        return database
    }

    func state(_ other: UpdateCache? = nil) throws -> UpdateState {
        try UpdateState.read(other ?? cache) ?? UpdateState()
    }

    func bytes(_ path: String) throws -> [UInt8] { try OpenFile.contents(of: path, limit: 1 << 24) }

    func arriving() throws -> String { String(decoding: try folder.run("ls -A cache/incoming"), as: UTF8.self) }

    static func records(_ numbers: Range<Int>, day: String = "2026-11-01") -> [UInt8] {
        Array(
            numbers.map { number in
                """
                {"id":"PYSEC-2026-\(number)","modified":"\(day)T00:00:00Z","affected":[{"package":{"ecosystem":"PyPI",\
                "name":"p\(number)"},"ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"},{"fixed":"2"}]}]}]}

                """
            }.joined().utf8)
    }

    static func catalogue(_ count: Int, day: String = "2026-11-01") -> [UInt8] {
        let entries = (0..<count).map {
            """
            {"cveID":"CVE-2026-\(1000 + $0)","vendorProject":"v","product":"p","vulnerabilityName":"n",\
            "dateAdded":"\(day)","shortDescription":"d","requiredAction":"a","dueDate":"2026-12-01",\
            "knownRansomwareCampaignUse":"Unknown","notes":""}
            """
        }
        return Array(
            """
            {"title":"t","catalogVersion":"1","dateReleased":"\(day)T00:00:00Z","count":\(count),\
            "vulnerabilities":[\(entries.joined(separator: ","))]}
            """.utf8)
    }
}
