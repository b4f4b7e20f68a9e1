internal import Advisories
internal import JSONText

/// What `db status` says, for programs.
struct DatabaseStatusJSON {
    let path: String
    let database: AdvisoryDatabase
    let signature: String
    let now: Timestamp
    let from: String?
    let feeds: [UpdateState.Feed]
    let ages: FeedAges?

    func bytes() throws -> [UInt8] {
        let provenance = try DatabaseProvenance(database.provenance)
        var writer = JSONWriter(pretty: true)
        writer.object { writer in
            writer.member("path", path)
            writer.member("from", from)
            writer.member("digest", "\(database.digest)")
            writer.member("signature", signature)
            writer.member("created", database.created.text)
            writer.member("validUntil", database.validUntil.text)
            writer.member("stale", now > database.validUntil)
            let size = database.size
            writer.member("advisories", size.advisories)
            writer.member("flaws", size.flaws)
            writer.member("packages", size.packages)
            writer.member("entries", size.entries)
            writer.key("sources")
            writer.array { writer in
                for source in provenance.sources {
                    writer.object { writer in
                        writer.member("name", source.name)
                        writer.member("documents", source.documents)
                        if let records = source.records { writer.member("records", records) }
                        writer.member("skipped", source.skipped)
                        writer.member("newest", source.newest?.text)
                    }
                }
            }
            writer.key("ecosystems")
            writer.array { writer in for name in database.knownEcosystems { writer.value(name.description) } }
            if let ages {
                writer.key("feeds")
                writer.array { writer in
                    for feed in feeds {
                        writer.object { writer in
                            writer.member("name", feed.name)
                            writer.member("url", feed.url)
                            writer.member("standing", ages.standing(feed).rawValue)
                            writer.member("asked", feed.copy?.checked.text)
                            writer.member("fetched", feed.copy?.fetched.text)
                            if let copy = feed.copy { writer.member("records", copy.records) }
                            writer.member("newest", feed.copy?.newest?.text)
                            writer.member("failure", feed.failure)
                        }
                    }
                }
            }
        }
        writer.newline()
        return writer.bytes
    }
}
