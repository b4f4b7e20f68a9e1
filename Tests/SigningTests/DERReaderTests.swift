import Testing

@testable import Signing

@Suite struct DERReaderTests {
    @Test(
        arguments: [
            ([0x30], DERError.Reason.truncated), ([0x30, 0x02, 0x00], .truncated),
            ([0x30, 0x80, 0x00, 0x00], .lengthForm),
            ([0x04, 0x81, 0x01, 0x00], .lengthForm),
            ([0x04, 0x82, 0x00, 0x80] + [UInt8](repeating: 0, count: 128), .lengthForm),
            ([0x04, 0x85, 1, 0, 0, 0, 0], .lengthForm), ([0x04, 0x84, 0x7f, 0xff, 0xff, 0xff], .truncated),
            ([0x1f, 0x20, 0x00], .tagForm),
        ] as [([UInt8], DERError.Reason)]) func `lengths and tags have one form`(
            bytes: [UInt8], reason: DERError.Reason
        )
    {
        var reader = DERReader(bytes)
        let error = #expect(throws: DERError.self) { try reader.next() }
        #expect(error?.reason == reason)
    }

    @Test func `integers are minimal and of the size asked for`() throws {
        for bytes: [UInt8] in [[2, 0], [2, 2, 0, 1], [2, 2, 0xff, 0x80]] {
            var reader = DERReader(bytes)
            #expect(throws: DERError.self) { try reader.integer() }
        }
        var negative = DERReader([2, 1, 0x80])
        #expect(throws: DERError.self) { try negative.unsigned() }
        var large = DERReader([2, 5, 0x01, 0, 0, 0, 0])
        #expect(throws: DERError.self) { try large.small() }
        for value in [0, 1, 127, 128, 255, 256, 65535, Int(Int32.max)] {
            var reader = DERReader(DER.integer(value))
            #expect(try reader.small() == value)
        }
    }

    @Test func `booleans, nulls, bit strings and identifiers have one form`() throws {
        for bytes: [UInt8] in [[1, 1, 1], [1, 0], [1, 2, 0, 0]] {
            var reader = DERReader(bytes)
            #expect(throws: DERError.self) { try reader.boolean() }
        }
        for bytes: [UInt8] in [[3, 0], [3, 1, 1], [3, 2, 8, 0], [3, 2, 1, 1]] {
            var reader = DERReader(bytes)
            #expect(throws: DERError.self) { try reader.bits() }
        }
        for bytes: [UInt8] in [[6, 0], [6, 1, 0x80], [6, 2, 0x80, 1], [6, 3, 1, 0x80, 1]] {
            var reader = DERReader(bytes)
            #expect(throws: DERError.self) { try reader.objectIdentifier() }
        }
        var null = DERReader([5, 1, 0])
        #expect(throws: DERError.self) { try null.null() }
    }

    @Test func `identifiers are written in dotted form`() throws {
        #expect(ObjectIdentifier(1, 2, 840, 113549, 1, 1, 1).description == "1.2.840.113549.1.1.1")
        #expect(ObjectIdentifier(2, 16, 840, 1, 101).description == "2.16.840.1.101")
        #expect(ObjectIdentifier(2, 999, 3).description == "2.999.3")
        let endless = try #require(ObjectIdentifier(content: [0x2a] + [UInt8](repeating: 0xff, count: 20) + [0x7f]))
        #expect(endless.description == "1.2.?")
    }

    @Test func `a writer's elements read back`() throws {
        let long = [UInt8](repeating: 7, count: 70_000)
        let bytes = DER.sequence(DER.octetString(long), DER.null, DER.boolean(true), DER.unsigned([0, 0, 0x80]))
        var outer = DERReader(bytes)
        var reader = try outer.sequence()
        #expect(try reader.octetString().elementsEqual(long))
        try reader.null()
        #expect(try reader.boolean())
        #expect(try reader.unsigned().elementsEqual([0x80]))
        try reader.finish()
        try outer.finish()
    }
}
