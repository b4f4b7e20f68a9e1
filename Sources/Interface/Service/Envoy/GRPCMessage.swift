internal import Archive
internal import NIOCore

/// A unary call of gRPC over HTTP/2, with all that came of it.
struct GRPCCall: Sendable {
    /// `/PACKAGE.SERVICE/METHOD`
    var path: String
    /// `grpc-encoding`: how messages are compressed that say that they are.
    var encoding: String
    var requestID: String?
    var body: ByteBuffer
    var client: ServiceClient

    /// The one message of the call, inflated if need be.
    func message(limit: Int) throws(GRPCAnswer) -> [UInt8] {
        var body = body
        guard let flag = body.readInteger(as: UInt8.self), let length = body.readInteger(as: UInt32.self),
            let bytes = body.readBytes(length: Int(length)), body.readableBytes == 0, flag <= 1
        else {
            throw GRPCAnswer(.invalidArgument, "expected one message after its length")
        }
        guard flag == 1 else { return bytes }
        guard encoding == "gzip" else {
            throw GRPCAnswer(.unimplemented, "expected messages compressed with gzip or not at all")
        }
        let inflated = bytes.withUnsafeBytes { bytes -> Result<[UInt8], ArchiveError> in
            do throws(ArchiveError) {
                guard Compression(start: bytes) == .gzip else {
                    throw .malformed(format: "gzip", reason: "no gzip header", offset: 0)
                }
                return .success(try Compression.inflate(bytes, limit: limit))
            } catch {
                return .failure(error)
            }
        }
        switch inflated {
        case .success(let message): return message
        case .failure(.expandsTooMuch): throw GRPCAnswer(.resourceExhausted, "the message inflates to too much")
        case .failure(let error): throw GRPCAnswer(.invalidArgument, "the message cannot be inflated: \(error)")
        }
    }
}

/// The answer to a call: a message, or why there is none.
struct GRPCAnswer: Error, Sendable, Equatable {
    /// Those of the gRPC status codes that this server gives.
    enum Status: Int, Sendable {
        case ok = 0
        case invalidArgument = 3
        case deadlineExceeded = 4
        case notFound = 5
        case resourceExhausted = 8
        case unimplemented = 12
        case internalError = 13
        case unavailable = 14
    }

    var status: Status
    var text: String
    var message: [UInt8]

    init(_ status: Status, _ text: String) {
        self.status = status
        self.text = text
        message = []
    }

    init(message: [UInt8]) {
        status = .ok
        text = ""
        self.message = message
    }

    /// The text as the trailer `grpc-message` has it: printable ASCII as it is, all else percent-encoded.
    var encodedText: String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in text.utf8.prefix(1024) {
            if 0x20...0x7e ~= byte, byte != UInt8(ascii: "%") {
                bytes.append(byte)
            } else {
                bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
