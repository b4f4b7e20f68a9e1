/// The language about itself. What a rule's metadata is the compiler writes into calls itself.
enum LanguageBuiltins {
    static let table: Builtins.Table = [
        "rego.parse_module": { context, operands throws(BuiltinError) in
            let source = SourceText(name: try operands.string(0), text: try operands.string(1))
            let json: String
            do throws(RegoErrors) {
                json = try SyntaxTree.json(parsing: source)
            } catch {
                throw .message("\(error)")
            }
            var text = json
            let result: Result<Value, DocumentError> = text.withUTF8 { bytes in
                do throws(DocumentError) {
                    return .success(try JSONReader.value(bytes, in: context.heap))
                } catch {
                    return .failure(error)
                }
            }
            guard case .success(let value) = result else { throw .limit(.memory) }
            return value
        }
    ]
}
