import Testing

@testable import Advisories

@Suite struct TimestampTests {
    @Test(arguments: [
        ("1970-01-01", 0, "1970-01-01T00:00:00Z"),
        ("2024-02-29T23:59:59Z", 1_709_251_199, "2024-02-29T23:59:59Z"),
        ("2024-03-01T01:30:00.123456+02:00", 1_709_249_400, "2024-02-29T23:30:00Z"),
        ("2000-12-31 08:05", 978_249_900, "2000-12-31T08:05:00Z"),
        ("2024-10-07T15:46:19.858457", 1_728_315_979, "2024-10-07T15:46:19Z"),
        ("2024-10-07T15:46:19-0130", 1_728_321_379, "2024-10-07T17:16:19Z"),
    ])
    func readsWhatFeedsWrite(text: String, seconds: Int64, canonical: String) throws {
        let time = try #require(Timestamp(text))
        #expect(time.seconds == seconds)
        #expect(time.text == canonical)
    }

    @Test(arguments: [
        "", "2024", "2024-13-01", "2023-02-29", "2024-01-01T", "2024-01-01T25:00:00Z", "0001-01-01T00:00:00Z",
        "2024-01-01T10:00:00Zjunk", "2024-01-01T10:00:00+1", "20240101", "2024-1-1",
    ])
    func refusesWhatIsNoTime(text: String) { #expect(Timestamp(text) == nil) }
}
