/// What a cataloguer found, in the order it found it.
package struct Yield: Sendable {
    /// A handle on a component yielded in the same call.
    package struct Handle: Hashable, Sendable {
        package let index: Int
    }

    package enum Relation: String, Sendable, Hashable, CaseIterable {
        case dependsOn = "depends-on"
        case developmentDependency = "development-dependency-of"
        case contains
        case dynamicLink = "dynamic-link"
        case generatedFrom = "generated-from"
        case describes
        case ownedBy = "owned-by"
    }

    package struct Edge: Hashable, Sendable {
        package let from: Handle
        package let relation: Relation
        package let to: Handle
    }

    /// A thing that could not be read or was left out, which makes the inventory incomplete.
    package struct Gap: Hashable, Sendable {
        package let path: String
        package let reason: String

        package init(path: String, reason: String) {
            self.path = path
            self.reason = reason
        }
    }

    /// A file that no package owns although it is known why it is there.
    package struct Explanation: Hashable, Sendable {
        package let path: String
        package let reason: String
    }

    package private(set) var components: [Component] = []
    package private(set) var edges: [Edge] = []
    package private(set) var facts: [any Sendable] = []
    package private(set) var gaps: [Gap] = []
    package private(set) var explanations: [Explanation] = []
    package private(set) var identified: [String] = []

    package init() {}

    package var isEmpty: Bool {
        components.isEmpty && facts.isEmpty && gaps.isEmpty && explanations.isEmpty && identified.isEmpty
    }

    /// Adds a component. Its evidence should name at least one path.
    @discardableResult
    package mutating func component(_ component: Component) -> Handle {
        components.append(component)
        return Handle(index: components.count - 1)
    }

    package mutating func relate(_ from: Handle, _ relation: Relation, _ to: Handle) {
        edges.append(Edge(from: from, relation: relation, to: to))
    }

    /// Keeps a fact for `conclude`, which finds it by type with `ImageView.facts(_:)`.
    package mutating func fact(_ fact: some Sendable) { facts.append(fact) }

    /// Records something that could not be read; the inventory is then incomplete (exit code 3).
    package mutating func gap(_ path: String, _ reason: String) { gaps.append(Gap(path: path, reason: reason)) }

    /// Says why a file that no package owns is there, such as `bytecode of a module beside it`.
    package mutating func explain(_ path: String, _ reason: String) {
        explanations.append(Explanation(path: path, reason: reason))
    }
}
