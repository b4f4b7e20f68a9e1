internal import Advisories
internal import Attestation
internal import Content
internal import Glibc
internal import JSONText
internal import Signing

/// Who vouches for a database: an in-toto statement about its file in a DSSE envelope, which lies beside it.
///
/// The statement's subject is the file. Its predicate repeats the content address, over which every block of the file is
/// checked when it is read: so a scan need not hash the file to know that it is the one that was signed.
enum DatabaseSignature {
    static let suffix = ".dsse"
    static let mediaType = "application/vnd.dsse.envelope.v1+json"
    static let predicateType = "obryza:advisories:v1"
    static let limit = 1 << 20

    /// An envelope for a whole database.
    static func sign(_ file: [UInt8], with key: SigningKey) throws -> [UInt8] {
        let database = try AdvisoryDatabase(file)
        try database.checkAll()
        let statement = try Statement(
            subjects: [ResourceDescriptor(name: UpdateCache.databaseName, digest: Digest.of(file))],
            predicateType: predicateType
        ) { writer in
            writer.object { writer in
                writer.member("digest", "\(database.digest)")
                writer.member("created", database.created.text)
                writer.member("validUntil", database.validUntil.text)
            }
        }
        return try DSSE.sign(statement, with: key).json
    }

    /// Checks that one of the keys signed this very database.
    ///
    /// - Parameters:
    ///   - envelope: `nil` when there is none.
    ///   - content: the content address of the database, checked when it was opened.
    ///   - file: the digest of the file, where it is known.
    /// - Returns: the keys that signed.
    /// - Throws: `DatabaseTrustError`.
    @discardableResult
    static func verify(
        _ envelope: [UInt8]?, of place: String, content: Digest, file: Digest?, keys: [VerificationKey]
    ) throws(DatabaseTrustError) -> [VerificationKey] {
        guard let bytes = envelope else { throw .unsigned(place: place) }
        do {
            let envelope = try Envelope(json: bytes)
            let signers = try DSSE.verify(envelope, keys: keys)
            // Nothing of the statement is read before.
            let statement = try Statement(payloadOf: envelope)
            guard statement.predicateType == predicateType else {
                throw DatabaseTrustError.another(
                    place: place, expected: predicateType, found: String(statement.predicateType.prefix(80)))
            }
            guard let signed = statement.predicate?["digest"]?.string, signed == "\(content)" else {
                throw DatabaseTrustError.another(
                    place: place, expected: "\(content)",
                    found: String((statement.predicate?["digest"]?.string ?? "none").prefix(80)))
            }
            if let file, statement.matches([file]) != .equal {
                throw DatabaseTrustError.another(
                    place: place, expected: "\(file)", found: "a signature of another file")
            }
            return signers
        } catch let error as DatabaseTrustError {
            throw error
        } catch {
            throw .notTrusted(place: place, reason: "\(error)")
        }
    }

    /// Whether an envelope is about a file, whoever signed it.
    static func speaks(_ envelope: [UInt8], of file: Digest) -> Bool {
        do {
            return try Statement(payloadOf: Envelope(json: envelope)).matches([file]) == .equal
        } catch {
            return false
        }
    }

    /// The envelope beside a database.
    ///
    /// - Returns: `nil` when there is none.
    static func beside(_ path: String) throws -> [UInt8]? {
        do throws(FileError) {
            return try OpenFile.contents(of: path + suffix, limit: limit)
        } catch {
            if error.isMissing { return nil }
            throw error
        }
    }

    /// Writes a database with its envelope beside it, or with none.
    ///
    /// The old envelope goes first: what a broken write leaves is a database without one, which nobody trusts.
    static func save(_ file: [UInt8], _ envelope: [UInt8]?, to path: String) throws {
        guard unlink(path + suffix) == 0 || errno == ENOENT || errno == ENOTDIR else {
            throw FileError(operation: "write", path: path + suffix, code: errno)
        }
        try Console.save(file, to: path)
        if let envelope { try Console.save(envelope, to: path + suffix) }
    }

    /// Who says so, in a line; the signature is only looked at, not judged.
    static func description(_ envelope: [UInt8]?) -> String {
        guard let envelope else { return "none: nobody vouches for this database" }
        do {
            let names = try Envelope(json: envelope).signatures.map { $0.keyID?.prefix(16).description ?? "no name" }
            return "by key \(names.joined(separator: ", ")), not checked: no --trusted-key was given"
        } catch {
            return "cannot be read (\(error))"
        }
    }
}

/// Why a database is not accepted where a trusted key is asked for.
enum DatabaseTrustError: Error, Equatable, CustomStringConvertible {
    case unsigned(place: String)
    case notTrusted(place: String, reason: String)
    case another(place: String, expected: String, found: String)

    var description: String {
        switch self {
        case .unsigned(let place):
            "\(place): expected a signature of a trusted key, found none. Sign it with `obryza db push --key`, or leave "
                + "out --trusted-key"
        case .notTrusted(let place, let reason):
            "\(place): expected a signature of a trusted key, found another (\(reason)). Do not use it"
        case .another(let place, let expected, let found):
            "\(place): expected a signature of \(expected), found one of \(found). Do not use it"
        }
    }
}
