internal import Rego

/// What a policy says of a request: allowed or not, and what is to be changed of the request and of answers.
struct EnvoyVerdict: Sendable {
    /// A header or parameter, which may come several times.
    typealias Pair = (name: String, value: String)

    private(set) var isAllowed: Bool
    private var status = 403
    private var body = ""
    private var headers: [Pair] = []
    private var responseHeaders: [Pair] = []
    private var removedHeaders: [String] = []
    private var parameters: [Pair] = []
    private var removedParameters: [String] = []
    /// A `google.protobuf.Struct`.
    private var metadata: [UInt8] = []

    struct Unusable: Error { var reason: String }

    init(isAllowed: Bool) { self.isAllowed = isAllowed }

    /// A denial that does not come of a policy.
    init(denying status: Int, _ body: String) {
        isAllowed = false
        self.status = status
        self.body = body
    }

    /// - Throws: for a result that is neither a boolean nor an object that says `allowed`, and for members of another kind
    ///   than they have: a policy that cannot be followed wholly must not be followed in part.
    init(_ value: Value) throws(Unusable) {
        if let isAllowed = value.boolean {
            self.init(isAllowed: isAllowed)
            return
        }
        guard value.isObject else {
            throw Unusable(reason: "expected true, false or an object, found \(value.kind.name)")
        }
        guard let isAllowed = value.member("allowed").boolean else {
            throw Unusable(reason: "expected true or false at “allowed”")
        }
        self.init(isAllowed: isAllowed)
        headers = try Self.pairs(value, "headers")
        responseHeaders = try Self.pairs(value, "response_headers_to_add")
        removedHeaders = try Self.texts(value, "request_headers_to_remove")
        parameters = try Self.pairs(value, "query_parameters_to_set")
        removedParameters = try Self.texts(value, "query_parameters_to_remove")
        let body = value.member("body")
        if body.isDefined, !body.isNull {
            guard let text = body.string else { throw Unusable(reason: "expected a string at “body”") }
            self.body = text
        }
        let status = value.member("http_status")
        if status.isDefined, !status.isNull {
            guard let number = status.integer, (100...599).contains(number) else {
                throw Unusable(reason: "expected a status from 100 to 599 at “http_status”")
            }
            self.status = number
        }
        let metadata = value.member("dynamic_metadata")
        if metadata.isDefined, !metadata.isNull {
            guard metadata.isObject else { throw Unusable(reason: "expected an object at “dynamic_metadata”") }
            self.metadata = ProtobufStructure.bytes(of: metadata)
        }
    }

    /// An object of names to a text or several, or a list of such objects.
    private static func pairs(_ value: Value, _ name: String) throws(Unusable) -> [Pair] {
        let member = value.member(name)
        if member.isUndefined || member.isNull { return [] }
        var pairs: [Pair] = []
        for object in member.isArray ? Array(member.elements) : [member] {
            guard object.isObject else { throw Unusable(reason: "expected an object at “\(name)”") }
            for (key, content) in zip(object.keys, object.values) {
                guard let key = key.string else { throw Unusable(reason: "expected names at “\(name)”") }
                for element in content.isArray ? Array(content.elements) : [content] {
                    guard let text = element.string else {
                        throw Unusable(reason: "expected a string or strings at “\(name).\(key.prefix(80))”")
                    }
                    pairs.append((key, text))
                }
            }
        }
        return pairs
    }

    private static func texts(_ value: Value, _ name: String) throws(Unusable) -> [String] {
        let member = value.member(name)
        if member.isUndefined || member.isNull { return [] }
        let texts = member.elements.compactMap(\.string)
        guard member.isArray, texts.count == member.count else {
            throw Unusable(reason: "expected a list of strings at “\(name)”")
        }
        return texts
    }

    /// The same verdict, which denies nothing.
    var permissive: EnvoyVerdict { isAllowed ? self : EnvoyVerdict(isAllowed: true) }

    // MARK: envoy.service.auth.v3.CheckResponse

    var message: [UInt8] {
        var writer = ProtobufWriter()
        writer.write(1) { status in
            // google.rpc.Code: OK and PERMISSION_DENIED.
            status.write(1, isAllowed ? 0 : 7)
        }
        if isAllowed {
            writer.write(3) { ok in
                Self.write(headers, as: 2, into: &ok)
                for name in removedHeaders { ok.write(5, name, isKept: true) }
                Self.write(responseHeaders, as: 6, into: &ok)
                for (name, value) in parameters {
                    ok.write(7) { parameter in
                        parameter.write(1, name)
                        parameter.write(2, value)
                    }
                }
                for name in removedParameters { ok.write(8, name, isKept: true) }
            }
        } else {
            writer.write(2) { denied in
                denied.write(1) { $0.write(1, status) }
                Self.write(headers, as: 2, into: &denied)
                denied.write(3, body)
            }
        }
        if !metadata.isEmpty { writer.write(4, bytes: metadata) }
        return writer.bytes
    }

    /// As header options that take the place of what is there (`append` is false).
    private static func write(_ pairs: [Pair], as number: Int, into writer: inout ProtobufWriter) {
        for (name, value) in pairs {
            writer.write(number) { option in
                option.write(1) { header in
                    header.write(1, name)
                    header.write(2, value)
                }
                // A BoolValue, whose false is written as nothing.
                option.write(2) { _ in }
            }
        }
    }
}

/// Values as `google.protobuf.Struct`.
enum ProtobufStructure {
    static func bytes(of object: Value) -> [UInt8] {
        var writer = ProtobufWriter()
        for (key, value) in zip(object.keys, object.values) {
            writer.write(1) { entry in
                entry.write(1, String(decoding: JSONOutput.keyText(key), as: UTF8.self))
                entry.write(2) { write(value, into: &$0) }
            }
        }
        return writer.bytes
    }

    /// Depth is bounded by that of values.
    private static func write(_ value: Value, into writer: inout ProtobufWriter) {
        switch value.kind {
        case .undefined, .null:
            // The number of the null value is 0, and stands there all the same.
            writer.write(1, flag: false)
        case .boolean: writer.write(4, flag: value.isTrue)
        case .number: writer.write(2, double: Double(JSONOutput.text(of: value)) ?? 0)
        case .string: writer.write(3, value.string ?? "", isKept: true)
        case .object: writer.write(5, bytes: bytes(of: value))
        case .array, .set:
            writer.write(6) { list in
                for element in value.elements { list.write(1) { write(element, into: &$0) } }
            }
        }
    }
}
