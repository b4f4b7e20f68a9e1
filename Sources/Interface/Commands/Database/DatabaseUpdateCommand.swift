internal import Advisories
package import ArgumentParser
internal import Content
internal import Glibc
internal import OCI
internal import RegistryClient

/// `obryza db update`: the advisory database, brought up to date.
package struct DatabaseUpdateCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "update",
        abstract: "Fetch feeds, or a finished database, into the cache that `scan` and `why` ask.",
        discussion: """
            Asks each publisher only for what has changed, takes up downloads where they ended, and builds the database \
            anew. What cannot be fetched keeps its last good copy, and its age is told. A feed that has lost more than a \
            tenth of its records, or whose newest record is older than before, is refused; so is a finished database \
            that is worse than the one at hand. --force takes both.

            --from takes another place:
              https://HOST/PATH/        a cache folder behind a web server
              https://HOST/PATH/NAME.db a finished database
              FOLDER                    a cache folder, or a folder of feeds
              FILE                      a finished database
              oci:DIR[:TAG], NAME[:TAG] a finished database as `obryza db push` stores it

            --trusted-key asks for a signed database; feeds are not signed, so it needs --from a database. --key signs what \
            is built here, for those who take it from here.

            Exit code 0: every feed is current. 3: some are not, or the database is past its day. 1: something was \
            refused.

            EXAMPLES
              obryza db update
              obryza db update --only kev --only epss
              obryza db update --sources feeds.yaml --cache /var/cache/obryza
              obryza db update --from registry.example/security/advisories:latest --trusted-key security.pub
              obryza db update --list > feeds.yaml

            \(ExitStatus.discussion)
            """)

    @Option(help: "A mirror, a folder, a file, an image layout or a repository instead of the publishers.")
    package var from: String?

    @Option(help: "A YAML file with the feeds to fetch. Default: the built-in list, which --list prints.")
    package var sources: String?

    @Option(help: "Fetch this feed, and leave the others as they are; may be given several times.")
    package var only: [String] = []

    @OptionGroup package var place: CacheOption

    @Option(help: "Days after which answers are no longer to be relied on, from when the feeds were current.")
    package var lifetime = 7

    @OptionGroup package var trust: TrustedKeyOption

    @OptionGroup package var signing: SigningKeyOption

    @Flag(help: "Take feeds and databases that have shrunk or gone back in time; build even without news.")
    package var force = false

    @Flag(help: "Open no socket.")
    package var offline = false

    @Flag(help: "Allow plain http and unverified certificates for the registry named.")
    package var insecure = false

    @Flag(help: "Print the list of feeds, in the form that --sources reads, and fetch nothing.")
    package var list = false

    package init() {}

    package func validate() throws {
        guard 0...3650 ~= lifetime else { throw ValidationError("--lifetime takes a number of days from 0 to 3650") }
        if from != nil, sources != nil || !only.isEmpty {
            throw ValidationError("--sources and --only name feeds of publishers; --from takes what is there")
        }
    }

    package func run() async throws {
        try await Failure.reporting("db update") {
            if list {
                try Console.write(FeedOrigins.defaultList)
                return .passed
            }
            let origin = try UpdateOrigin(from)
            let origins = try origins()
            let trusted = try trust.keys()
            if !trusted.isEmpty, !origin.isDatabase {
                throw ValidationError(
                    "a trusted key asks for a signed database, and feeds are not signed: give --from a database, or ask "
                        + "for no key")
            }
            let update = DatabaseUpdate(
                cache: place.cache, now: Clock.now, lifetime: Int64(lifetime) * 86400, isForced: force,
                key: try signing.key(), trusted: trusted)
            do {
                return try await RegistryOpener(isOffline: offline, isInsecure: insecure).withDownloader { downloader in
                    try await update.run(
                        origin, from: from ?? "", origins: origins, only: only, downloader: downloader,
                        transfer: DatabaseTransfer(isOffline: offline, isInsecure: insecure))
                }
            } catch {
                // Whatever went wrong, what is at hand is still there.
                Console.narrate(update.lastGood)
                throw error
            }
        }
    }

    private func origins() throws -> [FeedOrigin] {
        let origins: [FeedOrigin]
        if let sources {
            origins = try FeedOrigins.read(OpenFile.contents(of: sources, limit: 4 << 20), file: sources)
        } else {
            origins = try FeedOrigins.defaults()
        }
        let names = Set(origins.map(\.name))
        if let unknown = only.first(where: { !names.contains($0) }) {
            throw ValidationError("--only \(unknown): no such feed in the list; `obryza db update --list` shows it")
        }
        return origins
    }
}

/// Where the cache of `obryza db update` lies.
package struct CacheOption: ParsableArguments {
    @Option(
        name: .customLong("cache"),
        help: "The folder with feeds and database. Default: $XDG_CACHE_HOME/obryza, else ~/.cache/obryza.")
    package var folder: String?

    package init() {}

    var cache: UpdateCache { folder.map { UpdateCache($0) } ?? .standard }
}
