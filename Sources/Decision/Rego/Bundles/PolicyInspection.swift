/// What a bundle, a folder or a policy contains.
package struct PolicyInspection: Sendable {
    package struct Note: Sendable {
        package var annotation: Annotation
        /// Of the rule or package.
        package var position: RegoError.Position
        package var path: Reference
        package var package: Reference
    }

    /// Nil for a single policy.
    package private(set) var manifest: BundleManifest?
    package private(set) var signatures: BundleSignatures?
    package private(set) var patch: DataPatch?
    /// The files of policies by package and of documents by place, both as `data.a.b`; sorted.
    package private(set) var namespaces: [(name: String, files: [String])] = []
    package private(set) var notes: [Note] = []
    package private(set) var capabilities = Capabilities()

    /// - Throws: What keeps the policies from being compiled. Signatures are not verified.
    package init(path: String, version: RegoVersion = .v1, ignoring: [String] = []) throws {
        var request = PolicySet.Request()
        request.version = version
        request.ignoring = ignoring
        request.signatures = .ignored
        var files: [String: [String]] = [:]
        // What the names of files in an archive begin with; there a path begins at the archive's root.
        var archive: String?
        if path.hasSuffix(".rego") {
            request.paths = [path]
        } else {
            let bundle = try PolicyBundle(path: path, ignoring: ignoring, signatures: .ignored)
            manifest = bundle.manifest
            signatures = bundle.signatures
            patch = bundle.patch
            let places = try PolicyFiles.list(path)
            if places.count == 1, places[0].path == path { archive = path }
            for file in bundle.documents {
                let name = (["data"] + file.folders).joined(separator: ".")
                files[name, default: []].append("\(archive == nil ? path : "")/\(file.path)")
            }
            if bundle.patch == nil { request.bundles = [path] }
        }
        let set = try PolicySet(request)
        let modules = set.modules
        for (index, module) in modules.modules.enumerated() {
            var name = modules.sources[index].name
            if let archive, name.hasPrefix(archive + "/") { name = String(name.dropFirst(archive.count)) }
            files[module.package.path.dotted, default: []].append(name)
            for annotation in module.annotations {
                let rule = module.rules.first { $0.location.row > annotation.lastRow }
                let isAboveRule = annotation.scope == .rule || annotation.scope == .document
                let place = isAboveRule ? rule?.location ?? annotation.location : module.package.location
                notes.append(
                    Note(
                        annotation: annotation,
                        position: .init(file: name, row: Int(place.row), column: Int(place.column)),
                        path: annotation.target ?? module.package.path, package: module.package.path))
            }
        }
        namespaces = files.sorted { $0.key < $1.key }.map { (name: $0.key, files: $0.value.sorted()) }
        notes.sort { one, other in
            (one.path.dotted, one.position.file, one.annotation.location.row)
                < (other.path.dotted, other.position.file, other.annotation.location.row)
        }
        capabilities = modules.requiredCapabilities
    }

    /// As `opa inspect --format json` writes it, and for a delta bundle its changes.
    package func json(withAnnotations: Bool) -> String {
        func array(_ texts: [String]) -> String { "[\(texts.joined(separator: ","))]" }
        let quoted = { (text: String) in JSONOutput.quoted(text) }
        var members = ["\"manifest\":\((manifest ?? BundleManifest()).json)"]
        members.append("\"signatures_config\":\(signatures?.json ?? "{}")")
        if !namespaces.isEmpty {
            let entries = namespaces.map { "\(quoted($0.name)):\(array($0.files.map(quoted)))" }
            members.append("\"namespaces\":{\(entries.joined(separator: ","))}")
        }
        if withAnnotations, !notes.isEmpty {
            let entries = notes.map { note in
                let place = note.position
                return "{\"annotations\":\(note.annotation.typedJSON),\"location\":{\"file\":\(quoted(place.file)),"
                    + "\"row\":\(place.row),\"col\":\(place.column)},\"path\":\(note.path.typedJSON)}"
            }
            members.append("\"annotations\":\(array(entries))")
        }
        if let patch { members.append("\"patch\":\(patch.json)") }
        members.append("\"capabilities\":\(capabilities.json)")
        return "{\(members.joined(separator: ","))}"
    }
}

extension Annotation {
    /// The members in the order of their names; paths of schemas as terms with their types.
    fileprivate var typedJSON: String {
        guard case .object(let members) = asValue else { return "{}" }
        let texts = members.map { member in
            var text = member.value.json
            if member.key == "schemas" {
                let entries = schemas.map { schema in
                    let definition = schema.definition.map { ",\"definition\":\($0.json)" } ?? ""
                    let name = schema.schema.map { ",\"schema\":\($0.typedJSON)" } ?? ""
                    return "{\"path\":\(schema.path.typedJSON)\(name)\(definition)}"
                }
                text = "[\(entries.joined(separator: ","))]"
            }
            return "\(JSONOutput.quoted(member.key)):\(text)"
        }
        return "{\(texts.joined(separator: ","))}"
    }
}

extension Annotation.Value {
    package var json: String {
        switch self {
        case .null: "null"
        case .boolean(let flag): "\(flag)"
        case .number(let text): text
        case .string(let text): JSONOutput.quoted(text)
        case .array(let elements): "[\(elements.map(\.json).joined(separator: ","))]"
        case .object(let members):
            "{\(members.map { "\(JSONOutput.quoted($0.key)):\($0.value.json)" }.joined(separator: ","))}"
        }
    }
}
