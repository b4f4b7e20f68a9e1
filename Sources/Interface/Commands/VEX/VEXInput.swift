internal import ArgumentParser
internal import Attestation
internal import Content
internal import JSONText
internal import Signing
internal import VEX

/// Statements of those who are believed, and what was given and does not count.
struct VEXInput {
    var sources: [VEXSource] = []
    /// Of the image, where there is one.
    var digests: [Digest] = []
    /// Of the bill of materials, where that is what is scanned.
    var bomLinks: [String] = []
    /// In sentences: documents of others, statements that break the rules of their format.
    var notes: [String] = []

    /// What CycloneDX calls a bill of materials of its own (BOM-Link); `nil` for other documents.
    static func bomLink(_ bytes: [UInt8]) -> String? {
        guard let root = try? JSONDocument(bytes, limits: JSONLimits(depth: 128, size: 512 << 20)).root,
            root["bomFormat"]?.string == "CycloneDX", let serial = root["serialNumber"]?.string,
            serial.hasPrefix("urn:uuid:")
        else { return nil }
        return "urn:cdx:\(serial.dropFirst(9))/\(root["version"]?.int ?? 1)"
    }

    /// Whether a predicate type is one of those that hold statements on exploitability.
    static func isVEX(_ type: String) -> Bool {
        type == "https://openvex.dev/ns" || type.hasPrefix("https://openvex.dev/ns/v")
            || type == "https://cyclonedx.org/vex" || type.hasPrefix("https://docs.oasis-open.org/csaf")
    }

    /// A document of the command line.
    mutating func add(
        _ bytes: [UInt8], path: String, _ authors: VEXAuthorsFile?, _ verifier: BundleVerifier?
    ) throws {
        if let bundle = Self.bundle(bytes) {
            guard let authors, let verifier else {
                throw ValidationError("\(path): a signed document counts by its signer; give --vex-authors")
            }
            let result = Result { () throws(Rejection) in
                try verifier.verify(bundle, artifact: SignedArtifact(digests: Self.subjects(of: bundle)))
            }
            add(result, at: path, authors)
            return
        }
        let document: VEXDocument
        do throws(VEXError) {
            document = try VEXDocument.read(bytes)
        } catch {
            throw ValidationError("\(path): \(error)")
        }
        guard let authors else {
            add(VEXSource(document, author: document.author, isVerified: false, origin: path))
            return
        }
        guard let author = authors.author(named: document.author) else {
            notes.append("\(path): not counted, for “\(document.author)” is no author that --vex-authors names")
            return
        }
        add(
            VEXSource(
                document, author: author.name, isVerified: false, rank: author.rank, packages: author.packages,
                origin: path))
    }

    /// What is signed.
    mutating func add(_ result: Result<VerifiedBundle, Rejection>, at origin: String, _ authors: VEXAuthorsFile) {
        switch result {
        case .failure(let rejection):
            notes.append("\(origin): not counted, \(rejection.reason)")
        case .success(let verified):
            guard let author = authors.author(of: verified.signer), let payload = verified.payload else {
                notes.append("\(origin): not counted, it is no statement of an author that --vex-authors names")
                return
            }
            do throws(AttestationError) {
                let statement = try Statement(
                    payloadOf: Envelope(payloadType: payload.type, payload: payload.bytes))
                let document = try VEXDocument.read(statement)
                add(
                    VEXSource(
                        document, author: author.name, isVerified: true, rank: author.rank, packages: author.packages,
                        origin: origin))
            } catch {
                notes.append("\(origin): not counted, \(error)")
            }
        }
    }

    private mutating func add(_ source: VEXSource) {
        notes += source.document.defects.map { "\(source.origin): \($0)" }
        sources.append(source)
    }

    /// - Returns: `nil` for what is no bundle.
    private static func bundle(_ bytes: [UInt8]) -> Signing.Bundle? {
        guard let root = try? JSONDocument(bytes, limits: JSONLimits(depth: 64, size: Signing.Bundle.limit)).root,
            root["verificationMaterial"] != nil
        else { return nil }
        return try? Signing.Bundle(json: bytes)
    }

    /// A document is held against artifacts by what it says; its signature is of whatever it is about.
    private static func subjects(of bundle: Signing.Bundle) -> [Digest] {
        guard case .envelope(let envelope) = bundle.content, let statement = try? Statement(payloadOf: envelope) else {
            return []
        }
        return statement.subjects.first?.digest.accepted ?? []
    }
}
