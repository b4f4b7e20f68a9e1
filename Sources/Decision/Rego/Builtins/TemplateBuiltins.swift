enum TemplateBuiltins {
    static let table: Builtins.Table = ["strings.render_template": render]

    static func render(_ context: inout BuiltinContext, _ operands: BuiltinArguments) throws(BuiltinError) -> Value? {
        let text = try operands.string(0)
        let value = try operands.require(.object, at: 1)
        let rendered: String
        do throws(GoTemplate.Failure) {
            rendered = try GoTemplate(text).render(
                value, limit: context.heap.byteLimit, deadline: context.heap.deadline)
        } catch {
            if let limit = error.limit { throw .limit(limit) }
            throw .message(error.description)
        }
        return try context.heap.string(rendered)
    }
}
