// The floor under any inventory of an image: floor LAYOUT
//
// Prints as JSON what the layers of an OCI layout cost when they are only read, hashed and inflated
// (LayerWork.swift), on one thread.

import Glibc
import JSONText

func fail(_ message: String) -> Never {
    let line = Array("floor: \(message)\n".utf8)
    _ = write(STDERR_FILENO, line, line.count)
    exit(2)
}

func document(_ path: String) -> JSONValue {
    guard let file = fopen(path, "rb") else { fail("cannot open \(path)") }
    defer { fclose(file) }
    let bytes = [UInt8](unsafeUninitializedCapacity: 4 << 20) { $1 = fread($0.baseAddress, 1, $0.count, file) }
    do {
        return try JSONDocument(bytes).root
    } catch {
        fail("\(path): \(error)")
    }
}

guard CommandLine.arguments.count == 2 else { fail("usage: floor LAYOUT") }
let layout = CommandLine.arguments[1]

func blob(_ descriptor: JSONValue?) -> String {
    let digest = descriptor?["digest"]?.string ?? ""
    return layout + "/blobs/" + digest.replacing(":", with: "/")
}

var manifest = document(layout + "/index.json")
while let first = manifest["manifests"]?[0] { manifest = document(blob(first)) }

var work = LayerWork()
for layer in manifest["layers"]?.elements.map(\.self) ?? [] {
    guard work.read(blob(layer)) else { fail("cannot inflate \(blob(layer))") }
}
var writer = JSONWriter(pretty: true)
writer.object {
    $0.member("compressed", work.compressed)
    $0.member("uncompressed", work.uncompressed)
    $0.member("executables", work.executables)
    $0.member("executableBytes", work.executableBytes)
}
print(String(decoding: writer.bytes, as: UTF8.self))
