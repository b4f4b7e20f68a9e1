import JSONText

/// A text that is read is written and read again: the same bytes come out.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = UnsafeRawBufferPointer(start: start, count: count)
    guard let document = try? JSONDocument(bytes) else { return 0 }  // Refusal is an answer.
    for pretty in [false, true] {
        var writer = JSONWriter(pretty: pretty)
        writer.value(document.root)
        var again = JSONWriter(pretty: pretty)
        do {
            again.value(try JSONDocument(writer.bytes).root)
        } catch {
            fatalError("what was written cannot be read: \(error)")
        }
        precondition(again.bytes == writer.bytes, "reading what was written changed it")
    }
    visit(document.root)
    return 0
}

private func visit(_ value: JSONValue) {
    _ = (value.string, value.number, value.int, value.double, value.bool, value[0], value[value.count])
    for element in value.elements { visit(element) }
    for member in value.members {
        precondition(value[member.key] != nil, "a member that is listed is not found")
        visit(member.value)
    }
}
