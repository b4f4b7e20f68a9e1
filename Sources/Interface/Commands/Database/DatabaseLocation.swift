internal import Advisories
package import ArgumentParser
internal import Content
internal import Glibc

/// Which advisory database a command asks.
package struct DatabaseLocation: ParsableArguments {
    @Option(
        name: .customLong("db"),
        help: ArgumentHelp(
            "The advisory database. Default: $OBRYZA_DB, else the one that `obryza db update` keeps.",
            discussion: "That is advisories.db in $XDG_CACHE_HOME/obryza, else in ~/.cache/obryza."))
    package var path: String?

    @OptionGroup package var trust: TrustedKeyOption

    package init() {}

    var resolved: String {
        if let path { return path }
        if let path = Console.environment("OBRYZA_DB"), !path.isEmpty { return path }
        return UpdateCache.standard.database
    }

    /// - Throws: `DatabaseTrustError` when trusted keys were given and none of them signed it.
    func open() throws -> AdvisoryDatabase {
        let keys = try trust.keys()
        do {
            let database = try AdvisoryDatabase(path: resolved)
            if !keys.isEmpty {
                try DatabaseSignature.verify(
                    DatabaseSignature.beside(resolved), of: resolved, content: database.digest, file: nil, keys: keys)
            }
            return database
        } catch let error as FileError where error.isMissing && path == nil {
            throw DatabaseMissing(path: resolved)
        }
    }
}

/// There is no database where one is kept.
struct DatabaseMissing: Error, CustomStringConvertible {
    let path: String
    var description: String {
        "\(path): there is no advisory database yet. Fetch one with `obryza db update`, or name one with --db"
    }
}

/// The time that a command goes by: `SOURCE_DATE_EPOCH` where it is set, else now.
enum Clock {
    static var now: Timestamp {
        if let text = Console.environment("SOURCE_DATE_EPOCH"), let seconds = Int64(text), seconds >= 0 {
            return Timestamp(seconds: seconds)
        }
        return Timestamp(seconds: Int64(time(nil)))
    }
}
