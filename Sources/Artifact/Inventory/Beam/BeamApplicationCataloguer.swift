/// Applications of the BEAM in an Erlang library or a release, by `ebin/NAME.app` (Erlang/OTP, app(4)).
///
/// Applications of OTP and Elixir themselves are `pkg:otp`. Any other is named as a Hex package, because that is where
/// advisories look for it; the file does not say where it came from, hence the lower confidence.
struct BeamApplicationCataloguer: Cataloguer {
    static let name = "beam-application"

    var wants: [Want] { [.glob("**/ebin/*.app", limit: 4 << 20)] }

    private struct Malformed: Error, CustomStringConvertible {
        let description = "application resource file: expected {application, Name, [Property]}"
    }

    func read(_ file: WantedFile, into yield: inout Yield) throws {
        var reader = BeamTermReader(file.bytes, .erlang)
        guard let term = try reader.next(), term.isTuple, term.elements.count == 3,
            term.elements[0] == .atom("application"), let name = term.elements[1].text, !name.isEmpty
        else { throw Malformed() }
        let properties = term.elements[2]
        let version = properties["vsn"]?.text ?? ""
        let isOTP = Self.otp.contains(name)
        var component = Component(name: name, version: version, ecosystem: "otp")
        component.purl = PackageURL(type: isOTP ? "otp" : "hex", name: name, version: version)
        component.summary = properties["description"]?.text
        component.licences = (properties["licenses"]?.elements.compactMap(\.text) ?? []).map { text in
            let identifier = text.split(separator: " ").joined(separator: "-")
            return Licence(LicenceExpression.identified(identifier)?.canonical ?? text)
        }
        component.homepage = properties["links"]?.elements.compactMap { $0.elements.last?.text }
            .first { $0.hasPrefix("http") }
        component.evidence = [Evidence(path: file.path, technique: .manifestAnalysis, confidence: isOTP ? 1 : 0.7)]
        // `…/lib/NAME-VSN/ebin/NAME.app`: what lies beside it under `lib` is preferred to another library's.
        let home = RootPath.parent(file.directory)
        if !home.isEmpty { component.directories = [home] }
        let library = RootPath.parent(home)
        component.provides = ["\(library)/\(name)"]
        let needs = ["applications", "included_applications"].flatMap { properties[$0]?.elements ?? [] }
        let optional = Set((properties["optional_applications"]?.elements ?? []).compactMap(\.text))
        component.requirements = needs.compactMap(\.text).map {
            Requirement(["\(library)/\($0)", $0], relation: optional.contains($0) ? .optional : .runtime)
        }
        yield.component(component)
    }

    private static let otp: Set<String> = [
        "asn1", "common_test", "compiler", "crypto", "debugger", "dialyzer", "diameter", "edoc", "eex", "eldap",
        "elixir", "erl_docgen", "erl_interface", "erts", "et", "eunit", "ex_unit", "ftp", "hipe", "iex", "inets",
        "jinterface", "kernel", "logger", "megaco", "mix", "mnesia", "observer", "odbc", "os_mon", "parsetools",
        "public_key", "reltool", "runtime_tools", "sasl", "snmp", "ssh", "ssl", "stdlib", "syntax_tools", "tftp",
        "tools", "wx", "xmerl",
    ]
}
