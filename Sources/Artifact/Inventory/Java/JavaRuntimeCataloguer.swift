/// Finds Java runtimes and kits by the `release` file at their root.
struct JavaRuntimeCataloguer: Cataloguer {
    static let name = "java-runtime"

    var wants: [Want] { [.glob("**/release", limit: 1 << 20)] }

    func read(_ file: WantedFile, into yield: inout Yield) throws {
        var values: [String: String] = [:]
        for line in file.text.split(whereSeparator: \.isNewline) {
            guard let equals = line.firstIndex(of: "=") else { continue }
            values[String(line[..<equals]).trimmedASCII] =
                String(line[line.index(after: equals)...].filter { $0 != "\"" }).trimmedASCII
        }
        guard let version = values["JAVA_VERSION"], !version.isEmpty else { return }
        let implementor = values["IMPLEMENTOR"] ?? ""
        let isGraal = values["GRAALVM_VERSION"] != nil
        var (vendor, product) = Self.product(implementor, isGraal: isGraal)
        let isRuntime = values["IMAGE_TYPE"] == "JRE" || file.directory.hasSuffix("/jre")
        if product == "java" { product = isRuntime ? "jre" : "jdk" }
        let full = Self.fullVersion(values, version: version, isGraal: isGraal)
        var component = Component(
            name: product, version: full, ecosystem: "generic",
            purl: PackageURL(type: "generic", namespace: vendor, name: product, version: full), kind: .application)
        component.supplier = implementor.isEmpty ? nil : implementor
        component.cpes = Self.cpes(version, product: product)
        component.directories = file.directory.isEmpty ? [] : [file.directory]
        component.evidence = [
            Evidence(path: file.path, technique: .manifestAnalysis, detail: "JAVA_VERSION=\(version)")
        ]
        component.properties["javaVersion"] = version
        component.properties["imageType"] = values["IMAGE_TYPE"] ?? (isRuntime ? "JRE" : nil)
        component.properties["source"] = values["SOURCE"].flatMap { $0.isEmpty ? nil : $0 }
        component.properties["variant"] = values["JVM_VARIANT"]
        yield.component(component)
    }

    /// Vendor and product as their own documents and CPE dictionaries name them.
    private static func product(_ implementor: String, isGraal: Bool) -> (vendor: String, product: String) {
        if isGraal { return ("oracle", "graalvm") }
        let name = implementor.lowercased()
        let known: [(start: String, vendor: String, product: String)] = [
            ("eclipse", "eclipse", "temurin"), ("adoptopenjdk", "adoptopenjdk", "openjdk"),
            ("temurin", "eclipse", "temurin"), ("amazon", "amazon", "corretto"), ("azul", "azul", "zulu"),
            ("bellsoft", "bellsoft", "liberica"), ("ibm", "ibm", "semeru"), ("international business", "ibm", "semeru"),
            ("microsoft", "microsoft", "openjdk"), ("oracle", "oracle", "java"), ("red hat", "redhat", "openjdk"),
            ("sap", "sap", "sapmachine"), ("alibaba", "alibaba", "dragonwell"), ("tencent", "tencent", "kona"),
            ("graalvm", "oracle", "graalvm"), ("jetbrains", "jetbrains", "runtime"), ("debian", "debian", "openjdk"),
            ("ubuntu", "ubuntu", "openjdk"), ("private build", "oracle", "openjdk"),
        ]
        for entry in known where name.hasPrefix(entry.start) { return (entry.vendor, entry.product) }
        return ("oracle", "openjdk")
    }

    /// `17.0.15+6` of `17.0.15+6-Debian-1deb12u1`.
    private static func fullVersion(_ values: [String: String], version: String, isGraal: Bool) -> String {
        if isGraal, let graal = values["GRAALVM_VERSION"], !graal.isEmpty { return graal }
        if let full = values["JAVA_RUNTIME_VERSION"] ?? values["FULL_VERSION"], full.hasPrefix(version) {
            let head = JavaText.head(full, before: "-")
            return head.isEmpty ? version : head
        }
        return version
    }

    /// Advisories name Java by product and version; 8 and older as `1.8.0` with an update.
    private static func cpes(_ version: String, product: String) -> [String] {
        var base = version
        var update = "*"
        if let underscore = version.firstIndex(of: "_") {
            base = String(version[..<underscore])
            update = "update\(version[version.index(after: underscore)...])"
        }
        guard base.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 || $0 == UInt8(ascii: ".") }) else { return [] }
        let name = ["jdk", "jre", "graalvm"].contains(product) ? product : "openjdk"
        guard update.utf8.allSatisfy({ $0 != UInt8(ascii: ":") }), name != "graalvm" else { return [] }
        return ["cpe:2.3:a:oracle:\(name):\(base):\(update):*:*:*:*:*:*"]
    }
}
