internal import Content
internal import Glibc
internal import JSONText

/// A person who can log in at the authority's own issuer.
package struct LocalUser: Sendable {
    /// What they type, and the subject of their tokens.
    package let name: String
    /// The address that stands in their certificates. Who added the user has verified it.
    package let email: String
    let password: PasswordHash

    package static let shortestPassword = 8

    /// - Parameter password: its bytes; kept as a hash alone.
    package init(name: String, email: String, password: [UInt8]) throws {
        guard password.count >= Self.shortestPassword, password.count <= PasswordHash.limit else {
            throw UserFileError(
                "expected a password of \(Self.shortestPassword) to \(PasswordHash.limit) bytes, found \(password.count)"
            )
        }
        try self.init(name: name, email: email, hash: PasswordHash(of: password))
    }

    init(name: String, email: String, hash: PasswordHash) throws(UserFileError) {
        guard Self.isName(name) else {
            throw UserFileError(
                "expected a name of 1 to 64 letters, digits and ._-, found “\(name.prefix(80))”")
        }
        guard Self.isAddress(email) else {
            throw UserFileError("expected an address like dev@example.org, found “\(email.prefix(80))”")
        }
        self.name = name
        self.email = email
        password = hash
    }

    static func isName(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }

    /// An address as certificates can have it (rfc822Name): ASCII, one @, something on both sides.
    static func isAddress(_ text: String) -> Bool {
        let parts = text.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
        return parts.count == 2 && parts.allSatisfy { !$0.isEmpty } && text.utf8.count <= 254
            && text.utf8.allSatisfy { (0x21..<0x7f).contains($0) && !"<>\"\\,;:()[]".utf8.contains($0) }
    }
}

/// The people who can log in, in a file that only its owner can read.
package struct UserFile: Sendable {
    package let path: String

    static let limit = 16 << 20
    static let countLimit = 100_000

    package init(_ folder: AuthorityFolder) { path = "\(folder.path)/users.json" }

    /// Empty when there is no file.
    package func users() throws -> [LocalUser] {
        let bytes: [UInt8]
        do throws(FileError) {
            bytes = try OpenFile.contents(of: path, limit: Self.limit)
        } catch {
            if error.isMissing { return [] }
            throw error
        }
        do {
            let document = try JSONDocument(bytes, limits: JSONLimits(depth: 8, size: Self.limit))
            guard let list = document.root["users"], list.kind == .array, list.count <= Self.countLimit,
                document.firstDuplicateName == nil
            else { throw UserFileError("expected at most \(Self.countLimit) “users”") }
            var names: Set<String> = []
            return try list.elements.map { item in
                guard let name = item["name"]?.string, let email = item["email"]?.string,
                    let password = item["password"]
                else { throw UserFileError("expected name, email and password of each user") }
                guard names.insert(name).inserted else {
                    throw UserFileError("the user “\(name.prefix(80))” stands there twice")
                }
                return try LocalUser(name: name, email: email, hash: PasswordHash(password))
            }
        } catch {
            throw AuthorityError.settings(path: path, "\(error)")
        }
    }

    /// Changes the list while no other process does.
    package func change(_ body: (inout [LocalUser]) throws -> Void) throws {
        let lock = open("\(path).lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard lock >= 0 else { throw FileError(operation: "open", path: "\(path).lock", code: errno) }
        // The lock goes with the descriptor.
        defer { close(lock) }
        while flock(lock, LOCK_EX) != 0 {
            guard errno == EINTR else { throw FileError(operation: "lock", path: "\(path).lock", code: errno) }
        }
        var list = try users()
        try body(&list)
        guard list.count <= Self.countLimit else { throw UserFileError("expected at most \(Self.countLimit) users") }
        var writer = JSONWriter(pretty: true)
        writer.object { writer in
            writer.key("users")
            writer.array { writer in
                for user in list.sorted(by: { $0.name < $1.name }) {
                    writer.object { writer in
                        writer.member("name", user.name)
                        writer.member("email", user.email)
                        writer.key("password")
                        user.password.write(into: &writer)
                    }
                }
            }
        }
        writer.newline()
        try save(writer.bytes)
    }

    /// Beside its place first, readable by its owner from the beginning.
    private func save(_ bytes: [UInt8]) throws {
        let temporary = "\(path).new"
        unlink(temporary)
        try AuthorityFolder.create(String(decoding: bytes, as: UTF8.self), at: temporary, mode: 0o600)
        try FileSaving.move(temporary, to: path)
    }

    package func add(_ user: LocalUser) throws {
        try change { list in
            guard !list.contains(where: { $0.name == user.name }) else {
                throw UserFileError(
                    "the user “\(user.name)” is there already; change the password, or remove them first")
            }
            list.append(user)
        }
    }

    package func remove(_ name: String) throws {
        try change { list in
            guard let index = list.firstIndex(where: { $0.name == name }) else {
                throw UserFileError("there is no user “\(name.prefix(80))”")
            }
            list.remove(at: index)
        }
    }

    package func setPassword(_ name: String, _ password: [UInt8]) throws {
        try change { list in
            guard let index = list.firstIndex(where: { $0.name == name }) else {
                throw UserFileError("there is no user “\(name.prefix(80))”")
            }
            list[index] = try LocalUser(name: name, email: list[index].email, password: password)
        }
    }
}

/// Why a user cannot be added, changed or read.
package struct UserFileError: Error, Equatable, Sendable, CustomStringConvertible {
    package var description: String
    init(_ description: String) { self.description = description }
}
