extension Ecosystem {
    /// A version without the mark of a build for some platform, where a registry writes it into the version: builds of
    /// one release have its flaws and its fixes, whatever the order of their marks.
    func release(of version: String) -> String {
        switch family {
        case .rubygems: Self.withoutGemPlatform(version)
        case .maven: Self.withoutJavaRelease(version)
        default: version
        }
    }

    /// `1.16.2-x86_64-linux-gnu`, `1.16.2-java`: as gems are named in files. RubyGems itself would take the dash for the
    /// start of a pre-release (`Gem::Version`).
    private static func withoutGemPlatform(_ version: String) -> String {
        var start = version.startIndex
        while let dash = version[start...].firstIndex(of: "-") {
            let rest = version[version.index(after: dash)...]
            let processor = rest.prefix { $0 != "-" }
            if gemPlatforms.contains(String(processor)), dash != version.startIndex { return String(version[..<dash]) }
            start = version.index(after: dash)
        }
        return version
    }

    /// With what the platform of a gem begins (`Gem::Platform`).
    private static let gemPlatforms: Set<String> = [
        "x86", "x86_64", "x64", "i386", "i486", "i586", "i686", "aarch64", "arm", "arm64", "armv6l", "armv7l", "armv8",
        "powerpc", "powerpc64", "powerpc64le", "ppc64le", "riscv64", "s390x", "universal", "sparc", "java", "jruby",
        "mswin",
        "mswin32", "mswin64", "mingw32", "ruby", "dalvik", "macruby", "wasm32",
    ]

    /// `12.10.2.jre11`: the same release for another Java.
    private static func withoutJavaRelease(_ version: String) -> String {
        guard version.utf8.contains(UInt8(ascii: "j")) else { return version }
        let parts = version.split(separator: ".", omittingEmptySubsequences: false)
        let kept = parts.enumerated().filter { $0.offset == 0 || !isJavaRelease($0.element) }.map(\.element)
        return kept.count == parts.count ? version : kept.joined(separator: ".")
    }

    private static func isJavaRelease(_ part: Substring) -> Bool {
        (part.hasPrefix("jre") || part.hasPrefix("jdk")) && part.utf8.count > 3
            && part.utf8.dropFirst(3).allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
    }
}

extension Affected {
    /// The statement as versions without marks of builds are compared with it.
    var withoutBuilds: Affected {
        guard ecosystem.family == .maven || ecosystem.family == .rubygems else { return self }
        var result = self
        result.versions = versions.map { ecosystem.release(of: $0) }.distinct
        result.fix.versions = fix.versions.map { ecosystem.release(of: $0) }.distinct
        result.ranges = ranges.map { range in
            guard case .events(let events) = range else { return range }
            return .events(
                events.map { event in
                    switch event {
                    case .introduced(let version): .introduced(ecosystem.release(of: version))
                    case .fixed(let version): .fixed(ecosystem.release(of: version))
                    case .lastAffected(let version): .lastAffected(ecosystem.release(of: version))
                    case .limit(let version): .limit(ecosystem.release(of: version))
                    }
                })
        }
        return result
    }
}
