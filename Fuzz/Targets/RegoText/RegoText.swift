@testable import RegoText

/// What built-in functions read: expressions, globs, GraphQL, times, addresses, DER. The first byte chooses; the rest
/// is cut in two at its first zero byte.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = UnsafeBufferPointer(start: start, count: count)
    guard let choice = bytes.first else { return 0 }
    let parts = bytes.dropFirst().split(separator: 0, maxSplits: 1, omittingEmptySubsequences: false)
    let first = String(decoding: parts[0], as: UTF8.self)
    let second = parts.count > 1 ? String(decoding: parts[1], as: UTF8.self) : ""
    switch choice % 6 {
    case 0: matchesAlike(first, second)
    case 1:
        do throws(GlobError) {
            _ = try Glob.compile(first, delimiters: ["."]).matches(second)
        } catch {
            precondition(!error.description.isEmpty, "a refusal without a reason")
        }
    case 2:
        do throws(GraphQL.Failure) {
            let schema = try GraphQLSchema(GraphQLParser.schema(first))
            try GraphQLValidator.validate(GraphQLParser.query(second), schema)
        } catch {
            precondition(!error.message.isEmpty, "a refusal without a reason")
        }
    case 3:
        let layout = TimeLayout(first)
        do throws(TimeParseError) {
            _ = layout.format(try layout.parse(second))
        } catch {
            precondition(!error.description.isEmpty, "a refusal without a reason")
        }
    case 4:
        // What an address is written as is the same address.
        if let address = IPAddress(first) {
            precondition(IPAddress(address.description) == address, "an address reads as another")
        }
        if let network = IPNetwork(first) {
            precondition(IPNetwork.merged([network]).map(\.text) == [network.text], "a network reads as another")
        }
        do throws(GoURL.Failure) {
            _ = try GoURL(second).escapedPath
        } catch {
            precondition(!error.description.isEmpty, "a refusal without a reason")
        }
    default: walk(bytes.dropFirst(), 0)
    }
    return 0
}

/// The automaton and the threads agree on whether there is a match.
private func matchesAlike(_ pattern: String, _ text: String) {
    do throws(RegexError) {
        let (node, names) = try RegexParser.parse(pattern)
        let program = try RegexProgram(node, names: names)
        var text = text
        text.withUTF8 { bytes in
            let isMatch = RegexAutomaton(program).matches(bytes)
            var threads = RegexThreads(program)
            precondition(isMatch == (threads.find(bytes, from: 0) != nil), "automaton and threads differ")
        }
    } catch {
        precondition(!error.reason.isEmpty, "a refusal without a reason")
    }
}

private func walk(_ bytes: some Collection<UInt8>, _ depth: Int) {
    do throws(DER.Failure) {
        let element = try DER.parse(bytes)
        _ = element.text
        guard depth < 16, element.tag & 0x20 != 0 else { return }
        for child in try element.children() { walk(child.whole, depth + 1) }
    } catch {
        precondition(!error.description.isEmpty, "a refusal without a reason")
    }
}
