/// Runs the public conformance suite of the Rego language: `rego-conformance DIR [FILTER]`.
///
/// `DIR` holds `v0` and `v1`, each with a folder for each topic. Every case is compiled and evaluated in three
/// passes: as it is, once more with what the first decision left behind, and with `future.keywords.not` in force.
/// Prints the failures and, for each topic, how many cases passed; the exit code is 1 when any failed.
import Rego
import StructuredText

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

guard CommandLine.arguments.count >= 2 else {
    let usage = "usage: rego-conformance DIR [FILTER]\n"
    _ = usage.withCString { write(STDERR_FILENO, $0, strlen($0)) }
    exit(2)
}

let root = CommandLine.arguments[1]
let filter = CommandLine.arguments.count > 2 ? CommandLine.arguments[2] : ""
var passed = 0
var failed = 0
for version in ["v0", "v1"] {
    for topic in Suite.names(in: "\(root)/\(version)") {
        var (good, bad) = (0, 0)
        for file in Suite.names(in: "\(root)/\(version)/\(topic)") where file.hasSuffix(".yaml") {
            let place = "\(version)/\(topic)/\(file)"
            if !filter.isEmpty, !place.contains(filter) { continue }
            do {
                for (index, test) in try Suite.cases(in: "\(root)/\(place)").enumerated() {
                    let failures = CaseRunner(test, version: version).failures()
                    if failures.isEmpty {
                        good += 1
                    } else {
                        bad += 1
                        print("FAILED \(place)[\(index)] \(test.note): \(failures.joined(separator: "; "))")
                    }
                }
            } catch {
                bad += 1
                print("FAILED \(place): \(error)")
            }
        }
        if good + bad > 0 { print("\(version)/\(topic): \(good) passed, \(bad) failed") }
        passed += good
        failed += bad
    }
}
print("\(passed) passed, \(failed) failed")
exit(failed == 0 && passed > 0 ? 0 : 1)
