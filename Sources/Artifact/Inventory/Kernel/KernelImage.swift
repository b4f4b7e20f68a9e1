/// The version that a Linux kernel image states.
struct KernelImage: Equatable {
    /// As `uname -r` says: `6.1.0-50-cloud-amd64`.
    var release: String
    /// The whole banner.
    var banner: String

    private static let bannerLimit = 512

    /// Reads the header of a bzImage (Linux, `Documentation/arch/x86/boot.rst`), or finds the banner in an image that
    /// is not compressed.
    ///
    /// - Returns: `nil` when it is none, or its kernel is compressed in a way that shows no version.
    init?(_ buffer: UnsafeRawBufferPointer) {
        let bytes = CheckedBytes(buffer, order: .little)
        if bytes.uint16(0x1fe) == 0xaa55, bytes.uint32(0x202) == 0x5372_6448 {
            guard let offset = bytes.uint16(0x20e), offset > 0, let text = Self.text(buffer, at: Int(offset) + 0x200)
            else { return nil }
            self.init(banner: text)
            return
        }
        guard let start = Self.find(buffer), let text = Self.text(buffer, at: start) else { return nil }
        self.init(banner: text)
    }

    private init?(banner text: String) {
        guard let release = text.split(separator: " ").first, release.first?.isNumber ?? false else { return nil }
        self.release = String(release)
        banner = text
    }

    /// Upstream's version: what the distributor names after the build, or else the numbers of the release.
    var upstream: String {
        let words = banner.split(separator: " ")
        if let index = words.firstIndex(of: "Debian"), index + 1 < words.count {
            let version = words[index + 1].prefix { $0.isNumber || $0 == "." }
            if version.contains(".") { return String(version) }
        }
        var version = release.prefix { $0.isNumber || $0 == "." }
        while version.last == "." { version.removeLast() }
        return String(version)
    }

    private static func text(_ buffer: UnsafeRawBufferPointer, at start: Int) -> String? {
        guard start < buffer.count else { return nil }
        let area = buffer[start..<min(buffer.count, start + bannerLimit)]
        let text = area.prefix { $0 >= 0x20 && $0 < 0x7f }
        return text.isEmpty ? nil : String(decoding: text, as: UTF8.self)
    }

    /// Where the text after `Linux version ` starts.
    private static func find(_ buffer: UnsafeRawBufferPointer) -> Int? {
        let mark = Array("Linux version ".utf8)
        guard buffer.count > mark.count else { return nil }
        var at = 0
        let last = buffer.count - mark.count
        while at < last {
            if buffer[at] == mark[0], buffer[at + 1] == mark[1], buffer[at..<at + mark.count].elementsEqual(mark),
                VersionText.isDigit(buffer[at + mark.count])
            {
                return at + mark.count
            }
            at += 1
        }
        return nil
    }
}
