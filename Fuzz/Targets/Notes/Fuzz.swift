import Transparency

/// Notes, checkpoints, proof files, witness policies and tile paths of any bytes: refused, or written as they were read.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    do throws(NoteError) {
        let note = try SignedNote(bytes)
        let again = try SignedNote(note.bytes)
        precondition(again.lines == note.lines, "a note changes")
        let checkpoint = try Checkpoint(text: note.text)
        precondition(checkpoint.text == note.text, "a checkpoint changes")
    } catch {
        precondition(error.description.utf8.count < 4000, "an error repeats its input")
    }
    do throws(NoteError) {
        let proof = try LogProof(bytes)
        let again = try LogProof(proof.bytes)
        precondition(again.index == proof.index, "a proof changes")
        do throws(ProofError) {
            _ = try InclusionProof.root(
                leaf: .leaf([]), index: proof.index, size: proof.index &+ 1, proof: proof.proof)
        } catch {}
    } catch {}
    let text = String(decoding: bytes, as: UTF8.self)
    do throws(NoteError) {
        let policy = try WitnessPolicy(text)
        _ = policy.isFulfilled(by: [0])
    } catch {}
    if let tile = Tile(path: text) { precondition(tile.path == text, "a tile has two paths") }
    do throws(TileError) { _ = try TileContent.entries(bytes, width: 256) } catch {}
    return 0
}
