extension JSONDocument {
    /// The first member name that an object of this document holds twice, escapes resolved.
    ///
    /// RFC 8259 §4 leaves open which of two such members counts. Where a signature covers the text, two readers that
    /// answer differently would see two documents in one, so texts that carry trust are refused when this is not `nil`.
    /// The time grows with the text, whatever its names are.
    package var firstDuplicateName: String? {
        var objects: [JSONValue] = [root]
        var visited = 0
        while visited < objects.count {
            let value = objects[visited]
            visited += 1
            if value.kind == .array {
                for element in value.elements where element.count > 0 { objects.append(element) }
                continue
            }
            var names = Set<String>()
            for (name, member) in value.members {
                // By UTF-8: two names that Unicode holds equivalent are two names in JSON.
                guard names.insert(Self.exact(name)).inserted else { return name }
                if member.count > 0 { objects.append(member) }
            }
        }
        return nil
    }

    /// A text that equals another only if their bytes are equal. Swift compares by canonical equivalence, under which
    /// ASCII texts are equal only to themselves; the mark in front of all others is not ASCII.
    private static func exact(_ name: String) -> String {
        guard name.utf8.contains(where: { $0 >= 0x80 }) else { return name }
        return "\u{fffd}" + name.utf8.map { String($0, radix: 16) }.joined(separator: " ")
    }
}
