package import Content
internal import JSONText

/// The configuration of an image (OCI image specification, Image Configuration).
package struct ImageConfiguration: Sendable {
    package struct History: Sendable {
        package var createdBy: String?
        package var isEmptyLayer: Bool
    }

    package var platform: Platform?
    /// RFC 3339.
    package var created: String?
    package var diffIDs: [Digest]
    package var history: [History]
    package var user: String?
    package var entrypoint: [String]
    package var command: [String]
    package var environment: [String]
    package var workingDirectory: String?
    package var labels: [String: String]

    package static let limit = 16 << 20
    /// Runtimes mount far fewer; a manifest that names one bomb ten thousand times is refused here.
    package static let layerLimit = 1000

    package init(_ bytes: [UInt8], digest: Digest) throws(OCIError) {
        let subject = "image configuration \(digest)"
        let root = try parse(bytes, subject: subject)
        guard root.kind == .object else { throw .malformed(subject: subject, reason: "not an object") }
        if let os = root["os"]?.string, let architecture = root["architecture"]?.string {
            platform = Platform(
                os: os, architecture: architecture, variant: root["variant"]?.string,
                osVersion: root["os.version"]?.string)
        }
        created = root["created"]?.string
        var diffIDs: [Digest] = []
        if let list = root["rootfs"]?["diff_ids"] {
            for element in list.elements {
                guard let digest = element.string.flatMap({ Digest($0) }) else {
                    throw .malformed(
                        subject: subject, reason: "a diff_id is no digest: \(element.string ?? "not text")")
                }
                diffIDs.append(digest)
            }
            guard diffIDs.count <= Self.layerLimit else {
                throw .malformed(
                    subject: subject, reason: "\(diffIDs.count) layers, above the limit of \(Self.layerLimit)")
            }
        }
        self.diffIDs = diffIDs
        history =
            root["history"]?.elements.map {
                History(createdBy: $0["created_by"]?.string, isEmptyLayer: $0["empty_layer"]?.bool ?? false)
            } ?? []
        let config = root["config"]
        user = config?["User"]?.string
        entrypoint = config?["Entrypoint"]?.elements.compactMap(\.string) ?? []
        command = config?["Cmd"]?.elements.compactMap(\.string) ?? []
        environment = config?["Env"]?.elements.compactMap(\.string) ?? []
        workingDirectory = config?["WorkingDir"]?.string
        labels = stringMap(config?["Labels"])
    }

    /// The build step that made each layer, where the history names as many steps as there are layers.
    package var layerCommands: [String?] {
        let steps = history.filter { !$0.isEmptyLayer }
        guard steps.count == diffIDs.count else { return diffIDs.map { _ in nil } }
        return steps.map(\.createdBy)
    }
}
