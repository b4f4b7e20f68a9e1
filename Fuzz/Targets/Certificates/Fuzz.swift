import Signing

/// Certificates, timestamps and keys of any bytes: refused, or read the same again from what they say they are.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    do throws(DERError) {
        let certificate = try Certificate(der: bytes)
        precondition(certificate.der == bytes)
        _ = certificate.names.map(\.description)
        _ = (certificate.validity.description, certificate.fulcio.count)
    } catch {
        precondition(error.description.utf8.count < 1000, "an error repeats its input")
    }
    do throws(DERError) {
        let token = try TimestampToken(response: bytes)
        _ = token.time.description
    } catch {}
    do throws(DERError) { _ = try TimestampToken(token: bytes) } catch {}
    do throws(DERError) {
        let request = try TimestampRequest(der: bytes)
        precondition(request.imprint.bytes.count >= 32)
    } catch {}
    do throws(KeyError) { _ = try CertificateRequest(der: bytes) } catch {}
    do throws(KeyError) {
        let key = try VerificationKey.load(pem: bytes)
        let again = try VerificationKey(der: key.derRepresentation)
        precondition(again == key, "a key reads back as another")
    } catch {
        precondition(error.description.utf8.count < 1000, "an error repeats its input")
    }
    do throws(KeyError) {
        let key = try SigningKey.load(pem: bytes, password: [1])
        _ = try SigningKey(pkcs8: key.pkcs8)
    } catch {}
    do throws(KeyError) { _ = try SigningKey(pkcs8: bytes) } catch {}
    return 0
}
