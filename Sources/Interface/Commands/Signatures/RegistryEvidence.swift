internal import Content
internal import JSONText
internal import OCI
internal import RegistryClient
internal import Signing
internal import Synchronization

/// Signatures in a repository of a registry.
final class RegistryEvidence: EvidencePlace {
    private let client: RegistryClient
    private let reference: RegistryReference
    /// What a tag gave, so that it is not asked for again by digest.
    private let manifests = Mutex<[Digest: [UInt8]]>([:])

    private let skippingMirrors: Bool

    init(_ client: RegistryClient, _ reference: RegistryReference, skippingMirrors: Bool = false) {
        self.client = client
        self.skippingMirrors = skippingMirrors
        self.reference = reference
    }

    var place: String { "\(reference.registry)/\(reference.repository)" }

    func manifest(tagged tag: String) async throws -> Descriptor? {
        var tagged = reference
        tagged.digest = nil
        tagged.tag = tag
        do {
            let answer = try await client.manifest(tagged, skippingMirrors: skippingMirrors)
            manifests.withLock { $0[answer.digest] = answer.bytes }
            return Descriptor(mediaType: answer.mediaType, digest: answer.digest, size: answer.bytes.count)
        } catch RegistryError.notFound {
            return nil
        } catch {
            throw Self.judged(error)
        }
    }

    func referrers(of digest: Digest) async throws -> [Descriptor] {
        do { return try await client.referrers(of: digest, in: reference) } catch { throw Self.judged(error) }
    }

    func manifest(_ descriptor: Descriptor) async throws -> [UInt8] {
        var named = reference
        named.tag = nil
        named.digest = descriptor.digest
        var bytes = manifests.withLock { $0[descriptor.digest] }
        if bytes == nil {
            do { bytes = try await client.manifest(named, skippingMirrors: skippingMirrors).bytes } catch {
                throw Self.judged(error)
            }
        }
        guard let bytes, bytes.count == descriptor.size else {
            throw EvidencePlaceError(
                .altered,
                found: "manifest \(descriptor.digest) of \(bytes?.count ?? 0) bytes where \(descriptor.size) are named")
        }
        return bytes
    }

    func blob(_ descriptor: Descriptor, limit: Int) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        do {
            try await client.blob(
                descriptor.digest, size: Int64(min(descriptor.size, limit)), of: reference
            ) { bytes.append(contentsOf: $0) }
        } catch { throw Self.judged(error) }
        return bytes
    }

    /// What is wrong with one document is told from what ends all asking.
    private static func judged(_ error: any Error) -> any Error {
        switch error {
        case let error as RegistryError:
            switch error {
            case .digestMismatch, .sizeMismatch: EvidencePlaceError(.altered, found: "\(error)")
            case .notFound, .status, .malformed, .tooLarge: EvidencePlaceError(.unreadable, found: "\(error)")
            default: error
            }
        case let error as OCIError: EvidencePlaceError(error)
        case is JSONError: EvidencePlaceError(.unreadable, found: "\(error)")
        default: error
        }
    }
}
