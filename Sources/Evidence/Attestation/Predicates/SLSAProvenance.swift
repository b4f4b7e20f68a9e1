package import JSONText

/// How an artifact was built (SLSA Build Provenance 1.0 to 1.2, one type URI).
package struct SLSAProvenance: Predicate {
    package static let types = ["https://slsa.dev/provenance/v1"]

    package struct BuildDefinition: Sendable {
        package var buildType: String
        /// What the tenant asked for: not to be trusted, complete from level 3 on.
        package var externalParameters: JSONValue
        package var internalParameters: JSONValue?
        package var resolvedDependencies: [ResourceDescriptor] = []
        var unknown = UnknownMembers()

        package init(buildType: String, externalParameters: JSONValue) {
            self.buildType = buildType
            self.externalParameters = externalParameters
        }
    }

    package struct Builder: Sendable {
        /// What alone decides how far to trust the build.
        package var id: String
        package var builderDependencies: [ResourceDescriptor] = []
        package var version: [(name: String, value: String)] = []
        var unknown = UnknownMembers()

        package init(id: String) { self.id = id }
    }

    package struct Metadata: Sendable {
        package var invocationID: String?
        /// RFC 3339.
        package var startedOn: String?
        package var finishedOn: String?
        var unknown = UnknownMembers()

        package init() {}
    }

    package var buildDefinition: BuildDefinition
    package var builder: Builder
    package var metadata: Metadata?
    package var byproducts: [ResourceDescriptor] = []
    private var unknown = UnknownMembers()
    private var unknownRunDetails = UnknownMembers()

    package init(buildDefinition: BuildDefinition, builder: Builder) {
        self.buildDefinition = buildDefinition
        self.builder = builder
    }

    package init(_ value: JSONValue) throws(AttestationError) {
        let root = try MemberReader(value, subject: Self.type)
        let definition = try root.object("buildDefinition")
        buildDefinition = BuildDefinition(
            buildType: try definition.text("buildType"),
            externalParameters: try definition.object("externalParameters").value)
        buildDefinition.internalParameters = try definition.optionalRaw("internalParameters")
        buildDefinition.resolvedDependencies = try definition.resources("resolvedDependencies")
        buildDefinition.unknown = definition.unknown(except: [
            "buildType", "externalParameters", "internalParameters", "resolvedDependencies",
        ])
        let run = try root.object("runDetails")
        let builder = try run.object("builder")
        self.builder = Builder(id: try builder.text("id"))
        self.builder.builderDependencies = try builder.resources("builderDependencies")
        self.builder.version = try builder.map("version")
        self.builder.unknown = builder.unknown(except: ["id", "builderDependencies", "version"])
        if let metadata = try run.optionalObject("metadata") {
            var read = Metadata()
            read.invocationID = try metadata.optionalText("invocationId")
            read.startedOn = try metadata.optionalText("startedOn")
            read.finishedOn = try metadata.optionalText("finishedOn")
            read.unknown = metadata.unknown(except: ["invocationId", "startedOn", "finishedOn"])
            self.metadata = read
        }
        byproducts = try run.resources("byproducts")
        unknownRunDetails = run.unknown(except: ["builder", "metadata", "byproducts"])
        unknown = root.unknown(except: ["buildDefinition", "runDetails"])
    }

    package func write(into writer: inout JSONWriter) {
        writer.object { writer in
            writer.key("buildDefinition")
            writer.object { writer in
                writer.member("buildType", buildDefinition.buildType)
                writer.member("externalParameters", raw: buildDefinition.externalParameters)
                writer.member("internalParameters", raw: buildDefinition.internalParameters)
                writer.member("resolvedDependencies", resources: buildDefinition.resolvedDependencies)
                buildDefinition.unknown.write(into: &writer)
            }
            writer.key("runDetails")
            writer.object { writer in
                writer.key("builder")
                writer.object { writer in
                    writer.member("id", builder.id)
                    writer.member("builderDependencies", resources: builder.builderDependencies)
                    writer.member("version", map: builder.version)
                    builder.unknown.write(into: &writer)
                }
                if let metadata {
                    writer.key("metadata")
                    writer.object { writer in
                        writer.member("invocationId", metadata.invocationID)
                        writer.member("startedOn", metadata.startedOn)
                        writer.member("finishedOn", metadata.finishedOn)
                        metadata.unknown.write(into: &writer)
                    }
                }
                writer.member("byproducts", resources: byproducts)
                unknownRunDetails.write(into: &writer)
            }
            unknown.write(into: &writer)
        }
    }
}
