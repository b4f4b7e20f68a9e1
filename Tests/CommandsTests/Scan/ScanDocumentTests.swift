import Glibc
import Testing

@testable import Commands

@Suite struct ScanDocumentTests {
    /// For the official validators: `OBRYZA_DOCUMENTS=FOLDER swift test --filter ScanDocumentTests`.
    @Test(.enabled(if: getenv("OBRYZA_DOCUMENTS") != nil))
    func `documents for the validators`() throws {
        let folder = try #require(getenv("OBRYZA_DOCUMENTS").map { String(cString: $0) })
        mkdir(folder, 0o755)
        let reports = ["full": SampleReport.full, "hostile": SampleReport.hostile, "empty": SampleReport.empty]
        for (name, report) in reports {
            for format in ScanFormat.allCases where format != .table {
                let ending =
                    switch format {
                    case .junit: "xml"
                    case .markdown: "md"
                    case .csv: "csv"
                    default: "json"
                    }
                let file = try #require(fopen("\(folder)/\(name).\(format.rawValue).\(ending)", "wb"))
                defer { fclose(file) }
                let bytes = try format.write(report, toolVersion: "1.2.3")
                #expect(fwrite(bytes, 1, bytes.count, file) == bytes.count)
            }
        }
    }
}
