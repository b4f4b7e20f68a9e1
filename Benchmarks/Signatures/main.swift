// CPU of checking Sigstore bundles, on one core, with the trust root read once.
//
//   signatures-benchmark CONFORMANCE      the folder conformance/sigstore
//
// For each bundle: microseconds of CPU to read and check it, and checks a second. Then what single signatures cost.

import Content
import Glibc
import Measuring
import Signing

/// The best of several runs, in microseconds for each.
func microseconds(_ count: Int, _ body: () throws -> Void) rethrows -> Double {
    var best = Double.infinity
    for _ in 0..<7 {
        let start = cpuSeconds()
        for _ in 0..<count { try body() }
        best = min(best, cpuSeconds() - start)
    }
    return best * 1e6 / Double(count)
}

func line(_ name: String, _ cost: Double) {
    let tenths = Int(cost * 10)
    print("\(name)\t\(tenths / 10).\(tenths % 10)\t\(Int(1e6 / max(0.001, cost)))")
}

guard CommandLine.arguments.count == 2 else {
    print("usage: signatures-benchmark FOLDER")
    exit(2)
}
let folder = CommandLine.arguments[1]
do {
    print("bundle\tµs of CPU\ta second")
    let artifact = SignedArtifact(content: try OpenFile.contents(of: "\(folder)/a.txt", limit: 1 << 20))
    let identity = IdentityPolicy(
        subject: .exact(
            "https://github.com/sigstore-conformance/extremely-dangerous-public-oidc-beacon/.github/workflows/"
                + "extremely-dangerous-oidc-beacon.yml@refs/heads/main"),
        issuer: .exact("https://token.actions.githubusercontent.com"))
    let names = [
        "happy-path-v0.1", "happy-path-v0.3", "happy-path-intoto-in-dsse-v3", "rekor2-happy-path",
        "rekor2-dsse-happy-path",
    ]
    for name in names {
        let own = "\(folder)/\(name)/trusted_root.json"
        let rootPath = access(own, R_OK) == 0 ? own : "\(folder)/_public-good/trusted_root.json"
        let root = try TrustedRoot(json: try OpenFile.contents(of: rootPath, limit: TrustedRoot.limit))
        let json = try OpenFile.contents(of: "\(folder)/\(name)/bundle.sigstore.json", limit: 1 << 20)
        let verifier = BundleVerifier(root: root, policy: VerificationPolicy(signer: .identities([identity])))
        line(name, try microseconds(100) { _ = try verifier.verify(json: json, artifact: artifact) })
    }
    let root = try OpenFile.contents(of: "\(folder)/_public-good/trusted_root.json", limit: TrustedRoot.limit)
    line("reading the public-good root", try microseconds(20) { _ = try TrustedRoot(json: root) })
    let message = SignedContent.message(Array("message".utf8))
    for algorithm in KeyAlgorithm.allCases {
        let key = try SigningKey(generating: algorithm)
        let signature = try key.signature(of: message)
        line("\(algorithm)", try microseconds(50) { _ = try key.publicKey.verifies(signature, of: message) })
    }
} catch {
    print("signatures-benchmark: \(error)")
    exit(1)
}
