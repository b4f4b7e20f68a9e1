// swift-tools-version: 6.3
import PackageDescription

// The parsers under libFuzzer. A package of its own, so that the sanitizers' flags rebuild only what is fuzzed:
// the modules are the house's own folders, linked here, with a stand-in for Crypto (Sources/Crypto), since
// hashing is not under test and BoringSSL takes minutes to build.

let house: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

/// `--sanitize=fuzzer` alone counts coverage only in the executables, not in the modules they test.
let counted: [SwiftSetting] = [.unsafeFlags(["-sanitize=fuzzer,address"])]

func library(_ name: String, pkgConfig: String?) -> Target {
    .systemLibrary(name: name, path: "Sources/\(name)", pkgConfig: pkgConfig)
}

/// What a target cannot reach through a module's interface it reaches as a test does.
func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(
        name: name, dependencies: dependencies, path: "Sources/\(name)",
        swiftSettings: house + counted + [.unsafeFlags(["-enable-testing"])])
}

/// libFuzzer brings `main`.
func fuzzer(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .executableTarget(
        name: "fuzz-\(name.lowercased())", dependencies: dependencies, path: "Targets/\(name)",
        swiftSettings: house + counted + [.unsafeFlags(["-parse-as-library"])],
        linkerSettings: [.unsafeFlags(["-use-ld=lld"])])
}

let nio = ["NIOCore", "NIOPosix", "NIOHTTP1", "NIOEmbedded"].map {
    Target.Dependency.product(name: $0, package: "swift-nio")
}

let package = Package(
    name: "fuzz",
    dependencies: [.package(url: "https://github.com/apple/swift-nio", from: "2.101.2")],
    targets: [
        library("CZlib", pkgConfig: "zlib"),
        library("CZstd", pkgConfig: "libzstd"),
        library("CLZMA", pkgConfig: "liblzma"),
        library("CBzip2", pkgConfig: nil),
        library("CISAL", pkgConfig: "libisal"),
        library("CYAML", pkgConfig: "yaml-0.1"),
        library("CExpat", pkgConfig: "expat"),
        library("CMalloc", pkgConfig: nil),
        module("Crypto"),
        module("CryptoExtras", ["Crypto"]),
        .target(name: "CMD5", path: "Sources/CMD5"),
        module("Content", ["Crypto", "CMD5", "CMalloc"]),
        module("Archive", ["Content", "CZlib", "CZstd", "CLZMA", "CBzip2", "CISAL"]),
        module("JSONText", ["CMalloc"]),
        module("StructuredText", ["CYAML", "CExpat"]),
        module("OCI", ["Content", "Archive", "JSONText"]),
        module("Inventory", ["OCI", "Content", "Archive", "JSONText", "StructuredText"]),
        module("VEX", ["Attestation", "Advisories", "Inventory", "OCI", "Content", "JSONText"]),
        fuzzer("VEX", ["VEX", "Advisories", "Inventory", "Content"]),
        module("Exploitability", ["Advisories", "Inventory", "JSONText"]),
        module("Advisories", ["Inventory", "OCI", "Archive", "Content", "JSONText", "StructuredText"]),
        // Parser, compiler and formatter of Rego, without what needs cryptography.
        .target(
            name: "RegoSyntax", dependencies: ["Content", "StructuredText"], path: "Sources/RegoSyntax",
            sources: [
                "Syntax", "Compiler", "Formatting", "Numbers", "Builtins/BuiltinDeclaration.swift",
                "Builtins/DeclarationTable.swift",
            ],
            swiftSettings: house + counted),
        // What its built-in functions read, likewise.
        .target(
            name: "RegoText", dependencies: ["Content"], path: "Sources/RegoText",
            sources: [
                "Regex", "Globs", "Numbers", "GraphQL/GraphQLDocument.swift", "GraphQL/GraphQLLexer.swift",
                "GraphQL/GraphQLParser.swift", "GraphQL/GraphQLSchema.swift", "GraphQL/GraphQLValidator.swift",
                "Text/CivilDate.swift", "Text/GoQuoting.swift", "Text/GoURL.swift", "Text/IPNetwork.swift",
                "Text/PercentEncoding.swift", "Text/TimeLayout.swift", "Text/TimeParsing.swift",
                "Text/TimeZoneRules.swift", "Certificates/DER.swift",
            ],
            swiftSettings: house + counted + [.unsafeFlags(["-enable-testing"])]),
        module("Rego", ["Content", "Archive", "StructuredText", "Crypto", "CryptoExtras"]),
        fuzzer("RegoEval", ["Rego"]),
        fuzzer("RegoText", ["RegoText"]),
        fuzzer("RegoParse", ["RegoSyntax"]),
        fuzzer("RegoCompile", ["RegoSyntax"]),
        module("Attestation", ["Content", "JSONText"]),
        module("Transparency", ["Content", "Crypto"]),
        module(
            "Signing",
            ["Attestation", "Transparency", "OCI", "Archive", "Content", "JSONText", "Crypto", "CryptoExtras"]),
        // Without its sockets, which need TLS.
        .target(
            name: "Authority",
            dependencies: ["Signing", "Transparency", "Attestation", "Content", "JSONText", "Crypto", "CryptoExtras"]
                + nio,
            path: "Sources/Authority",
            exclude: [
                "Server/AuthorityTLS.swift", "Server/HTTPServer.swift", "Server/AuthorityServer.swift",
                "Witness/WitnessServer.swift",
            ], swiftSettings: house + counted + [.unsafeFlags(["-enable-testing"])]),
        fuzzer("Authority", ["Authority", "Signing"] + nio),
        fuzzer("JSON", ["JSONText"]),
        fuzzer("Headers", ["StructuredText"]),
        fuzzer("XML", ["StructuredText"]),
        fuzzer("YAML", ["StructuredText"]),
        fuzzer("TOML", ["StructuredText"]),
        fuzzer("Tar", ["Archive"]),
        fuzzer("Zip", ["Archive"]),
        fuzzer("JavaClass", ["Inventory"]),
        fuzzer("RPM", ["Inventory"]),
        fuzzer("ELF", ["Inventory"]),
        fuzzer("Go", ["Inventory"]),
        fuzzer("Lua", ["Inventory"]),
        fuzzer("Files", ["Inventory"]),
        fuzzer("CVSS", ["Exploitability"]),
        fuzzer("SSVC", ["Exploitability"]),
        fuzzer("Versions", ["Advisories"]),
        fuzzer("Ranges", ["Advisories"]),
        fuzzer("Feeds", ["Advisories", "Content"]),
        fuzzer("Certificates", ["Signing"]),
        fuzzer("Bundles", ["Signing", "Attestation", "JSONText"]),
        fuzzer("Notes", ["Transparency"]),
        fuzzer("TUF", ["Signing", "JSONText"]),
        fuzzer("DistroFeeds", ["Advisories", "Content"]),
        fuzzer("ComponentIndex", ["Advisories", "Content"]),
    ],
    swiftLanguageModes: [.v6]
)
