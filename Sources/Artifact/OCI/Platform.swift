internal import JSONText

/// An operating system and processor (OCI image specification, Image Index, `platform`).
package struct Platform: Sendable, Hashable, CustomStringConvertible {
    package var os: String
    package var architecture: String
    package var variant: String?
    package var osVersion: String?

    package init(os: String, architecture: String, variant: String? = nil, osVersion: String? = nil) {
        self.os = os
        self.architecture = architecture
        self.variant = variant
        self.osVersion = osVersion
    }

    init?(json: JSONValue) {
        guard let os = json["os"]?.string, let architecture = json["architecture"]?.string else { return nil }
        self.init(
            os: os, architecture: architecture, variant: json["variant"]?.string,
            osVersion: json["os.version"]?.string)
    }

    /// Reads `os/architecture[/variant]`; an architecture alone means Linux. Names of the kernel, such as `x86_64`,
    /// are translated.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { $0.lowercased() }
        guard (1...3).contains(parts.count), parts.allSatisfy({ !$0.isEmpty }) else { return nil }
        let (architecture, variant) = Self.canonical(parts.count == 1 ? parts[0] : parts[1])
        self.init(
            os: parts.count == 1 ? "linux" : parts[0], architecture: architecture,
            variant: parts.count == 3 ? parts[2] : variant)
    }

    private static func canonical(_ name: String) -> (String, String?) {
        switch name {
        case "x86_64", "x86-64": ("amd64", nil)
        case "aarch64": ("arm64", nil)
        case "armhf", "armv7l": ("arm", "v7")
        case "armel", "armv6l": ("arm", "v6")
        case "i386", "i686": ("386", nil)
        default: (name, nil)
        }
    }

    /// The platform this program was built for.
    package static var host: Platform {
        #if arch(arm64)
            Platform(os: "linux", architecture: "arm64")
        #elseif arch(x86_64)
            Platform(os: "linux", architecture: "amd64")
        #else
            Platform(os: "linux", architecture: "unknown")
        #endif
    }

    /// Whether an image for `self` is what `wanted` asks for. `arm64` means `arm64/v8` and a missing variant of the
    /// request matches any.
    package func satisfies(_ wanted: Platform) -> Bool {
        guard os == wanted.os, architecture == wanted.architecture else { return false }
        if let version = wanted.osVersion, version != osVersion { return false }
        guard let variant = wanted.variant else { return true }
        return variant == self.variant || (self.variant == nil && architecture == "arm64" && variant == "v8")
    }

    package var description: String {
        "\(os)/\(architecture)" + (variant.map { "/\($0)" } ?? "")
    }
}
