import Content
import Testing

@testable import Inventory

@Suite struct GemCataloguerTests {
    private func read(_ text: String, path: String) throws -> Component? {
        var yield = Yield()
        try Array(text.utf8).withUnsafeBytes {
            try GemCataloguer().read(WantedFile(path: path, bytes: $0), into: &yield)
        }
        return yield.components.first
    }

    static let nokogiri = """
        # -*- encoding: utf-8 -*-
        # stub: nokogiri 1.15.4 x86_64-linux lib

        Gem::Specification.new do |s|
          s.name = "nokogiri".freeze
          s.version = "1.15.4"
          s.platform = "x86_64-linux".freeze

          s.required_rubygems_version = Gem::Requirement.new(">= 0".freeze) if s.respond_to? :required_rubygems_version=
          s.metadata = { "bug_tracker_uri" => "https://example.org/issues" } if s.respond_to? :metadata=
          s.authors = ["Mike Dalessio".freeze, "Aaron \\u{1F496} \\"P\\"".freeze]
          s.description = "Text\\nwith s.name = 'no' in it".freeze
          s.files = ["bin/nokogiri".freeze,
            "lib/a.rb".freeze]
          s.homepage = "https://nokogiri.org".freeze
          s.licenses = ["MIT".freeze, "Apache-2.0".freeze]
          s.summary = "XML".freeze

          if s.respond_to? :specification_version then
            s.specification_version = 4
          end

          if s.respond_to? :add_runtime_dependency then
            s.add_runtime_dependency(%q<racc>.freeze, ["~> 1.4"])
            s.add_development_dependency(%q<rake>.freeze, ["~> 13"])
          else
            s.add_dependency(%q<racc>.freeze, ["~> 1.4"])
            s.add_dependency(%q<rake>.freeze, ["~> 13"])
          end
        end
        """

    @Test func readsWhatRubyGemsWrites() throws {
        let gem = try #require(
            try read(
                Self.nokogiri, path: "usr/local/bundle/specifications/nokogiri-1.15.4-x86_64-linux.gemspec"))
        #expect(gem.purl?.description == "pkg:gem/nokogiri@1.15.4?platform=x86_64-linux")
        #expect(gem.supplier == "Mike Dalessio, Aaron \u{1F496} \"P\"")
        #expect(gem.licences == [Licence("MIT"), Licence("Apache-2.0")])
        #expect(gem.homepage == "https://nokogiri.org")
        #expect(gem.directories == ["usr/local/bundle/gems/nokogiri-1.15.4-x86_64-linux"])
        #expect(gem.requirements == [Requirement("racc"), Requirement("rake", relation: .development)])
        #expect(gem.realm == "usr/local/bundle")
    }

    @Test func readsHandwrittenSpecificationsAsFarAsTheyAreLiteral() throws {
        let text = """
            # stub: demo 2.0 ruby lib
            Gem::Specification.new do |spec|
              spec.name = 'demo'; spec.version = Demo::VERSION # "9"
              spec.license = %q(MIT)
              spec.homepage = "https://example.org/#{x}"
              spec.authors = %w[Ann Bob]
              spec.add_dependency 'x'
              spec.add_dependency "rack", ">= 2"
            end
            """
        let gem = try #require(try read(text, path: "lib/ruby/gems/3.2.0/specifications/default/demo-2.0.gemspec"))
        #expect(gem.version == "2.0")
        #expect(gem.homepage == nil)
        #expect(gem.licences == [Licence("MIT")])
        #expect(gem.supplier == "Ann, Bob")
        #expect(gem.properties["default"] == "true")
        #expect(gem.requirements == [Requirement("x"), Requirement("rack")])
    }

    @Test(arguments: [
        "", "s.name =", "s.name = \"", "s.name = %q<", "s.name = %", "s.name = [[[[[\"a\"", "s.name = \"\\u{110000}\"",
        "s.", "s.name = \"\\",
    ])
    func refusesWhatNamesNoGem(_ text: String) {
        #expect(throws: (any Error).self) { try read(text, path: "specifications/x.gemspec") }
    }

    @Test func readsEveryPrefixWithoutATrap() {
        for count in 0..<Self.nokogiri.utf8.count {
            Array(Self.nokogiri.utf8.prefix(count)).withUnsafeBytes { _ = GemSpecification($0) }
        }
    }
}

@Suite struct GemfileLockCataloguerTests {
    @Test func readsAllSections() throws {
        let text = """
            GIT
              remote: https://github.com/rails/rails.git
              revision: abc123
              branch: main
              specs:
                activesupport (7.2.0.alpha)
                  tzinfo (~> 2.0)

            PATH
              remote: engines/mine
              specs:
                mine (0.1.0)

            GEM
              remote: https://rubygems.org/
              specs:
                nokogiri (1.15.4-x86_64-linux)
                  racc (~> 1.4)
                racc (1.7.1)
                tzinfo (2.0.6)

            PLATFORMS
              x86_64-linux

            DEPENDENCIES
              activesupport!
              nokogiri (~> 1.15)

            CHECKSUMS
              racc (1.7.1) sha256=\(String(repeating: "ab", count: 32))

            BUNDLED WITH
               2.5.3
            """
        var yield = Yield()
        try Array(text.utf8).withUnsafeBytes {
            try GemfileLockCataloguer().read(WantedFile(path: "app/Gemfile.lock", bytes: $0), into: &yield)
        }
        #expect(
            yield.components.map { $0.purl?.description ?? $0.name } == [
                "pkg:gem/activesupport@7.2.0.alpha?vcs_url=git%2Bhttps://github.com/rails/rails.git%40abc123",
                "mine", "pkg:gem/nokogiri@1.15.4?platform=x86_64-linux", "pkg:gem/racc@1.7.1",
                "pkg:gem/tzinfo@2.0.6", "pkg:gem/bundler@2.5.3",
            ])
        #expect(yield.components[0].requirements == [Requirement("tzinfo")])
        #expect(yield.components[0].properties["direct"] == "true")
        #expect(yield.components[3].properties["direct"] == nil)
        #expect(yield.components[3].digests.count == 1)
        #expect(yield.components.allSatisfy { $0.presence == .declared })
    }
}
