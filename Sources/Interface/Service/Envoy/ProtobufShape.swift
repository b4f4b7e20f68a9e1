/// The fields of a message, by number, with their names in Protocol Buffers' JSON form.
struct ProtobufShape: Sendable {
    indirect enum Kind: Sendable {
        case text
        /// Base 64 in JSON.
        case bytes
        /// A string in JSON, since 64 bits are more than a number of JSON holds everywhere.
        case int64
        case uint32
        case boolean
        /// Names by number; the first is the default and left out.
        case enumeration([String])
        case message(ProtobufShape)
        /// Texts to values of a kind.
        case map(Kind)
        case list(Kind)
        /// `google.protobuf.Timestamp`
        case timestamp
        /// `google.protobuf.Struct`
        case structure
        /// `google.protobuf.Any`, of which only the type is told.
        case any
    }

    let fields: [Int: (name: String, kind: Kind)]

    init(_ fields: [Int: (name: String, kind: Kind)]) { self.fields = fields }

    // MARK: envoy.service.auth.v3

    static let checkRequest = ProtobufShape([1: ("attributes", .message(attributeContext))])

    private static let attributeContext = ProtobufShape([
        1: ("source", .message(peer)), 2: ("destination", .message(peer)), 4: ("request", .message(request)),
        10: ("contextExtensions", .map(.text)), 11: ("metadataContext", .message(metadata)),
        12: ("tlsSession", .message(ProtobufShape([1: ("sni", .text)]))),
        13: ("routeMetadataContext", .message(metadata)),
    ])

    private static let peer = ProtobufShape([
        1: ("address", .message(address)), 2: ("service", .text), 3: ("labels", .map(.text)), 4: ("principal", .text),
        5: ("certificate", .text),
    ])

    private static let address = ProtobufShape([
        1: (
            "socketAddress",
            .message(
                ProtobufShape([
                    1: ("protocol", .enumeration(["TCP", "UDP"])), 2: ("address", .text), 3: ("portValue", .uint32),
                    4: ("namedPort", .text), 5: ("resolverName", .text), 6: ("ipv4Compat", .boolean),
                ]))
        ),
        2: ("pipe", .message(ProtobufShape([1: ("path", .text), 2: ("mode", .uint32)]))),
        3: (
            "envoyInternalAddress",
            .message(ProtobufShape([1: ("serverListenerName", .text), 2: ("endpointId", .text)]))
        ),
    ])

    private static let request = ProtobufShape([
        1: ("time", .timestamp), 2: ("http", .message(httpRequest)),
    ])

    private static let httpRequest = ProtobufShape([
        1: ("id", .text), 2: ("method", .text), 3: ("headers", .map(.text)), 4: ("path", .text), 5: ("host", .text),
        6: ("scheme", .text), 7: ("query", .text), 8: ("fragment", .text), 9: ("size", .int64), 10: ("protocol", .text),
        11: ("body", .text), 12: ("rawBody", .bytes),
        13: (
            "headerMap",
            .message(
                ProtobufShape([
                    1: (
                        "headers",
                        .list(
                            .message(ProtobufShape([1: ("key", .text), 2: ("value", .text), 3: ("rawValue", .bytes)])))
                    )
                ]))
        ),
    ])

    private static let metadata = ProtobufShape([
        1: ("filterMetadata", .map(.structure)), 2: ("typedFilterMetadata", .map(.any)),
    ])
}
