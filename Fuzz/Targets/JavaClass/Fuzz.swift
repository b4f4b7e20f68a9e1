@testable import Inventory

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = UnsafeRawBufferPointer(start: start, count: count)
    let given = 4 << 20
    var allowance = given
    guard let found = try? ClassFingerprint(bytes, allowance: &allowance) else { return 0 }  // Refusal is an answer.
    precondition(allowance >= 0 && allowance <= given, "more described than was allowed")
    var rest = given
    guard let again = try? ClassFingerprint(bytes, allowance: &rest) else { preconditionFailure("read once only") }
    precondition(again == found && rest == allowance, "read twice, found two things")
    return 0
}
