extension Parser {
    mutating func attachAnnotations(to module: inout Module) -> [RegoError] { [] }
}
