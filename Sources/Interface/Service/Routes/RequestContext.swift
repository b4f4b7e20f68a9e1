internal import Archive
internal import NIOCore
internal import NIOHTTP1
internal import Rego

/// A request while it is answered: what was read of it, and the memory for that.
struct RequestContext {
    let request: ServiceRequest
    /// Where the values of the request are made.
    let heap: Heap
    private let limit: Int
    private var body: Value?
    /// A body that was read into memory of its own.
    private var document: Document?

    init(_ request: ServiceRequest, heap: Heap, inflatedLimit: Int) {
        self.request = request
        self.heap = heap
        limit = inflatedLimit
    }

    private var isCompressed: Bool {
        get throws(ServiceProblem) {
            guard let coding = request.headers.first(name: "content-encoding") else { return false }
            switch coding.lowercased() {
            case "", "identity": return false
            case "gzip": return true
            default: throw .invalid("could not decompress the body: expected gzip, found \(coding.prefix(40))")
            }
        }
    }

    /// Whether reading the body takes so long that it may hold up other connections.
    var isLarge: Bool {
        request.body.readableBytes > 64 << 10
            || request.body.readableBytes > 0 && request.headers.contains(name: "content-encoding")
    }

    /// The bytes of the body, inflated if need be.
    func bytes() throws(ServiceProblem) -> [UInt8] {
        guard try isCompressed else { return Array(request.body.readableBytesView) }
        let inflated = request.body.withUnsafeReadableBytes { bytes -> Result<[UInt8], ArchiveError> in
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
        case .success(let bytes): return bytes
        case .failure(.expandsTooMuch):
            throw ServiceProblem(.payloadTooLarge, .invalidParameter, "compressed request body too large")
        case .failure(let error): throw .invalid("could not decompress the body: \(error)")
        }
    }

    /// The body as a value, read once; undefined when there is none.
    ///
    /// - Parameter what: What is malformed when the body is: the message says so.
    mutating func value(of what: String = "body contains malformed input document") throws(ServiceProblem) -> Value {
        if let body { return body }
        let value = try read(what)
        body = value
        return value
    }

    private mutating func read(_ what: String) throws(ServiceProblem) -> Value {
        guard request.body.readableBytes > 0 else { return .undefined }
        if let type = request.headers.first(name: "content-type"), type.contains("yaml") {
            do {
                let read = try Document.read(try bytes(), of: "request.yaml")
                document = read
                return read.root
            } catch let problem as ServiceProblem {
                throw problem
            } catch {
                throw .invalid("\(what): \(error)")
            }
        }
        if try isCompressed {
            let inflated = try bytes()
            return try inflated.withUnsafeBufferPointer { text throws(ServiceProblem) in try Self.json(text, heap, what)
            }
        }
        let result = request.body.withUnsafeReadableBytes { bytes -> Result<Value, ServiceProblem> in
            do throws(ServiceProblem) {
                return .success(try Self.json(bytes.assumingMemoryBound(to: UInt8.self), heap, what))
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    private static func json(
        _ text: UnsafeBufferPointer<UInt8>, _ heap: Heap, _ what: String
    ) throws(ServiceProblem) -> Value {
        // Blanks alone are no document, as an empty body is none.
        if text.allSatisfy({ $0 == 0x20 || $0 == 0x0a || $0 == 0x0d || $0 == 0x09 }) { return .undefined }
        do {
            return try JSONReader.value(text, in: heap)
        } catch {
            throw .invalid("\(what): \(error)")
        }
    }
}
