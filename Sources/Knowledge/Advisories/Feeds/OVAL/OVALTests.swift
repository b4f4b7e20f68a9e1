internal import StructuredText

/// What the tests of an OVAL document ask of a system (OVAL 5.11, rpminfo_test of the Linux schema), joined from test,
/// object and state.
struct OVALTests {
    enum Question: Equatable {
        /// A package is older than a version.
        case package(String, before: String)
        /// The system is of a major release.
        case release(String)
        case architecture(String)
        /// A module's stream is enabled: `name:stream`.
        case module(String)
        /// Who signed it, and the like: true of every package that comes from the distribution.
        case other
    }

    private struct State {
        var version: String?
        var architecture: String?
        var older: String?
    }

    private var questions: [String: (object: String, state: String)] = [:]
    private var objects: [String: String] = [:]
    private var states: [String: State] = [:]
    /// The package that carries the release itself.
    private let releasePackage: String

    init(_ root: XMLElement, releasePackage: String) {
        self.releasePackage = releasePackage
        for test in root.child("tests")?.children("rpminfo_test") ?? [] {
            guard let id = test.attribute("id"), let object = test.child("object")?.attribute("object_ref"),
                let state = test.child("state")?.attribute("state_ref")
            else { continue }
            questions[id] = (object, state)
        }
        for object in root.child("objects")?.children("rpminfo_object") ?? [] {
            if let id = object.attribute("id"), let name = object.text(of: "name") { objects[id] = name }
        }
        for state in root.child("states")?.children("rpminfo_state") ?? [] {
            guard let id = state.attribute("id") else { continue }
            let evr = state.child("evr")
            states[id] = State(
                version: state.text(of: "version"), architecture: state.text(of: "arch"),
                older: evr?.attribute("operation") == "less than" ? evr?.text : nil)
        }
    }

    /// - Returns: `nil` for a criterion whose test, object or state is missing.
    func question(_ criterion: XMLElement) -> Question? {
        if let module = module(criterion.attribute("comment") ?? "") { return .module(module) }
        guard let test = criterion.attribute("test_ref"), let (object, state) = questions[test],
            let name = objects[object], let state = states[state]
        else { return nil }
        if name == releasePackage {
            if let version = state.version {
                return .release(String(version.drop { $0 == "^" }.prefix { $0.isNumber }))
            }
            if let architecture = state.architecture { return .architecture(architecture) }
        }
        if let version = state.older, !version.isEmpty { return .package(name, before: version) }
        return .other
    }

    /// Modules are looked up in the files of the package manager; the test's comment names them in one piece.
    private func module(_ comment: String) -> String? {
        let words = comment.split(separator: " ")
        guard words.count == 4, words[0] == "Module", words[2] == "is", words[3] == "enabled" else { return nil }
        return String(words[1])
    }
}
