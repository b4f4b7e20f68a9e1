import Testing

@testable import Advisories

/// The list of where feeds are.
@Suite struct FeedOriginsTests {
    @Test func `the built-in list can be read, over https alone, each file by its own name`() throws {
        let origins = try FeedOrigins.defaults()
        #expect(origins.count > 30)
        #expect(origins.allSatisfy { $0.url.hasPrefix("https://") })
        #expect(Set(origins.map { $0.file(for: $0.url) }).count == origins.count)
        #expect(origins.first { $0.name == "redhat" }?.isPointer == true)
        #expect(origins.contains { !$0.isDefault })
    }

    @Test(
        arguments: [
            ("https://h/a/all.zip", "x.zip"), ("https://h/epss.csv.gz?x=1.zip", "x.csv.gz"),
            ("https://h/data/json", "x"),
            ("https://h/a.tar.xz#b", "x.tar.xz"), ("https://h/", "x"), ("https://h/../../etc/passwd", "x"),
        ])
    func `a file in the cache is named after its feed`(_ url: String, _ file: String) {
        #expect(FeedOrigin("x", url).file(for: url) == file)
        #expect(FeedOrigin.isName(file))
    }

    @Test(arguments: ["", ".", "..", ".hidden", "a/b", "-o", "a b", "é", "a\u{0}b", String(repeating: "a", count: 101)])
    func `a name that leads elsewhere is none`(_ name: String) { #expect(!FeedOrigin.isName(name)) }

    @Test func `every member is read`() throws {
        let text = """
            feeds:
              - {name: a, url: "https://h/a.zip"}
              - name: b-1.x_Y
                url: http://127.0.0.1:1/latest.txt
                pointer: true
                megabytes: 2
                default: false
            """
        var (a, b) = (FeedOrigin("a", "https://h/a.zip"), FeedOrigin("b-1.x_Y", "http://127.0.0.1:1/latest.txt"))
        b.isPointer = true
        b.limit = 2 << 20
        b.isDefault = false
        a.limit = 1 << 30
        #expect(try FeedOrigins.read(Array(text.utf8), file: "f") == [a, b])
    }

    @Test(
        arguments: [
            ("", "expected one member"), ("a: 1", "expected one member"), ("feeds: []", "expected one member"),
            ("feeds:\n- {url: 'https://h'}", "feed 1: expected a name"),
            ("feeds:\n- {name: ../x, url: 'https://h'}", "feed 1: expected a name"),
            ("feeds:\n- {name: x}", "feed 1 (x): expected a url"),
            ("feeds:\n- {name: x.tar, url: 'https://h'}", "without the ending"),
            ("feeds:\n- {name: x, url: 'ftp://h'}", "expected a url"),
            ("feeds:\n- {name: x, url: 'https://h', megabytes: 0}", "from 1 to 8192"),
            ("feeds:\n- {name: x, url: 'https://h', pointer: maybe}", "true or false for pointer"),
            ("feeds:\n- {name: x, url: 'https://h', urll: 1}", "found \"urll\""),
            ("feeds:\n- {name: x, url: 'https://h'}\n- {name: X, url: 'https://h'}", "\"X\" is there already"),
            ("feeds: [", "YAML"), ("feeds:\n- x", "expected a mapping"),
        ])
    func `what is wrong with a list is said`(_ text: String, _ reason: String) {
        let error = #expect(throws: FeedOriginsError.self) { try FeedOrigins.read(Array(text.utf8), file: "list.yaml") }
        #expect(error?.description.hasPrefix("list.yaml: ") ?? false)
        #expect(error?.description.contains(reason) ?? false, "\(error?.description ?? "")")
    }
}
