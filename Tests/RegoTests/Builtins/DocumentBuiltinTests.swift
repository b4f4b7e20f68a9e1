import Testing

@testable import Rego

/// Functions that read or write documents of other languages.
@Suite struct DocumentBuiltinTests {
    @Test(
        "YAML reads as Go's reader has it, and strings that would read as something else are quoted",
        arguments: [
            (
                #"""
                yaml.unmarshal("a: yes\nb: 010\nc: 0o17\nd: 1_000\ne: 1.0\nf: 2001-01-01\ng: \#
                ~\nh: on")
                """#,
                #"""
                {"a": true, "b": 8, "c": 15, "d": 1000, "e": 1, "f": "2001-01-01", "g": null, \#
                "h": true}
                """#
            ),
            (
                #"yaml.unmarshal("x: &a {b: 1}\nz:\n  <<: *a\n  c: !!binary aGk=")"#,
                #"{"x": {"b": 1}, "z": {"b": 1, "c": "hi"}}"#
            ),
            (#"yaml.unmarshal("1: a\n---\nb")"#, #"{"1": "a"}"#),
            (#"yaml.unmarshal(".inf")"#, "yaml.unmarshal: json: unsupported value: .inf"),
            (#"yaml.unmarshal("123456789012345678901234567890")"#, "1.2345678901234568e+29"),
            (
                #"""
                yaml.marshal({"b": [1, {"c": "yes"}], "a": "x: y", "d": {}, "e": 1.0, "f": "1", \#
                "g": "l1\nl2\n"})
                """#,
                #""a: 'x: y'\nb:\n- 1\n- c: \"yes\"\nd: {}\ne: 1\nf: \"1\"\ng: |\n  l1\n  l2\n""#
            ),
            (#"yaml.is_valid("a: [")"#, "false"), ("yaml.is_valid(1)", "false"), ("yaml.marshal(null)", #""null\n""#),
        ])
    func yaml(_ call: String, _ expected: String) { #expect(BuiltinCalls.value(call) == expected) }

    @Test(
        "templates",
        arguments: [
            ("{{.a}} {{.missing}}", "1 <undefined>"), ("{{range $i, $x := .l}}{{if $i}},{{end}}{{$x}}{{end}}", "p,q"),
            ("{{with .o}}{{.x}}{{else}}no{{end}}", "[1 s <nil> true]"), ("{{.o}}", "map[x:[1 s <nil> true]]"),
            (#"{{define "t"}}<{{.}}>{{end}}{{template "t" .a}}"#, "<1>"), ("a {{- .a -}} b", "a1b"),
            (#"{{if and .a (eq .s "x")}}yes{{else if .a}}some{{end}}"#, "yes"), ("{{len .l}} {{index .l 1}}", "2 q"),
            (#"{{printf "%05s|%q" .s .s}}"#, #"0000x|"x""#), ("{{.s | html}}{{/* nothing */}}", "x"),
            ("{{if gt .a 0}}{{end}}", "strings.render_template: incompatible types for comparison"),
            ("{{.a", "strings.render_template: unclosed action"),
            ("{{nope}}", #"strings.render_template: function "nope" not defined"#),
            ("{{$x := 1}}{{$x = 2}}{{$x}}", "2"), (#"{{range .l}}{{if eq . "q"}}{{break}}{{end}}{{.}}{{end}}"#, "p"),
        ])
    func templates(_ template: String, _ expected: String) {
        let text = RegoOutput.quoted(template)
        let call =
            "strings.render_template(\(text), {\"a\": 1, \"l\": [\"p\", \"q\"], \"o\": {\"x\": [1, \"s\", null, true]}, \"s\": \"x\"})"
        let result = BuiltinCalls.value(call)
        #expect(result == expected || result == RegoOutput.quoted(expected))
    }

    @Test(
        "JSON Schemas",
        arguments: [
            (
                #"""
                json.match_schema({"id": "foo"}, {"properties": {"id": {"type": "integer"}}, \#
                "required": ["x"]})
                """#,
                #"""
                [false, [{"desc": "x is required", "error": "(root): x is required", "field": \#
                "(root)", "type": "required"}, {"desc": "Invalid type. Expected: integer, \#
                given: string", "error": "id: Invalid type. Expected: integer, given: string", \#
                "field": "id", "type": "invalid_type"}]]
                """#
            ),
            (
                ##"""
                json.match_schema("[1, 2.5]", {"items": {"$ref": "#/definitions/n"}, \##
                "definitions": {"n": {"multipleOf": 0.5, "maximum": 3}}})
                """##,
                "[true, []]"
            ),
            (
                #"json.verify_schema({"type": "x"})"#,
                #"""
                [false, "jsonschema: has a primitive type that is NOT VALID -- given: /x/ \#
                Expected valid values are:[array boolean integer number null object string]"]
                """#
            ),
            (
                #"json.match_schema({}, {"$ref": "http://example.com/x"})"#,
                "json.match_schema: remote reference loading disabled: http://example.com/x"
            ),
            (
                ##"json.match_schema({"a": 1}, {"$ref": "#"})"##,
                "json.match_schema: the schema takes too many steps to check"
            ),
        ])
    func schemas(_ call: String, _ expected: String) { #expect(BuiltinCalls.value(call) == expected) }

    @Test(
        "GraphQL",
        arguments: [
            (
                #"graphql.parse_query("{a{b}}")"#,
                #"""
                {"Operations": [{"Name": "", "Operation": "query", "SelectionSet": [{"Alias": \#
                "a", "Name": "a", "SelectionSet": [{"Alias": "b", "Name": "b"}]}]}]}
                """#
            ),
            (
                #"graphql.parse_query("{ ...on }")"#,
                "graphql.parse_query: Expected Name, found } in GraphQL string at location 1:9"
            ),
            (
                #"graphql.parse_schema("type Hello {}")"#,
                #"""
                graphql.parse_schema: expected at least one definition, found } in GraphQL \#
                string at location 1:13
                """#
            ),
            (#"graphql.is_valid("{bar}", "type Query {bar: String!}")"#, "true"),
            (#"graphql.is_valid("{baz}", "type Query {bar: String!}")"#, "false"),
            (#"graphql.is_valid("query($a: Int) {bar(x: $a)}", "type Query {bar(x: Int!): String}")"#, "false"),
            (
                #"graphql.parse("{bar}", "type Query {bar(x: Int!): String}")"#,
                #"""
                graphql.parse: Field "bar" argument "x" of type "Int!" is required, but it was \#
                not provided in GraphQL string at location 1:2
                """#
            ),
            (#"graphql.schema_is_valid("union U = X")"#, "false"),
            (#"graphql.schema_is_valid("input A {a: A!}")"#, "false"),
            (
                #"""
                graphql.is_valid(graphql.parse_query("{bar}"), graphql.parse_schema("type Query \#
                {bar: String}"))
                """#,
                "true"
            ),
        ])
    func graphQL(_ call: String, _ expected: String) { #expect(BuiltinCalls.value(call) == expected) }

    @Test func `signs a request to Amazon as its documentation has it`() {
        let call = """
            providers.aws.sign_req({"method": "get", "url": "http://example.com"}, {"aws_access_key": "AKIDEXAMPLE", \
            "aws_secret_access_key": "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "aws_service": "service", \
            "aws_region": "us-east-1"}, 1440938160000000000)
            """
        let result = BuiltinCalls.value(call)
        #expect(result.contains("Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request"))
        #expect(result.contains("SignedHeaders=host;x-amz-content-sha256;x-amz-date"))
        #expect(result.contains("\"x-amz-date\": \"20150830T123600Z\""))
    }

    @Test func `requests are refused unless a sender is given`() {
        #expect(
            BuiltinCalls.value("http.send({\"method\": \"get\", \"url\": \"http://x\"})").contains("requests are off"))
        #expect(
            BuiltinCalls.value("http.send({\"method\": \"get\", \"bad\": 1})")
                == "http.send: operand 1 invalid request parameters(s): {\"bad\"}")
    }
}

extension RegoOutput {
    static func quoted(_ text: String) -> String {
        var output = RegoOutput()
        Array(text.utf8).withUnsafeBufferPointer { output.write(quoted: $0) }
        return String(decoding: output.bytes, as: UTF8.self)
    }
}

/// What a program may give to decisions that use the network.
@Suite struct NetworkAccessTests {
    private static func call(_ builtin: Builtin?, _ operands: [String]) throws -> String {
        let heap = Heap(byteLimit: 1 << 20)
        var context = BuiltinContext(heap: heap, nanoseconds: 0)
        let function = try #require(builtin?.function)
        var values: [Value] = []
        for text in operands { values.append(try JSONReader.value(text, in: heap)) }
        let result: Result<Value?, BuiltinError> = values.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return .success(nil) }
            do throws(BuiltinError) {
                return .success(try function(&context, BuiltinArguments(base: base, count: buffer.count)))
            } catch {
                return .failure(error)
            }
        }
        switch result {
        case .success(let value): return value.map { RegoOutput.text(of: $0) } ?? "undefined"
        case .failure(let error): return "\(error)"
        }
    }

    @Test func `a sender answers requests that are well formed`() throws {
        let builtin = RuntimeBuiltins.sending { request, heap throws(BuiltinError) in
            try heap.object([
                (heap.string("status_code"), heap.number(200)), (heap.string("url"), request.member("url")),
            ])
        }
        #expect(
            try Self.call(builtin, [#"{"method": "get", "url": "http://x"}"#])
                == #"{"status_code": 200, "url": "http://x"}"#)
        #expect(try Self.call(builtin, [#"{"method": "get"}"#]).contains("missing required request parameters"))
    }

    @Test func `a resolver is asked for names that are no addresses`() throws {
        let builtin = NetworkBuiltins.lookingUp { name throws(BuiltinError) in name == "x" ? ["192.0.2.1"] : [] }
        #expect(try Self.call(builtin, [#""x""#]) == #"{"192.0.2.1"}"#)
        #expect(try Self.call(builtin, [#""10.0.0.1""#]) == #"{"10.0.0.1"}"#)
        #expect(BuiltinCalls.value(#"net.lookup_ip_addr("x.example")"#).contains("names are not resolved"))
    }
}
