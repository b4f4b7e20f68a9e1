import Attestation
import JSONText
import Signing

private let root: TrustedRoot? = {
    do throws(VerificationFailure) { return try PublicGoodRoot.load() } catch { return nil }
}()

/// Bundles, trust roots, signing configs, tokens, envelopes, statements, entries of logs and what a monitor keeps, of any text:
/// rejected with a code, or read.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    guard let root else { fatalError("the built-in root cannot be read") }
    var policy = VerificationPolicy(
        signer: .identities([IdentityPolicy(subject: .pattern("*"), issuer: .pattern("*"))]))
    policy.revocations = [Revocation(.key("00"), since: nil)]
    do throws(Rejection) {
        _ = try BundleVerifier(root: root, policy: policy).verify(json: bytes, artifact: SignedArtifact(content: [1]))
    } catch {
        precondition(error.reason.description.utf8.count < 4000, "an error repeats its input")
    }
    do throws(VerificationFailure) { _ = try TrustedRoot(json: bytes) } catch {}
    do throws(SigningConfigError) {
        _ = try SigningServices(SigningConfig(json: bytes), at: Instant(seconds: 1_790_000_000))
    } catch {}
    do throws(IdentityTokenError) {
        let token = try IdentityToken(String(decoding: bytes, as: UTF8.self))
        try token.check(audience: "sigstore", at: Instant(seconds: 1_790_000_000))
    } catch {
        precondition(error.description.utf8.count < 4000, "an error repeats its input")
    }
    do throws(AttestationError) {
        let envelope = try Envelope(json: bytes)
        let again = try Envelope(json: envelope.json)
        precondition(again.signedBytes == envelope.signedBytes, "an envelope changes")
    } catch {}
    do throws(AttestationError) {
        let statement = try Statement(json: bytes)
        let written = statement.json
        let again = try Statement(json: written)
        precondition(again.json == written, "a statement changes")
        _ = try SLSAProvenance.read(from: statement)
        _ = try VerificationSummary.read(from: statement)
        _ = try DocumentPredicate(statement)
    } catch {}
    do {
        precondition(!(try LogRecord(entry: bytes).holders.isEmpty), "an entry of nobody")
    } catch {
        precondition("\(error)".utf8.count < 4000, "an error repeats its input")
    }
    do throws(LogMonitorStateError) {
        let state = try LogMonitorState(json: bytes)
        let again = try LogMonitorState(json: state.json)
        precondition(again.read == state.read && again.note.bytes == state.note.bytes, "a state changes")
    } catch {}
    return 0
}
