import Archive
import Content
import OCI
import Synchronization

/// Images of one small gzipped layer, made in memory.
struct SmallImage {
    struct Blob {
        var type: String
        var bytes: [UInt8]
        var digest: Digest { Digest.of(bytes) }
        func descriptor(_ more: String = "") -> String {
            #"{"mediaType":"\#(type)","digest":"\#(digest)","size":\#(bytes.count)\#(more)}"#
        }
    }

    let layer: Blob
    let configuration: Blob
    let manifest: Blob
    let platform: String

    /// - Parameter content: of the one file, `etc/motd`.
    init(_ architecture: String, content: String) throws {
        let tar = Collected()
        let writer = TarWriter { bytes in tar.bytes.withLock { $0 += bytes } }
        try writer.append(TarEntry(path: Array("etc".utf8), kind: .directory, mode: 0o755))
        try writer.append(TarEntry(path: Array("etc/motd".utf8), kind: .file), Array(content.utf8))
        try writer.finish()
        let packed = Collected()
        let gzip = try GzipWriter { bytes in packed.bytes.withLock { $0 += bytes } }
        let plain = tar.bytes.withLock { $0 }
        try plain.withUnsafeBytes { try gzip.append($0) }
        try gzip.finish()
        layer = Blob(type: "application/vnd.oci.image.layer.v1.tar+gzip", bytes: packed.bytes.withLock { $0 })
        let json = """
            {"os":"linux","architecture":"\(architecture)","config":{},\
            "rootfs":{"type":"layers","diff_ids":["\(Digest.of(plain))"]}}
            """
        configuration = Blob(type: MediaType.ociConfiguration, bytes: Array(json.utf8))
        manifest = Blob(
            type: MediaType.ociManifest,
            bytes: Array(
                #"{"schemaVersion":2,"mediaType":"\#(MediaType.ociManifest)","config":\#(configuration.descriptor()),"layers":[\#(layer.descriptor())]}"#
                    .utf8))
        platform = #","platform":{"os":"linux","architecture":"\#(architecture)"}"#
    }

    var blobs: [Blob] { [layer, configuration, manifest] }

    static func index(of entries: [String]) -> Blob {
        Blob(
            type: MediaType.ociIndex,
            bytes: Array(
                #"{"schemaVersion":2,"mediaType":"\#(MediaType.ociIndex)","manifests":[\#(entries.joined(separator: ","))]}"#
                    .utf8))
    }

    /// Paths and contents of files, read through `LayerReader` with every digest verified.
    static func files(of image: Image) throws -> [String] {
        let found = Collected()
        try LayerReader(image).run { _, tar in
            while let entry = try tar.nextEntry() {
                found.bytes.withLock { $0 += entry.path + [0x20] }
                try tar.readBody { bytes in found.bytes.withLock { $0 += bytes } }
                found.bytes.withLock { $0.append(0x0a) }
            }
        }
        return String(decoding: found.bytes.withLock { $0 }, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    final class Collected: Sendable {
        let bytes = Mutex<[UInt8]>([])
    }
}
