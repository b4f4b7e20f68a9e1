package import Attestation
internal import JSONText

extension VEXDocument {
    /// Reads a document in any of the formats, also as the predicate of an in-toto statement that nobody has signed.
    ///
    /// Two members of one name in an object are refused: two readers could see two statements.
    package static func read(_ bytes: [UInt8]) throws(VEXError) -> VEXDocument {
        let root: JSONValue
        do throws(AttestationError) {
            root = try JSONDocument.strict(bytes, subject: "VEX document", size: VEXLimits.document).root
        } catch {
            throw .attestation(error)
        }
        if let type = root["_type"]?.string, type.hasPrefix("https://in-toto.io/Statement/") {
            do throws(AttestationError) {
                return try read(Statement(json: bytes))
            } catch {
                throw .attestation(error)
            }
        }
        return try read(root, subjects: [])
    }

    /// Reads what a statement says; its subjects are the products of OpenVEX statements that name none.
    package static func read(_ statement: Statement) throws(AttestationError) -> VEXDocument {
        guard let predicate = statement.predicate else {
            throw .member(subject: statement.predicateType, path: "predicate", expected: "a VEX document")
        }
        do throws(VEXError) {
            return try read(predicate, subjects: statement.subjects)
        } catch {
            throw .member(subject: statement.predicateType, path: "predicate", expected: "a VEX document (\(error))")
        }
    }

    private static func read(_ root: JSONValue, subjects: [ResourceDescriptor]) throws(VEXError) -> VEXDocument {
        guard root.kind == .object else { throw .format(found: "something else than an object") }
        if let context = root["@context"]?.string, context.contains("openvex") {
            return try OpenVEXReader.read(root, subjects: subjects)
        }
        if root["document"]?["csaf_version"] != nil { return try CSAFVEXReader.read(root) }
        if root["bomFormat"]?.string == "CycloneDX" { return try CycloneDXVEXReader.read(root) }
        throw .format(
            found: "an object with the members "
                + root.members.prefix(5).map { "“\($0.key.prefix(40))”" }
                .joined(separator: ", "))
    }
}
