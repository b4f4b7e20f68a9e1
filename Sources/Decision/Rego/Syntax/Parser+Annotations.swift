internal import StructuredText

// Metadata blocks: comments at the beginning of a line, the first of which says METADATA and the others are YAML.

extension Parser {
    /// Reads the annotations in the comments and gives each to the statement below it.
    mutating func attachAnnotations(to module: inout Module) -> [RegoError] {
        var errors: [RegoError] = []
        for block in Self.blocks(in: module.comments) {
            do throws(AnnotationProblem) {
                var reader = AnnotationReader(block: block)
                var annotation = try reader.read()
                if let message = attach(&annotation, hasScope: reader.hasScope, to: &module) {
                    errors.append(lexer.failure(message, at: annotation.location))
                } else if annotation.target != nil {
                    module.annotations.append(annotation)
                }
            } catch {
                errors.append(lexer.failure(error.message, at: error.location))
            }
        }
        return errors
    }

    private static func blocks(in comments: [Comment]) -> [[Comment]] {
        var blocks: [[Comment]] = []
        var isOpen = false
        var lastRow: Int32 = 0
        for comment in comments {
            if isOpen, comment.location.row == lastRow + 1, comment.location.column == 1 {
                blocks[blocks.count - 1].append(comment)
            } else if comment.text.drop(while: { $0 == " " || $0 == "\t" }).hasPrefix("METADATA") {
                blocks.append([comment])
                isOpen = true
            } else {
                isOpen = false
            }
            lastRow = comment.location.row
        }
        return blocks
    }

    private enum Statement {
        case package
        case `import`
        case rule(Int)
    }

    /// Gives an annotation to the first statement below it.
    ///
    /// - Returns: Why it cannot stand there.
    private func attach(_ annotation: inout Annotation, hasScope: Bool, to module: inout Module) -> String? {
        let row = annotation.location.row
        var nearest: (row: Int32, offset: Int32, statement: Statement)?
        func offer(_ location: SourceLocation, _ statement: Statement) {
            guard location.row > row else { return }
            if let nearest, (nearest.row, nearest.offset) <= (location.row, location.offset) { return }
            nearest = (location.row, location.offset, statement)
        }
        offer(module.package.location, .package)
        for statement in module.imports { offer(statement.location, .import) }
        for (index, rule) in module.rules.enumerated() { offer(rule.location, .rule(index)) }

        let kind: String
        switch nearest?.statement {
        case .package:
            kind = " (have package)"
            if !hasScope { annotation.scope = .package }
        case .rule:
            kind = " (have rule)"
            if !hasScope { annotation.scope = annotation.isEntrypoint ? .document : .rule }
        case .import:
            // An import has nothing that metadata could describe.
            if !hasScope { return nil }
            kind = " (have import)"
        case nil:
            if !hasScope {
                return "invalid annotation scope ''. Use one of 'rule', 'document', 'package', or 'subpackages'"
            }
            kind = ""
        }
        let scope = annotation.scope.rawValue
        switch (annotation.scope, nearest?.statement) {
        case (.rule, .rule(let index)), (.document, .rule(let index)):
            var path = module.package.path.terms
            let reference = module.rules[index].head.reference
            if let name = reference.root { path.append(Term(.string(name))) }
            path += reference.scalarPrefix.dropFirst()
            annotation.target = Reference(path)
            module.rules[index].annotations.append(annotation)
        case (.package, .package), (.subpackages, .package): annotation.target = module.package.path
        case (.rule, _), (.document, _): return "annotation scope '\(scope)' must be applied to rule\(kind)"
        default: return "annotation scope '\(scope)' must be applied to package\(kind)"
        }
        if annotation.isEntrypoint, annotation.scope != .document, annotation.scope != .package {
            return "annotation entrypoint applied to non-document or package scope '\(scope)'"
        }
        return nil
    }
}

struct AnnotationProblem: Error {
    var message: String
    var location: SourceLocation
}

/// Reads one block.
private struct AnnotationReader {
    let block: [Comment]
    var hasScope = false

    init(block: [Comment]) { self.block = block }

    private var start: SourceLocation { block.first?.location ?? .none }

    private func problem(_ message: String) -> AnnotationProblem {
        AnnotationProblem(message: message, location: start)
    }

    mutating func read() throws(AnnotationProblem) -> Annotation {
        var text = ""
        for comment in block.dropFirst() {
            text += comment.text.hasPrefix(" ") ? comment.text.dropFirst() : Substring(comment.text)
            text += "\n"
        }
        guard text.contains(where: { !$0.isWhitespace }) else {
            throw problem("expected METADATA block, found whitespace")
        }
        let documents: [StructuredValue]
        do throws(StructuredTextError) {
            documents = try parse(text)
        } catch {
            let line = min(max(error.line, 1), block.count - 1)
            throw AnnotationProblem(
                message: "yaml: line \(error.line): \(error.reason)", location: block[line].location)
        }
        guard case .mapping(let members)? = documents.first else {
            throw problem("yaml: unmarshal errors: cannot unmarshal into an annotation: expected a mapping")
        }
        var annotation = Annotation(
            scope: .rule, id: nil, title: nil, description: nil, isEntrypoint: false, organizations: [], authors: [],
            relatedResources: [], schemas: [], labels: [], compile: nil, custom: nil, location: start,
            lastRow: block.last?.location.row ?? 0, target: nil)
        for member in members { try read(member, &annotation) }
        return annotation
    }

    private func parse(_ text: String) throws(StructuredTextError) -> [StructuredValue] {
        var result: Result<[StructuredValue], StructuredTextError> = .success([])
        Array(text.utf8).withUnsafeBytes { bytes in
            do throws(StructuredTextError) {
                result = .success(try YAML.documents(bytes))
            } catch {
                result = .failure(error)
            }
        }
        return try result.get()
    }

    private mutating func read(
        _ member: StructuredValue.Member, _ annotation: inout Annotation
    ) throws(AnnotationProblem) {
        let value = member.value
        switch member.key {
        case "scope":
            guard let name = value.scalar, let scope = Annotation.Scope(rawValue: name) else {
                throw problem(
                    "invalid annotation scope '\(value.scalar ?? "")'. "
                        + "Use one of 'rule', 'document', 'package', or 'subpackages'")
            }
            hasScope = true
            annotation.scope = scope
        case "id": annotation.id = try string(value, member.key)
        case "title": annotation.title = try string(value, member.key)
        case "description": annotation.description = try string(value, member.key)
        case "entrypoint":
            guard let flag = value.bool else { throw wrongType(member.key, "bool") }
            annotation.isEntrypoint = flag
        case "organizations":
            for element in value.elements { annotation.organizations.append(try string(element, member.key)) }
        case "authors": for element in value.elements { annotation.authors.append(try author(element)) }
        case "related_resources":
            for element in value.elements { annotation.relatedResources.append(try resource(element)) }
        case "schemas": for element in value.elements { annotation.schemas.append(try schema(element)) }
        case "labels": annotation.labels = Annotation.Value.members(value.members)
        case "custom":
            guard case .mapping(let members) = value else {
                if value == .null { return }
                throw wrongType(member.key, "map[string]any")
            }
            annotation.custom = Annotation.Value.members(members)
        case "compile": annotation.compile = try compileOptions(value)
        default: break
        }
    }

    private func wrongType(_ key: String, _ type: String) -> AnnotationProblem {
        problem("yaml: unmarshal errors: cannot unmarshal \(key) into \(type)")
    }

    private func string(_ value: StructuredValue, _ key: String) throws(AnnotationProblem) -> String {
        guard let text = value.scalar else { throw wrongType(key, "string") }
        return text
    }

    private func trimmed(_ text: String?) -> String {
        guard let text else { return "" }
        let isSpace: (Character) -> Bool = { $0.isWhitespace }
        let front = text.drop(while: isSpace)
        guard let last = front.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(front[...last])
    }

    private func author(_ value: StructuredValue) throws(AnnotationProblem) -> Annotation.Author {
        switch value {
        case .string(let text):
            var words = text.split(whereSeparator: \.isWhitespace)
            guard let last = words.last else {
                throw problem("invalid author definition : author is an empty string")
            }
            var email = ""
            if last.count >= 2, last.hasPrefix("<"), last.hasSuffix(">") {
                email = String(last.dropFirst().dropLast())
                words.removeLast()
            }
            return Annotation.Author(name: words.joined(separator: " "), email: email)
        case .mapping:
            let author = Annotation.Author(
                name: trimmed(value["name"]?.string), email: trimmed(value["email"]?.string))
            if author.name.isEmpty, author.email.isEmpty {
                throw problem(
                    "invalid author definition: 'name' and/or 'email' values required in object")
            }
            return author
        default: throw problem("invalid author definition: invalid value type, must be string or map")
        }
    }

    private func resource(_ value: StructuredValue) throws(AnnotationProblem) -> Annotation.RelatedResource {
        switch value {
        case .string(let text):
            if text.isEmpty { throw problem("invalid related-resource definition : ref URL may not be empty string") }
            return Annotation.RelatedResource(reference: text, description: "")
        case .mapping:
            let reference = trimmed(value["ref"]?.string)
            if reference.isEmpty {
                throw problem("invalid related-resource definition: 'ref' value required in object")
            }
            return Annotation.RelatedResource(
                reference: reference, description: trimmed(value["description"]?.string))
        default: throw problem("invalid related-resource definition: invalid value type, must be string or map")
        }
    }

    /// A path in the syntax of references.
    private func reference(_ text: String) -> Reference? {
        let body: Body
        do throws(RegoErrors) {
            body = try Parser.query(SourceText(name: "", text: text), file: -1)
        } catch {
            return nil
        }
        guard body.count == 1, case .term(let term) = body[0].kind else { return nil }
        if term.variable != nil { return Reference([term]) }
        return term.reference
    }

    private func schema(_ value: StructuredValue) throws(AnnotationProblem) -> Annotation.Schema {
        guard let member = value.members.first else { throw problem("invalid schema definition") }
        guard let path = reference(member.key) else { throw problem("invalid document reference") }
        switch member.value {
        case .string(let text):
            guard let schema = reference(text), schema.root == "schema" else {
                throw problem("invalid schema reference")
            }
            return Annotation.Schema(path: path, schema: schema, definition: nil)
        case .mapping:
            return Annotation.Schema(path: path, schema: nil, definition: Annotation.Value(member.value))
        default: throw problem("invalid schema declaration for path \"\(member.key)\"")
        }
    }

    private func compileOptions(_ value: StructuredValue) throws(AnnotationProblem) -> Annotation.CompileOptions {
        var options = Annotation.CompileOptions(unknowns: [], maskRule: nil)
        for element in value["unknowns"]?.elements ?? [] {
            guard let text = element.string, let path = reference(text) else {
                throw problem("invalid unknowns element \"\(element.scalar ?? "")\"")
            }
            options.unknowns.append(path)
        }
        if let text = value["mask_rule"]?.string {
            guard let path = reference(text) else { throw problem("invalid mask_rule annotation \"\(text)\"") }
            options.maskRule = path
        }
        return options
    }
}

extension Annotation.Value {
    init(_ value: StructuredValue) {
        switch value {
        case .null: self = .null
        case .boolean(let flag): self = .boolean(flag)
        case .number(let text): self = .number(text)
        case .string(let text): self = .string(text)
        case .sequence(let elements): self = .array(elements.map { Annotation.Value($0) })
        case .mapping(let members): self = .object(Self.members(members))
        }
    }

    static func members(_ members: [StructuredValue.Member]) -> [Member] {
        members.map { Member(key: $0.key, value: Annotation.Value($0.value)) }.sorted { $0.key < $1.key }
    }
}
