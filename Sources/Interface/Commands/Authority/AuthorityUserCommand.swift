package import ArgumentParser
internal import Authority
internal import Content
internal import Glibc

/// `obryza authority user`: the people who can log in.
package struct AuthorityUserCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "user",
        abstract: "The people who can log in at an authority's own issuer.",
        discussion: """
            They are kept in users.json of the authority's folder, with a hash of each password (scrypt). A server that runs \
            takes changes at once.

            \(ExitStatus.discussion)
            """,
        subcommands: [
            AuthorityUserAddCommand.self, AuthorityUserRemoveCommand.self, AuthorityUserListCommand.self,
            AuthorityUserPasswordCommand.self,
        ])

    package init() {}
}

package struct AuthorityUserAddCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Add a person.",
        discussion: """
            The address will stand in the certificates of this person, as one that is verified: make sure that it is theirs.

            EXAMPLES
              obryza authority user add sigstore ada --email ada@example.org
              obryza authority user add sigstore ada --email ada@example.org --password-file -  < password

            \(ExitStatus.discussion)
            """)

    @Argument(help: "The authority's folder.")
    package var folder: String

    @Argument(help: "The name to log in with: letters, digits and ._-")
    package var name: String

    @Option(help: "The person's address, which you have verified.")
    package var email: String

    @OptionGroup package var password: NewPasswordOption

    package init() {}

    package func run() async throws {
        try await Failure.reporting("authority user") {
            let file = try AuthorityUserList.open(folder)
            let user = try LocalUser(name: name, email: email, password: password.read())
            try file.add(user)
            Console.narrate("added \(user.name) with the address \(user.email)")
            return .passed
        }
    }
}

package struct AuthorityUserRemoveCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Remove a person: they cannot log in any more.",
        discussion: """
            A token that they have lasts until it expires, for ten minutes at most; what they have signed stays signed.

            \(ExitStatus.discussion)
            """)

    @Argument(help: "The authority's folder.")
    package var folder: String

    @Argument(help: "The name to log in with.")
    package var name: String

    package init() {}

    package func run() async throws {
        try await Failure.reporting("authority user") {
            try AuthorityUserList.open(folder).remove(name)
            Console.narrate("removed \(Table.printable(name))")
            return .passed
        }
    }
}

package struct AuthorityUserListCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Write name and address of each person, a line each, with a tab between them.",
        discussion: "\(ExitStatus.discussion)")

    @Argument(help: "The authority's folder.")
    package var folder: String

    package init() {}

    package func run() async throws {
        try await Failure.reporting("authority user") {
            for user in try AuthorityUserList.open(folder).users() {
                try Console.write("\(user.name)\t\(user.email)\n")
            }
            return .passed
        }
    }
}

package struct AuthorityUserPasswordCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "password",
        abstract: "Give a person another password.",
        discussion: """
            EXAMPLES
              obryza authority user password sigstore ada

            \(ExitStatus.discussion)
            """)

    @Argument(help: "The authority's folder.")
    package var folder: String

    @Argument(help: "The name to log in with.")
    package var name: String

    @OptionGroup package var password: NewPasswordOption

    package init() {}

    package func run() async throws {
        try await Failure.reporting("authority user") {
            try AuthorityUserList.open(folder).setPassword(name, password.read())
            Console.narrate("changed the password of \(Table.printable(name))")
            return .passed
        }
    }
}

/// The list of an authority that is there.
private enum AuthorityUserList {
    static func open(_ folder: String) throws -> UserFile {
        let authority = AuthorityFolder(folder)
        guard access(authority.settings, F_OK) == 0 else {
            throw FileError(operation: "open", path: authority.settings, code: errno)
        }
        return UserFile(authority)
    }
}

/// A password that somebody chooses: typed twice, or in a file. Never an argument, which other programs can see.
package struct NewPasswordOption: ParsableArguments {
    @Option(
        name: .customLong("password-file"),
        help: "A file with the password, its first line; - is standard input. Default: asked for on the terminal.")
    package var file: String?

    package init() {}

    private static let limit = 64 << 10

    func read() throws -> [UInt8] {
        guard let file else {
            guard Console.isTerminal(STDIN_FILENO) else {
                throw ValidationError("no password: give --password-file FILE, or run on a terminal")
            }
            let password = Self.ask("Password: ")
            guard password == Self.ask("Again: ") else { throw ValidationError("the password was typed in two ways") }
            return password
        }
        let bytes = try file == "-" ? Self.standardInput() : OpenFile.contents(of: file, limit: Self.limit)
        return Array(bytes.prefix { $0 != 0x0a && $0 != 0x0d })
    }

    private static func standardInput() throws -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while bytes.count <= limit {
            let count = Glibc.read(STDIN_FILENO, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw FileError(operation: "read", path: "standard input", code: errno) }
            if count == 0 { return bytes }
            bytes += buffer[..<count]
        }
        throw ValidationError("standard input: expected at most \(limit) bytes of a password")
    }

    private static func ask(_ prompt: String) -> [UInt8] {
        // getpass turns the echo off, and on again also when it is interrupted.
        guard let text = getpass(prompt) else { return [] }
        defer { explicit_bzero(text, strlen(text)) }
        return Array(String(cString: text).utf8)
    }
}
