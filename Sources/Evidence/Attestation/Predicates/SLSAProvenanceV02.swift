package import JSONText

/// How an artifact was built, as older builders say it (SLSA Provenance 0.2).
package struct SLSAProvenanceV02: Predicate {
    package static let types = ["https://slsa.dev/provenance/v0.2"]

    package var builderID: String
    package var buildType: String
    /// `configSource`: where the build's definition came from.
    package var configSource: ResourceDescriptor?
    package var entryPoint: String?
    package var parameters: JSONValue?
    package var environment: JSONValue?
    package var invocationID: String?
    package var startedOn: String?
    package var finishedOn: String?
    package var materials: [ResourceDescriptor]
    /// The claim that `materials` is all there was.
    package var hasCompleteMaterials: Bool?
    package var isReproducible: Bool?
    /// All of it, to be written again as it was read.
    private let source: JSONValue

    package init(_ value: JSONValue) throws(AttestationError) {
        let root = try MemberReader(value, subject: Self.type)
        source = value
        builderID = try root.object("builder").text("id")
        buildType = try root.text("buildType")
        if let invocation = try root.optionalObject("invocation") {
            if let config = try invocation.optionalObject("configSource") {
                configSource = ResourceDescriptor(
                    uri: try config.optionalText("uri"), digest: try config.digests("digest"))
                entryPoint = try config.optionalText("entryPoint")
            }
            parameters = try invocation.optionalRaw("parameters")
            environment = try invocation.optionalRaw("environment")
        }
        if let metadata = try root.optionalObject("metadata") {
            invocationID = try metadata.optionalText("buildInvocationId")
            startedOn = try metadata.optionalText("buildStartedOn")
            finishedOn = try metadata.optionalText("buildFinishedOn")
            hasCompleteMaterials = try metadata.optionalObject("completeness")?.optionalBool("materials")
            isReproducible = try metadata.optionalBool("reproducible")
        }
        materials = try root.resources("materials")
    }

    package func write(into writer: inout JSONWriter) { writer.value(source) }

    /// The same in the terms of version 1 (SLSA 1.0, “Migrating from 0.2”).
    ///
    /// `buildConfig`, `completeness` and `reproducible` have no member there: the builder's identity stands for them.
    package func upgraded() throws -> SLSAProvenance {
        var external = JSONWriter()
        external.object { writer in
            writer.member("configSource", configSource?.uri)
            writer.member("entryPoint", entryPoint)
            writer.member("parameters", raw: parameters)
        }
        let document = try JSONDocument.strict(external.bytes, subject: Self.type)
        var provenance = SLSAProvenance(
            buildDefinition: .init(buildType: buildType, externalParameters: document.root),
            builder: .init(id: builderID))
        provenance.buildDefinition.internalParameters = environment
        provenance.buildDefinition.resolvedDependencies = materials
        if let configSource,
            !materials.contains(where: { $0.uri == configSource.uri && $0.digest == configSource.digest })
        {
            provenance.buildDefinition.resolvedDependencies.append(configSource)
        }
        var metadata = SLSAProvenance.Metadata()
        metadata.invocationID = invocationID
        metadata.startedOn = startedOn
        metadata.finishedOn = finishedOn
        provenance.metadata = metadata
        return provenance
    }
}
