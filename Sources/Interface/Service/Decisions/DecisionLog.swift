internal import NIOPosix
package import Rego
internal import Synchronization

/// Writes decisions down, one JSON object a line, on a thread of its own.
///
/// Decisions do not wait for it: when events come faster than they are written, those beyond the queue's bounds are lost
/// and counted.
package final class DecisionLog: Sendable {
    /// What the policies that mask and drop events are asked.
    package struct Rules: Sendable {
        package var mask = "system/log/mask"
        package var drop = "system/log/drop"
        package var limits = EvaluationLimits(memory: 256 << 20, time: .seconds(1))

        package init() {}
    }

    private struct Queue {
        var events: [DecisionEvent] = []
        var bytes = 0
        var isWriting = false
        var isClosed = false
        var lost = 0
        var written = 0
        var dropped = 0
        var failed = 0
    }

    private let labels: [(name: String, value: String)]
    private let rules: Rules
    private let write: @Sendable ([UInt8]) throws -> Void
    private let narrate: @Sendable (String) -> Void
    private let countLimit: Int
    private let byteLimit: Int
    private let queue = Mutex(Queue())
    private let thread: NIOThreadPool

    /// - Parameters:
    ///   - write: Takes whole lines; called by one thread at a time.
    ///   - narrate: Tells what went wrong.
    package init(
        labels: [(name: String, value: String)] = [], rules: Rules = Rules(), countLimit: Int = 10_000,
        byteLimit: Int = 64 << 20, narrate: @escaping @Sendable (String) -> Void = { _ in },
        write: @escaping @Sendable ([UInt8]) throws -> Void
    ) {
        self.labels = labels.sorted { $0.name < $1.name }
        self.rules = rules
        self.countLimit = countLimit
        self.byteLimit = byteLimit
        self.narrate = narrate
        self.write = write
        thread = NIOThreadPool(numberOfThreads: 1)
        thread.start()
    }

    func add(_ event: DecisionEvent) {
        let begins = queue.withLock { queue in
            guard !queue.isClosed, queue.events.count < countLimit, queue.bytes + event.size <= byteLimit else {
                queue.lost += 1
                return false
            }
            queue.events.append(event)
            queue.bytes += event.size
            guard !queue.isWriting else { return false }
            queue.isWriting = true
            return true
        }
        if begins { thread.submit { [self] state in if case .active = state { writeAll() } } }
    }

    /// Writes what is queued and takes no more.
    package func close() async {
        queue.withLock { $0.isClosed = true }
        do {
            // Work is done in its order: what is queued comes before this.
            try await thread.runIfActive { [self] in writeAll() }
            try await thread.shutdownGracefully()
        } catch {
            narrate("warning: the decision log did not end well: \(error)")
        }
    }

    /// How many events were lost for want of room.
    package var lost: Int { queue.withLock { $0.lost } }

    private func writeAll() {
        while true {
            let events = queue.withLock { queue in
                let events = queue.events
                queue.events = []
                queue.bytes = 0
                if events.isEmpty { queue.isWriting = false }
                return events
            }
            if events.isEmpty { return }
            var lines: [UInt8] = []
            var count = 0
            var dropped = 0
            let heap = Heap(byteLimit: 1 << 30)
            for event in events {
                do {
                    if let line = try line(of: event, in: heap) {
                        lines += line
                        count += 1
                    } else {
                        dropped += 1
                    }
                } catch {
                    // Not written rather than written with what should be hidden.
                    queue.withLock { $0.failed += 1 }
                    narrate("warning: decision \(event.id) is not logged: \(error)")
                }
                heap.reset()
                if lines.count > 1 << 20 { flush(&lines, &count) }
            }
            flush(&lines, &count)
            queue.withLock { $0.dropped += dropped }
        }
    }

    private func flush(_ lines: inout [UInt8], _ count: inout Int) {
        guard !lines.isEmpty else { return }
        do {
            try write(lines)
            queue.withLock { $0.written += count }
        } catch {
            queue.withLock { $0.failed += count }
            narrate("warning: \(count) decisions are not logged: \(error)")
        }
        lines = []
        count = 0
    }

    /// Nil for an event that the policy drops.
    private func line(of event: DecisionEvent, in heap: Heap) throws -> [UInt8]? {
        let value = try event.value(labels: labels, in: heap)
        if event.snapshot.isDefined(by: rules.drop) {
            let isDropped = try ask(rules.drop, event.snapshot, value) { $0.isTrue }
            if isDropped { return nil }
        }
        var output = JSONOutput(escapingHTML: true)
        if event.snapshot.isDefined(by: rules.mask) {
            try ask(rules.mask, event.snapshot, value) { rules in
                let mask = try DecisionMask(rules)
                output.write(try mask.applied(to: value, in: heap))
            }
        } else {
            output.write(value)
        }
        return output.bytes + [0x0a]
    }

    private func ask<Outcome>(
        _ path: String, _ snapshot: PolicySnapshot, _ event: Value, _ body: (Value) throws -> Outcome
    ) throws -> Outcome {
        let decision = try snapshot.decision(at: path)
        let outcome = try decision.query.evaluate(input: event, options: EvaluationOptions(limits: rules.limits)) {
            solutions in Result { try body(solutions.elements.first?.elements.first ?? .undefined) }
        }
        return try outcome.get()
    }

    func writeMetrics(_ metric: ServiceStatus.Metric) {
        let queue = queue.withLock { queue in
            (queue.lost, queue.written, queue.dropped, queue.failed, queue.events.count)
        }
        metric("decision_logs_written_total", "counter", "Decisions that were logged.", [("", "\(queue.1)")])
        metric(
            "decision_logs_dropped_buffer_size_limit_exceeded", "counter",
            "Decisions that were not logged because the log could not keep up.", [("", "\(queue.0)")])
        metric(
            "decision_logs_dropped_by_policy_total", "counter", "Decisions that a policy keeps from the log.",
            [("", "\(queue.2)")])
        metric(
            "decision_logs_failed_total", "counter", "Decisions that could not be masked or written.",
            [("", "\(queue.3)")])
        metric("decision_logs_queued", "gauge", "Decisions that wait to be written.", [("", "\(queue.4)")])
    }
}

extension PolicySnapshot {
    /// Whether a document may have a value: a rule or a base document is at its path.
    func isDefined(by path: String) -> Bool {
        let segments = path.split(separator: "/").map(String.init)
        if hasRules(at: segments) { return true }
        var value = data.root
        for segment in segments { value = value.member(segment) }
        return value.isDefined
    }
}
