internal import Content
internal import NIOHTTP1
internal import Signing

/// Where a person lets a device in that has no browser (RFC 8628 §3.3).
extension LoginService {
    func devicePage(_ request: HTTPRequest) throws -> HTTPAnswer {
        let fields: FormFields
        do throws(FormError) { fields = try FormFields(request.query.utf8) } catch {
            return refusal(request, .badRequest, error.description)
        }
        let form = FormToken(request, isSecure: url.hasPrefix("https://"))
        let code = fields["user_code"].flatMap { UserCode.read($0) }.map { UserCode.shown($0) } ?? ""
        return LoginPage.device(url: url, token: form.text, code: code).answer(headers: form.headers)
    }

    func decide(_ request: HTTPRequest, at now: Instant) async throws -> HTTPAnswer {
        let fields: FormFields
        let form: FormToken
        do {
            (fields, form) = try self.form(request)
        } catch let problem as Problem {
            return refusal(request, problem.status, problem.detail, headers: problem.headers)
        }
        let typed = String((fields["user_code"] ?? "").prefix(20))
        let name = String((fields["name"] ?? "").prefix(64))
        func again(_ status: HTTPResponseStatus, _ reason: String, _ headers: [(String, String)] = []) -> HTTPAnswer {
            LoginPage.device(url: url, token: form.text, code: typed, name: name, problem: reason)
                .answer(status, headers: headers + form.headers)
        }
        if let seconds = codeThrottle.begin("", at: now) {
            return again(
                .tooManyRequests, "Too many codes were wrong. Try again in \(seconds) seconds.",
                [("Retry-After", "\(seconds)")])
        }
        guard let code = UserCode.read(typed), let kept = try await state.get(LoginGrant.key("user-code", code)) else {
            return again(.badRequest, "No device waits with this code. Check it, or let the device begin again.")
        }
        codeThrottle.succeed("")
        let device = try WaitingDevice(kept)
        let answer: [UInt8]
        switch fields["decision"] {
        case "deny": answer = Self.denied
        case "allow":
            switch try await person(fields, at: now) {
            case .refused(let status, let reason, let headers): return again(status, reason, headers)
            case .person(let user):
                answer =
                    LoginGrant(
                        user: user, client: device.client, redirect: nil, challenge: device.challenge,
                        nonce: device.nonce
                    ).bytes
            }
        default: return again(.badRequest, "Say whether the device may sign as you.")
        }
        // One answer to one code.
        guard try await state.take(LoginGrant.key("user-code", code)) != nil else {
            return again(.badRequest, "This code was answered already.")
        }
        try await state.put("device-answer:\(device.device)", answer, until: Instant(seconds: device.expiry))
        return answer == Self.denied
            ? LoginPage.message("Refused", "The device gets nothing. You can close this page.").answer()
            : LoginPage.message("Done", "The device goes on by itself. You can close this page.").answer()
    }
}
