import CISAL

/// Inflates raw deflate streams (RFC 1951) into memory, one after the other, within a budget.
///
/// One per outermost archive: the archives nested in it share it, so that the budget bounds them all together.
/// Not `Sendable`; its state of about 90 KiB is allocated once.
package final class ZipInflater {
    /// Bytes that may still be inflated.
    package private(set) var budget: Int
    private let state: UnsafeMutablePointer<inflate_state>

    enum Failure: Error { case budget, corrupt, size }

    /// - Parameter budget: bytes that all entries read through this inflater may have together.
    package init(budget: Int = 1 << 30) {
        self.budget = budget
        state = .allocate(capacity: 1)
        isal_inflate_init(state)
    }

    deinit { state.deallocate() }

    /// Takes the bytes of a stored entry that is copied or descended into from the budget.
    package func spend(_ count: Int) -> Bool {
        guard count <= budget else { return false }
        budget -= count
        return true
    }

    /// The `size` bytes to which `input` inflates.
    func inflate(_ input: UnsafeRawBufferPointer, size: Int) throws(Failure) -> [UInt8] {
        // Deflate cannot do better than 258 bytes from two bits, so a larger size is a lie that needs no memory.
        guard size <= (input.count + 1).multipliedReportingOverflow(by: 1032).partialValue, size < Int.max - 1
        else { throw .size }
        guard spend(size) else { throw .budget }
        var failure: Failure?
        // One byte more, to see a stream that goes on.
        let output = [UInt8](unsafeUninitializedCapacity: size + 1) { buffer, count in
            do throws(Failure) {
                count = try fill(buffer, from: input)
                if count != size { throw .size }
            } catch {
                failure = error
                count = 0
            }
        }
        if let failure { throw failure }
        return output
    }

    private func fill(
        _ output: UnsafeMutableBufferPointer<UInt8>, from input: UnsafeRawBufferPointer
    )
        throws(Failure) -> Int
    {
        isal_inflate_reset(state)
        state.pointee.crc_flag = UInt32(ISAL_DEFLATE)
        let step = 1 << 30
        var consumed = 0
        var produced = 0
        while state.pointee.block_state != ISAL_BLOCK_FINISH {
            let available = min(step, input.count - consumed)
            let room = min(step, output.count - produced)
            guard room > 0 else { throw .size }
            // isal_inflate does not write through next_in.
            state.pointee.next_in = input.baseAddress.map {
                UnsafeMutablePointer(mutating: ($0 + consumed).assumingMemoryBound(to: UInt8.self))
            }
            state.pointee.avail_in = UInt32(available)
            state.pointee.next_out = output.baseAddress.map { $0 + produced }
            state.pointee.avail_out = UInt32(room)
            guard isal_inflate(state) == ISAL_DECOMP_OK else { throw .corrupt }
            let taken = available - Int(state.pointee.avail_in)
            let given = room - Int(state.pointee.avail_out)
            consumed += taken
            produced += given
            if taken == 0, given == 0, state.pointee.block_state != ISAL_BLOCK_FINISH { throw .corrupt }
        }
        return produced
    }
}

/// CRC-32 as in ZIP and gzip.
package enum CRC32 {
    package static func of(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
        guard let start = bytes.baseAddress, !bytes.isEmpty else { return 0 }
        // crc32_gzip_refl does not write through its buffer.
        return crc32_gzip_refl(
            0, UnsafeMutablePointer(mutating: start.assumingMemoryBound(to: UInt8.self)), UInt64(bytes.count))
    }
}
