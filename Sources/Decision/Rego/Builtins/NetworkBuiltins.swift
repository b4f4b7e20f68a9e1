/// Networks and addresses.
package enum NetworkBuiltins {
    static let table: Builtins.Table = [
        "net.cidr_contains": contains, "net.cidr_overlap": contains, "net.cidr_contains_matches": containsMatches,
        "net.cidr_expand": expand, "net.cidr_intersects": intersects, "net.cidr_is_valid": isValid,
        "net.cidr_merge": merge, "net.lookup_ip_addr": lookUp(with: nil),
    ]

    private static func network(_ text: String) throws(BuiltinError) -> IPNetwork {
        guard let network = IPNetwork(text) else { throw .message("invalid CIDR address: \(text)") }
        return network
    }

    private static func contains(_ outer: String, _ inner: String) throws(BuiltinError) -> Bool {
        let network = try network(outer)
        let ends = try ends(of: inner)
        return network.contains(ends.first) && network.contains(ends.last)
    }

    /// The first and the last address of a network, or an address twice.
    private static func ends(of text: String) throws(BuiltinError) -> (first: IPAddress, last: IPAddress) {
        if let address = IPAddress(text) { return (address, address) }
        let network = try network(text)
        return (network.first, network.last)
    }

    /// The second operand is a network or an address.
    static func contains(_ context: inout BuiltinContext, _ operands: BuiltinArguments) throws(BuiltinError) -> Value? {
        Value(try contains(operands.string(0), operands.string(1)))
    }

    static func intersects(_ context: inout BuiltinContext, _ operands: BuiltinArguments) throws(BuiltinError) -> Value?
    {
        let (one, two) = (try network(operands.string(0)), try network(operands.string(1)))
        return Value(one.contains(two.first) || two.contains(one.first))
    }

    static func isValid(_ context: inout BuiltinContext, _ operands: BuiltinArguments) throws(BuiltinError) -> Value? {
        guard let text = operands[0].string else { return .false }
        return Value(IPNetwork(text) != nil)
    }

    static func expand(_ context: inout BuiltinContext, _ operands: BuiltinArguments) throws(BuiltinError) -> Value? {
        let network = try network(operands.string(0))
        let limit = context.heap.byteLimit / 32
        guard network.first.width - network.length < 63, 1 << (network.first.width - network.length) <= limit else {
            throw .limit(.memory)
        }
        var addresses: [Value] = []
        var next: IPAddress? = network.first
        while let address = next, address <= network.last {
            addresses.append(try context.heap.string(address.description))
            next = address.successor
        }
        return try context.heap.set(addresses)
    }

    /// Addresses of version 4 without prefix get that of their class.
    static func merge(_ context: inout BuiltinContext, _ operands: BuiltinArguments) throws(BuiltinError) -> Value? {
        guard operands[0].isArray || operands[0].isSet else { throw operands.mismatch(0, oneOf: "set", "array") }
        var networks: [IPNetwork] = []
        for element in operands[0].elements {
            guard let text = element.string else { throw operands.foreign(element, in: operands[0], 0, "strings") }
            if let address = IPAddress(text) {
                guard address.isV4 else { throw .message("IPv6 invalid: needs prefix length") }
                let top = address.low >> 24
                let length = top < 128 ? 8 : top < 192 ? 16 : 24
                networks.append(IPNetwork(first: address.settingLast(32 - length, 0), length: length))
            } else {
                networks.append(try network(text))
            }
        }
        return try context.heap.set(context.heap.strings(IPNetwork.merged(networks).map(\.text)))
    }

    /// Pairs of places in the operands, where the first's network holds the second's address or network.
    static func containsMatches(
        _ context: inout BuiltinContext, _ operands: BuiltinArguments
    ) throws(BuiltinError) -> Value? {
        let (outer, inner) = (try places(operands, 0, context.heap), try places(operands, 1, context.heap))
        var pairs: [Value] = []
        var inside: [(first: IPAddress, last: IPAddress)] = []
        for place in outer where !inner.isEmpty {
            let network = try network(place.text)
            if inside.isEmpty { for other in inner { inside.append(try ends(of: other.text)) } }
            for (index, ends) in inside.enumerated() {
                if index & 0xff == 0 { try context.heap.checkTime() }
                guard network.contains(ends.first), network.contains(ends.last) else { continue }
                pairs.append(try context.heap.array([place.place, inner[index].place]))
            }
        }
        return try context.heap.set(pairs)
    }

    /// A string stands for itself, an element of an array for its index, a member for its key, an element of a set for
    /// itself.
    private static func places(
        _ operands: BuiltinArguments, _ index: Int, _ heap: Heap
    ) throws(BuiltinError) -> [(place: Value, text: String)] {
        func text(_ value: Value) throws(BuiltinError) -> String {
            let first = value.isArray ? value.elements.first : value
            guard let text = first?.string else {
                throw .message("operand \(index + 1): element must be string or non-empty array")
            }
            return text
        }
        let operand = operands[index]
        var places: [(place: Value, text: String)] = []
        switch operand.kind {
        case .string: places.append((operand, try text(operand)))
        case .array:
            for (position, element) in operand.elements.enumerated() {
                places.append((try heap.number(position), try text(element)))
            }
        case .set: for element in operand.elements { places.append((element, try text(element))) }
        case .object:
            for (key, value) in zip(operand.keys, operand.values) { places.append((key, try text(value))) }
        default: throw operands.mismatch(index, oneOf: "string", "array", "set", "object")
        }
        return places
    }

    /// Addresses of a name.
    package typealias Resolver = @Sendable (_ name: String) throws(BuiltinError) -> [String]

    /// The built-in `net.lookup_ip_addr` for programs whose decisions may resolve names: given to a query in place of
    /// the one that knows only `localhost`.
    package static func lookingUp(with resolver: @escaping Resolver) -> Builtin? {
        BuiltinDeclaration.byName["net.lookup_ip_addr"].map {
            Builtin(declaration: $0, function: lookUp(with: resolver))
        }
    }

    /// What is an address already, and `localhost` (RFC 6761 §6.3), need no network.
    private static func lookUp(with resolver: Resolver?) -> BuiltinFunction {
        { context, operands throws(BuiltinError) in
            let name = try operands.string(0)
            let addresses: [String]
            if let address = IPAddress(name) {
                addresses = [address.description]
            } else if name == "localhost" || name.hasSuffix(".localhost") {
                addresses = ["127.0.0.1", "::1"]
            } else if let resolver {
                addresses = try resolver(name)
            } else {
                throw .message("lookup \(name): names are not resolved, since a decision uses no network")
            }
            return try context.heap.set(context.heap.strings(addresses))
        }
    }
}
