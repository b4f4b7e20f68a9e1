enum KnownGenerated { static func explanation(for path: String, exists: (String) -> Bool) -> String? { nil } }
