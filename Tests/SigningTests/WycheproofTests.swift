import Content
import JSONText
import Testing

@testable import Signing

/// Every signature of the Wycheproof files is accepted or refused as they say.
@Suite struct WycheproofTests {
    struct File: Sendable, CustomTestStringConvertible {
        var name: String
        var scheme: SignatureScheme
        var count: Int
        /// Signatures in the fixed-size form of JSON Web Signatures, with coordinates of this many bytes.
        var coordinate: Int?
        var testDescription: String { name }
    }

    private static let files = [
        File(name: "ecdsa_secp256r1_sha256", scheme: .ecdsa(.sha256), count: 484),
        File(name: "ecdsa_secp256r1_sha256_p1363", scheme: .ecdsa(.sha256), count: 262, coordinate: 32),
        File(name: "ecdsa_secp384r1_sha384", scheme: .ecdsa(.sha384), count: 504),
        File(name: "ecdsa_secp384r1_sha256", scheme: .ecdsa(.sha256), count: 472),
        File(name: "ecdsa_secp521r1_sha512", scheme: .ecdsa(.sha512), count: 542),
        File(name: "ed25519", scheme: .ed25519, count: 151),
        File(name: "rsa_signature_2048_sha256", scheme: .rsaPKCS1(.sha256), count: 259),
        File(name: "rsa_signature_3072_sha256", scheme: .rsaPKCS1(.sha256), count: 259),
        File(name: "rsa_signature_4096_sha256", scheme: .rsaPKCS1(.sha256), count: 258),
        File(name: "rsa_signature_2048_sha512", scheme: .rsaPKCS1(.sha512), count: 259),
        File(name: "rsa_signature_3072_sha512", scheme: .rsaPKCS1(.sha512), count: 260),
        File(name: "rsa_signature_4096_sha512", scheme: .rsaPKCS1(.sha512), count: 259),
        File(name: "rsa_pss_2048_sha256_mgf1_32", scheme: .rsaPSS(.sha256), count: 108),
        File(name: "rsa_pss_3072_sha256_mgf1_32", scheme: .rsaPSS(.sha256), count: 108),
        File(name: "rsa_pss_4096_sha256_mgf1_32", scheme: .rsaPSS(.sha256), count: 108),
        File(name: "mldsa_65_verify", scheme: .mlDSA, count: 210),
        File(name: "mldsa_87_verify", scheme: .mlDSA, count: 241),
    ]

    /// Cases that the files leave open, and what was decided: a signature has one encoding, so none is accepted.
    /// All six are PKCS #1 signatures whose DigestInfo lacks the NULL of RFC 8017 §9.2.
    private static let acceptable: [String: [Int]] = [
        "rsa_signature_2048_sha256": [8], "rsa_signature_3072_sha256": [8], "rsa_signature_4096_sha256": [8],
        "rsa_signature_2048_sha512": [8], "rsa_signature_3072_sha512": [8], "rsa_signature_4096_sha512": [8],
    ]

    @Test(arguments: files) func `each signature is judged as the file says`(file: File) throws {
        guard let bytes = try SharedFolder.bytes("conformance/wycheproof/\(file.name)_test.json") else { return }
        let document = try JSONDocument(bytes)
        var wrong: [String] = []
        var open: [Int] = []
        var seen = 0
        for group in try #require(document.root["testGroups"]).elements {
            let key = try Self.key(of: group)
            for test in try #require(group["tests"]).elements {
                seen += 1
                let id = try #require(test["tcId"]?.int)
                let expected = try #require(test["result"]?.string)
                if expected == "acceptable" { open.append(id) }
                // A context string is not used by any format here.
                if test["ctx"]?.string.map({ !$0.isEmpty }) ?? false { continue }
                let message = try #require(test["msg"]?.string.flatMap { Hex.decode($0.utf8) })
                let signature = try #require(test["sig"]?.string.flatMap { Hex.decode($0.utf8) })
                let found = try Self.verifies(signature, message, key, file)
                if found != (expected == "valid") {
                    wrong.append("\(id): \(test["comment"]?.string ?? ""): expected \(expected), found \(found)")
                }
            }
        }
        #expect(seen == file.count)
        #expect(open == Self.acceptable[file.name] ?? [])
        #expect(wrong.isEmpty, "\(wrong.count) differ: \(wrong.prefix(10).joined(separator: "\n"))")
    }

    /// - Returns: `nil` for keys that are none, which some ML-DSA groups hold on purpose.
    private static func key(of group: JSONValue) throws -> VerificationKey? {
        let der = try #require(group["publicKeyDer"]?.string.flatMap { Hex.decode($0.utf8) })
        return try? VerificationKey(der: der)  // Signatures that should be good then fail the test.
    }

    private static func verifies(
        _ signature: [UInt8], _ message: [UInt8], _ key: VerificationKey?, _ file: File
    ) throws -> Bool {
        guard let key else { return false }
        if let coordinate = file.coordinate {
            guard let fixed = CanonicalECDSA(raw: signature, coordinate: coordinate) else { return false }
            return try key.verifies(fixed.der, of: .message(message), scheme: file.scheme)
        }
        return try key.verifies(signature, of: .message(message), scheme: file.scheme)
    }

    @Test func `Ed25519 with a prefix agrees with the library where the prefix is empty`() throws {
        guard let bytes = try SharedFolder.bytes("conformance/wycheproof/ed25519_test.json") else { return }
        let document = try JSONDocument(bytes)
        for group in try #require(document.root["testGroups"]).elements {
            let key = try #require(try Self.key(of: group)?.ed25519Bytes)
            for test in try #require(group["tests"]).elements {
                let message = try #require(test["msg"]?.string.flatMap { Hex.decode($0.utf8) })
                let signature = try #require(test["sig"]?.string.flatMap { Hex.decode($0.utf8) })
                let found = Edwards25519.verifies(signature, prefix: [], message: message, key: key)
                #expect(found == (test["result"]?.string == "valid"), "case \(test["tcId"]?.int ?? 0)")
            }
        }
    }
}
