import Testing

@testable import Rego

@Suite("Bundle signatures")
struct BundleSignatureTests {
    private static let files = [
        PolicyBundleTests.file(".manifest", #"{"revision":"r","roots":[""]}"#),
        PolicyBundleTests.file("a/data.yaml", "b: 1.0\nz: '<'\n"),
        PolicyBundleTests.file("data.json", #"{ "b": 1.0, "a": [1, {"z": "<\u2028"}] }"#),
        PolicyBundleTests.file("docs/README.md", "hello"), PolicyBundleTests.file("p.rego", "package p\n"),
    ]

    private static func signed(
        _ signing: BundleSigning, _ change: (inout [PolicyBundle.File]) -> Void = { _ in }
    ) throws -> [PolicyBundle.File] {
        let signatures = try signing.sign(files, of: "b")
        var all = files + [PolicyBundleTests.file(".signatures.json", signatures.json)]
        change(&all)
        return all
    }

    private static var secret: BundleSigning {
        var signing = BundleSigning(key: Array("secret".utf8))
        signing.algorithm = "HS256"
        return signing
    }

    private static var verification: BundleVerification {
        var verification = BundleVerification(key: Array("secret".utf8))
        verification.algorithm = "HS256"
        return verification
    }

    @Test("Structured files are digested by value, with sorted keys and numbers as written; others by their bytes")
    func digestedContent() throws {
        let texts = try Self.files.map { String(decoding: try SignedFile.content(of: $0, in: "b"), as: UTF8.self) }
        #expect(
            texts == [
                #"{"revision":"r","roots":[""]}"#, #"{"b":1,"z":"<"}"#, #"{"a":[1,{"z":"<\u2028"}],"b":1.0}"#, "hello",
                "package p\n",
            ])
    }

    @Test("A signature holds for the same files in another layout, and for nothing else")
    func verifies() throws {
        func check(_ change: (inout [PolicyBundle.File]) -> Void) throws {
            _ = try PolicyBundle(
                files: Self.signed(Self.secret, change), of: "b", signatures: .signed(Self.verification))
        }
        try check { _ in }
        try check { $0[2] = PolicyBundleTests.file("data.json", #"{"a":[1,{"z":"<\u2028"}],"b":1.0}"#) }
        for change: (inout [PolicyBundle.File]) -> Void in [
            { $0[2] = PolicyBundleTests.file("data.json", #"{"a":[1,{"z":"<\u2028"}],"b":1}"#) },
            { $0[4] = PolicyBundleTests.file("p.rego", "package p \n") }, { $0.remove(at: 3) }, { $0.removeLast() },
            { $0.insert(PolicyBundleTests.file("q.rego", "package q"), at: 5) },
            { $0.insert(PolicyBundleTests.file("x/README", ""), at: 5) },
        ] { #expect(throws: LoadingError.self) { try check(change) } }
    }

    @Test("A signed bundle without a key is refused, unless verification is skipped")
    func needsKey() throws {
        let files = try Self.signed(Self.secret)
        #expect(throws: LoadingError.self) { try PolicyBundle(files: files, of: "b") }
        #expect(try PolicyBundle(files: files, of: "b", signatures: .ignored).policies.count == 1)
        #expect(throws: LoadingError.self) {
            try PolicyBundle(files: Self.files, of: "b", signatures: .signed(Self.verification))
        }
    }

    @Test("Key, algorithm and scope must be the expected ones")
    func expectations() throws {
        func accepts(_ change: (inout BundleVerification) -> Void, claims: String? = nil) throws -> Bool {
            var signing = Self.secret
            signing.claims = claims.map { Array($0.utf8) }
            var verification = Self.verification
            change(&verification)
            do {
                _ = try PolicyBundle(files: Self.signed(signing), of: "b", signatures: .signed(verification))
                return true
            } catch is LoadingError {
                return false
            }
        }
        #expect(try accepts { _ in })
        #expect(try !accepts { $0.key = Array("other".utf8) })
        #expect(try !accepts { $0.algorithm = "HS512" })
        #expect(try !accepts { $0.algorithm = "none" })
        #expect(try !accepts { $0.scope = "write" })
        #expect(try accepts({ $0.scope = "write" }, claims: #"{"scope":"write","iss":"me"}"#))
        #expect(try !accepts({ _ in }, claims: #"{"scope":"write"}"#))
        #expect(try !accepts({ _ in }, claims: #"{"files":[]}"#))
    }

    @Test("Files that a pattern names need no signature")
    func exclusion() throws {
        var verification = Self.verification
        verification.excluding = ["docs/*"]
        let files = try Self.signed(Self.secret) { files in
            files[3].bytes = Array("changed".utf8)
            files.insert(PolicyBundleTests.file("docs/new", ""), at: 4)
        }
        #expect(throws: Never.self) { try PolicyBundle(files: files, of: "b", signatures: .signed(verification)) }
        verification.excluding = ["*"]
        #expect(throws: LoadingError.self) {
            try PolicyBundle(files: files, of: "b", signatures: .signed(verification))
        }
    }

    @Test("A digest of an algorithm that is weak or unknown is refused", arguments: ["MD5", "SHA-1", "SHA-224", ""])
    func weakDigests(_ algorithm: String) {
        let file = PolicyBundleTests.file("p.rego", "package p\n")
        let signed = SignedFile(name: "p.rego", hash: "5d41402abc4b2a76b9719d911017c592", algorithm: algorithm)
        #expect(throws: LoadingError.self) { try signed.check(file, in: "b") }
    }

    @Test("Keys of RSA, elliptic curves and Edwards curves sign and verify", arguments: BundleKeys.all)
    func asymmetric(_ keys: BundleKeys) throws {
        var signing = BundleSigning(key: Array(keys.secret.utf8))
        signing.algorithm = keys.algorithm
        signing.keyIdentifier = "default"
        var verification = BundleVerification(key: Array(keys.public.utf8))
        verification.algorithm = keys.algorithm
        let files = try Self.signed(signing)
        let bundle = try PolicyBundle(files: files, of: "b", signatures: .signed(verification))
        #expect(bundle.signatures?.tokens.count == 1)
        for other in BundleKeys.all where other.algorithm != keys.algorithm {
            var wrong = BundleVerification(key: Array(other.public.utf8))
            wrong.algorithm = keys.algorithm
            #expect(throws: LoadingError.self) {
                try PolicyBundle(files: files, of: "b", signatures: .signed(wrong))
            }
        }
        // A public key is no secret: it must not verify what anybody can make with it.
        var forged = BundleSigning(key: Array(keys.public.utf8))
        forged.algorithm = "HS256"
        let forgery = try Self.signed(forged)
        #expect(throws: LoadingError.self) {
            try PolicyBundle(files: forgery, of: "b", signatures: .signed(verification))
        }
    }
}
