internal import JSONText

/// CleanStart's images (`cleanstart-dev/cleanstart-security-advisories`).
///
/// Half of the records name the ecosystem `Alpine` without a release although the packages are CleanStart's own, and
/// list the version that fixes the flaw among the affected ones. The range says that it is fixed, and so does the text
/// of every such record, so the range is followed and the contradiction is kept as a caution.
struct CleanStartFeed: OSVFeed {
    let name = "cleanstart"
    let prefixes = ["CLEANSTART-"]
    let ecosystems = ["CleanStart"]

    func adapt(_ advisory: inout Advisory, record: JSONValue) {
        for index in advisory.affected.indices {
            if advisory.affected[index].ecosystem == Ecosystem(.alpine) {
                advisory.affected[index].ecosystem = Ecosystem(.cleanstart)
            }
            let fixed = Set(advisory.affected[index].fix.versions)
            let count = advisory.affected[index].versions.count
            advisory.affected[index].versions.removeAll { fixed.contains($0) }
            if advisory.affected[index].versions.count < count {
                advisory.affected[index].cautions.append(.contradiction)
            }
        }
    }
}
