internal import Attestation
internal import Content
internal import JSONText
internal import Transparency

/// Log entries: that they are of this signature, and that the log holds them.
extension BundleVerifier.Run {
    mutating func checkEntries() {
        for (position, entry) in bundle.entries.enumerated() { check(entry, "tlogEntries[\(position)]") }
        if bundle.entries.isEmpty, policy.logs > 0 {
            fail(.noEntry, expected: "entries in \(policy.logs) logs", found: "none")
        } else if logOperators.count < policy.logs, failures.isEmpty, !hasUnknownLog {
            fail(
                .noEntry, expected: "entries in \(policy.logs) logs of different operators",
                found: "\(logOperators.count)")
        }
    }

    private mutating func check(_ entry: LogEntry, _ name: String) {
        let before = failures.count
        do throws(VerificationFailure) {
            compare(try EntryBody(entry), name)
        } catch {
            failures.append(error)
        }
        let candidates = root.logs.filter { $0.logID == entry.logID }
        guard let log = choose(candidates, entry) else {
            hasUnknownLog = true
            fail(
                .unknownLog,
                expected: candidates.isEmpty
                    ? "an entry of a log of the trust root"
                    : "an entry of a time when \(candidates[0].baseURL) was trusted (\(candidates[0].validity))",
                found: candidates.isEmpty
                    ? "log \(Base64.encode(entry.logID))" : "integrated at \(Self.integrated(entry))")
            return
        }
        checkPromise(entry, log, name)
        guard let proof = entry.proof else {
            if failures.count == before { accept(entry, log, witnesses: [], size: nil) }
            return
        }
        let (witnesses, size) = check(proof, entry, log, name)
        if failures.count == before { accept(entry, log, witnesses: witnesses, size: size) }
    }

    private static func integrated(_ entry: LogEntry) -> Instant {
        Instant(seconds: Int64(clamping: entry.integratedTime))
    }

    /// Of several descriptions of one log the one that was in force. Logs without times are chosen when times are
    /// known, in `checkTimes`.
    private func choose(_ logs: [TrustedRoot.Log], _ entry: LogEntry) -> TrustedRoot.Log? {
        guard entry.integratedTime > 0 else { return logs.first }
        return logs.first { $0.validity.contains(Self.integrated(entry)) }
    }

    private mutating func accept(_ entry: LogEntry, _ log: TrustedRoot.Log, witnesses: [String], size: UInt64?) {
        logOperators.insert(log.operator ?? log.baseURL)
        entries.append(
            VerifiedBundle.Entry(log: log.baseURL, index: entry.index, witnesses: witnesses, checkpointSize: size))
        // The log's clock is believed only where it signed what it said.
        if entry.integratedTime > 0, entry.promise != nil {
            times.append(
                (
                    VerifiedBundle.Time(source: .log, time: Self.integrated(entry), by: log.baseURL),
                    log.operator ?? log.baseURL
                ))
        }
    }

    // MARK: Body

    private mutating func compare(_ body: EntryBody, _ name: String) {
        switch (body.subject, bundle.content) {
        case (.signed(let digest), .message):
            if let actual = artifact?.digest(digest.algorithm), actual != digest {
                fail(.entryDigestMismatch, expected: "\(actual) in \(name)", found: "\(digest)")
            }
        case (.signed(let digest), .envelope(let envelope)):
            let actual = Digest.of(envelope.signedBytes, digest.algorithm)
            if actual != digest {
                fail(.entryDigestMismatch, expected: "\(actual) of the envelope in \(name)", found: "\(digest)")
            }
        case (.payload(let digest), .envelope(let envelope)):
            let actual = Digest.of(envelope.payload, digest.algorithm)
            if actual != digest {
                fail(.entryDigestMismatch, expected: "\(actual) of the payload in \(name)", found: "\(digest)")
            }
        case (.payload, .message):
            fail(
                .entryMalformed, expected: "an entry of an artifact's signature in \(name)", found: "one of an envelope"
            )
        }
        let materials = [bundle.leaf?.der, key?.derRepresentation].compactMap(\.self)
        if !materials.isEmpty, !body.signers.contains(where: { materials.contains($0.material) }) {
            fail(.entryKeyMismatch, expected: "the bundle's certificate or key in \(name)", found: "another one")
        }
        let recorded = body.signers.compactMap(\.signature)
        let held: [[UInt8]] = envelope.map { $0.signatures.map(\.signature) } ?? [bundle.signature]
        // Bytes are compared: a second signature of the same key over the same content is another one.
        if !recorded.isEmpty, Set(recorded) != Set(held) {
            fail(.entrySignatureMismatch, expected: "the bundle's signature in \(name)", found: "another one")
        }
    }

    // MARK: Promise

    private mutating func checkPromise(_ entry: LogEntry, _ log: TrustedRoot.Log, _ name: String) {
        guard let promise = entry.promise else { return }
        // The canonical form of RFC 8785: these names are in order already.
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("body", Base64.encode(entry.body))
            writer.member("integratedTime", entry.integratedTime)
            writer.member("logID", Hex.encode(entry.logID))
            writer.member("logIndex", entry.index)
        }
        // A scheme that does not fit the key has made no signature.
        let isValid = (try? log.key.verifies(promise, of: .message(writer.bytes), scheme: log.scheme)) ?? false
        if !isValid {
            fail(
                .setSignature, expected: "a signed entry timestamp of \(log.baseURL) in \(name)",
                found: "a signature that does not verify")
        }
    }

    // MARK: Proof

    private mutating func check(
        _ proof: LogEntry.Proof, _ entry: LogEntry, _ log: TrustedRoot.Log, _ name: String
    ) -> (witnesses: [String], size: UInt64?) {
        let claimed = MerkleHash(proof.root)
        let hashes = proof.hashes.compactMap { MerkleHash($0) }
        var computed: MerkleHash?
        if hashes.count != proof.hashes.count {
            fail(.inclusionProof, expected: "hashes of 32 bytes in \(name)", found: "others")
        } else {
            do throws(ProofError) {
                computed = try InclusionProof.root(
                    leaf: .leaf(entry.body), index: proof.index, size: proof.size, proof: hashes)
                if let computed, computed != claimed {
                    fail(
                        .inclusionProof, expected: "the root \(Base64.encode(proof.root)) from the proof of \(name)",
                        found: "\(computed)")
                }
            } catch {
                fail(.inclusionProof, expected: "a proof for \(name)", found: "\(error)")
            }
        }
        guard let envelope = proof.checkpoint else {
            fail(.noCheckpoint, expected: "a checkpoint with the proof of \(name)", found: "none")
            return ([], nil)
        }
        return check(checkpoint: envelope, proof, claimed, log, name)
    }

    private mutating func check(
        checkpoint envelope: String, _ proof: LogEntry.Proof, _ claimed: MerkleHash?, _ log: TrustedRoot.Log,
        _ name: String
    ) -> (witnesses: [String], size: UInt64?) {
        let note: SignedNote
        do throws(NoteError) {
            note = try SignedNote(Array(envelope.utf8))
        } catch {
            fail(.checkpointFormat, expected: "a checkpoint in \(name)", found: "\(error)")
            return ([], nil)
        }
        let keys = log.noteKeys
        var signers: [String] = []
        do throws(NoteError) {
            signers = try note.verify(keys).map(\.name)
        } catch {
            if case .noKnownSignature = error {
                fail(.checkpointNoLogSignature, expected: "a line of \(log.baseURL) in \(name)", found: "\(error)")
            } else {
                fail(.checkpointSignature, expected: "a signature of \(log.baseURL) in \(name)", found: "\(error)")
            }
        }
        let checkpoint: Checkpoint
        do throws(NoteError) {
            checkpoint = try Checkpoint(text: note.text)
        } catch {
            fail(.checkpointFormat, expected: "a checkpoint in \(name)", found: "\(error)")
            return ([], nil)
        }
        let origins = signers.isEmpty ? log.noteNames : signers
        if !origins.contains(where: { log.isOrigin(checkpoint.origin, of: $0) }) {
            fail(
                .checkpointOrigin, expected: "the origin \(origins.joined(separator: " or ")) in \(name)",
                found: "“\(checkpoint.origin.prefix(100))”")
        }
        if checkpoint.root != claimed {
            fail(
                .checkpointRootMismatch, expected: "the proof's root \(Base64.encode(proof.root)) in \(name)",
                found: "\(checkpoint.root)")
        }
        if checkpoint.size != proof.size {
            fail(
                .checkpointSizeMismatch, expected: "the proof's size \(proof.size) in \(name)",
                found: "\(checkpoint.size)")
        }
        var witnesses: [String] = []
        if let quorum = policy.witnesses {
            do throws(NoteError) {
                witnesses = try quorum.cosigners(of: note)
            } catch {
                fail(.witnessQuorum, expected: "the witnesses' cosignatures in \(name)", found: "\(error)")
            }
        }
        return (witnesses, checkpoint.size)
    }
}
