private import CYAML

extension YAML {
    /// A value as one block-style document, members in the order given.
    ///
    /// - Parameter isPlain: whether a string can stand without quotes and still be read as a string.
    /// - Throws: `StructuredTextError` for a value nested deeper than `depth` levels.
    package static func text(
        of value: StructuredValue, depth: Int = 128, isPlain: @escaping (String) -> Bool
    ) throws(StructuredTextError) -> [UInt8] {
        // libyaml keeps addresses of both, so they must not move.
        let emitter = UnsafeMutablePointer<yaml_emitter_t>.allocate(capacity: 1)
        defer { emitter.deallocate() }
        guard yaml_emitter_initialize(emitter) != 0 else { throw failure("no memory for an emitter") }
        defer { yaml_emitter_delete(emitter) }
        let output = UnsafeMutablePointer<[UInt8]>.allocate(capacity: 1)
        output.initialize(to: [])
        defer {
            output.deinitialize(count: 1)
            output.deallocate()
        }
        yaml_emitter_set_output(
            emitter,
            { target, bytes, count in
                guard let target, let bytes else { return 0 }
                target.assumingMemoryBound(to: [UInt8].self).pointee.append(
                    contentsOf: UnsafeBufferPointer(start: bytes, count: count))
                return 1
            }, output)
        yaml_emitter_set_unicode(emitter, 1)
        yaml_emitter_set_width(emitter, -1)
        var writer = YAMLEventWriter(emitter: emitter, isPlain: isPlain)
        var event = yaml_event_t()
        yaml_stream_start_event_initialize(&event, YAML_UTF8_ENCODING)
        try writer.emit(&event)
        yaml_document_start_event_initialize(&event, nil, nil, nil, 1)
        try writer.emit(&event)
        try writer.write(value, depth: depth)
        yaml_document_end_event_initialize(&event, 1)
        try writer.emit(&event)
        yaml_stream_end_event_initialize(&event)
        try writer.emit(&event)
        yaml_emitter_flush(emitter)
        return output.pointee
    }

    fileprivate static func failure(_ reason: String) -> StructuredTextError {
        StructuredTextError(format: "YAML", reason: reason, line: 1)
    }
}

private struct YAMLEventWriter {
    let emitter: UnsafeMutablePointer<yaml_emitter_t>
    let isPlain: (String) -> Bool

    /// The emitter takes the event over, whether it succeeds or not.
    mutating func emit(_ event: inout yaml_event_t) throws(StructuredTextError) {
        guard yaml_emitter_emit(emitter, &event) != 0 else {
            throw YAML.failure(emitter.pointee.problem.map { String(cString: $0) } ?? "cannot be written")
        }
    }

    mutating func write(_ value: StructuredValue, depth: Int) throws(StructuredTextError) {
        guard depth > 0 else { throw YAML.failure("nested too deep to be written") }
        var event = yaml_event_t()
        switch value {
        case .null: try scalar("null", YAML_PLAIN_SCALAR_STYLE)
        case .boolean(let boolean): try scalar(boolean ? "true" : "false", YAML_PLAIN_SCALAR_STYLE)
        case .number(let text): try scalar(text, YAML_PLAIN_SCALAR_STYLE)
        case .string(let text):
            let style =
                text.utf8.contains(0x0A)
                ? YAML_LITERAL_SCALAR_STYLE : isPlain(text) ? YAML_PLAIN_SCALAR_STYLE : YAML_DOUBLE_QUOTED_SCALAR_STYLE
            try scalar(text, style)
        case .sequence(let elements):
            yaml_sequence_start_event_initialize(&event, nil, nil, 1, YAML_BLOCK_SEQUENCE_STYLE)
            try emit(&event)
            for element in elements { try write(element, depth: depth - 1) }
            yaml_sequence_end_event_initialize(&event)
            try emit(&event)
        case .mapping(let members):
            yaml_mapping_start_event_initialize(&event, nil, nil, 1, YAML_BLOCK_MAPPING_STYLE)
            try emit(&event)
            for member in members {
                try write(.string(member.key), depth: depth - 1)
                try write(member.value, depth: depth - 1)
            }
            yaml_mapping_end_event_initialize(&event)
            try emit(&event)
        }
    }

    private mutating func scalar(_ text: String, _ style: yaml_scalar_style_t) throws(StructuredTextError) {
        var event = yaml_event_t()
        var text = text
        let isMade = text.withUTF8 { bytes in
            // An empty string has no address, but needs one here.
            withUnsafePointer(to: UInt8(0)) { empty in
                yaml_scalar_event_initialize(
                    &event, nil, nil, bytes.baseAddress ?? empty, Int32(clamping: bytes.count), 1, 1, style)
            }
        }
        guard isMade != 0 else { throw YAML.failure("a string that cannot be written") }
        try emit(&event)
    }
}
