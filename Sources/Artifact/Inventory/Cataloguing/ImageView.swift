package import Content

/// The file system as a process in the container would see it, for `Cataloguer.conclude`.
///
/// Paths have no leading slash. Look-ups with `resolve` follow symbolic links inside the root, as the kernel would.
package protocol ImageView {
    /// What the operating system says of itself, if anything.
    var release: OSRelease? { get }
    /// False for a source tree.
    var isImage: Bool { get }

    /// Facts that this cataloguer's `read` yielded from visible files, sorted by path.
    func facts<Fact: Sendable>(_ type: Fact.Type) -> [(path: String, fact: Fact)]

    /// Whether a file, directory or link is at this path, links not followed.
    func exists(_ path: String) -> Bool

    /// The path of the file or directory that `path` leads to, or `nil` when there is none.
    func resolve(_ path: String) -> String?

    /// Names directly inside a directory, sorted; links not followed.
    func children(of directory: String) -> [String]

    /// Kind and size of a regular file, links not followed.
    func file(_ path: String) -> (kind: FileKind, size: Int)?

    /// The SHA-256 of a regular file, where it was computed: executables, libraries, archives and scripts.
    func digest(_ path: String) -> Digest?

    /// What was read from the headers of an ELF file, links not followed.
    func executable(_ path: String) -> ExecutableFacts?

    /// All visible ELF files with their facts, sorted by path.
    var executables: [(path: String, facts: ExecutableFacts)] { get }

    /// Components that `read` calls of all cataloguers yielded from visible files, sorted.
    var components: [Component] { get }
}

/// What the headers of an executable or library tell.
package struct ExecutableFacts: Sendable, Equatable {
    /// `x86_64`, `aarch64`, …; the ELF machine number where there is no name.
    package var machine: String
    /// `DT_SONAME`.
    package var soname: String?
    /// `DT_NEEDED`, in order.
    package var needed: [String]
    /// Lower-case hexadecimal `NT_GNU_BUILD_ID`.
    package var buildID: String?
    /// `PT_INTERP`: set for what the dynamic loader starts: programs, and the C library.
    package var interpreter: String?
    /// `DT_RPATH` and `DT_RUNPATH` entries, in order.
    package var searchPaths: [String]
    /// Whether others link to it: a shared object with a soname, or one that is no program.
    package var isLibrary: Bool
    /// Why the contents cannot be read, for a packed or malformed file.
    package var opaque: String?

    package init(machine: String, isLibrary: Bool = false) {
        self.machine = machine
        self.isLibrary = isLibrary
        needed = []
        searchPaths = []
    }
}

/// The fields of `os-release` (os-release(5)) that name a distribution and its release.
package struct OSRelease: Sendable, Equatable {
    /// `debian`, `alpine`, …; lower case.
    package var id: String
    package var idLike: [String]
    package var name: String?
    package var prettyName: String?
    /// `12`, with the point release where `etc/debian_version` gives it in `pointRelease`.
    package var versionID: String?
    package var pointRelease: String?
    package var codename: String?
    package var cpe: String?
    package var homepage: String?
    /// The file that was read.
    package var path: String

    package init(id: String, versionID: String? = nil, path: String = "etc/os-release") {
        self.id = id
        self.versionID = versionID
        self.path = path
        idLike = []
    }

    /// The value of the purl qualifier `distro`: `debian-12`.
    package var distro: String { versionID.map { "\(id)-\($0)" } ?? id }
}
