import Advisories
import Content
import Glibc
import Inventory
import Measuring

// component-index-benchmark [DOCUMENTS [PACKAGES]]: which of many bills of materials does a new advisory speak of?
// Components are shared as in a fleet of images: names by Zipf's law over 30,000, a few versions of each at a time.

func rounded(_ value: Double) -> String { value >= 100 ? "\(Int(value))" : "\((value * 1000).rounded() / 1000)" }

/// Packages by rank, each with its versions, oldest first.
struct Catalogue {
    private static let ecosystems: [(type: String, namespace: String?, qualifiers: [String: String])] = [
        ("deb", "debian", ["distro": "debian-12", "arch": "amd64"]), ("npm", nil, [:]), ("golang", "example.org", [:]),
        ("pypi", nil, [:]), ("maven", "org.example", [:]),
    ]
    static let versions = 40

    let names: Int
    /// Of ranks, up to and with each.
    private let weights: [Double]
    private var made: [ScannedPackage?]

    init(names: Int) {
        self.names = names
        var sum = 0.0
        weights = (1...names).map { rank in
            sum += 1 / Double(rank)
            return sum
        }
        made = Array(repeating: nil, count: names * Self.versions)
    }

    func rank(_ random: inout FixedRandom) -> Int {
        let value = Double.random(in: 0..<(weights.last ?? 1), using: &random)
        var (low, high) = (0, names - 1)
        while low < high {
            let middle = (low + high) / 2
            if weights[middle] <= value { low = middle + 1 } else { high = middle }
        }
        return low
    }

    static func name(_ rank: Int) -> String { "package-\(rank)" }
    static func version(_ number: Int) -> String { "\(1 + number / 10).\(number % 10).0" }

    static func ecosystem(_ rank: Int) -> (Ecosystem, name: String) {
        switch rank % 5 {
        case 0: (Ecosystem(.debian, "12"), name(rank))
        case 1: (Ecosystem(.npm), name(rank))
        case 2: (Ecosystem(.golang), "example.org/" + name(rank))
        case 3: (Ecosystem(.pypi), name(rank))
        default: (Ecosystem(.maven), "org.example:" + name(rank))
        }
    }

    mutating func package(_ rank: Int, version: Int) -> ScannedPackage {
        let place = rank * Self.versions + version
        if let package = made[place] { return package }
        let kind = Self.ecosystems[rank % 5]
        let purl = PackageURL(
            type: kind.type, namespace: kind.namespace, name: Self.name(rank), version: Self.version(version),
            qualifiers: kind.qualifiers)
        let package = ScannedPackage(
            ref: "\(place)", name: Self.name(rank), version: Self.version(version), purl: purl)
        made[place] = package
        return package
    }
}

let arguments = CommandLine.arguments
let documentCount = arguments.count > 1 ? Int(arguments[1]) ?? 0 : 100_000
let packageCount = arguments.count > 2 ? Int(arguments[2]) ?? 0 : 200
guard documentCount > 0, packageCount > 0 else {
    print("usage: component-index-benchmark [DOCUMENTS [PACKAGES]]")
    exit(2)
}
let path = "/tmp/obryza-component-index-benchmark-\(getpid())"
defer { unlink(path) }

do {
    var catalogue = Catalogue(names: 30_000)
    var random = FixedRandom(1)
    let writer = ComponentIndexWriter(path: path)
    var building = 0.0
    var wall = 0.0
    var added = 0
    while added < documentCount {
        var batch: [IndexedDocument] = []
        for number in added..<min(documentCount, added + 2000) {
            var packages: [ScannedPackage] = []
            packages.reserveCapacity(packageCount)
            // An image's packages are of about one age.
            let age = Int.random(in: 0..<Catalogue.versions, using: &random)
            var taken: Set<Int> = []
            while packages.count < packageCount {
                let rank = catalogue.rank(&random)
                guard taken.insert(rank).inserted else { continue }
                let version = min(Catalogue.versions - 1, age + Int.random(in: 0..<3, using: &random))
                packages.append(catalogue.package(rank, version: version))
            }
            batch.append(
                IndexedDocument(
                    digest: Digest.of(Array("document \(number)".utf8)), name: "registry.example/app-\(number):1",
                    packages: packages, distribution: ("debian", "12"), isComplete: true))
        }
        let (cpu, start) = (cpuSeconds(), wallSeconds())
        added += try writer.add(batch).added
        building += cpuSeconds() - cpu
        wall += wallSeconds() - start
    }
    var status = stat()
    stat(path, &status)
    print("\(added) documents of \(packageCount) components, in \((added + 1999) / 2000) additions")
    print("build                 \(rounded(building)) CPU s, \(rounded(wall)) s, peak \(rounded(peak())) MB")
    let whole = try ComponentIndex(path: path)
    print(
        "file                  \(rounded(Double(status.st_size) / 1e6)) MB, \(rounded(Double(whole.size) / 1e6)) MB of it "
            + "in use: \(whole.componentCount) components in \(whole.segmentCount) segments")

    // One more, as a pipeline adds it.
    let extra = IndexedDocument(
        digest: Digest.of(Array("one more".utf8)), name: "one-more",
        packages: [catalogue.package(0, version: 0)], distribution: nil, isComplete: true)
    var start = wallSeconds()
    _ = try writer.add([extra])
    print("add one               \(rounded((wallSeconds() - start) * 1000)) ms")

    print("advisory about        documents   p50 ms   p99 ms   (open, look up, judge, name the documents; bar: 200 ms)")
    for (label, ranks) in [
        ("the commonest package", 0..<1), ("one of the first 100", 1..<100), ("one of the first 1000", 100..<1000),
        ("any other", 1000..<30_000),
    ] {
        var times: [Double] = []
        var hits = 0
        for _ in 0..<100 {
            let rank = Int.random(in: ranks, using: &random)
            let (ecosystem, name) = Catalogue.ecosystem(rank)
            var affected = Affected(ecosystem, name, naming: ecosystem.isDistribution ? .source : .only)
            affected.ranges = [.before(Catalogue.version(Int.random(in: 1..<Catalogue.versions, using: &random)))]
            affected.fix = Fix(.fixed)
            var advisory = Advisory(source: "benchmark", id: "CVE-2026-1", document: Digest.of([]))
            advisory.affected = [affected]
            var yield = FeedYield()
            yield.add(advisory)
            var builder = DatabaseBuilder()
            try builder.add(yield)
            let database = try AdvisoryDatabase(builder.finish(lifetime: 0).file)

            start = wallSeconds()
            let index = try ComponentIndex(path: path)
            let answer = try index.documents(with: nil, of: database)
            var named = 0
            for number in answer.affected { named += try index.document(number).name.utf8.count > 0 ? 1 : 0 }
            times.append(wallSeconds() - start)
            hits += named
        }
        times.sort()
        let cells = ["\(hits / times.count)", rounded(times[50] * 1000), rounded(times[98] * 1000)]
        let left = label + String(repeating: " ", count: 22 - label.utf8.count)
        print(left + cells.map { $0 + String(repeating: " ", count: max(1, 12 - $0.utf8.count)) }.joined())
    }
    print("peak                  \(rounded(peak())) MB (with the documents made for this run)")
} catch {
    print("component-index-benchmark: \(error)")
    exit(1)
}
