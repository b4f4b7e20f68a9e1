internal import Advisories
package import ArgumentParser
internal import VEX

/// Who writes a document, and in which format.
package struct VEXWritingArguments: ParsableArguments {
    @Option(help: "Who says it: a person, team or company.")
    package var author: String?

    @Option(help: "What the author is, such as 'Document Creator' or 'vendor'.")
    package var role: String?

    @Option(help: "openvex, csaf or cyclonedx.")
    var format: VEXFormat = .openVEX

    @Option(help: "For CSAF: an address under the publisher's control, such as https://example.org.")
    package var namespace: String?

    @Option(help: "For CSAF: coordinator, discoverer, other, translator, user or vendor.")
    var category: VEXPublisher.Category = .vendor

    @Option(name: [.short, .long], help: "Where the document goes. Default: standard output.")
    package var output: String?

    package init() {}

    package mutating func validate() throws {
        guard format != .csaf || namespace != nil else { throw ValidationError("CSAF needs --namespace") }
        if let namespace, !namespace.hasPrefix("https://"), !namespace.hasPrefix("http://") {
            throw ValidationError("--namespace takes an address that begins with https://")
        }
    }

    /// Writes a document to its place.
    func write(_ document: VEXDocument) throws {
        let bytes: [UInt8]
        do throws(VEXError) {
            bytes = try document.written(
                as: format, publisher: namespace.map { VEXPublisher(category: category, namespace: $0) },
                toolVersion: ObryzaCommand.version)
        } catch {
            throw ValidationError("\(error)")
        }
        if let output { try Console.save(bytes, to: output) } else { try Console.write(bytes) }
    }
}

extension VEXFormat: ExpressibleByArgument {}
extension VEXPublisher.Category: ExpressibleByArgument {}
extension VEXStatus: ExpressibleByArgument {}
extension VEXJustification: ExpressibleByArgument {}
