internal import Advisories
internal import Content
internal import RegistryClient

/// Takes a finished database from elsewhere in the place of the one at hand, if it is no worse.
struct DatabaseIntake: Sendable {
    let cache: UpdateCache
    let now: Timestamp
    let isForced: Bool

    struct Outcome: Sendable {
        var status: ExitStatus
        var messages: [String]
    }

    static let limit = 4 << 30

    /// - Parameters:
    ///   - bytes: are checked as a whole.
    ///   - from: the address, path or reference, for the record.
    ///   - validators: by which its server tells it from a later one.
    func take(
        _ bytes: [UInt8], from: String, _ validators: DownloadValidators, state: UpdateState
    ) throws -> Outcome {
        let new = try AdvisoryDatabase(bytes)
        try new.checkAll()
        var messages: [String] = []
        let old = current(&messages)
        if let old, !isForced {
            let found = try Self.worse(new, than: old)
            guard found.isEmpty else {
                messages += found.map { "error: \(from): \($0)" }
                messages.append("the database is left as it is")
                return Outcome(status: .failed, messages: messages)
            }
        }
        if old?.digest != new.digest { try FileSaving.save(bytes, to: cache.database) }
        var state = state
        state.database = UpdateState.Database(from: from, digest: "\(new.digest)", saved: now, validators: validators)
        try state.save(cache)
        messages.append(
            old?.digest == new.digest ? "\(from): the database at hand is the same" : "\(from): taken, \(new.digest)")
        let isStale = now > new.validUntil
        if isStale { messages.append("its day was \(new.validUntil.text): answers from it are unknown") }
        return Outcome(status: isStale ? .unknown : .passed, messages: messages)
    }

    private static func worse(_ new: AdvisoryDatabase, than old: AdvisoryDatabase) throws -> [String] {
        if new.created < old.created {
            return ["the data is of \(new.created.text), that at hand of \(old.created.text); --force takes it"]
        }
        return FeedRegression.all(
            try DatabaseProvenance(new.provenance).extents, before: try DatabaseProvenance(old.provenance).extents
        ).map(\.description)
    }

    private func current(_ messages: inout [String]) -> AdvisoryDatabase? {
        do {
            let database = try AdvisoryDatabase(path: cache.database)
            try database.checkAll()
            return database
        } catch let error as FileError where error.isMissing {
            return nil
        } catch {
            messages.append("the database at hand cannot be used (\(error)); it is replaced")
            return nil
        }
    }
}
