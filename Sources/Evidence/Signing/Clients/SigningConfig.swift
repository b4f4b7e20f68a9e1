internal import JSONText

/// Which services sign, and for how long each of them does (Sigstore `signing_config.json`, version 0.2).
package struct SigningConfig: Sendable {
    package struct Service: Sendable, Equatable {
        package var url: String
        package var version: Int
        package var validity: ValidityPeriod
        package var `operator`: String
    }

    /// How many services of different operators are used.
    package enum Selector: Sendable, Equatable {
        case any
        case all
        case exact(Int)
    }

    package private(set) var authorities: [Service] = []
    package private(set) var issuers: [Service] = []
    package private(set) var logs: [Service] = []
    package private(set) var timestampAuthorities: [Service] = []
    package private(set) var logSelector = Selector.any
    package private(set) var timestampSelector = Selector.any
    /// The trusted root that came in the same file, as JSON.
    package private(set) var trustedRoot: [UInt8]?

    package static let limit = 8 << 20
    package static let mediaType = "application/vnd.dev.sigstore.signingconfig.v0.2+json"
    package static let trustConfigMediaType = "application/vnd.dev.sigstore.clienttrustconfig.v0.1+json"
    private static let listLimit = 64

    private static let codes = ProtoJSON.Codes.trustRoot

    /// Reads a signing config, or the file of clients that holds one and a trusted root (`ClientTrustConfig`).
    package init(json bytes: [UInt8]) throws(SigningConfigError) {
        do throws(VerificationFailure) {
            try self.init(ProtoJSON.read(bytes, limit: Self.limit, codes: Self.codes, json: .trustRootFormat))
        } catch {
            throw .format(expected: error.expected, found: error.found)
        }
    }

    private init(_ document: ProtoJSON) throws(VerificationFailure) {
        var config = document
        if try document.optionalText("mediaType") == Self.trustConfigMediaType {
            config = try document.object("signingConfig")
            var writer = JSONWriter()
            writer.value(try document.object("trustedRoot").value)
            trustedRoot = writer.bytes
        }
        let mediaType = try config.text("mediaType")
        guard mediaType == Self.mediaType else {
            throw config.failure("mediaType", "a signing config of version 0.2", "“\(mediaType.prefix(80))”")
        }
        authorities = try Self.services(config, "caUrls")
        issuers = try Self.services(config, "oidcUrls")
        logs = try Self.services(config, "rekorTlogUrls")
        timestampAuthorities = try Self.services(config, "tsaUrls")
        logSelector = try Self.selector(config, "rekorTlogConfig")
        timestampSelector = try Self.selector(config, "tsaConfig")
    }

    private static func services(_ config: ProtoJSON, _ name: String) throws(VerificationFailure) -> [Service] {
        var services: [Service] = []
        for item in try config.array(name, limit: listLimit) {
            let version = try item.number("majorApiVersion")
            guard version >= 1, version <= 1000 else {
                throw item.failure("majorApiVersion", "a version from 1 on", "\(version)")
            }
            services.append(
                Service(
                    url: try item.text("url"), version: Int(version), validity: try TrustedRoot.validity(item),
                    operator: try item.optionalText("operator") ?? ""))
        }
        return services
    }

    private static func selector(_ config: ProtoJSON, _ name: String) throws(VerificationFailure) -> Selector {
        guard let item = try config.optionalObject(name) else { return .any }
        switch try item.optionalText("selector") ?? "" {
        case "ANY", "SERVICE_SELECTOR_UNDEFINED", "": return .any
        case "ALL": return .all
        case "EXACT":
            let count = try item.number("count")
            guard count >= 1, count <= listLimit else {
                throw item.failure("count", "a number from 1 to \(listLimit)", "\(count)")
            }
            return .exact(Int(count))
        case let other: throw item.failure("selector", "ANY, ALL or EXACT", "“\(other.prefix(40))”")
        }
    }

    /// Where people log in; `nil` when the config names no issuer.
    package func issuer(at now: Instant) throws(SigningConfigError) -> String? {
        guard !issuers.isEmpty else { return nil }
        return try Self.choose(issuers, versions: 1...1, .any, what: "issuer", at: now)[0].url
    }

    /// Those of `services` that are to be used at a time: of the highest version that is spoken here, at most one of
    /// each operator, the one that began last; of several operators as many as the selector wants.
    static func choose(
        _ services: [Service], versions: ClosedRange<Int>, _ selector: Selector, what: String, at now: Instant
    ) throws(SigningConfigError) -> [Service] {
        let usable = services.filter { versions.contains($0.version) && $0.validity.contains(now) }
        guard let highest = usable.map(\.version).max() else {
            throw .none(what: what, listed: services.count, versions: versions, at: now)
        }
        var chosen: [Service] = []
        for service in usable where service.version == highest {
            // Who names no operator counts by address.
            let isSame = { (other: Service) in
                other.operator == service.operator && (!service.operator.isEmpty || other.url == service.url)
            }
            if let index = chosen.firstIndex(where: isSame) {
                if chosen[index].validity.start < service.validity.start { chosen[index] = service }
            } else {
                chosen.append(service)
            }
        }
        switch selector {
        case .all: return chosen
        case .any:
            // The one that began last; of several the first in the file.
            var newest = chosen[0]
            for service in chosen where newest.validity.start < service.validity.start { newest = service }
            return [newest]
        case .exact(let count):
            guard chosen.count >= count else {
                throw .tooFew(what: what, expected: count, found: chosen.count)
            }
            return Array(chosen.prefix(count))
        }
    }
}

/// Why a signing config names no services to use.
package enum SigningConfigError: Error, Equatable, Sendable, CustomStringConvertible {
    case format(expected: String, found: String)
    case none(what: String, listed: Int, versions: ClosedRange<Int>, at: Instant)
    case tooFew(what: String, expected: Int, found: Int)
    /// A log that keeps no time, and no one else who does.
    case noTime

    package var description: String {
        switch self {
        case .format(let expected, let found): "signing config: expected \(expected), found \(found)"
        case .none(let what, let listed, let versions, let now):
            "signing config: expected \(what) of API version \(versions.lowerBound) to \(versions.upperBound) that is in "
                + "service at \(now), found none among \(listed). Get the newest signing config"
        case .tooFew(let what, let expected, let found):
            "signing config: expected \(expected) of \(what) of different operators, found \(found)"
        case .noTime:
            "signing services: expected a timestamp authority or a log that signs times, found neither: a certificate of "
                + "ten minutes would prove nothing. Name one (--timestamp-server-url)"
        }
    }
}
