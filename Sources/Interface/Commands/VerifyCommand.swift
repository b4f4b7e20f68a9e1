internal import Advisories
internal import Archive
package import ArgumentParser
internal import Content
internal import Exploitability
internal import Inventory
internal import JSONText
internal import OCI

/// `obryza verify`: one line for each leg of the answer, and the verdict.
package struct VerifyCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Say whether an artifact may run here, and why.",
        discussion: """
            Checks what can be checked and prints one line for each leg: its state (pass, fail or unknown) and the \
            reason. A leg without evidence is unknown, and then so is the verdict.

            Known vulnerabilities are looked up as `obryza scan` does. --fail-on says which findings fail; without it, or \
            without a database, or where something cannot be looked up, that leg is unknown.

            EXAMPLES
              obryza verify oci:./image --db advisories.db --fail-on kev,due:14d,malicious
              obryza verify oci:./image
              obryza verify registry.example/app@sha256:…
              obryza verify docker-archive:image.tar --format json

            \(ExitStatus.discussion)
            """)

    package enum Format: String, ExpressibleByArgument, CaseIterable, Sendable { case text, json }

    @OptionGroup package var artifact: ImageArguments

    @OptionGroup package var location: DatabaseLocation

    @Option(help: "Whether untrusted parties reach it where it runs; unknown counts as yes and says so.")
    package var exposed: ScanArguments.Exposure = .unknown

    @Option(
        help: ArgumentHelp(
            "Fail when a finding is of one of these classes, separated by commas; may be given several times.",
            discussion: FailCondition.all.map(\.description).joined(separator: ", ")))
    package var failOn: [String] = []

    @Option(name: [.short, .long], help: "text or json.")
    package var format: Format = .text

    package init() {}

    package func validate() throws {
        do {
            _ = try FailOn(failOn)
        } catch { throw ValidationError("\(error)") }
    }

    package func run() async throws {
        try await Failure.reporting(artifact.image) {
            let verification = try await verify()
            try Console.write(
                format == .json ? verification.json : Array(verification.text(Palette()).utf8))
            return verification.status
        }
    }

    private func verify() async throws -> Verification {
        let opener = ArtifactOpener(artifact.source)
        do {
            let inventory = try await opener.inventory(artifact.image)
            let vulnerabilities = try VulnerabilityLeg(location, exposed: exposed, failOn: FailOn(failOn)).walk(
                inventory)
            return Verification(inventory, asked: artifact.image, vulnerabilities: vulnerabilities)
        } catch {
            // Bytes that contradict their digests are a finding about the artifact; anything else is about reaching it.
            guard Failure.status(error) == .failed else { throw error }
            return Verification(failed: "\(error)", asked: artifact.image)
        }
    }
}

/// The legs that were walked, and the verdict over them.
struct Verification {
    enum State: String { case pass, fail, unknown }

    struct Leg {
        var name: String
        var state: State
        var reason: String
    }

    private let subject: String
    private let digest: String?
    let legs: [Leg]

    init(failed reason: String, asked: String) {
        subject = asked
        digest = nil
        legs =
            [Leg(name: "integrity", state: .fail, reason: reason)] + Self.withoutEvidence
            + [
                Leg(
                    name: "vulnerabilities", state: .unknown,
                    reason: "not looked up: what was read is not what the digests name")
            ]
    }

    init(_ inventory: Inventory, asked: String, vulnerabilities: Leg) {
        subject = asked
        digest = (inventory.subject.manifest ?? inventory.subject.configuration)?.description
        legs =
            [Self.integrity(inventory)] + Self.withoutEvidence
            + [vulnerabilities, Self.components(inventory), Self.completeness(inventory)]
    }

    /// A definite failure beats unknown, unknown beats pass.
    var verdict: State {
        legs.contains { $0.state == .fail } ? .fail : legs.contains { $0.state == .unknown } ? .unknown : .pass
    }

    var status: ExitStatus {
        switch verdict {
        case .pass: .passed
        case .fail: .failed
        case .unknown: .unknown
        }
    }

    private static func integrity(_ inventory: Inventory) -> Leg {
        guard inventory.subject.kind == .image else {
            return Leg(name: "integrity", state: .unknown, reason: "a directory has no digest to hold it against")
        }
        let foreign = inventory.gaps.count { $0.reason.hasPrefix("foreign layer") }
        if foreign > 0 {
            return Leg(name: "integrity", state: .unknown, reason: "\(foreign) foreign layers were not read")
        }
        let blobs = inventory.layers.count { $0.blob != nil }
        let parts =
            blobs == inventory.layers.count
            ? "manifest, configuration, \(blobs) layers and their diff_ids match their digests"
            : "configuration and \(inventory.layers.count) diff_ids match; this transport has no layer digests"
        return Leg(name: "integrity", state: .pass, reason: parts)
    }

    /// Legs for which this version gathers no evidence.
    private static let withoutEvidence = [
        Leg(name: "signature", state: .unknown, reason: "no evidence: signatures are not looked for"),
        Leg(name: "provenance", state: .unknown, reason: "no evidence: attestations are not looked for"),
        Leg(name: "source", state: .unknown, reason: "no evidence: no provenance names a source"),
        Leg(name: "policy", state: .unknown, reason: "no evidence: no policy was evaluated"),
    ]

    private static func components(_ inventory: Inventory) -> Leg {
        let count = inventory.components.count { $0.kind != .operatingSystem }
        let system = inventory.release.map { $0.prettyName ?? $0.distro } ?? "operating system not identified"
        guard count > 0 else { return Leg(name: "inventory", state: .unknown, reason: "no component was recognised") }
        if let gap = inventory.gaps.first {
            let more = inventory.gaps.count > 1 ? ", and \(inventory.gaps.count - 1) more gaps" : ""
            return Leg(
                name: "inventory", state: .unknown,
                reason: "\(count) components, \(system); \(gap.path): \(gap.reason)\(more)")
        }
        return Leg(name: "inventory", state: .pass, reason: "\(count) components, \(system)")
    }

    private static func completeness(_ inventory: Inventory) -> Leg {
        let account = inventory.files
        guard !account.files.isEmpty else {
            return Leg(name: "completeness", state: .unknown, reason: "no executable was found to account for")
        }
        let ratio = Percent.text(account.completeness)
        let open = [FileAccount.Status.modified, .unowned, .opaque].compactMap { status -> String? in
            let count = account.tally(status).count
            return count > 0 ? "\(count) \(status.rawValue)" : nil
        }
        var reason = "\(ratio) of the bytes of \(account.files.count) executables accounted for"
        if !open.isEmpty { reason += "; \(open.joined(separator: ", "))" }
        let modified = account.modified.count
        if modified > 0 { reason += "; \(modified) files differ from their package's record" }
        return Leg(
            name: "completeness", state: open.isEmpty && modified == 0 ? .pass : .unknown, reason: reason)
    }

    func text(_ palette: Palette) -> String {
        var text = ""
        func line(_ name: String, _ state: State, _ reason: String) {
            let word = state.rawValue
            let padded = word + String(repeating: " ", count: 9 - word.count)
            let painted =
                switch state {
                case .pass: palette.good(padded)
                case .fail: palette.bad(padded)
                case .unknown: palette.warning(padded)
                }
            let label = name + String(repeating: " ", count: max(1, 17 - name.count))
            text += "\(label)\(painted)\(Table.wrapped(reason, indent: 26, width: Console.width))\n"
        }
        for leg in legs { line(leg.name, leg.state, Table.printable(leg.reason)) }
        line("verdict", verdict, Table.printable(subject + (digest.map { " \($0)" } ?? "")))
        return text
    }

    var json: [UInt8] {
        var writer = JSONWriter(pretty: true)
        writer.object { writer in
            writer.member("digest", digest)
            writer.key("legs")
            writer.array { writer in
                for leg in legs {
                    writer.object {
                        $0.member("name", leg.name)
                        $0.member("reason", leg.reason)
                        $0.member("state", leg.state.rawValue)
                    }
                }
            }
            writer.member("schemaVersion", "1")
            writer.member("subject", subject)
            writer.member("verdict", verdict.rawValue)
        }
        writer.newline()
        return writer.bytes
    }
}
