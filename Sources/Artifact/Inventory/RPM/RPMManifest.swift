/// `container-manifest-2` of the images that Azure Linux builds without a package database: one package a line, ten
/// columns separated by tabs.
enum RPMManifest {
    /// - Parameter problem: called with the number and a description of each malformed line.
    static func read(_ buffer: UnsafeRawBufferPointer, problem: (String) -> Void) -> [RPMPackage] {
        var packages: [RPMPackage] = []
        let lines = buffer.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            let text = String(decoding: line, as: UTF8.self)
            let columns = text.split(separator: "\t", omittingEmptySubsequences: false).map(Self.trim)
            if columns.count == 1, columns[0].isEmpty { continue }
            guard columns.count == 10, !columns[0].isEmpty else {
                problem("line \(index + 1) has \(columns.count) columns, 10 expected")
                continue
            }
            let dash = columns[1].lastIndex(of: "-")
            var package = RPMPackage(
                name: columns[0], version: dash.map { String(columns[1][..<$0]) } ?? columns[1],
                release: dash.map { String(columns[1][columns[1].index(after: $0)...]) } ?? "",
                epoch: Int(columns[5]), architecture: known(columns[7]) ?? "")
            package.vendor = known(columns[4])
            package.sourcePackage = known(columns[9])
            packages.append(package)
        }
        return packages
    }

    private static func known(_ text: String) -> String? { text.isEmpty || text == "(none)" ? nil : text }

    private static func trim(_ text: Substring) -> String {
        var text = text
        while let last = text.unicodeScalars.last, last == "\r" || last == " " { text.unicodeScalars.removeLast() }
        return String(text)
    }
}
