internal import Content

extension ELFFile {
    /// What the headers of an ELF file tell.
    ///
    /// - Parameter isTruncated: whether `buffer` is only the start of the file; what lies beyond is then no fault.
    static func facts(_ buffer: UnsafeRawBufferPointer, isTruncated: Bool) -> ExecutableFacts {
        guard let file = ELFFile(buffer) else {
            var facts = ExecutableFacts(machine: "unknown")
            facts.opaque = "damaged ELF header"
            return facts
        }
        var facts = ExecutableFacts(machine: file.machine)
        file.readDynamic(into: &facts)
        for note in file.notes where note.type == 3 && note.name.elementsEqual("GNU\0".utf8) {
            facts.buildID = Hex.encode(note.description)
        }
        if let segment = file.segments.first(where: { $0.type == 3 }) {
            facts.interpreter = string(file.bytes, at: segment.offset)
        }
        // The C library has an interpreter, so that it can be started to say its version; a program that needs no
        // interpreter says of itself that it is one (`DF_1_PIE`).
        let isProgram = file.dynamic.contains { $0.tag == 0x6fff_fffb && $0.value & 0x0800_0000 != 0 }
        facts.isLibrary = file.type == 3 && (facts.soname != nil || facts.interpreter == nil && !isProgram)
        if file.isPacked { facts.opaque = "packed with UPX" }
        if !isTruncated, file.segments.isEmpty, file.sections.isEmpty { facts.opaque = "ELF file without any content" }
        return facts
    }

    private func readDynamic(into facts: inout ExecutableFacts) {
        let entries = dynamic
        guard let table = entries.first(where: { $0.tag == 5 }).flatMap({ offset(of: $0.value) }) else { return }
        func text(_ value: UInt64) -> String? {
            guard let distance = Int(exactly: value), distance < bytes.count else { return nil }
            let (at, overflow) = table.addingReportingOverflow(distance)
            return overflow ? nil : Self.string(bytes, at: at)
        }
        for entry in entries.prefix(4096) {
            switch entry.tag {
            case 1: if let name = text(entry.value) { facts.needed.append(name) }
            case 14: facts.soname = text(entry.value)
            case 15, 29:
                if let paths = text(entry.value) { facts.searchPaths += paths.split(separator: ":").map(String.init) }
            default: break
            }
        }
    }

    /// UPX writes its magic after the program headers and drops the section headers.
    private var isPacked: Bool {
        guard sections.isEmpty || segments.count <= 3 else { return false }
        let start = is64 ? 64 : 52
        let area = UnsafeRawBufferPointer(rebasing: bytes.buffer[start..<min(bytes.count, start + 512)])
        guard area.count >= 4 else { return false }
        for index in 0...(area.count - 4)
        where area[index] == 0x55 && area[index + 1] == 0x50 && area[index + 2] == 0x58 && area[index + 3] == 0x21 {
            return true
        }
        return false
    }
}
