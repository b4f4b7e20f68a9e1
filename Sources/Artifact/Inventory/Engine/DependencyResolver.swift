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
        for (index, component) in components.enumerated() {
            for requirement in component.requirements {
                guard let target = target(of: requirement, for: component), target != index else { continue }
                edges.insert(
                    requirement.relation == .development
                        ? Relationship(from: target, relation: .developmentDependency, to: index)
                        : Relationship(from: index, relation: .dependsOn, to: target))
            }
        }
        return edges.sorted()
    }

    private func target(of requirement: Requirement, for component: Component) -> Int? {
        for name in requirement.alternatives {
            let key = Name(ecosystem: component.ecosystem, realm: component.realm, name: name)
            guard let candidates = providers[key] else { continue }
            // The component of that very name before those that merely provide it; of several architectures the
            // requirer's own.
            let architecture = component.properties["architecture"]
            return candidates.first {
                components[$0].name == name && components[$0].properties["architecture"] == architecture
            } ?? candidates.first { components[$0].name == name } ?? candidates.first
        }
        return nil
    }
}
