/// How it is with a flaw in each release, from the lines that there are and from what the archive holds.
struct DebianInference {
    let flaw: DebianFlaw
    let package: DebianFlaw.Package
    let archive: DebianArchive?

    private var unstableFix: String? {
        if case .fixed(let version) = package.unstable?.state { version } else { nil }
    }

    private var releases: [Ecosystem] {
        guard let archive else { return DebianRelease.current }
        return Set(archive.releases + DebianRelease.current).sorted()
    }

    /// - Parameter unknown: takes what stands there but cannot be placed.
    func affected(_ unknown: (String) -> Void) -> [Affected] {
        let unstable = Ecosystem(.debian, "sid")
        var result: [Affected] = []
        var done: Set<Ecosystem> = [unstable]
        if let affected = package.unstable?.affected(in: unstable) { result.append(affected) }
        for entry in package.releases {
            guard let release = entry.codename.flatMap({ DebianRelease.ecosystem($0) }) else {
                unknown("release “\(entry.codename ?? "")” is not known")
                continue
            }
            guard done.insert(release).inserted, let affected = stated(entry, release) else { continue }
            result.append(affected)
        }
        // A release whose archive is not at hand has the flaws of which nothing is said there all the same.
        for release in releases where done.insert(release).inserted {
            if let affected = inferred(release) { result.append(affected) }
        }
        return result
    }

    /// A release that has a line.
    private func stated(_ entry: DebianListEntry, _ release: Ecosystem) -> Affected? {
        guard var result = entry.affected(in: release) else { return nil }
        if result.severities.isEmpty, let severity = package.unstable?.severity { result.severities = [severity] }
        switch entry.state {
        case .fixed(let version):
            // The line may be written before the package is there.
            if archive?.holds(version, of: package.name, in: release) == false { result.fix = Fix(.notFixed) }
        case .noAdvisory, .postponed, .ignored:
            guard let unstableFix else { break }
            result.ranges = [.before(unstableFix)]
            // Such a line stays when a point release brings the fix after all.
            if archive?.holds(unstableFix, of: package.name, in: release) == true {
                result.fix = Fix(.fixed, [unstableFix])
                result.basis = .inferred
            }
        default: break
        }
        return result
    }

    /// A release without a line.
    private func inferred(_ release: Ecosystem) -> Affected? {
        if let archive {
            if let fix = archive.fix(of: flaw.id, in: package.name, release) {
                return fix.entry.affected(in: release, date: fix.date, notice: fix.notice)
            }
            if archive.knows(release), archive.version(of: package.name, in: release) == nil { return nil }
        }
        guard let unstable = package.unstable, var result = unstable.affected(in: release) else { return nil }
        result.basis = .inferred
        switch unstable.state {
        case .fixed(let version):
            guard let holds = archive?.holds(version, of: package.name, in: release) else {
                result.fix = Fix(.unknown)
                break
            }
            if !holds { result.fix = Fix(.notFixed) }
        default: break
        }
        // An advisory may have brought the fix to this release, and says so elsewhere.
        if result.verdict == .affected, !flaw.advisories.isEmpty, !(archive?.knowsAdvisories ?? false) {
            result.verdict = .underInvestigation
            result.ranges = []
            result.fix = Fix(.unknown)
        }
        return result
    }
}
