enum DebianCopyright { static func licences(_ bytes: UnsafeRawBufferPointer) -> [String] { [] } }
