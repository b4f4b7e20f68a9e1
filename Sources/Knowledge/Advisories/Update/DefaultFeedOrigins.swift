extension FeedOrigins {
    /// What is fetched when no other list is given; itself in the form in which others are written.
    ///
    /// Left out on purpose: advisories whose licence forbids their use in a scanner (Wolfi, GitLab), and feeds whose
    /// address must be asked for at every turn (Amazon Linux).
    package static let defaultList = """
        feeds:
          # CISA: known to be exploited. FIRST: likely to be. CISA Vulnrichment: how urgent.
          - {name: kev, url: "https://www.cisa.gov/sites/default/files/feeds/known_exploited_vulnerabilities.json", megabytes: 64}
          - {name: epss, url: "https://epss.empiricalsecurity.com/epss_scores-current.csv.gz", megabytes: 64}
          - {name: vulnrichment, url: "https://github.com/cisagov/vulnrichment/archive/refs/heads/develop.zip", megabytes: 4096}
          # endoflife.date: when releases stop being looked after.
          - {name: endoflife, url: "https://endoflife.date/api/v1/products/full", megabytes: 64}

          # Languages, from OSV's export of each ecosystem: GitHub's advisories, PyPA, RustSec, malicious packages and others.
          - {name: osv-npm, url: "https://osv-vulnerabilities.storage.googleapis.com/npm/all.zip", megabytes: 4096}
          - {name: osv-pypi, url: "https://osv-vulnerabilities.storage.googleapis.com/PyPI/all.zip"}
          - {name: osv-maven, url: "https://osv-vulnerabilities.storage.googleapis.com/Maven/all.zip"}
          - {name: osv-nuget, url: "https://osv-vulnerabilities.storage.googleapis.com/NuGet/all.zip"}
          - {name: osv-rubygems, url: "https://osv-vulnerabilities.storage.googleapis.com/RubyGems/all.zip"}
          - {name: osv-packagist, url: "https://osv-vulnerabilities.storage.googleapis.com/Packagist/all.zip"}
          - {name: osv-crates.io, url: "https://osv-vulnerabilities.storage.googleapis.com/crates.io/all.zip"}
          - {name: osv-hex, url: "https://osv-vulnerabilities.storage.googleapis.com/Hex/all.zip"}
          - {name: osv-pub, url: "https://osv-vulnerabilities.storage.googleapis.com/Pub/all.zip"}
          - {name: osv-swift, url: "https://osv-vulnerabilities.storage.googleapis.com/SwiftURL/all.zip"}
          - {name: osv-cran, url: "https://osv-vulnerabilities.storage.googleapis.com/CRAN/all.zip"}
          - {name: osv-hackage, url: "https://osv-vulnerabilities.storage.googleapis.com/Hackage/all.zip"}
          - {name: osv-ghc, url: "https://osv-vulnerabilities.storage.googleapis.com/GHC/all.zip"}
          - {name: osv-github-actions, url: "https://osv-vulnerabilities.storage.googleapis.com/GitHub%20Actions/all.zip"}
          - {name: osv-bitnami, url: "https://osv-vulnerabilities.storage.googleapis.com/Bitnami/all.zip"}
          # The Go project's own database, with the functions that are affected.
          - {name: go, url: "https://vuln.go.dev/vulndb.zip"}

          # Distributions.
          - {name: debian-tracker, url: "https://security-tracker.debian.org/tracker/data/json"}
          - {name: ubuntu, url: "https://security-metadata.canonical.com/osv/osv-all.tar.xz", megabytes: 4096}
          - {name: alpine-v3.19-main, url: "https://secdb.alpinelinux.org/v3.19/main.json", megabytes: 64}
          - {name: alpine-v3.19-community, url: "https://secdb.alpinelinux.org/v3.19/community.json", megabytes: 64}
          - {name: alpine-v3.20-main, url: "https://secdb.alpinelinux.org/v3.20/main.json", megabytes: 64}
          - {name: alpine-v3.20-community, url: "https://secdb.alpinelinux.org/v3.20/community.json", megabytes: 64}
          - {name: alpine-v3.21-main, url: "https://secdb.alpinelinux.org/v3.21/main.json", megabytes: 64}
          - {name: alpine-v3.21-community, url: "https://secdb.alpinelinux.org/v3.21/community.json", megabytes: 64}
          - {name: alpine-v3.22-main, url: "https://secdb.alpinelinux.org/v3.22/main.json", megabytes: 64}
          - {name: alpine-v3.22-community, url: "https://secdb.alpinelinux.org/v3.22/community.json", megabytes: 64}
          - {name: alpine-v3.23-main, url: "https://secdb.alpinelinux.org/v3.23/main.json", megabytes: 64}
          - {name: alpine-v3.23-community, url: "https://secdb.alpinelinux.org/v3.23/community.json", megabytes: 64}
          - {name: alpine-v3.24-main, url: "https://secdb.alpinelinux.org/v3.24/main.json", megabytes: 64}
          - {name: alpine-v3.24-community, url: "https://secdb.alpinelinux.org/v3.24/community.json", megabytes: 64}
          - {name: alpine-edge-main, url: "https://secdb.alpinelinux.org/edge/main.json", megabytes: 64}
          - {name: alpine-edge-community, url: "https://secdb.alpinelinux.org/edge/community.json", megabytes: 64}
          - {name: almalinux, url: "https://osv-vulnerabilities.storage.googleapis.com/AlmaLinux/all.zip"}
          - {name: rocky, url: "https://osv-vulnerabilities.storage.googleapis.com/Rocky%20Linux/all.zip"}
          - {name: oracle, url: "https://linux.oracle.com/security/oval/com.oracle.elsa-all.xml.bz2"}
          # The archive's name has its day in it: a text beside it names the newest.
          - {name: redhat, url: "https://security.access.redhat.com/data/csaf/v2/vex/archive_latest.txt", pointer: true, megabytes: 4096}
          - {name: suse, url: "https://ftp.suse.com/pub/projects/security/csaf-vex.tar.bz2", megabytes: 4096}

          # Large, and of use where no advisory names a package: fetched when asked for with --only.
          - {name: nvd-recent, url: "https://nvd.nist.gov/feeds/json/cve/2.0/nvdcve-2.0-recent.json.gz", default: false}
          - {name: cve-list, url: "https://github.com/CVEProject/cvelistV5/archive/refs/heads/main.zip", megabytes: 8192, default: false}

        """

    /// - Throws: never in a build that passed its tests.
    package static func defaults() throws(FeedOriginsError) -> [FeedOrigin] {
        try read(Array(defaultList.utf8), file: "the built-in list of feeds")
    }
}
