/// A constant of Lua.
indirect enum LuaValue: Equatable {
    case null
    case boolean(Bool)
    /// As written.
    case number(String)
    case string(String)
    /// Members with keys that are strings or numbers in the order written; keys without a name count on from 1.
    case table([(key: String, value: LuaValue)])

    static func == (left: LuaValue, right: LuaValue) -> Bool {
        switch (left, right) {
        case (.null, .null): true
        case (.boolean(let a), .boolean(let b)): a == b
        case (.number(let a), .number(let b)), (.string(let a), .string(let b)): a == b
        case (.table(let a), .table(let b)):
            a.count == b.count && zip(a, b).allSatisfy { $0.key == $1.key && $0.value == $1.value }
        default: false
        }
    }

    var string: String? { if case .string(let text) = self { text } else { nil } }

    /// Empty for any other kind.
    var members: [(key: String, value: LuaValue)] { if case .table(let members) = self { members } else { [] } }

    subscript(key: String) -> LuaValue? { members.last { $0.key == key }?.value }
}
