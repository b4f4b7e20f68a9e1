internal import Content
internal import Glibc
internal import Signing

/// Metadata in a folder, under names without versions.
struct FolderStore: TUFClient.Store {
    let folder: String

    func read(_ name: String) throws -> [UInt8]? {
        let path = "\(folder)/\(name)"
        guard access(path, F_OK) == 0 else { return nil }
        return try OpenFile.contents(of: path, limit: TUFClient.targetsLimit)
    }

    func write(_ bytes: [UInt8], _ name: String) throws { try FileSaving.save(bytes, to: "\(folder)/\(name)") }

    func clear() throws {
        for name in ["root", "timestamp", "snapshot", "targets"] {
            let path = "\(folder)/\(name).json"
            guard unlink(path) == 0 || errno == ENOENT else {
                throw FileError(operation: "remove", path: path, code: errno)
            }
        }
    }
}

/// Paths of targets in addresses and file names.
enum TargetPath {
    /// Unreserved characters stay (RFC 3986 §2.3).
    static func encoded(_ path: String, keepingSlashes: Bool, keepingEscapes: Bool = false) -> String {
        var text = ""
        for byte in path.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x2d, 0x2e, 0x5f, 0x7e:
                text.unicodeScalars.append(Unicode.Scalar(byte))
            case UInt8(ascii: "/") where keepingSlashes, UInt8(ascii: "%") where keepingEscapes:
                text.unicodeScalars.append(Unicode.Scalar(byte))
            default: text += "%" + Hex.encode([byte]).uppercased()
            }
        }
        return text
    }
}
