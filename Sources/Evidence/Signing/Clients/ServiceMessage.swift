internal import JSONText

/// Why a service refused, as it says: RFC 9457's `detail`, gRPC's or Rekor's `message`, or the beginning of the text.
enum ServiceMessage {
    static func text(of body: [UInt8], hiding secret: IdentityToken?) -> String {
        let prefix = Array(body.prefix(4096))
        // What is no JSON is shown as text.
        let root = body.count <= 64 << 10 ? (try? JSONDocument(body, limits: JSONLimits(depth: 16)))?.root : nil
        var said = root?["detail"]?.string ?? root?["message"]?.string ?? String(decoding: prefix, as: UTF8.self)
        // Each part by itself: a service may repeat what it could not read.
        for part in secret?.text.split(separator: ".") ?? [] {
            said = said.split(separator: part, omittingEmptySubsequences: false).joined(separator: "…")
        }
        var text = ""
        for scalar in said.unicodeScalars.prefix(300) {
            text.unicodeScalars.append(scalar.value < 0x20 || scalar.value == 0x7f ? " " : scalar)
        }
        return text
    }
}
