import Content
import Crypto

/// Digests and keyed digests, in hexadecimal.
enum HashBuiltins {
    static let table: Builtins.Table = [
        "crypto.md5": digest(.md5), "crypto.sha1": digest(.sha1), "crypto.sha256": digest(.sha256),
        "crypto.hmac.md5": { context, operands throws(BuiltinError) in
            try code(Insecure.MD5.self, operands, context.heap)
        },
        "crypto.hmac.sha1": { context, operands throws(BuiltinError) in
            try code(Insecure.SHA1.self, operands, context.heap)
        },
        "crypto.hmac.sha256": { context, operands throws(BuiltinError) in
            try code(SHA256.self, operands, context.heap)
        },
        "crypto.hmac.sha512": { context, operands throws(BuiltinError) in
            try code(SHA512.self, operands, context.heap)
        },
        "crypto.hmac.equal": { _, operands throws(BuiltinError) in
            let (one, two) = (try operands.utf8(0), try operands.utf8(1))
            guard one.count == two.count else { return .false }
            // Takes as long whatever differs.
            var difference: UInt8 = 0
            for index in one.indices { difference |= one[index] ^ two[index] }
            return Value(difference == 0)
        },
    ]

    private static func digest(_ algorithm: Content.Digest.Algorithm) -> BuiltinFunction {
        { context, operands throws(BuiltinError) in
            try context.heap.string(Content.Digest.of(UnsafeRawBufferPointer(try operands.utf8(0)), algorithm).hex)
        }
    }

    private static func code<Function: HashFunction>(
        _ function: Function.Type, _ operands: BuiltinArguments, _ heap: Heap
    ) throws(BuiltinError) -> Value {
        let (message, key) = (try operands.utf8(0), try operands.utf8(1))
        let code = HMAC<Function>.authenticationCode(for: Array(message), using: SymmetricKey(data: Array(key)))
        return try heap.string(Hex.encode(Array(code)))
    }
}
