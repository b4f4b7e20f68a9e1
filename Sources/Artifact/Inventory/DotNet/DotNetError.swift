import JSONText

/// Why a .NET file cannot be read.
struct DotNetError: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}

extension JSONValue? {
    /// The members of an object; none for anything else.
    var memberList: [(key: String, value: JSONValue)] { map { Array($0.members) } ?? [] }
}
