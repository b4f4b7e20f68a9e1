internal import ArgumentParser
internal import Glibc
internal import RegistryClient
internal import Signing

/// How a person shows who they are.
enum LoginFlow: String, CaseIterable, Sendable {
    /// In a browser on this machine.
    case browser
    /// On another device, with a code.
    case device
}

extension LoginFlow: ExpressibleByArgument {}

/// Lets a person log in at an issuer.
struct Login: Sendable {
    let issuer: String
    let clientID: String
    let flow: LoginFlow
    let call: ServiceCall
    /// Says where to go.
    var tell: @Sendable (String) -> Void = { Console.narrate(Table.printable($0)) }
    /// Shows a page to the person, if that can be done.
    var open: @Sendable (String) -> Void = Browser.open
    var pause: @Sendable (Int) async throws -> Void = { try await Task.sleep(for: .seconds($0)) }
    /// For which the browser is waited for.
    var patience: Duration = .seconds(300)

    /// Whether anybody is there to be asked.
    static var isPossible: Bool { Console.isTerminal(STDIN_FILENO) && Console.isTerminal(STDERR_FILENO) }

    func token() async throws -> IdentityToken {
        let issuer = try await LoginIssuer(issuer, call: call)
        switch flow {
        case .device:
            let login = try await DeviceLogin(issuer, clientID: clientID)
            let prompt = login.prompt
            tell("open \(prompt.completeURL ?? prompt.url) on any device, and check or enter the code \(prompt.code)")
            return try await login.token(pause: pause)
        case .browser:
            let listener = try await LoopbackListener(path: BrowserLogin.path)
            do {
                let token = try await token(issuer, listener)
                try await listener.close()
                return token
            } catch {
                // The error of the login is the one to tell.
                try? await listener.close()
                throw error
            }
        }
    }

    private func token(_ issuer: LoginIssuer, _ listener: LoopbackListener) async throws -> IdentityToken {
        let login = try BrowserLogin(issuer, clientID: clientID, port: listener.port)
        tell("open \(login.url) in a browser on this machine")
        open(login.url)
        let code = try await listener.first(within: patience) { try login.code(from: $0) }
        guard let code else { throw LoginError.expired(seconds: Int(patience.components.seconds)) }
        return try await login.token(for: code)
    }
}

/// The person's browser.
enum Browser {
    /// Whether there is a screen to show a page on.
    static var hasScreen: Bool {
        ["DISPLAY", "WAYLAND_DISPLAY"].contains { !(Console.environment($0) ?? "").isEmpty }
    }

    /// Asks the desktop to open a page; who has none goes by what was told.
    static func open(_ url: String) {
        guard hasScreen else { return }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] {
            posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_RDWR, 0)
        }
        let command = ["xdg-open", url]
        var words = command.map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var process = pid_t()
        guard posix_spawnp(&process, "xdg-open", &actions, nil, &words, environ) == 0 else { return }
        // It hands the address on and ends; what becomes of it changes nothing here.
        let child = process
        Task.detached {
            var status: Int32 = 0
            while waitpid(child, &status, WNOHANG) == 0 { try await Task.sleep(for: .milliseconds(200)) }
        }
    }
}
