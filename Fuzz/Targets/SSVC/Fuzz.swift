import Exploitability

/// A decision table that is read decides whatever it is asked.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    _ = try? FailOn([String(decoding: bytes.prefix(200), as: UTF8.self)])  // Refusal is an answer.
    for table in [read(json: bytes), read(csv: bytes)].compactMap(\.self) {
        for row in table.rows {
            precondition(table.decide(row.inputs.map { $0 }).outcomeRank == row.outcome, "a row decides otherwise")
        }
        let worst = table.decide([])
        precondition(worst.assumed == table.inputs, "an assumption is not named")
        precondition(table.rows.allSatisfy { $0.outcome <= worst.outcomeRank }, "an assumption is not the worst")
    }
    return 0
}

private func read(json bytes: [UInt8]) -> DecisionTable? {
    try? DecisionTable(json: bytes)  // Refusal is an answer.
}

private func read(csv bytes: [UInt8]) -> DecisionTable? {
    try? DecisionTable(  // Refusal is an answer.
        csv: bytes, namespace: "cisa", key: "T", version: "1.0.0", name: "T",
        points: DecisionTable.builtIn.flatMap { $0.inputs + [$0.outcome] })
}
