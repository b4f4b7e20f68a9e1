internal import BillOfMaterials
internal import JSONText

/// A difference for people and for programs.
struct DifferenceReport {
    private let difference: BillOfMaterials.Difference

    init(_ difference: BillOfMaterials.Difference) { self.difference = difference }

    func text(_ palette: Palette) -> String {
        guard !difference.isEmpty else { return "no difference\n" }
        var text = ""
        func section(_ title: String, _ lines: [String]) {
            guard !lines.isEmpty else { return }
            if !text.isEmpty { text += "\n" }
            text += palette.strong("\(title) (\(lines.count))") + "\n"
            for line in lines { text += "  \(line)\n" }
        }
        section("added", difference.added.map { palette.good("+ \(Self.name($0))") })
        section("removed", difference.removed.map { palette.bad("- \(Self.name($0))") })
        section(
            "changed version",
            difference.versions.map {
                "~ \(Table.printable($0.name)): \(Self.list($0.before)) -> \(Self.list($0.after))"
            })
        section(
            "changed licence",
            difference.licences.map {
                "~ \(Table.printable($0.name)): \(Self.list($0.before)) -> \(Self.list($0.after))"
            })
        section(
            "changed supplier",
            difference.suppliers.map {
                "~ \(Table.printable($0.name)): \(Self.list($0.before)) -> \(Self.list($0.after))"
            })
        section("files added", difference.filesAdded.map { palette.good("+ \(Table.printable($0))") })
        section("files removed", difference.filesRemoved.map { palette.bad("- \(Table.printable($0))") })
        section("files changed", difference.filesChanged.map { "~ \(Table.printable($0))" })
        if !text.isEmpty { text += "\n" }
        if let change = difference.completeness {
            text += "completeness \(Percent.text(change.before)) -> \(Percent.text(change.after))\n"
        }
        let (before, after) = (difference.counts.before, difference.counts.after)
        for (name, was, now) in [
            ("components", before.components, after.components),
            ("relationships", before.relationships, after.relationships),
            ("unaccounted executables", before.unaccounted, after.unaccounted), ("gaps", before.gaps, after.gaps),
        ] where was != now {
            text += "\(name) \(was) -> \(now)\n"
        }
        return text
    }

    var json: [UInt8] {
        var writer = JSONWriter(pretty: true)
        writer.object { writer in
            writer.key("added")
            writer.array { for part in difference.added { Self.write(part, &$0) } }
            writer.key("completeness")
            if let change = difference.completeness {
                writer.object {
                    $0.key("after")
                    $0.raw("\(change.after)")
                    $0.key("before")
                    $0.raw("\(change.before)")
                }
            } else {
                writer.null()
            }
            writer.key("counts")
            writer.object {
                $0.key("after")
                Self.write(difference.counts.after, &$0)
                $0.key("before")
                Self.write(difference.counts.before, &$0)
            }
            writer.key("filesAdded")
            writer.array { for path in difference.filesAdded { $0.value(path) } }
            writer.key("filesChanged")
            writer.array { for path in difference.filesChanged { $0.value(path) } }
            writer.key("filesRemoved")
            writer.array { for path in difference.filesRemoved { $0.value(path) } }
            writer.key("licences")
            writer.array { for change in difference.licences { Self.write(change, &$0) } }
            writer.key("removed")
            writer.array { for part in difference.removed { Self.write(part, &$0) } }
            writer.member("schemaVersion", "1")
            writer.key("suppliers")
            writer.array { for change in difference.suppliers { Self.write(change, &$0) } }
            writer.key("versions")
            writer.array { for change in difference.versions { Self.write(change, &$0) } }
        }
        writer.newline()
        return writer.bytes
    }

    private static func write(_ part: BillOfMaterials.Part, _ writer: inout JSONWriter) {
        writer.object {
            $0.member("ecosystem", part.ecosystem)
            $0.member("name", part.name)
            $0.member("purl", part.purl)
            $0.member("supplier", part.supplier?.text)
            $0.member("version", part.version)
        }
    }

    private static func write(_ change: BillOfMaterials.Difference.Change<[String]>, _ writer: inout JSONWriter) {
        writer.object { writer in
            writer.key("after")
            writer.array { for value in change.after { $0.value(value) } }
            writer.key("before")
            writer.array { for value in change.before { $0.value(value) } }
            writer.member("name", change.name)
        }
    }

    private static func write(_ counts: BillOfMaterials.Difference.Counts, _ writer: inout JSONWriter) {
        writer.object {
            $0.member("components", counts.components)
            $0.member("gaps", counts.gaps)
            $0.member("relationships", counts.relationships)
            $0.member("unaccounted", counts.unaccounted)
        }
    }

    private static func name(_ part: BillOfMaterials.Part) -> String {
        Table.printable(
            "\(part.name) \(part.version.isEmpty ? "(no version)" : part.version)"
                + (part.ecosystem.isEmpty ? "" : " (\(part.ecosystem))"))
    }

    private static func list(_ values: [String]) -> String {
        values.isEmpty ? "none" : values.map { $0.isEmpty ? "(none)" : Table.printable($0) }.joined(separator: ", ")
    }
}
