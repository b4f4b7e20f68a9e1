package import ArgumentParser
internal import Content
internal import OCI
internal import Signing

extension EvidenceUpload.Form: ExpressibleByArgument {}

/// `obryza attach`: stores signatures beside an image.
package struct AttachCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "attach",
        abstract: "Store Sigstore bundles beside the image they sign.",
        discussion: """
            A bundle must be of the image: over its digest, or around a statement with it as a subject. Who signed is \
            not asked here; `obryza verify-signature` does that. A bundle becomes a referrer of the image, as cosign 3 \
            stores it; a registry that keeps no referrers gets the list under a tag. With --form tag a signed \
            statement goes under the tag that older clients look at. Prints the digest of each manifest stored.

            EXAMPLES
              obryza attach registry.example/app:1.0 --bundle app.sigstore.json
              obryza attach oci:./image --bundle provenance.sigstore.json --form tag

            \(ExitStatus.discussion)
            """)

    @OptionGroup package var image: ImageArguments

    @Option(help: "A Sigstore bundle of version 0.3. May be given several times.")
    package var bundle: [String]

    @Option(help: "referrer or tag.")
    var form: EvidenceUpload.Form = .referrer

    package init() {}

    package mutating func validate() throws {
        guard !bundle.isEmpty else { throw ValidationError("give --bundle") }
    }

    package func run() async throws {
        try await Failure.reporting(image.image) {
            let upload = try EvidenceUpload(image.image, image.source)
            let images = try await ImageEvidence.collect(image.image, image.source, searching: false).images
            var parcels: [(json: [UInt8], image: Descriptor)] = []
            // Nothing is stored before all of it is known to belong here.
            for path in bundle {
                let json = try OpenFile.contents(of: path, limit: Signing.Bundle.limit)
                do {
                    let signed = try Signing.Bundle(json: json)
                    guard let image = images.last(where: { signed.speaks(of: $0.digest) }) else {
                        let digests = images.map { "\($0.digest)" }.joined(separator: " or ")
                        Console.narrate(
                            "error: \(Table.printable("\(path): expected a bundle of \(digests), found one of another artifact"))"
                        )
                        return .failed
                    }
                    parcels.append((json, image))
                } catch let error as VerificationFailure {
                    Console.narrate("error: \(Table.printable("\(path): \(error)"))")
                    return .unknown
                }
            }
            for parcel in parcels {
                do {
                    let digest = try await upload.store(.bundle(parcel.json, form), of: parcel.image)
                    try Console.write("\(digest)\n")
                } catch let error as VerificationFailure {
                    throw ValidationError("\(error)")
                }
            }
            return .passed
        }
    }
}
