/// Where a login goes back to: a port of the machine that the person sits at (RFC 8252 §7.3), or a page that shows the code.
struct RedirectAddress: Sendable, Equatable {
    let text: String
    /// What a page may send a form on to, as Content-Security-Policy names it; `nil` for the page with the code.
    let source: String?

    /// The code is shown, to be typed into the client.
    static let outOfBand = "urn:ietf:wg:oauth:2.0:oob"

    var isOutOfBand: Bool { source == nil }

    /// Any port and path of loopback, without query and fragment.
    init?(_ text: String) {
        self.text = text
        if text == Self.outOfBand {
            source = nil
            return
        }
        guard text.utf8.count <= 512, text.hasPrefix("http://") else { return nil }
        let rest = text.dropFirst(7)
        let authority = rest.prefix { $0 != "/" }
        let path = rest.dropFirst(authority.count)
        guard let host = ["localhost", "127.0.0.1", "[::1]"].first(where: { authority.hasPrefix($0) }) else {
            return nil
        }
        let port = authority.dropFirst(host.count)
        if !port.isEmpty {
            let digits = port.dropFirst()
            guard port.hasPrefix(":"), (1...5).contains(digits.utf8.count), !digits.hasPrefix("0"),
                digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(digits), number <= 65_535
            else { return nil }
        }
        guard path.utf8.allSatisfy(Self.isPathByte) else { return nil }
        // Policies have no words for addresses in brackets (CSP 3 §2.3.1).
        source = host == "[::1]" ? "http:" : "http://\(authority)"
    }

    private static func isPathByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "/-._~%:@!$&()*+,;=".utf8.contains(byte)
        }
    }
}
