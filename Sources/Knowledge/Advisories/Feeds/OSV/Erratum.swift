/// What announcements of fixed packages have in common.
enum Erratum {
    static func adapt(_ advisory: inout Advisory) {
        // `Important: firefox security update`, in Red Hat's four words.
        if let colon = advisory.summary.firstIndex(of: ":") {
            let word = advisory.summary[..<colon].lowercased()
            if ["low", "moderate", "important", "critical"].contains(word) {
                advisory.severities.append(SeverityStatement(.label, word))
            }
        }
        date(&advisory)
    }

    /// The announcement comes with the packages, so that its day is the day of the fix.
    static func date(_ advisory: inout Advisory) {
        guard let published = advisory.published else { return }
        for index in advisory.affected.indices where advisory.affected[index].fix.state == .fixed {
            advisory.affected[index].fix.date = published
        }
    }
}
