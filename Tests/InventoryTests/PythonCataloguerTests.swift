import Content
import Testing

@testable import Inventory

@Suite struct PythonCataloguerTests {
    private func concluded(_ files: [String: String]) -> (yield: Yield, failures: [String]) {
        let cataloguer = PythonDistributionCataloguer()
        let view = PathsView(files, cataloguer: cataloguer)
        var yield = Yield()
        cataloguer.conclude(view, into: &yield)
        return (yield, view.failures)
    }

    @Test func readsADistributionWithItsRecord() throws {
        let site = "opt/v/lib/python3.11/site-packages"
        let (yield, failures) = concluded([
            "\(site)/Zope.Inter_face-1.0.dist-info/METADATA":
                "Name: Zope.Inter_face\nVersion: 1.0\nLicense: UNKNOWN\nClassifier: License :: OSI Approved :: MIT License\n"
                + "Requires-Dist: Foo_Bar[x] (>=1) ; python_version > '3'\nRequires-Dist: baz ; extra == 'test'\n\nbody: no\n",
            "\(site)/Zope.Inter_face-1.0.dist-info/RECORD":
                "\"zope/a,b.py\",sha256=47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU,0\r\n../../../bin/z,,\n../../../../../../../x,,\n",
            "\(site)/Zope.Inter_face-1.0.dist-info/direct_url.json":
                #"{"url":"https://h/r.git","vcs_info":{"vcs":"git","commit_id":"c0ffee"}}"#,
        ])
        #expect(failures.isEmpty)
        let component = try #require(yield.components.first)
        #expect(component.purl?.description == "pkg:pypi/zope-inter-face@1.0?vcs_url=git%2Bhttps://h/r.git%40c0ffee")
        #expect(component.licences == [Licence("MIT")])
        #expect(component.realm == "python:opt/v")
        #expect(component.files.map(\.path) == ["\(site)/zope/a,b.py", "opt/v/bin/z"])
        #expect(
            component.files.first?.digest
                == Digest(algorithm: .sha256, hex: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"))
        #expect(component.requirements == [Requirement("foo-bar"), Requirement("baz", relation: .optional)])
    }

    @Test func claimsModulesOfADistributionWithoutRecord() throws {
        let site = "usr/lib/python3/dist-packages"
        let (yield, _) = concluded([
            "\(site)/six-1.16.0.egg-info/PKG-INFO": "Name: six\nVersion: 1.16.0\n",
            "\(site)/six-1.16.0.egg-info/top_level.txt": "six\npkg\n../../../etc\n",
            "\(site)/six.py": "", "\(site)/pkg/m.py": "",
            "usr/lib/python2.7/lib-dynload/Python-2.7.egg-info":
                "Name: Python\nVersion: 2.7.18\n",
        ])
        let purls = yield.components.compactMap { $0.purl?.description }
        #expect(purls == ["pkg:generic/python@2.7.18", "pkg:pypi/six@1.16.0"])
        let six = try #require(yield.components.last)
        #expect(six.files.map(\.path) == ["\(site)/six.py"])
        #expect(six.directories.contains("\(site)/pkg"))
        #expect(!six.directories.contains(""))
    }

    @Test func reportsMetadataWithoutAName() {
        let (yield, failures) = concluded(["x.dist-info/METADATA": "Version: 1\n", "x.dist-info/RECORD": "a,,\n"])
        #expect(failures.count == 1)
        #expect(yield.components.isEmpty && yield.gaps.count == 1)
    }

    @Test(arguments: [
        (
            "uv.lock",
            "[[package]]\nname = 'A.b'\nversion = '1'\nsource = { git = 'https://h/r?rev=m#abc' }\ndependencies = [{ name = 'c' }]\n[[package]]\nname='c'\nversion='2'\n"
        ),
        (
            "poetry.lock",
            "[[package]]\nname = 'A.b'\nversion = '1'\n[package.dependencies]\nC = '>=1'\n[package.source]\ntype='git'\nurl='https://h/r'\nresolved_reference='abc'\n[[package]]\nname='c'\nversion='2'\n"
        ),
        (
            "pdm.lock",
            "[[package]]\nname = 'A.b'\nversion = '1'\ngit='https://h/r'\nrevision='abc'\ndependencies = ['c>=1']\n[[package]]\nname='c'\nversion='2'\n"
        ),
        (
            "pylock.toml",
            "[[packages]]\nname = 'A.b'\nversion = '1'\ndependencies = [{name='c'}]\n[packages.vcs]\ntype='git'\nurl='https://h/r'\ncommit-id='abc'\n[[packages]]\nname='c'\nversion='2'\n"
        ),
    ])
    func readsLockFilesWithTheirEdges(name: String, text: String) throws {
        let yield = try yielded(PythonLockCataloguer(), name, text)
        #expect(
            yield.components.map { $0.purl?.description } == [
                "pkg:pypi/a-b@1?vcs_url=git%2Bhttps://h/r%40abc", "pkg:pypi/c@2",
            ])
        #expect(edgeNames(yield) == ["A.b@1 -> c@2"])
        #expect(yield.components.allSatisfy { $0.presence == .declared })
    }

    @Test func readsRequirementsInAllTheirForms() throws {
        let hash = String(repeating: "ab", count: 32)
        let yield = try yielded(
            RequirementsCataloguer(), "requirements.txt",
            "# c\n-r other.txt\n--index-url https://i\nA==1.0 \\\n  --hash=sha256:\(hash) \\\n  --hash=sha256:zz\n"
                + "b[x]>=2 ; python_version<'3' # why\nc===3\nd==1.*\n-e git+https://h/r@v1#egg=e&subdirectory=s\n"
                + "f @ https://h/f.whl\n./local\n/abs\nsome prose here\n")
        #expect(
            yield.components.map { "\($0.name) \($0.version)" } == ["A 1.0", "b ", "c 3", "d ", "e ", "f "])
        #expect(yield.components.first?.digests.map(\.hex) == [hash])
        #expect(yield.components[4].purl?.qualifier("vcs_url") == "git+https://h/r@v1")
    }

    @Test func readsPipfileLocksAndCondaRecords() throws {
        let pipfile = try yielded(
            PipfileLockCataloguer(), "Pipfile.lock",
            #"{"_meta":{},"default":{"a":{"version":"==1"}},"develop":{"b":{"version":"===2"}}}"#)
        #expect(pipfile.components.map { "\($0.name)@\($0.version)" } == ["a@1", "b@2"])
        let conda = try yielded(
            CondaCataloguer(), "opt/c/conda-meta/z.json",
            #"{"name":"z","version":"1","build":"h_0","channel":"https://conda.anaconda.org/conda-forge/linux-64","depends":["y >=1,<2"],"paths_data":{"paths":[{"_path":"lib/z","sha256":"00"},{"_path":"../../../x"}]}}"#
        )
        let component = try #require(conda.components.first)
        #expect(component.purl?.description == "pkg:conda/z@1?build=h_0&channel=conda-forge")
        #expect(component.files.map(\.path) == ["opt/c/lib/z", "opt/c/conda-meta/z.json"])
        #expect(component.requirements == [Requirement("y")])
    }

    @Test func readsCondaEnvironmentsAndLiteralPins() throws {
        let environment = try yielded(
            CondaEnvironmentCataloguer(), "environment.yml",
            "name: e\ndependencies:\n- c::numpy=1.20=h_1\n- scipy>=1\n- pip:\n  - x==1.0\n  - -r more.txt\n")
        #expect(
            environment.components.map { $0.purl?.description }
                == ["pkg:conda/numpy@1.20?build=h_1", "pkg:conda/scipy", "pkg:pypi/x@1.0"])
        let lock = try yielded(
            CondaEnvironmentCataloguer(), "conda-lock.yml",
            "package:\n- {name: a, version: 1.0, manager: conda, platform: linux-64, dependencies: {b: '>=1'}}\n"
                + "- {name: b, version: '2', manager: pip, platform: linux-64}\n- {name: b, version: '3', manager: pip, platform: osx-64}\n"
        )
        #expect(edgeNames(lock) == ["a@1.0 -> b@2"])
        let script = try yielded(
            SetupCataloguer(), "setup.py",
            "setup(name='s', install_requires=['a==1', \"b>=2\", # 'c==3'\n NAME + '==4'], extras=['d==5'])\ninstall_requires=['e=="
        )
        #expect(script.components.map { "\($0.name)@\($0.version)" } == ["a@1"])
        let configuration = try yielded(
            SetupCataloguer(), "setup.cfg",
            "[x]\ninstall_requires =\n  z==9\n[options]\ninstall_requires =\n  a==1 ; m\n  b\nq = 1\n  c==2\n")
        #expect(configuration.components.map { "\($0.name)@\($0.version)" } == ["a@1"])
    }

    @Test func refusesMalformedFiles() {
        #expect(throws: (any Error).self) { try yielded(PythonLockCataloguer(), "uv.lock", "[[package") }
        #expect(throws: (any Error).self) { try yielded(PipfileLockCataloguer(), "Pipfile.lock", "{") }
        #expect(throws: (any Error).self) { try yielded(CondaCataloguer(), "conda-meta/x.json", "{}") }
    }

    @Test(arguments: [("", [UInt8]()), ("TQ", [77]), ("TWE=", [77, 97]), ("-_8", [251, 255])])
    func decodesBase64OfEitherAlphabet(text: String, bytes: [UInt8]) {
        #expect(Base64.decode(text.utf8) == bytes)
        #expect(Base64.decode("A".utf8) == nil)
        #expect(Base64.decode("A*==".utf8) == nil)
    }

    @Test func readsWheelsWithWhatTheyCarry() throws {
        let bytes = TestJar.text([
            "a_b-1.0.dist-info/METADATA": "Name: a.b\nVersion: 1.0\nRequires-Dist: c\n",
            "a_b/_vendor/d-2.dist-info/METADATA": "Name: d\nVersion: 2\n",
            "a_b/_vendor/e-3.dist-info/METADATA": "Version: 3\n",
            "a_b-1.0.dist-info/sboms/x.json":
                #"{"bomFormat":"CycloneDX","components":[{"name":"z","version":"9","purl":"pkg:cargo/z@9"}]}"#,
        ])
        let yield = try PythonArchiveCataloguer().yield("w/a_b-1.0-py3-none-any.whl", bytes)
        #expect(
            yield.components.map { $0.purl?.description } == ["pkg:pypi/a-b@1.0", "pkg:pypi/d@2", "pkg:cargo/z@9"])
        #expect(yield.components.map(\.presence) == [.installed, .installed, .stated])
        #expect(yield.edges.map(\.relation) == [.contains, .contains])
        #expect(yield.components[0].files.map(\.path) == ["w/a_b-1.0-py3-none-any.whl"])
        #expect(yield.components[0].requirements == [Requirement("c")])
        #expect(yield.gaps.count == 1)
        for length in stride(from: 0, to: bytes.count, by: 7) {
            #expect(throws: (any Error).self) { try PythonArchiveCataloguer().yield("a.whl", Array(bytes[..<length])) }
        }
    }

    @Test func readsZippedEggs() throws {
        let bytes = TestJar.text([
            "EGG-INFO/PKG-INFO": "Name: a\nVersion: 1\n", "EGG-INFO/requires.txt": "b>=1\n[x]\nc\n",
        ])
        let path = "usr/lib/python3/site-packages/a-1-py3.11.egg"
        let component = try #require(try PythonArchiveCataloguer().yield(path, bytes).components.first)
        #expect(component.realm == "python:")
        #expect(component.requirements == [Requirement("b"), Requirement("c", relation: .optional)])
        #expect(try PythonArchiveCataloguer().yield("x.egg", "no archive").isEmpty)
        #expect(throws: (any Error).self) { try PythonArchiveCataloguer().yield(path, TestJar.text(["a.py": ""])) }
    }

    @Test func joinsEditableInstallationsToTheirProject() throws {
        let site = "opt/v/lib/python3.11/site-packages"
        let (yield, _) = concluded([
            "src/p/p.egg-info/PKG-INFO": "Name: p\nVersion: 1\n", "\(site)/p.egg-link": "/src/p\n.\n",
            "src/q/src/q.egg-info/PKG-INFO": "Name: q\nVersion: 2\n",
            "\(site)/__editable__.q-2.pth": "/src/q/src\n", "\(site)/gone.egg-link": "/src/gone\n.\n",
        ])
        #expect(yield.components.map(\.name) == ["p", "q"])
        #expect(yield.components.allSatisfy { $0.realm == "python:opt/v" && $0.properties["editable"] == "true" })
        #expect(yield.gaps.map(\.path) == ["\(site)/gone.egg-link"])
    }
}
