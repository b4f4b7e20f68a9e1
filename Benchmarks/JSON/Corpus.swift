import JSONText

/// Texts of the kinds that an image's inventory is full of, the same bytes on every run.
enum Corpus {
    /// A pretty-printed bill of materials: short strings, deep indentation, many hashes.
    static func billOfMaterials(packages: Int) -> [UInt8] {
        var writer = JSONWriter(pretty: true, reserving: packages * 900)
        writer.object {
            $0.member("spdxVersion", "SPDX-2.3")
            $0.key("packages")
            $0.array {
                for index in 0..<packages { describe(index, to: &$0) }
            }
        }
        return writer.bytes
    }

    private static func describe(_ index: Int, to writer: inout JSONWriter) {
        writer.object {
            $0.member("SPDXID", "SPDXRef-Package-deb-libexample\(index)-\(index &* 2_654_435_761 % 100_000)")
            $0.member("name", "libexample\(index)")
            $0.member("versionInfo", "1:2.\(index % 97).\(index % 13)-3+deb12u1")
            $0.member("supplier", "Organization: Example Maintainers <maintainers@lists.example.org>")
            $0.member("filesAnalyzed", index % 2 == 0)
            $0.member("licenseDeclared", "LGPL-2.1-or-later AND (MIT OR Apache-2.0)")
            $0.key("checksums")
            $0.array {
                $0.object {
                    $0.member("algorithm", "SHA256")
                    $0.member("checksumValue", hash(index))
                }
            }
            $0.key("externalRefs")
            $0.array {
                $0.object {
                    $0.member("referenceCategory", "PACKAGE-MANAGER")
                    $0.member("referenceType", "purl")
                    $0.member(
                        "referenceLocator",
                        "pkg:deb/debian/libexample\(index)@2.\(index % 97)-3?arch=amd64&distro=debian-12")
                }
            }
        }
    }

    /// A compact lock file: objects keyed by name, numbers, many short members.
    static func packageMetadata(packages: Int) -> [UInt8] {
        var writer = JSONWriter(reserving: packages * 400)
        writer.object {
            $0.member("lockfileVersion", 3)
            $0.key("packages")
            $0.object {
                for index in 0..<packages {
                    $0.key("node_modules/example-\(index)")
                    $0.object {
                        $0.member("version", "\(index % 20).\(index % 11).\(index % 7)")
                        $0.member("resolved", "https://registry.example.org/example-\(index)/-/example-\(index).tgz")
                        $0.member("integrity", "sha512-\(hash(index))\(hash(index + 1))==")
                        $0.member("size", index &* 7919)
                        $0.key("score")
                        $0.raw("0.\(index % 1000)e-2")
                        $0.member("dev", index % 3 == 0)
                        $0.key("dependencies")
                        $0.object {
                            $0.member("left-\(index % 50)", "^1.3.0")
                            $0.member("right-\(index % 70)", "~2.\(index % 9)")
                        }
                        $0.key("engines")
                        $0.array {
                            $0.value(14)
                            $0.value(index)
                            $0.null()
                        }
                    }
                }
            }
        }
        return writer.bytes
    }

    private static func hash(_ index: Int) -> String {
        var state = UInt64(index) &* 0x9e37_79b9_7f4a_7c15 | 1
        var text = ""
        for _ in 0..<4 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            text += String(state | 1 << 63, radix: 16)
        }
        return text
    }
}
