/// The certificates that a client has shown, for policies that judge clients.
package struct ClientCertificates {
    private let certificates: [Certificate]

    /// - Parameter chain: The client's own first.
    /// - Throws: What is wrong with a certificate.
    package init(der chain: [[UInt8]]) throws {
        certificates = try chain.map { bytes throws in try Certificate(bytes) }
    }

    /// Whom the first is for, as RFC 4514 writes names; nil without a certificate.
    package var subject: String? { certificates.first.map { Self.text(of: $0.subject) } }

    /// In the shape of `crypto.x509.parse_certificates`.
    package func value(in heap: Heap) throws -> Value {
        let output = CertificateOutput(heap: heap)
        return try heap.array(certificates.map { certificate throws in try output.value(certificate) })
    }

    /// The types of X.520 that have a short name in RFC 4514 §3 or that Go's libraries know, by the last arc.
    private static let names = [
        3: "CN", 5: "SERIALNUMBER", 6: "C", 7: "L", 8: "ST", 9: "STREET", 10: "O", 11: "OU", 17: "POSTALCODE",
    ]

    private static func text(of name: DistinguishedName) -> String {
        name.attributes.reversed().map { attribute in
            let type =
                attribute.type.count == 4 && attribute.type.starts(with: [2, 5, 4])
                ? names[attribute.type[3]] : nil
            return (type ?? attribute.type.map(String.init).joined(separator: ".")) + "=" + escaped(attribute.value)
        }.joined(separator: ",")
    }

    private static func escaped(_ value: String) -> String {
        var result = ""
        let scalars = Array(value.unicodeScalars)
        for (index, scalar) in scalars.enumerated() {
            let isAtEdge = index == 0 || index == scalars.count - 1
            if ",+\"\\<>;".unicodeScalars.contains(scalar) || scalar == " " && isAtEdge || scalar == "#" && index == 0 {
                result += "\\"
            }
            result.unicodeScalars.append(scalar)
        }
        return result
    }
}
