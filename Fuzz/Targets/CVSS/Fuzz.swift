import Exploitability

/// A vector that is read has a canonical text that says the same, and scores within the scale.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = UnsafeBufferPointer(start: start, count: count)
    _ = ExploitProbability(String(decoding: bytes.prefix(80), as: UTF8.self))
    if let date = CalendarDate(String(decoding: bytes.prefix(80), as: UTF8.self)) {
        precondition(CalendarDate(date.description) == date, "a date reads back as another")
    }
    do throws(CVSSError) {
        let vector = try CVSSVector(utf8: bytes.span)
        let scores = [vector.score, vector.baseScore, vector.temporalScore, vector.environmentalScore].compactMap(
            \.self)
        precondition(scores.allSatisfy { 0...100 ~= $0.tenths }, "a score lies outside the scale")
        _ = (vector.rating, vector.automatable, vector.technicalImpact, vector.baseVector.description)
        do throws(CVSSError) {
            let again = try CVSSVector(vector.description)
            precondition(
                again == vector && again.description == vector.description, "canonical text says another thing")
        } catch {
            fatalError("canonical text is refused: \(error)")
        }
    } catch {
        precondition(error.description.utf8.count < 1000, "an error repeats its input")
    }
    return 0
}
