/// Measurements in short.
struct SampleStatistics {
    /// The first measured.
    let first: Int64
    let mean: Double
    private let sorted: [Int64]
    private let deviation: Double

    init(_ samples: [Int64]) {
        first = samples.first ?? 0
        sorted = samples.sorted()
        let count = Double(max(1, samples.count))
        let mean = samples.reduce(0) { $0 + Double($1) } / count
        self.mean = mean
        deviation = (samples.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / count).squareRoot()
    }

    /// The value below which a share of the samples lies, between two of them where the share does.
    private func percentile(_ share: Double) -> Double {
        guard let last = sorted.last, let least = sorted.first else { return 0 }
        let position = share * Double(sorted.count + 1)
        if position < 1 { return Double(least) }
        if position >= Double(sorted.count) { return Double(last) }
        let below = Int(position)
        let (one, other) = (Double(sorted[below - 1]), Double(sorted[below]))
        return one + (position - Double(below)) * (other - one)
    }

    private static let percentiles: [(name: String, share: Double)] = [
        ("75%", 0.75), ("90%", 0.9), ("95%", 0.95), ("99%", 0.99), ("99.9%", 0.999), ("99.99%", 0.9999),
    ]

    var json: String {
        let shares = Self.percentiles.map { (name: $0.name, json: Optional("\(percentile($0.share))")) }
        return PolicyReport.object(
            shares + [
                ("count", "\(sorted.count)"), ("max", "\(sorted.last ?? 0)"), ("mean", "\(mean)"),
                ("median", "\(percentile(0.5))"), ("min", "\(sorted.first ?? 0)"), ("stddev", "\(deviation)"),
            ])
    }

    static let titles = ["MIN", "MAX", "MEAN", "90%", "99%"]

    /// For `titles`.
    func cells(_ text: (Int64) -> String) -> [String] {
        [sorted.first ?? 0, sorted.last ?? 0, Int64(mean), Int64(percentile(0.9)), Int64(percentile(0.99))].map(text)
    }
}

extension Duration {
    var nanoseconds: Int64 { components.seconds &* 1_000_000_000 &+ components.attoseconds / 1_000_000_000 }
}
