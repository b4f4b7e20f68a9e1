package import JSONText

/// That someone has built an artifact again, and whether the same bits came out.
package struct RebuildRecord: Predicate {
    package static let types = ["obryza:rebuild:v1"]

    package var builderID: String
    /// The provenance that said how to build it.
    package var provenance: ResourceDescriptor
    /// What came out.
    package var rebuilt: ResourceDescriptor
    package var isIdentical: Bool
    /// What differs, when something does: files and layers, by name and digest.
    package var differences: [ResourceDescriptor]
    /// RFC 3339.
    package var finishedOn: String?
    private var unknown = UnknownMembers()

    package init(_ value: JSONValue) throws(AttestationError) {
        let root = try MemberReader(value, subject: Self.type)
        builderID = try root.object("builder").text("id")
        provenance = try ResourceDescriptor(root.object("provenance").value, path: "provenance")
        rebuilt = try ResourceDescriptor(root.object("rebuilt").value, path: "rebuilt")
        guard !rebuilt.digest.isEmpty else { throw root.failure("rebuilt.digest", "a digest") }
        guard let identical = try root.optionalBool("identical") else {
            throw root.failure("identical", "true or false")
        }
        isIdentical = identical
        differences = try root.resources("differences")
        guard !identical || differences.isEmpty else {
            throw root.failure("differences", "no differences of what is identical")
        }
        finishedOn = try root.optionalText("finishedOn")
        unknown = root.unknown(except: ["builder", "provenance", "rebuilt", "identical", "differences", "finishedOn"])
    }

    package func write(into writer: inout JSONWriter) {
        writer.object { writer in
            writer.key("builder")
            writer.object { $0.member("id", builderID) }
            writer.key("provenance")
            provenance.write(into: &writer)
            writer.key("rebuilt")
            rebuilt.write(into: &writer)
            writer.member("identical", isIdentical)
            writer.member("differences", resources: differences)
            writer.member("finishedOn", finishedOn)
            unknown.write(into: &writer)
        }
    }
}
