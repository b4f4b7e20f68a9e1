internal import JSONText
package import Signing

/// Who a token speaks of, as a certificate will say it.
package struct Principal: Sendable {
    package var name: SubjectAlternativeName
    /// What a proof of possession signs: the subject, or the address of those that are known by one.
    package var proofText: String
    package var extensions: [(FulcioExtension, String)]
}

/// How an issuer's tokens name people and workloads (Fulcio's issuer types).
package enum IssuerKind: String, Sendable, CaseIterable {
    /// A verified address, else a subject that is a URI, else a user name of the issuer's host.
    case general
    case email
    case uri
    case github = "github-workflow"
    case gitlab = "gitlab-pipeline"

    func principal(_ claims: JSONValue, issuer: String) throws(TokenError) -> Principal {
        guard let subject = claims["sub"]?.string, !subject.isEmpty, subject.utf8.count <= 2048 else {
            throw .claim("expected a subject (sub)")
        }
        var principal = Principal(
            name: .uri(subject), proofText: subject,
            extensions: [(.issuerV1, issuer), (.issuer, issuer), (.tokenSubject, subject)])
        func text(_ claim: String) throws(TokenError) -> String {
            guard let value = claims[claim]?.string, !value.isEmpty, value.utf8.count <= 2048 else {
                throw .claim("expected the claim \(claim)")
            }
            return value
        }
        func isVerified() -> Bool {
            claims["email_verified"]?.bool == true || claims["email_verified"]?.string == "true"
        }
        switch self {
        case .general:
            if claims["email"] != nil {
                fallthrough
            } else if subject.contains("://") {
                break
            } else {
                let host = AuthorityAddress.host(of: issuer)
                principal.name = .username("\(subject)!\(host)")
            }
        case .email:
            let address = try text("email")
            guard isVerified() else { throw .claim("expected a verified address (email_verified)") }
            guard address.utf8.contains(UInt8(ascii: "@")) else {
                throw .claim("“\(address.prefix(80))” is no address")
            }
            principal.name = .email(address)
            principal.proofText = address
        case .uri: guard subject.contains("://") else { throw .claim("expected a URI as subject") }
        case .github:
            principal.name = .uri("https://github.com/\(try text("job_workflow_ref"))")
            let repository = "https://github.com/\(try text("repository"))"
            principal.extensions += [
                (.workflowTriggerV1, try text("event_name")), (.workflowSHAV1, try text("sha")),
                (.workflowNameV1, try text("workflow")), (.workflowRepositoryV1, try text("repository")),
                (.workflowRefV1, try text("ref")),
                (.buildSignerURI, "https://github.com/\(try text("job_workflow_ref"))"),
                (.buildSignerDigest, try text("job_workflow_sha")),
                (.runnerEnvironment, try text("runner_environment")), (.sourceRepositoryURI, repository),
                (.sourceRepositoryDigest, try text("sha")), (.sourceRepositoryRef, try text("ref")),
                (.sourceRepositoryIdentifier, try text("repository_id")),
                (.sourceRepositoryOwnerURI, "https://github.com/\(try text("repository_owner"))"),
                (.sourceRepositoryOwnerIdentifier, try text("repository_owner_id")),
                (.buildConfigURI, "https://github.com/\(try text("workflow_ref"))"),
                (.buildConfigDigest, try text("workflow_sha")), (.buildTrigger, try text("event_name")),
                (
                    .runInvocationURI,
                    "\(repository)/actions/runs/\(try text("run_id"))/attempts/\(try text("run_attempt"))"
                ),
                (.sourceRepositoryVisibilityAtSigning, try text("repository_visibility")),
            ]
        case .gitlab:
            let config = "https://\(try text("ci_config_ref_uri"))"
            principal.name = .uri(config)
            // The project's address without the path of its pipeline's file.
            let host = AuthorityAddress.host(of: issuer)
            principal.extensions += [
                (.buildSignerURI, config), (.buildSignerDigest, try text("ci_config_sha")),
                (.runnerEnvironment, try text("runner_environment")),
                (.sourceRepositoryURI, "https://\(host)/\(try text("project_path"))"),
                (.sourceRepositoryDigest, try text("sha")),
                (.sourceRepositoryIdentifier, try text("project_id")),
                (.sourceRepositoryOwnerURI, "https://\(host)/\(try text("namespace_path"))"),
                (.sourceRepositoryOwnerIdentifier, try text("namespace_id")),
                (.buildConfigURI, config), (.buildConfigDigest, try text("ci_config_sha")),
                (.buildTrigger, try text("pipeline_source")),
                (.sourceRepositoryVisibilityAtSigning, try text("project_visibility")),
            ]
        }
        return principal
    }
}
