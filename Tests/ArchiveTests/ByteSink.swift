/// Bytes gathered from a writer's closure.
final class ByteSink {
    var bytes: [UInt8] = []
}
