/// Finds the components that satisfy each other's requirements, by name within an ecosystem and realm.
struct DependencyResolver {
    private struct Name: Hashable {
        let ecosystem: String
        let realm: String
        let name: String
    }

    private let components: [Component]
    private var providers: [Name: [Int]] = [:]

    init(_ components: [Component]) {
        self.components = components
        for (index, component) in components.enumerated() {
            for name in Set(component.provides + [component.name]).sorted() {
                let key = Name(ecosystem: component.ecosystem, realm: component.realm, name: name)
                providers[key, default: []].append(index)
            }
        }
    }

    /// Of the alternatives of a requirement the first that is there counts; names no component has are left out.
    func edges() -> [Relationship] {
        var edges: Set<Relationship> = []
        var known: [Request: Int?] = [:]
        for (index, component) in components.enumerated() {
            for requirement in component.requirements {
                guard let target = target(of: requirement, for: component, &known), target != index else { continue }
                edges.insert(
                    requirement.relation == .development
                        ? Relationship(from: target, relation: .developmentDependency, to: index)
                        : Relationship(from: index, relation: .dependsOn, to: target))
            }
        }
        return edges.sorted()
    }

    /// A name as one asks for it who prefers an architecture.
    private struct Request: Hashable {
        let name: Name
        let architecture: String?
    }

    /// - Parameter known: answers so far; a name that thousands provide is looked through once.
    private func target(
        of requirement: Requirement, for component: Component, _ known: inout [Request: Int?]
    ) -> Int? {
        for name in requirement.alternatives {
            let request = Request(
                name: Name(ecosystem: component.ecosystem, realm: component.realm, name: name),
                architecture: component.properties["architecture"])
            let target: Int?
            if let answer = known[request] {
                target = answer
            } else {
                target = find(request)
                known[request] = .some(target)
            }
            if let target { return target }
        }
        return nil
    }

    /// The component of that very name before those that merely provide it; of several architectures the requirer's
    /// own.
    private func find(_ request: Request) -> Int? {
        guard let candidates = providers[request.name] else { return nil }
        let named = candidates.filter { components[$0].name == request.name.name }
        return named.first { components[$0].properties["architecture"] == request.architecture } ?? named.first
            ?? candidates.first
    }
}
