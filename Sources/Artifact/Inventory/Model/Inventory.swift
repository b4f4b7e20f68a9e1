package import Content

/// What is inside an artifact, and how much of it is accounted for.
///
/// A value with one order: components by `id`, relationships and files by their fields, so that equal artifacts give
/// equal inventories on every run and from every transport.
package struct Inventory: Sendable {
    package var subject: Subject
    package var release: OSRelease?
    package var layers: [Layer]
    /// Sorted by `id`.
    package var components: [Component]
    package var relationships: [Relationship]
    package var files: FileAccount
    /// What could not be read or was left out. Not empty: the inventory is incomplete.
    package var gaps: [Yield.Gap]

    package init(subject: Subject) {
        self.subject = subject
        layers = []
        components = []
        relationships = []
        files = FileAccount()
        gaps = []
    }
}

/// The artifact that was read.
package struct Subject: Sendable, Equatable {
    package enum Kind: String, Sendable { case image, directory }

    package var kind: Kind
    /// As the image names itself or, failing that, as it was asked for, without paths of this machine.
    package var name: String
    /// Digest of the manifest of an image; `nil` where there is none, as for a directory or a docker archive.
    package var manifest: Digest?
    /// Digest of the configuration of an image: the same whatever the transport.
    package var configuration: Digest?
    /// `linux/amd64`.
    package var platform: String?
    /// RFC 3339, from the image configuration.
    package var created: String?
    package var labels: [String: String]

    package init(kind: Kind, name: String) {
        self.kind = kind
        self.name = name
        labels = [:]
    }
}

/// A layer in the order of application, base first.
package struct Layer: Sendable, Equatable {
    package var diffID: Digest
    /// Digest of the blob as stored; differs between transports.
    package var blob: Digest?
    /// The command of the build history, where the configuration has it.
    package var createdBy: String?

    package init(diffID: Digest, blob: Digest? = nil, createdBy: String? = nil) {
        self.diffID = diffID
        self.blob = blob
        self.createdBy = createdBy
    }
}

/// An edge between two components, by their indices in `Inventory.components`.
package struct Relationship: Hashable, Sendable, Comparable {
    package var from: Int
    package var relation: Yield.Relation
    package var to: Int

    package init(from: Int, relation: Yield.Relation, to: Int) {
        self.from = from
        self.relation = relation
        self.to = to
    }

    package static func < (left: Relationship, right: Relationship) -> Bool {
        (left.from, left.relation.rawValue, left.to) < (right.from, right.relation.rawValue, right.to)
    }
}

/// The account of every executable, library, archive and script.
package struct FileAccount: Sendable {
    package enum Status: String, Sendable, CaseIterable {
        /// The owner's record lists it and the digest agrees.
        case verified
        /// Owned; the record has no digest.
        case listed
        /// Owned; the digest differs from the record.
        case modified
        /// Its own metadata says which component it is.
        case identified
        /// Made from something known, such as bytecode beside its source.
        case explained
        /// Packed, encrypted or malformed.
        case opaque
        case unowned

        /// Whether a file of this status is accounted for.
        package var isAccounted: Bool {
            switch self {
            case .verified, .listed, .identified, .explained: true
            case .modified, .opaque, .unowned: false
            }
        }
    }

    package struct File: Sendable {
        package var path: String
        package var kind: FileKind
        package var size: Int
        package var sha256: Digest?
        package var buildID: String?
        package var status: Status
        /// Why, in words: the explanation, or what differs.
        package var reason: String?
        /// Indices of the owning components.
        package var owners: [Int]
        /// Index of the layer whose copy is visible.
        package var layer: Int?

        package init(path: String, kind: FileKind, size: Int, status: Status) {
            self.path = path
            self.kind = kind
            self.size = size
            self.status = status
            owners = []
        }
    }

    package struct Tally: Sendable, Equatable {
        package var count = 0
        package var bytes = 0
        package init() {}
    }

    /// Executables, libraries, archives and scripts, sorted by path.
    package var files: [File] = []
    /// Owned files of any kind whose content differs from the owner's record, sorted by path.
    package var modified: [String] = []
    /// Files that an installed package lists and that are not there, sorted by path.
    package var missing: [String] = []
    /// All regular files that are visible.
    package var regular = Tally()

    package init() {}

    package func tally(_ status: Status) -> Tally {
        var tally = Tally()
        for file in files where file.status == status {
            tally.count += 1
            tally.bytes += file.size
        }
        return tally
    }

    /// Accounted bytes over all bytes of executables, libraries, archives and scripts; 1 when there are none.
    package var completeness: Double {
        var all = 0
        var accounted = 0
        for file in files {
            all += file.size
            if file.status.isAccounted { accounted += file.size }
        }
        return all == 0 ? 1 : Double(accounted) / Double(all)
    }
}
