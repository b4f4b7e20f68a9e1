package import ArgumentParser
internal import Inventory
internal import OCI

/// What all commands that read an artifact take.
package struct ImageArguments: ParsableArguments {
    @Argument(
        help: ArgumentHelp(
            "What to read.",
            discussion: """
                oci:DIR[:TAG|@DIGEST]      an OCI image layout
                oci-archive:FILE[:TAG]     the same in a tar archive
                docker-archive:FILE[:REF]  what `docker save` writes
                dir:PATH                   a root file system or a source tree
                NAME[:TAG][@DIGEST]        an image in a registry
                """))
    package var image: String

    @OptionGroup package var source: SourceOptions

    package init() {}
}

/// How to reach and read an artifact.
package struct SourceOptions: ParsableArguments {
    @Option(help: "Which image of an index: os/architecture[/variant]. Default: this machine's.")
    package var platform: String?

    @Flag(help: "Open no socket.")
    package var offline = false

    @Flag(help: "Allow plain http and unverified certificates for the registry named. Loopback needs no flag for http.")
    package var insecure = false

    @Option(help: "Threads that read layers, in pairs. Default: one pair for every two processors, at most four.")
    package var lanes: Int?

    package init() {}

    package mutating func validate() throws {
        if let platform, Platform(platform) == nil {
            throw ValidationError("'\(platform)' is no platform; expected os/architecture, such as linux/arm64")
        }
        if let lanes, !(1...64).contains(lanes) { throw ValidationError("--lanes takes a number from 1 to 64") }
    }
}
