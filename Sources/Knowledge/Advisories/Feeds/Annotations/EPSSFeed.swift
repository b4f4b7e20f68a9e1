/// FIRST's exploit predictions: `#model_version:…,score_date:…`, a line of column names, and a row a flaw.
///
/// All rows or none: a table without its day, or with a row that breaks off, is a damaged one.
struct EPSSFeed: Feed {
    var name: String { "epss" }
    var framing: FeedFraming { .whole }

    func recognises(path: String, start: UnsafeRawBufferPointer) -> Bool {
        let opening = OpeningBytes(start)
        return opening.begins(with: "#model_version:") || opening.begins(with: "cve,epss,percentile")
    }

    func read(_ document: FeedDocument, into yield: inout FeedYield) throws {
        guard document.bytes.count <= FeedText.document else {
            throw FeedError("a table of \(document.bytes.count) bytes is larger than the \(FeedText.document) accepted")
        }
        guard document.bytes.last == UInt8(ascii: "\n") else { throw FeedError("the table ends within a row") }
        var lines = TextLines(document.bytes)
        let head = String(decoding: (lines.next() ?? document.bytes).prefix(512), as: UTF8.self)
        var model = ""
        var date: Timestamp?
        for item in head.drop(while: { $0 == "#" }).split(separator: ",") {
            let parts = item.split(separator: ":", maxSplits: 1)
            guard parts.count == 2 else { continue }
            if parts[0] == "model_version" { model = String(parts[1]) }
            if parts[0] == "score_date" { date = Timestamp(parts[1]) }
        }
        guard let date else { throw FeedError("the table does not tell the day of its scores (score_date)") }
        guard let columns = lines.next(), String(decoding: columns, as: UTF8.self) == "cve,epss,percentile" else {
            throw FeedError("expected the columns cve, epss and percentile")
        }
        var annotations: [Annotation] = []
        var number = 2
        while let line = lines.next() {
            number += 1
            let columns = line.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
            guard line.count <= 256, columns.count == 3, let probability = Self.millionths(columns[1]),
                let percentile = Self.millionths(columns[2])
            else { throw FeedError("row \(number): expected a CVE number and two numbers between 0 and 1") }
            let flaw = String(decoding: columns[0], as: UTF8.self)
            guard FeedText.isCVE(flaw) else { throw FeedError("row \(number): “\(flaw)” is no CVE number") }
            annotations.append(
                Annotation(
                    source: name, vulnerability: flaw,
                    fact: .prediction(
                        ExploitPrediction(probability: probability, percentile: percentile, date: date, model: model))))
        }
        guard !annotations.isEmpty else { throw FeedError("the table has no rows") }
        yield.see(date)
        for annotation in annotations { yield.add(annotation) }
    }

    /// Reads a number from 0 to 1, also as `9.3e-05`, rounded to the nearest millionth.
    static func millionths(_ text: some Sequence<UInt8>) -> UInt32? {
        var digits: [UInt8] = []
        var point: Int?
        var exponent = 0
        var iterator = text.makeIterator()
        scan: while let byte = iterator.next() {
            switch byte {
            case 0x30...0x39:
                guard digits.count < 40 else { continue }
                digits.append(byte - 0x30)
            case UInt8(ascii: "."):
                guard point == nil else { return nil }
                point = digits.count
            case UInt8(ascii: "e"), UInt8(ascii: "E"):
                var rest: [UInt8] = []
                while let byte = iterator.next() { rest.append(byte) }
                guard rest.count <= 4, let value = Int(String(decoding: rest, as: UTF8.self)) else { return nil }
                exponent = value
                break scan
            default: return nil
            }
        }
        guard !digits.isEmpty else { return nil }
        // The digit at place p stands for 10^(whole - 1 - p).
        let whole = (point ?? digits.count) + exponent
        var value: UInt32 = 0
        for place in 0..<7 {
            let at = whole - 1 + place
            let digit = at >= 0 && at < digits.count ? UInt32(digits[at]) : 0
            guard place > 0 || digit <= 1 else { return nil }
            value = value * 10 + digit
        }
        // Anything before the units is more than 1.
        guard digits.prefix(max(0, min(whole - 1, digits.count))).allSatisfy({ $0 == 0 }) else { return nil }
        let next = whole + 6
        if next >= 0, next < digits.count, digits[next] >= 5 { value += 1 }
        return value <= 1_000_000 ? value : nil
    }
}
