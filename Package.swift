// swift-tools-version: 6.3
import PackageDescription

/// Language settings every target of the house shares.
let house: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

/// Linking with lld is three times faster; only executables and tests carry the flag, so that library
/// products stay usable as versioned dependencies.
let lld: [LinkerSetting] = [.unsafeFlags(["-use-ld=lld"])]

/// A C library of the distribution behind a module map.
func library(_ name: String, pkgConfig: String?, apt: String) -> Target {
    .systemLibrary(name: name, path: "Sources/Platform/\(name)", pkgConfig: pkgConfig, providers: [.apt([apt])])
}

func module(_ name: String, in wing: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, path: "Sources/\(wing)/\(name)", swiftSettings: house)
}

func tests(_ name: String, _ dependencies: [Target.Dependency] = [], excluding: [String] = []) -> Target {
    .testTarget(
        name: "\(name)Tests", dependencies: dependencies, path: "Tests/\(name)Tests", exclude: excluding,
        swiftSettings: house, linkerSettings: lld)
}

let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let cryptoExtras: Target.Dependency = .product(name: "CryptoExtras", package: "swift-crypto")
let arguments: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let http: Target.Dependency = .product(name: "AsyncHTTPClient", package: "async-http-client")
let nio: [Target.Dependency] = [
    .product(name: "NIOCore", package: "swift-nio"),
    .product(name: "NIOPosix", package: "swift-nio"),
    .product(name: "NIOHTTP1", package: "swift-nio"),
]
let http2: [Target.Dependency] = [
    .product(name: "NIOHTTP2", package: "swift-nio-http2"), .product(name: "NIOHPACK", package: "swift-nio-http2"),
]
let tls: Target.Dependency = .product(name: "NIOSSL", package: "swift-nio-ssl")
let subprocess: Target.Dependency = .product(name: "Subprocess", package: "swift-subprocess")

let package = Package(
    name: "obryza",
    products: [
        .executable(name: "obryza", targets: ["obryza"]),
        .executable(name: "rego-conformance", targets: ["rego-conformance"]),
        .library(name: "Inventory", targets: ["Inventory"]),
        .library(name: "Rego", targets: ["Rego"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-http2", from: "1.46.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
    ],
    targets: [
        // Platform
        library("CZlib", pkgConfig: "zlib", apt: "zlib1g-dev"),
        library("CZstd", pkgConfig: "libzstd", apt: "libzstd-dev"),
        library("CLZMA", pkgConfig: "liblzma", apt: "liblzma-dev"),
        library("CBzip2", pkgConfig: nil, apt: "libbz2-dev"),
        library("CISAL", pkgConfig: "libisal", apt: "libisal-dev"),
        library("CYAML", pkgConfig: "yaml-0.1", apt: "libyaml-dev"),
        .systemLibrary(name: "CMalloc", path: "Sources/Platform/CMalloc"),
        library("CExpat", pkgConfig: "expat", apt: "libexpat1-dev"),
        library("CSQLite", pkgConfig: "sqlite3", apt: "libsqlite3-dev"),
        library("CPostgreSQL", pkgConfig: "libpq", apt: "libpq-dev"),
        .target(name: "CMD5", path: "Sources/Platform/CMD5"),
        module("Content", in: "Platform", [crypto, "CMD5", "CMalloc"]),
        module("Archive", in: "Platform", ["Content", "CZlib", "CZstd", "CLZMA", "CBzip2", "CISAL"]),
        module("JSONText", in: "Platform", ["CMalloc"]),
        module("StructuredText", in: "Platform", ["CYAML", "CExpat"]),
        // Artifact
        module("OCI", in: "Artifact", ["Content", "Archive", "JSONText"]),
        module(
            "RegistryClient", in: "Artifact",
            ["OCI", "Archive", "Content", "JSONText", "StructuredText", http, tls, subprocess] + nio),
        module("Inventory", in: "Artifact", ["OCI", "Content", "Archive", "JSONText", "StructuredText"]),
        // Knowledge
        module(
            "Advisories", in: "Knowledge", ["Inventory", "OCI", "Archive", "Content", "JSONText", "StructuredText"]),
        module("Exploitability", in: "Knowledge", ["Advisories", "Inventory", "JSONText"]),
        // Evidence
        module("Attestation", in: "Evidence", ["Content", "JSONText"]),
        module("Transparency", in: "Evidence", ["Content", crypto]),
        module(
            "Signing", in: "Evidence",
            ["Attestation", "Transparency", "OCI", "Archive", "Content", "JSONText", crypto, cryptoExtras]),
        module("BillOfMaterials", in: "Evidence", ["Inventory", "OCI", "Content", "JSONText", "StructuredText"]),
        module(
            "VEX", in: "Evidence",
            ["Attestation", "Advisories", "Inventory", "OCI", "Content", "JSONText"]),
        // Decision
        module(
            "Rego", in: "Decision",
            ["Content", "Archive", "JSONText", "StructuredText", crypto, cryptoExtras]),
        // Control
        module(
            "Authority", in: "Control",
            [
                "Signing", "Transparency", "Attestation", "Content", "JSONText", "CSQLite", "CPostgreSQL", crypto,
                cryptoExtras, tls,
            ] + nio),
        // Interface
        module(
            "Service", in: "Interface",
            ["Rego", "Signing", "Archive", "Content", tls, .product(name: "NIOTLS", package: "swift-nio")] + http2 + nio
        ),
        module(
            "Commands", in: "Interface",
            [
                "Service",
                "Authority", "Rego", "VEX", "BillOfMaterials", "Signing", "Transparency", "Attestation",
                "Exploitability",
                "Advisories",
                "Inventory", "RegistryClient", "OCI", "Archive", "Content", "JSONText", "StructuredText",
                "CMalloc", arguments,
            ]),
        .executableTarget(
            name: "obryza", dependencies: ["Commands"], path: "Sources/Interface/obryza", swiftSettings: house,
            linkerSettings: lld),
        .executableTarget(
            name: "rego-conformance", dependencies: ["Rego", "JSONText", "StructuredText"],
            path: "Sources/Tools/rego-conformance", swiftSettings: house, linkerSettings: lld),
        .executableTarget(
            name: "tuf-conformance-client", dependencies: ["Signing", "RegistryClient", "Content"],
            path: "Sources/Tools/tuf-conformance-client", swiftSettings: house, linkerSettings: lld),
        // Tests
        tests("Content", ["Content"]),
        tests("Archive", ["Archive", "Content"]),
        tests("JSONText", ["JSONText"]),
        tests("StructuredText", ["StructuredText"]),
        tests("OCI", ["OCI", "Archive", "Content", "JSONText"]),
        tests("RegistryClient", ["RegistryClient", "OCI", "Archive", "Content", "JSONText", tls, subprocess] + nio),
        tests(
            "Inventory", ["Inventory", "OCI", "Archive", "Content", "JSONText", "StructuredText"],
            excluding: ["Fixtures"]),
        tests("Advisories", ["Advisories", "Archive", "Content", "Inventory", "JSONText"]),
        tests("Exploitability", ["Exploitability", "Advisories", "Archive", "Content", "Inventory", "JSONText"]),
        tests("Attestation", ["Attestation", "Content", "JSONText"]),
        tests("VEX", ["VEX", "Attestation", "Advisories", "Inventory", "Content", "JSONText"]),
        tests("Transparency", ["Transparency", "Content", "JSONText", crypto]),
        tests(
            "Signing", ["Signing", "Attestation", "Transparency", "OCI", "Content", "JSONText"],
            excluding: ["Fixtures"]),
        tests("BillOfMaterials", ["BillOfMaterials", "Inventory", "OCI", "Content", "JSONText", "StructuredText"]),
        tests(
            "Commands",
            [
                "Commands", "Authority", "Signing", "Transparency", "Attestation", "BillOfMaterials",
                "Exploitability", "Advisories", "Inventory",
                "RegistryClient", "OCI", "Content", "JSONText", arguments, tls,
            ] + nio),
        tests(
            "Authority",
            ["Authority", "RegistryClient", "Signing", "Transparency", "Attestation", "Content", "JSONText"] + nio),
        tests("Rego", ["Rego", "JSONText", "StructuredText"]),
        tests("Service", ["Service", "Rego", "Content", "JSONText", tls] + http2 + nio),
        tests("EndToEnd", ["RegistryClient", "Archive", "OCI", "Content", "JSONText", tls] + nio),
    ],
    swiftLanguageModes: [.v6],
    cxxLanguageStandard: .cxx17
)

// Benchmarks need package-level access and so live in this package, but ordinary builds, tests and
// dependants do without them and without simdjson: `OBRYZA_BENCHMARKS=1 swift build -c release …`.
if Context.environment["OBRYZA_BENCHMARKS"] != nil {
    package.targets += [
        .target(
            name: "CSimdjson", path: "Benchmarks/CSimdjson", publicHeadersPath: "include",
            linkerSettings: [.linkedLibrary("simdjson")]),
        .target(name: "Measuring", path: "Benchmarks/Measuring", swiftSettings: house),
        .executableTarget(
            name: "json-benchmark", dependencies: ["JSONText", "CSimdjson", "Measuring"], path: "Benchmarks/JSON",
            swiftSettings: house, linkerSettings: lld),
        .executableTarget(
            name: "sbom-benchmark", dependencies: ["BillOfMaterials"], path: "Benchmarks/SBOM",
            swiftSettings: house, linkerSettings: lld),
        .executableTarget(
            name: "feeds-benchmark", dependencies: ["Advisories", "Measuring"], path: "Benchmarks/Feeds",
            swiftSettings: house, linkerSettings: lld),
        .executableTarget(
            name: "advisories-benchmark", dependencies: ["Advisories", "Inventory", "Measuring"],
            path: "Benchmarks/Advisories",
            swiftSettings: house, linkerSettings: lld),
        .executableTarget(
            name: "component-index-benchmark", dependencies: ["Advisories", "Content", "Inventory", "Measuring"],
            path: "Benchmarks/ComponentIndex", swiftSettings: house, linkerSettings: lld),
        .executableTarget(
            name: "cvss-benchmark", dependencies: ["Exploitability", "Measuring"], path: "Benchmarks/CVSS",
            swiftSettings: house, linkerSettings: lld),
        .executableTarget(
            name: "signatures-benchmark", dependencies: ["Signing", "Content", "Measuring"],
            path: "Benchmarks/Signatures",
            exclude: ["peer.py"], swiftSettings: house, linkerSettings: lld),
        .executableTarget(
            name: "authority-benchmark",
            dependencies: ["Authority", "Signing", "Transparency", "Content", "JSONText", "Measuring", http] + nio,
            path: "Benchmarks/Authority", swiftSettings: house, linkerSettings: lld),
        .executableTarget(
            name: "versions-benchmark", dependencies: ["Advisories", "Measuring"], path: "Benchmarks/Versions",
            exclude: ["peers.py"], swiftSettings: house, linkerSettings: lld),
        .executableTarget(
            name: "rego-benchmark", dependencies: ["Rego", "Archive", "JSONText", "Measuring"], path: "Benchmarks/Rego",
            exclude: ["peer.py"], swiftSettings: house, linkerSettings: lld),
        .executableTarget(
            name: "service-benchmark", dependencies: ["Service", "Rego", "Archive", "JSONText", "Measuring"],
            path: "Benchmarks/Service", swiftSettings: house, linkerSettings: lld),
        .executableTarget(
            name: "floor", dependencies: ["JSONText", "CISAL", crypto], path: "Benchmarks/Floor",
            swiftSettings: house, linkerSettings: lld),
    ]
}
