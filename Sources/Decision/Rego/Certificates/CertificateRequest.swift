/// A request for a certificate (RFC 2986).
struct CertificateRequest {
    let raw: ArraySlice<UInt8>
    let signedPart: ArraySlice<UInt8>
    let version: Int
    let subject: DistinguishedName
    let keyInfo: DER
    let publicKey: PublicKey
    let extensions: CertificateExtensions
    let signatureAlgorithm: SignatureAlgorithm
    let signature: [UInt8]

    init(_ bytes: [UInt8]) throws(DER.Failure) {
        let element: DER
        do throws(DER.Failure) {
            element = try DER.parse(bytes)
        } catch {
            throw .structure
        }
        let parts = try element.sequence()
        guard parts.count == 3 else { throw .structure }
        raw = element.whole
        signedPart = parts[0].whole
        signatureAlgorithm = try SignatureAlgorithm(parts[1])
        signature = Array(try parts[2].bitString().bytes)
        let fields = try parts[0].sequence()
        guard fields.count >= 3 else { throw .structure }
        version = try fields[0].smallInteger()
        subject = try DistinguishedName(fields[1])
        keyInfo = fields[2]
        publicKey = try PublicKey(info: keyInfo)
        var extensions = CertificateExtensions()
        for field in fields.dropFirst(3) where field.tag == 0xA0 {
            for attribute in try field.children() {
                let parts = try attribute.sequence()
                // RFC 2985 §5.4.2: the extensions asked for.
                guard parts.count == 2, try parts[0].objectIdentifier() == [1, 2, 840, 113549, 1, 9, 14],
                    let list = try parts[1].children().first
                else { continue }
                try extensions.read(list)
            }
        }
        self.extensions = extensions
    }
}
