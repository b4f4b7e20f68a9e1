package import Attestation

/// Why bytes are no VEX document.
package enum VEXError: Error, Sendable, Equatable, CustomStringConvertible {
    case attestation(AttestationError)
    /// None of the formats that are read.
    case format(found: String)
    case version(format: VEXFormat, found: String)
    /// A member is missing, or is not what the format gives it.
    case member(format: VEXFormat, path: String, expected: String)
    case tooMany(format: VEXFormat, what: String, limit: Int)
    /// A document that is to be written breaks a rule of its format.
    case rule(statement: String, String)

    package var description: String {
        switch self {
        case .attestation(let error): "\(error)"
        case .format(let found):
            "VEX document: expected OpenVEX, CSAF, CycloneDX or an in-toto statement with one of them, found \(found)"
        case .version(let format, let found):
            "\(format.name) document: expected version \(format.versions), found “\(found.prefix(80))”"
        case .member(let format, let path, let expected):
            "\(format.name) document: expected \(expected) at “\(path)”, found something else or nothing"
        case .tooMany(let format, let what, let limit): "\(format.name) document: more than \(limit) \(what)"
        case .rule(let statement, let text): "VEX statement on \(statement): \(text)"
        }
    }
}

/// The formats in which VEX is read and written.
package enum VEXFormat: String, Sendable, CaseIterable {
    case openVEX = "openvex"
    case csaf
    case cycloneDX = "cyclonedx"

    package var name: String {
        switch self {
        case .openVEX: "OpenVEX"
        case .csaf: "CSAF"
        case .cycloneDX: "CycloneDX"
        }
    }

    var versions: String {
        switch self {
        case .openVEX: "0.0.1 to 0.2.0"
        case .csaf: "2.0"
        case .cycloneDX: "1.4 to 1.7"
        }
    }
}

/// Bounds on what a document from outside may hold.
package enum VEXLimits {
    package static let document = 64 << 20
    /// Statements of one document; products of all its statements together; names of one vulnerability or component.
    static let statements = 200_000
    static let products = 2_000_000
    static let names = 1000
    /// Bytes of one text.
    static let text = 65_536
}
