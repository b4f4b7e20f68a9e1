import NIOHTTP1
import Rego
import Testing

@testable import Service

@Suite struct PolicyReloaderTests {
    private static func outcome(_ outcome: PolicyReloader.Outcome) -> String {
        switch outcome {
        case .unchanged: "unchanged"
        case .loaded: "loaded"
        case .failed: "failed"
        }
    }

    @Test func changedFilesAreLoadedAndBrokenOnesAreNot() throws {
        let folder = try TemporaryFolder()
        try folder.write("package app\n\nx := data.n", to: "app.rego")
        try folder.write("{\"n\":1}", to: "data.json")
        var request = PolicySet.Request()
        request.paths = [folder.path]
        let status = ServiceStatus()
        let (runtime, reloader) = try PolicyReloader.loading(request, status: status, at: 0)
        let service = PolicyService(runtime, status: status)
        func x() -> String {
            let answer = service.answer(TestService.request(.GET, "/v1/data/app/x"), mayWait: true)
            return String(decoding: answer?.body ?? [], as: UTF8.self)
        }
        #expect(x() == "{\"result\":1}\n")
        #expect(Self.outcome(reloader.check(at: 1)) == "unchanged")

        // Policy and document change together.
        try folder.write("package app\n\nx := [data.n]", to: "app.rego")
        try folder.write("{\"n\":2}", to: "data.json")
        #expect(Self.outcome(reloader.check(at: 2)) == "loaded")
        #expect(x() == "{\"result\":[2]}\n")
        #expect(Self.outcome(reloader.check(at: 3)) == "unchanged")

        // What is broken is told once and changes nothing.
        try folder.write("package app\n\nx := ", to: "app.rego")
        #expect(Self.outcome(reloader.check(at: 4)) == "failed")
        #expect(Self.outcome(reloader.check(at: 5)) == "unchanged")
        #expect(x() == "{\"result\":[2]}\n")
        #expect(status.failures == 1 && status.problem?.contains("rego_parse_error") == true)
        func text(_ uri: String) -> String {
            let answer = service.answer(TestService.request(.GET, uri), mayWait: true)
            return String(decoding: answer?.body ?? [], as: UTF8.self)
        }
        let told = text("/v1/status")
        #expect(told.contains("\"code\":\"bundle_error\""))
        let metrics = text("/metrics")
        #expect(metrics.contains("bundle_failed_load_counter 1\n"))

        // A missing folder is no other thing.
        try folder.remove("app.rego")
        try folder.remove("data.json")
        try folder.write("package app\n\nx := 3", to: "sub/new.rego")
        #expect(Self.outcome(reloader.check(at: 6)) == "loaded")
        #expect(x() == "{\"result\":3}\n")
        #expect(status.problem == nil)
    }

    @Test func whatClientsHavePutStaysUntilFilesBringTheSame() throws {
        let folder = try TemporaryFolder()
        try folder.write("package app\n\nx := 1", to: "app.rego")
        var request = PolicySet.Request()
        request.paths = [folder.path]
        let status = ServiceStatus()
        let (runtime, reloader) = try PolicyReloader.loading(request, status: status, at: 0)
        let service = PolicyService(runtime, status: status)
        _ = service.answer(
            TestService.request(.PUT, "/v1/policies/mine", Array("package mine\n\ny := 5".utf8)), mayWait: true)
        try folder.write("package app\n\nx := 2", to: "app.rego")
        #expect(Self.outcome(reloader.check(at: 1)) == "loaded")
        #expect(runtime.snapshot.policies.map(\.id) == ["\(folder.path)/app.rego", "mine"])
        // Files that no longer fit to it are refused.
        try folder.write("package mine\n\ny := 6", to: "app.rego")
        #expect(Self.outcome(reloader.check(at: 2)) == "loaded")
        let answer = service.answer(TestService.request(.GET, "/v1/data/mine/y"), mayWait: true)
        #expect(answer?.status == .internalServerError)
    }

    @Test func anOldUnchangedFileIsNotReadAgain() throws {
        let folder = try TemporaryFolder()
        try folder.write("package app\n\nx := 1", to: "app.rego")
        var request = PolicySet.Request()
        request.paths = [folder.path]
        let (_, reloader) = try PolicyReloader.loading(request, status: ServiceStatus(), at: 0)
        let later = TimeText.now() + 3_600_000_000_000
        #expect(Self.outcome(reloader.check(at: later)) == "unchanged")
        #expect(Self.outcome(reloader.check(at: later)) == "unchanged")
        try folder.write("package app\n\nx := 2", to: "app.rego")
        #expect(Self.outcome(reloader.check(at: later)) == "loaded")
    }
}
