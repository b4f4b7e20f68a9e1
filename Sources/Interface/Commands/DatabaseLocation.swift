internal import Advisories
package import ArgumentParser
internal import Glibc

/// Which advisory database a command asks.
package struct DatabaseLocation: ParsableArguments {
    @Option(
        name: .customLong("db"),
        help: "The advisory database. Default: $OBRYZA_DB, else advisories.db in $XDG_DATA_HOME/obryza.")
    package var path: String?

    package init() {}

    var resolved: String {
        if let path { return path }
        if let path = Console.environment("OBRYZA_DB"), !path.isEmpty { return path }
        return Self.dataFolder + "/advisories.db"
    }

    /// Where what is kept for the user lies.
    static var dataFolder: String {
        let home = Console.environment("HOME") ?? ""
        let data = Console.environment("XDG_DATA_HOME").flatMap { $0.isEmpty ? nil : $0 } ?? "\(home)/.local/share"
        return "\(data)/obryza"
    }

    func open() throws -> AdvisoryDatabase { try AdvisoryDatabase(path: resolved) }
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
