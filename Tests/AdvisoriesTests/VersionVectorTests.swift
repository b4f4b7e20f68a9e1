import Testing

@testable import Advisories
@Suite struct VersionVectorTests { @Test func `x`() { #expect(VersionScheme.dpkg.order("1", "2") == .less) } }
