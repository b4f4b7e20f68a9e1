internal import Content
internal import NIOHTTP1

/// The pages that people see: plain HTML without scripts, which no other page can frame and nothing can be loaded into.
struct LoginPage: Sendable {
    private static let style = """
        :root{color-scheme:light dark;--ink:#1c1b19;--paper:#fbfaf7;--card:#fff;--line:#d9d5cb;--gold:#8a6a12;--bad:#a1260d}
        @media(prefers-color-scheme:dark){:root{--ink:#ece9e2;--paper:#171614;--card:#201f1c;--line:#3b3934;--gold:#d9b44a;--bad:#ff8a70}}
        *{box-sizing:border-box}
        body{margin:0;min-height:100vh;display:grid;place-items:center;background:var(--paper);color:var(--ink);\
        font:16px/1.5 system-ui,sans-serif;padding:1rem}
        main{width:100%;max-width:24rem;background:var(--card);border:1px solid var(--line);border-radius:10px;padding:2rem}
        h1{font-size:1.35rem;line-height:1.25;margin:0 0 .25rem}
        p{margin:.5rem 0 1rem}
        .host{color:var(--gold);font-weight:600;overflow-wrap:anywhere}
        label{display:block;font-weight:600;margin:1rem 0 .25rem}
        input{width:100%;font:inherit;color:inherit;background:var(--paper);border:1px solid var(--line);border-radius:6px;\
        padding:.55rem .7rem}
        input:focus,button:focus{outline:2px solid var(--gold);outline-offset:1px}
        .code{font:600 1.25rem/1.4 ui-monospace,monospace;letter-spacing:.08em}
        button{width:100%;font:inherit;font-weight:600;margin-top:1.25rem;padding:.65rem;border-radius:6px;cursor:pointer;\
        border:1px solid var(--gold);background:var(--gold);color:var(--card)}
        button.other{background:none;color:inherit;border-color:var(--line);margin-top:.6rem}
        output{display:block;overflow-wrap:anywhere;background:var(--paper);border:1px solid var(--line);border-radius:6px;\
        padding:.7rem;user-select:all}
        .bad{color:var(--bad);font-weight:600}
        .note{font-size:.875rem;opacity:.8;margin:1.25rem 0 0}

        """

    /// The style is named by its digest, so that no other one applies.
    private static let styleSource = "'sha256-\(Base64.encode(Digest.of(Array(style.utf8)).bytes))'"

    var title: String
    var body: String
    /// Beside the page's own server, where its form may lead.
    var formSource: String?

    static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    func answer(_ status: HTTPResponseStatus = .ok, headers: [(String, String)] = []) -> HTTPAnswer {
        let text = """
            <!doctype html>
            <html lang="en">
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width,initial-scale=1">
            <title>\(Self.escaped(title))</title>
            <style>\(Self.style)</style>
            <main>
            <h1>\(Self.escaped(title))</h1>
            \(body)
            </main>
            </html>

            """
        let form = (["'self'"] + [formSource].compactMap(\.self)).joined(separator: " ")
        return HTTPAnswer(
            status, type: "text/html; charset=utf-8", Array(text.utf8),
            headers: [
                (
                    "Content-Security-Policy",
                    "default-src 'none'; style-src \(Self.styleSource); form-action \(form); frame-ancestors 'none'; "
                        + "base-uri 'none'"
                ),
                ("X-Frame-Options", "DENY"), ("Referrer-Policy", "same-origin"), ("Cache-Control", "no-store"),
                ("Cross-Origin-Opener-Policy", "same-origin"), ("Cross-Origin-Resource-Policy", "same-origin"),
            ] + headers)
    }

    // MARK: Pages

    private static func paragraph(_ text: String, _ kind: String = "") -> String {
        "<p\(kind.isEmpty ? "" : " class=\"\(kind)\" role=\"alert\"")>\(escaped(text))</p>"
    }

    private static func hidden(_ fields: [(name: String, value: String)]) -> String {
        fields.map { "<input type=\"hidden\" name=\"\(escaped($0.name))\" value=\"\(escaped($0.value))\">" }
            .joined(separator: "\n")
    }

    private static func credentials(name: String) -> String {
        """
        <label for="name">Name</label>
        <input id="name" name="name" value="\(escaped(name))" autocomplete="username" autocapitalize="none" \
        spellcheck="false" maxlength="64" required\(name.isEmpty ? " autofocus" : "")>
        <label for="password">Password</label>
        <input id="password" name="password" type="password" autocomplete="current-password" maxlength="1024" required\
        \(name.isEmpty ? "" : " autofocus")>
        """
    }

    private static func host(_ url: String) -> String {
        "<p>Your name and password at <span class=\"host\">\(escaped(AuthorityAddress.host(of: url)))</span></p>"
    }

    /// - Parameter token: the one of the cookie that goes with the page.
    static func signIn(
        _ request: AuthorizationRequest, url: String, token: String, name: String = "", problem: String? = nil
    ) -> LoginPage {
        LoginPage(
            title: "Sign in",
            body: """
                \(host(url))
                \(problem.map { paragraph($0, "bad") } ?? "")
                <form method="post" action="auth">
                \(hidden(request.fields + [("form_token", token)]))
                \(credentials(name: name))
                <button>Sign in</button>
                </form>
                <p class="note">A program \(request.redirect.isOutOfBand ? "" : "on your machine ")waits to sign as you. \
                Close this page if you did not start one.</p>
                """, formSource: request.redirect.source)
    }

    static func device(
        url: String, token: String, code: String, name: String = "", problem: String? = nil
    ) -> LoginPage {
        LoginPage(
            title: "Let a device sign as you",
            body: """
                \(host(url))
                \(problem.map { paragraph($0, "bad") } ?? "")
                <form method="post" action="device">
                \(hidden([("form_token", token)]))
                <label for="code">Code that the device shows</label>
                <input id="code" name="user_code" class="code" value="\(escaped(code))" autocomplete="off" \
                autocapitalize="characters" spellcheck="false" maxlength="20" required>
                \(credentials(name: name))
                <button name="decision" value="allow">Let it sign as me</button>
                <button name="decision" value="deny" class="other" formnovalidate>Refuse</button>
                </form>
                <p class="note">Go on only if you started this yourself and your device shows this very code.</p>
                """)
    }

    static func code(_ code: String) -> LoginPage {
        LoginPage(
            title: "Your code",
            body: """
                <p>Copy it into the program that asked for it. It works once, for a few minutes.</p>
                <output>\(escaped(code))</output>
                """)
    }

    static func message(_ title: String, _ text: String) -> LoginPage {
        LoginPage(title: title, body: paragraph(text))
    }
}
