import Content
import Testing

@testable import Signing

@Suite struct CertificateTests {
    @Test func `a certificate of OpenSSL says what it was made to say`() throws {
        guard Shell.has("openssl") else { return }
        let folder = try TemporaryFolder()
        let made = Shell.run(
            """
            cd '\(folder.path)' && openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-384 -nodes -keyout k -out c.pem \
            -days 3650 -subj /CN=authority -addext basicConstraints=critical,CA:TRUE,pathlen:1 \
            -addext keyUsage=critical,keyCertSign -addext extendedKeyUsage=codeSigning \
            -addext subjectAltName=email:a@example.org,URI:https://example.org/a,DNS:example.org 2>/dev/null \
            && openssl x509 -in c.pem -outform DER
            """)
        #expect(made.status == 0)
        let certificate = try Certificate(der: made.output)
        #expect(certificate.isAuthority)
        #expect(certificate.pathLength == 1)
        #expect(certificate.keyUsage == .certificateSigning)
        #expect(certificate.extendedKeyUsage == [Certificate.codeSigning])
        #expect(certificate.names == [.email("a@example.org"), .uri("https://example.org/a"), .dns("example.org")])
        #expect(certificate.isSelfIssued)
        #expect(certificate.isSigned(by: certificate))
        #expect(try certificate.publicKey().algorithm == .p384)
    }

    @Test func `every cut and no changed byte of a certificate traps`() throws {
        let instance = try TestInstance()
        let der = try instance.leaf()
        let authority = try Certificate(der: instance.authority())
        for count in 0..<der.count { #expect(throws: DERError.self) { try Certificate(der: Array(der[..<count])) } }
        #expect(throws: DERError.self) { try Certificate(der: der + [0]) }
        for index in der.indices {
            var damaged = der
            damaged[index] ^= 0x04
            do throws(DERError) {
                let certificate = try Certificate(der: damaged)
                if index % 16 == 0 { #expect(!certificate.isSigned(by: authority), "byte \(index)") }
            } catch {}
        }
    }

    @Test func `the bytes that logs sign are those before the log's own signature was put in`() throws {
        let instance = try TestInstance()
        var profile = TestInstance.Profile()
        profile.hasSCT = false
        let before = try Certificate(der: instance.leaf(profile))
        profile.hasSCT = true
        let after = try Certificate(der: instance.leaf(profile))
        #expect(after.timestampList != nil)
        #expect(after.signedPartForLogs == Array(before.signedPart))
        #expect(before.signedPartForLogs == Array(before.signedPart))
    }

    @Test func `an extension twice, a default that is written and a second algorithm are refused`() throws {
        let instance = try TestInstance()
        var profile = TestInstance.Profile()
        profile.extra = [TestInstance.extensionItem(ObjectIdentifier(1, 2, 3), [5, 0])]
        _ = try Certificate(der: instance.leaf(profile))
        profile.extra += profile.extra
        #expect(throws: DERError.self) { try Certificate(der: instance.leaf(profile)) }
        profile.extra = [
            DER.sequence(DER.objectIdentifier(ObjectIdentifier(1, 2, 3)), DER.boolean(false), DER.octetString([5, 0]))
        ]
        #expect(throws: DERError.self) { try Certificate(der: instance.leaf(profile)) }
    }
}

@Suite struct InstantTests {
    @Test(
        arguments: [
            ("1970-01-01T00:00:00Z", 0), ("2000-02-29T23:59:59Z", 951_868_799), ("2025-06-12T12:02:16Z", 1_749_729_736),
            ("1969-12-31T23:59:59Z", -1), ("0000-01-01T00:00:00Z", -62_167_219_200),
            ("9999-12-31T23:59:59Z", 253_402_300_799),
        ] as [(String, Int64)]) func `times are read and written`(text: String, seconds: Int64) throws
    {
        let instant = try #require(Instant(text))
        #expect(instant.seconds == seconds)
        #expect(instant.description == text)
    }

    @Test func `fractions and offsets are read`() throws {
        #expect(Instant("2022-10-31T23:59:59.999Z")?.description == "2022-10-31T23:59:59.999Z")
        #expect(Instant("2022-10-31T23:59:59.9990001Z")?.nanoseconds == 999_000_100)
        #expect(Instant("2025-06-12T14:02:16+02:00") == Instant("2025-06-12T12:02:16Z"))
        #expect(Instant("2025-06-12t12:02:16.5z")?.nanoseconds == 500_000_000)
    }

    @Test(arguments: [
        "", "2025-06-12", "2025-06-12T12:02:16", "2025-02-29T00:00:00Z", "2025-13-01T00:00:00Z", "2025-06-12T24:00:00Z",
        "2025-06-12T12:02:16.Z", "2025-06-12T12:02:16Zx", "2025-06-12 12:02:16Z", "+025-06-12T12:02:16Z",
        "2025-06-12T12:02:16+0200", "2025-06-12T12:02:16+25:00",
    ]) func `what is no time is refused`(text: String) { #expect(Instant(text) == nil) }

    @Test(
        arguments: [
            (DERTag.utcTime, "500101000000Z", "1950-01-01T00:00:00Z"),
            (DERTag.utcTime, "491231235959Z", "2049-12-31T23:59:59Z"),
            (DERTag.generalizedTime, "20500101000000Z", "2050-01-01T00:00:00Z"),
            (DERTag.generalizedTime, "20250612120220.5Z", "2025-06-12T12:02:20.5Z"),
            (DERTag.generalizedTime, "20250612120220.50Z", nil), (DERTag.generalizedTime, "20250612120220.Z", nil),
            (DERTag.utcTime, "250612120220.5Z", nil), (DERTag.utcTime, "2506121202Z", nil),
            (DERTag.utcTime, "250612120220", nil),
            (DERTag.generalizedTime, "202506121202Z", nil), (DERTag.octetString, "250612120220Z", nil),
        ] as [(UInt8, String, String?)]) func `times of certificates have one form`(
            tag: UInt8, text: String, expected: String?
        )
    {
        var reader = DERReader(DER.element(tag, Array(text.utf8)))
        do throws(DERError) {
            let instant = try Instant(reader.next(), allowingFraction: true)
            #expect(instant.description == expected)
        } catch {
            #expect(expected == nil, "\(text): \(error)")
        }
    }
}
