@testable import StructuredText

func yaml(
    _ text: String, limits: StructuredTextLimits = .init()
) throws -> [StructuredValue] {
    try yaml(bytes: Array(text.utf8), limits: limits)
}

func yaml(
    bytes: [UInt8], limits: StructuredTextLimits = .init()
) throws -> [StructuredValue] {
    try bytes.withUnsafeBytes { buffer in
        try YAML.documents(buffer, limits: limits)
    }
}

func toml(
    _ text: String, limits: StructuredTextLimits = .init()
) throws -> StructuredValue {
    try toml(bytes: Array(text.utf8), limits: limits)
}

func toml(
    bytes: [UInt8], limits: StructuredTextLimits = .init()
) throws -> StructuredValue {
    try bytes.withUnsafeBytes { buffer in
        try TOML.document(buffer, limits: limits)
    }
}
