package import Content
internal import JSONText
internal import NIOCore
internal import NIOHTTP1
package import OCI
internal import Synchronization

/// Pulls from and pushes to registries (OCI distribution specification 1.1).
///
/// References and digests come in; verified bytes go out. Only commands that may use the network hold one.
/// Call `shutdown()` when done.
package final class RegistryClient: Sendable {
    package struct Options: Sendable {
        /// Opens no socket; every call throws.
        package var isOffline = false
        /// The registry that may speak plain http or show any certificate.
        package var insecureRegistry: RegistryAddress?
        /// Longest time to an answer's head, and longest silence inside a body.
        package var timeout: Duration = .seconds(30)
        /// Repetitions of a request that failed for a passing reason.
        package var retries = 4
        /// First pause between repetitions; doubles each time.
        package var backoff: Duration = .milliseconds(500)
        /// Longest pause that a `Retry-After` may ask for.
        package var longestPause: Duration = .seconds(60)
        /// Told what the user should know although it was overcome.
        package var note: (@Sendable (String) -> Void)?
        package init() {}
    }

    package static let manifestLimit = 4 << 20
    /// Manifests that may name one subject.
    private static let referrerLimit = 10_000

    /// Variables of the environment that this module understands.
    package static let environmentNames = [
        "REGISTRY_AUTH_FILE", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME", "DOCKER_CONFIG", "HOME", "PATH",
        "CONTAINERS_REGISTRIES_CONF", "SSL_CERT_FILE",
        "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy",
    ]

    let options: Options
    let configuration: RegistryConfiguration
    private let distrusted = Mutex<Set<Repository>>([])
    let authorizer: Authorizer
    let transport: Transport?
    private let schemes = Mutex<[Repository: String]>([:])

    package init(
        options: Options = Options(), credentials: CredentialStore,
        configuration: RegistryConfiguration = RegistryConfiguration(), network: NetworkSettings
    ) {
        self.options = options
        self.configuration = configuration
        authorizer = Authorizer(credentials)
        transport = options.isOffline ? nil : Transport(network, timeout: options.timeout)
    }

    package func shutdown() async throws { try await transport?.shutdown() }

    /// The manifest or index of a reference, at most 4 MiB.
    ///
    /// - Parameter skippingMirrors: for what is to be changed: a mirror may be behind.
    /// - Returns: the media type the registry gave, the bytes, and their digest.
    /// - Throws: `RegistryError.digestMismatch` when the bytes are not those of the reference's digest, or of the
    ///   `Docker-Content-Digest` header.
    package func manifest(
        _ reference: RegistryReference, accept: [String] = MediaType.manifests, skippingMirrors: Bool = false
    ) async throws -> (mediaType: String, bytes: [UInt8], digest: Digest) {
        try await overMirrors(reference, skippingMirrors: skippingMirrors) { repository in
            var request = Request(repository, "/manifests/\(reference.asked)", subject: "manifest \(reference)")
            request.headers = [("Accept", accept.joined(separator: ", "))]
            let (head, bytes) = try await self.fetch(request, limit: Self.manifestLimit)
            let declared = head.headers.first(name: "Docker-Content-Digest").flatMap { Digest($0) }
            if let expected = reference.digest ?? declared {
                let found = Digest.of(bytes, expected.algorithm)
                guard found == expected else {
                    throw RegistryError.digestMismatch(
                        subject: request.subject, url: head.url, expected: expected, found: found)
                }
            }
            if let expected = reference.digest, let declared, declared.algorithm == expected.algorithm,
                declared != expected
            {
                throw RegistryError.digestMismatch(
                    subject: request.subject, url: head.url, expected: expected, found: declared)
            }
            let type = head.headers.first(name: "Content-Type").map { String($0.prefix { $0 != ";" && $0 != " " }) }
            return (type ?? "", bytes, reference.digest ?? declared ?? Digest.of(bytes))
        }
    }

    /// Whether the registry has a manifest; its digest when the answer says so.
    package func manifestExists(_ reference: RegistryReference) async throws -> (exists: Bool, digest: Digest?) {
        var request = Request(
            try origin(of: reference), "/manifests/\(reference.asked)", subject: "manifest \(reference)")
        request.method = .HEAD
        request.headers = [("Accept", MediaType.manifests.joined(separator: ", "))]
        do {
            let (head, _) = try await fetch(request, limit: 0)
            return (true, head.headers.first(name: "Docker-Content-Digest").flatMap { Digest($0) })
        } catch RegistryError.notFound {
            return (false, nil)
        }
    }

    package func blobExists(_ digest: Digest, of reference: RegistryReference) async throws -> Bool {
        var request = Request(try origin(of: reference), "/blobs/\(digest)", subject: "blob \(digest)")
        request.method = .HEAD
        do {
            _ = try await fetch(request, limit: 0)
            return true
        } catch RegistryError.notFound {
            return false
        }
    }

    /// All tags of a repository, in the registry's order.
    package func tags(of reference: RegistryReference) async throws -> [String] {
        var tags: [String] = []
        try await pages(try origin(of: reference), "/tags/list?n=1000", subject: "tags of \(reference.repository)") {
            page in
            tags += page["tags"]?.elements.compactMap(\.string).filter { RegistryReference.isTag($0) } ?? []
        }
        return tags
    }

    /// Manifests that name `digest` as their subject; by the fallback tag where the registry lacks the API.
    package func referrers(
        of digest: Digest, in reference: RegistryReference, artifactType: String? = nil
    ) async throws -> [Descriptor] {
        var found: [Descriptor] = []
        let subject = "referrers of \(digest)"
        func take(_ index: JSONValue) throws {
            guard let entries = index["manifests"]?.elements else { return }
            for entry in entries {
                guard found.count < Self.referrerLimit else {
                    throw RegistryError.tooLarge(
                        subject: subject, url: "\(reference.registry)", limit: Self.manifestLimit)
                }
                found.append(try Descriptor(entry, subject: subject))
            }
        }
        do {
            let query = artifactType.map { "?artifactType=\(percentEncoded($0))" } ?? ""
            try await pages(try origin(of: reference), "/referrers/\(digest)\(query)", subject: subject, take)
        } catch let error as RegistryError where error.isMissingInterface {
            found = []
            let fallback = Self.fallback(digest, reference)
            do {
                let answer = try await manifest(fallback, accept: [MediaType.ociIndex])
                try take(try JSONDocument(answer.bytes).root)
            } catch RegistryError.notFound {
                return []
            }
        }
        return artifactType.map { type in found.filter { $0.artifactType == type } } ?? found
    }

    /// The tag that stands for the referrers API where that is missing (“Referrers Tag Schema”).
    static func fallback(_ digest: Digest, _ reference: RegistryReference) -> RegistryReference {
        var fallback = reference
        fallback.digest = nil
        fallback.tag = "\(digest.algorithm.rawValue)-\(digest.hex.prefix(64))"
        return fallback
    }

    /// Follows `Link: <…>; rel="next"` on the same registry, at most a thousand pages.
    private func pages(
        _ repository: Repository, _ path: String, subject: String, _ take: (JSONValue) throws -> Void
    ) async throws {
        var request = Request(repository, path, subject: subject)
        for _ in 0..<1000 {
            let (head, bytes) = try await fetch(request, limit: Self.manifestLimit)
            do {
                try take(try JSONDocument(bytes, limits: JSONLimits(depth: 64)).root)
            } catch let error as JSONError {
                throw RegistryError.malformed(
                    subject: subject, url: head.url, expected: "a JSON document", found: "\(error)")
            }
            guard
                let link = head.headers["Link"].first(where: { $0.contains("rel=\"next\"") || $0.contains("rel=next") }
                ),
                let open = link.firstIndex(of: "<"), let close = link[open...].firstIndex(of: ">")
            else { return }
            guard let next = HTTPAddress(head.url)?.resolve(String(link[link.index(after: open)..<close])),
                next.authority == HTTPAddress(head.url)?.authority
            else {
                throw RegistryError.malformed(
                    subject: subject, url: head.url, expected: "a next page on the same registry", found: link)
            }
            request.url = next
        }
        throw RegistryError.tooLarge(subject: subject, url: path, limit: 1000 * Self.manifestLimit)
    }

    /// Tries the mirrors of a registry in order, then the registry itself, whose error counts.
    ///
    /// A mirror whose bytes are not what their digest says is told of and not asked again.
    func overMirrors<Value>(
        _ reference: RegistryReference, skippingMirrors: Bool = false, _ body: (Repository) async throws -> Value
    ) async throws -> Value {
        let places = try places(of: reference)
        for mirror in skippingMirrors ? [] : places.mirrors where !isDistrusted(mirror) {
            do {
                return try await body(mirror)
            } catch let error as RegistryError where error != .cancelled && !options.isOffline {
                passOver(mirror, error)
            }
        }
        return try await body(places.origin)
    }

    func isDistrusted(_ repository: Repository) -> Bool { distrusted.withLock { $0.contains(repository) } }

    /// Notes why a mirror was of no use. That it lacks something is nothing special.
    func passOver(_ mirror: Repository, _ error: RegistryError) {
        switch error {
        case .notFound: return
        case .digestMismatch, .sizeMismatch: distrusted.withLock { _ = $0.insert(mirror) }
        default: break
        }
        options.note?("mirror \(mirror.registry)/\(mirror.path) passed over: \(error)")
    }

    /// Where to ask for a reference.
    func places(of reference: RegistryReference) throws -> (mirrors: [Repository], origin: Repository) {
        var places = try configuration.places(of: reference)
        if reference.registry == options.insecureRegistry { places.origin.isInsecure = true }
        return places
    }

    /// Where a repository really is; mirrors are for reading images only.
    func origin(of reference: RegistryReference) throws -> Repository { try places(of: reference).origin }

    /// `https`, or `http` where that is allowed and nothing else is spoken.
    ///
    /// Another machine speaks https unless it is insecure, then https is tried first. This machine speaks http
    /// unless an authority is configured for it, then https is tried first.
    func scheme(of repository: Repository) async throws -> String {
        guard let transport else { return "https" }
        let registry = repository.registry
        let host = registry.endpoint
        guard repository.isInsecure || registry.isLoopback else { return "https" }
        if try !repository.isInsecure && !transport.hasAuthority(for: host) { return "http" }
        let place = Repository(registry: registry, path: "", isInsecure: repository.isInsecure)
        if let known = schemes.withLock({ $0[place] }) { return known }
        let ask = Request(place, "", subject: "registry \(registry)")
        func answers(_ scheme: String) async throws {
            let url = HTTPAddress(scheme: scheme, host: host, target: "/v2/")
            await discard(try await send(url, ask, authorization: nil))
        }
        var scheme = "https"
        do {
            try await answers(scheme)
        } catch let failure as PassingFailure {
            scheme = "http"
            // What https said is the better explanation.
            do { try await answers(scheme) } catch is PassingFailure { throw failure }
        }
        schemes.withLock { $0[place] = scheme }
        return scheme
    }
}
