internal import Advisories
internal import Content
internal import RegistryClient
internal import Signing

/// Takes a finished database from elsewhere in the place of the one at hand, if it is no worse.
struct DatabaseIntake: Sendable {
    let cache: UpdateCache
    let now: Timestamp
    let isForced: Bool
    /// One of which must have signed the database; none are asked for when it is empty.
    let trusted: [VerificationKey]

    struct Outcome: Sendable {
        var status: ExitStatus
        var messages: [String]
    }

    static let limit = 4 << 30

    /// - Parameters:
    ///   - parcel: is checked as a whole.
    ///   - from: the address, path or reference, for the record.
    ///   - validators: by which its server tells it from a later one.
    func take(
        _ parcel: DatabaseTransfer.Parcel, from: String, _ validators: DownloadValidators, state: UpdateState
    ) throws -> Outcome {
        let new = try AdvisoryDatabase(parcel.file)
        try new.checkAll()
        if !trusted.isEmpty {
            try DatabaseSignature.verify(
                parcel.signature, of: from, content: new.digest, file: Digest.of(parcel.file), keys: trusted)
        }
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
        let isSame =
            try old?.digest == new.digest && DatabaseSignature.beside(cache.database) == parcel.signature
        if !isSame { try cache.install(parcel.file, signature: parcel.signature) }
        if parcel.signature == nil { messages.append("\(from): not signed; nobody vouches for it") }
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
