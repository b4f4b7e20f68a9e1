import Testing

@testable import Rego

@Suite struct TermTests {
    @Test func twoTermsAreEqualWhateverTheirPlaces() {
        let place = SourceLocation(file: 0, row: 3, column: 1, offset: 20, length: 1)
        #expect(Term(.number("1"), at: place) == Term(.number("1")))
        #expect(Term(.number("1")) != Term(.string("1")))
    }

    @Test func aReferencePrintsNamesBehindDotsAndTheRestInBrackets() {
        let terms: [Term] = [
            Term(.variable("data")), Term(.string("a")), Term(.string("b-c")), Term(.variable("$0")),
            Term(.number("1")),
        ]
        #expect(Reference(terms).description == "data.a[\"b-c\"][_][1]")
    }
}
