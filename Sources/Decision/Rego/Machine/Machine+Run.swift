extension Machine {
    /// Runs a routine to its end and returns its value, which may be undefined.
    func run(_ routineIndex: Int, arguments: UnsafePointer<Value>?) throws(RegoError) -> Value {
        let routine = program.routines[routineIndex]
        guard depth < limits.depth, used &+ routine.registers <= Machine.registerLimit else { throw failure(.depth) }
        depth &+= 1
        let frame = registers + used
        used &+= routine.registers
        defer {
            depth &-= 1
            used &-= routine.registers
        }
        if let arguments { for index in 0..<routine.arity { frame[index] = arguments[index] } }
        let code = routine.instructions.baseAddress.unsafelyUnwrapped
        let constants = routine.constants.baseAddress.unsafelyUnwrapped
        var counter = 0

        @inline(__always)
        func value(_ operand: Int32) -> Value {
            operand >= 0 ? frame[Int(operand)] : constants[Int(~operand)]
        }

        while true {
            let step = code[counter]
            counter &+= 1
            switch step.operation {
            case .jump:
                counter = Int(step.target)
            case .move:
                frame[Int(step.a)] = value(step.b)
            case .loadInput:
                frame[Int(step.a)] = input
                if input.isUndefined { counter = Int(step.target) }
            case .loadData:
                frame[Int(step.a)] = data
                if data.isUndefined { counter = Int(step.target) }
            case .lookup:
                try countComparison(value(step.b), value(step.c))
                let found = value(step.b).lookup(value(step.c))
                frame[Int(step.a)] = found
                if found.isUndefined { counter = Int(step.target) }
            case .lookupBase:
                let found = Machine.lookupBase(value(step.b), value(step.c))
                frame[Int(step.a)] = found
                if found.isUndefined { counter = Int(step.target) }
            case .member:
                let collection = value(step.b)
                let key = constants[Int(~step.c)]
                let found = collection.isObject ? collection.member(key) : collection.lookup(key)
                frame[Int(step.a)] = found
                if found.isUndefined { counter = Int(step.target) }
            case .element:
                let elements = value(step.b).elements
                frame[Int(step.a)] = Int(step.c) < elements.count ? elements[Int(step.c)] : .undefined
            case .scan:
                let collection = value(step.b)
                frame[Int(step.a)] = collection
                frame[Int(step.a) &+ 1] = Value(bits: 1)
                if !collection.isCollection { counter = Int(step.target) }
            case .next:
                try count()
                let collection = frame[Int(step.a)]
                let position = frame[Int(step.a) &+ 1].immediateInteger
                if position >= collection.count {
                    counter = Int(step.target)
                } else {
                    frame[Int(step.a) &+ 1] = Value(bits: UInt64(truncatingIfNeeded: position &+ 1) << 1 | 1)
                    Self.load(collection, position, key: frame + Int(step.b), value: frame + Int(step.c))
                }
            case .scanFiltered:
                let collection = frame[Int(step.a)]
                frame[Int(step.a) &+ 1] = Value(bits: 1)
                frame[Int(step.a) &+ 2] = .null
                if collection.isCollection {
                    if collection.count > Value.scanLimit, value(step.c).isDefined {
                        beginScan(routine.filters[Int(step.b)], value(step.c), frame + Int(step.a))
                    }
                } else {
                    counter = Int(step.target)
                }
            case .nextFiltered:
                try count()
                let collection = frame[Int(step.a)]
                var position = frame[Int(step.a) &+ 1].immediateInteger
                var after = position &+ 1
                let mode = frame[Int(step.a) &+ 2]
                if mode.isImmediateInteger {
                    // Positions are counted from 1 in chains, which 0 ends.
                    position = position &- 1
                    if position >= 0 { after = scans[mode.immediateInteger].next(after: position) }
                }
                if position < 0 || position >= collection.count {
                    counter = Int(step.target)
                } else {
                    frame[Int(step.a) &+ 1] = Value(bits: UInt64(truncatingIfNeeded: after) << 1 | 1)
                    Self.load(collection, position, key: frame + Int(step.b), value: frame + Int(step.c))
                }
            case .isArray:
                let candidate = value(step.a)
                if !candidate.isArray || candidate.count != Int(step.b) { counter = Int(step.target) }
            case .isObject:
                let candidate = value(step.a)
                if !candidate.isObject || candidate.count != Int(step.b) { counter = Int(step.target) }
            case .holds:
                if !value(step.a).holds { counter = Int(step.target) }
            case .equal:
                try countComparison(value(step.a), value(step.b))
                if value(step.a) != value(step.b) { counter = Int(step.target) }
            case .unequal:
                try countComparison(value(step.a), value(step.b))
                if value(step.a) == value(step.b) { counter = Int(step.target) }
            case .less:
                try countComparison(value(step.a), value(step.b))
                if Value.compare(value(step.a), value(step.b)) >= 0 { counter = Int(step.target) }
            case .lessOrEqual:
                try countComparison(value(step.a), value(step.b))
                if Value.compare(value(step.a), value(step.b)) > 0 { counter = Int(step.target) }
            case .isEqual:
                try countComparison(value(step.a), value(step.b))
                frame[Int(step.c)] = Value(value(step.a) == value(step.b))
            case .isUnequal:
                try countComparison(value(step.a), value(step.b))
                frame[Int(step.c)] = Value(value(step.a) != value(step.b))
            case .isLess:
                try countComparison(value(step.a), value(step.b))
                frame[Int(step.c)] = Value(Value.compare(value(step.a), value(step.b)) < 0)
            case .isLessOrEqual:
                try countComparison(value(step.a), value(step.b))
                frame[Int(step.c)] = Value(Value.compare(value(step.a), value(step.b)) <= 0)
            case .add, .subtract, .multiply, .divide, .remainder, .intersect, .unite:
                let result = try compute(
                    step.operation, value(step.b), value(step.c), in: routineIndex, at: counter &- 1)
                frame[Int(step.a)] = result
                if result.isUndefined { counter = Int(step.target) }
            case .memberOf:
                try countComparison(value(step.a), value(step.b))
                if !Machine.isMember(value(step.a), of: value(step.b)) { counter = Int(step.target) }
            case .isMemberOf:
                try countComparison(value(step.a), value(step.b))
                frame[Int(step.c)] = Value(Machine.isMember(value(step.a), of: value(step.b)))
            case .makeArray, .makeSet, .makeObject:
                frame[Int(step.a)] = try make(step.operation, frame + Int(step.b), Int(step.c))
            case .beginCollecting:
                frame[Int(step.a)] = Value(bits: UInt64(truncatingIfNeeded: collectedCount) << 1 | 1)
            case .collect:
                try collect(value(step.a))
            case .collectPair:
                try collect(value(step.a))
                try collect(value(step.b))
            case .endArray, .endSet, .endObject, .endExtent:
                let mark = frame[Int(step.b)].immediateInteger
                frame[Int(step.a)] = try finish(step.operation, mark, in: routineIndex, at: counter &- 1)
                collectedCount = mark
            case .callGroup:
                let entry = memo[Int(step.b)]
                var result = entry.value
                if entry.generation != generation || replacesRules { result = try group(Int(step.b)) }
                frame[Int(step.a)] = result
                if result.isUndefined { counter = Int(step.target) }
            case .tryGroup:
                frame[Int(step.a)] = try tryGroup(Int(step.b))
            case .callKeyed:
                let result = try keyed(Int(step.b), value(step.c))
                frame[Int(step.a)] = result
                if result.isUndefined { counter = Int(step.target) }
            case .recall:
                let place = KeyedPlace(routine: -1 &- Int(step.b), key: value(step.c))
                if let known = keyedMemo[place], known.generation == generation {
                    frame[Int(step.a)] = known.value
                    counter = Int(step.target)
                }
            case .remember:
                let place = KeyedPlace(routine: -1 &- Int(step.b), key: value(step.c))
                keyedMemo[place] = (generation, value(step.a))
            case .callFunction:
                try count()
                let result = try run(Int(step.b), arguments: frame + Int(step.c))
                frame[Int(step.a)] = result
                if result.isUndefined { counter = Int(step.target) }
            case .callBuiltin:
                let result = try call(
                    Int(step.b), frame + Int(step.c), Int(step.count), in: routineIndex, at: counter &- 1)
                frame[Int(step.a)] = result
                if result.isUndefined { counter = Int(step.target) }
            case .callMockable:
                let result = try call(
                    routine.mockables[Int(step.b)], frame + Int(step.c), Int(step.count), in: routineIndex,
                    at: counter &- 1)
                frame[Int(step.a)] = result
                if result.isUndefined { counter = Int(step.target) }
            case .nodeValue:
                let result = try nodeValue(Int(step.b))
                frame[Int(step.a)] = result
                if result.isUndefined { counter = Int(step.target) }
            case .walkTree:
                let walk = routine.walks[Int(step.b)]
                var keys: [Value?] = []
                for part in walk.steps {
                    if case .known(let operand) = part { keys.append(value(operand)) } else { keys.append(nil) }
                }
                frame[Int(step.a)] = try solutions(of: walk.node, keys)
            case .produce:
                let produced = value(step.b)
                let before = frame[Int(step.a)]
                if before.isUndefined {
                    frame[Int(step.a)] = produced
                } else if before != produced {
                    let what =
                        routine.arity > 0
                        ? "functions must not produce multiple outputs for same inputs"
                        : "complete rules must not produce multiple outputs"
                    throw failure(.conflict, what, in: routineIndex, at: counter &- 1)
                }
            case .isUndefined:
                if value(step.a).isDefined { counter = Int(step.target) }
            case .isDefined:
                if value(step.a).isUndefined { counter = Int(step.target) }
            case .enterWith:
                frame[Int(step.a)] = Value(bits: UInt64(truncatingIfNeeded: context) << 1 | 1)
                let replaced = routine.modifiers[Int(step.b)].map { modifier in
                    if case .value(let operand) = modifier.replacement { value(operand) } else { Value.undefined }
                }
                try enter(routine.modifiers[Int(step.b)], replaced)
                frame[Int(step.a) &+ 1] = Value(bits: UInt64(truncatingIfNeeded: context) << 1 | 1)
            case .leaveWith:
                activate(frame[Int(step.a)].immediateInteger)
            case .resumeWith:
                activate(frame[Int(step.a) &+ 1].immediateInteger)
            case .mark:
                observe(Int(step.a), value(step.c), in: routineIndex, frame)
            case .print:
                try printLines(value(step.a), in: routineIndex, at: counter &- 1)
            case .selectRules:
                let index = routine.indices[Int(step.b)]
                frame[Int(step.a)] = Value(bits: UInt64(truncatingIfNeeded: selections.count) << 1 | 1)
                frame[Int(step.a) &+ 1] = Value(bits: 1)
                select(index, frame)
            case .nextRule:
                let start = frame[Int(step.a)].immediateInteger
                var word = frame[Int(step.a) &+ 1].immediateInteger
                let index = routine.indices[Int(step.b)]
                while word < index.all.count, selections[start &+ word] == 0 { word &+= 1 }
                if word == index.all.count {
                    selections.removeSubrange(start...)
                    counter = Int(step.target)
                } else {
                    frame[Int(step.a) &+ 1] = Value(bits: UInt64(truncatingIfNeeded: word) << 1 | 1)
                    let bits = selections[start &+ word]
                    selections[start &+ word] = bits & (bits &- 1)
                    counter = Int(index.starts[word &* 64 &+ bits.trailingZeroBitCount])
                }
            case .yield:
                return value(step.a)
            }
        }
    }

    /// The value of a group under the documents in force, found once.
    func group(_ index: Int) throws(RegoError) -> Value {
        if replacesRules, let replaced = try replacedValue(of: index) { return replaced }
        let entry = memo[index]
        if entry.generation == generation { return entry.value }
        if let known = settledValue(of: index) {
            memo[index] = (generation, known)
            return known
        }
        try count()
        let started = generation
        let result = try run(index, arguments: nil)
        memo[index] = (started, result)
        try settle(index, result)
        return result
    }

    /// The same, or undefined where it ends with an error that is none of a limit.
    private func tryGroup(_ index: Int) throws(RegoError) -> Value {
        let (collectedBefore, selectionsBefore, contextBefore) = (collectedCount, selections.count, context)
        do throws(RegoError) {
            return try group(index)
        } catch {
            guard error.code != .cancelled else { throw error }
            collectedCount = collectedBefore
            selections.removeSubrange(selectionsBefore...)
            activate(contextBefore)
            return .undefined
        }
    }

    /// What a group has for one key, found once; the whole group where that is known or worth knowing.
    private func keyed(_ index: Int, _ key: Value) throws(RegoError) -> Value {
        let whole = program.wholeGroups[index] ?? index
        if replacesRules || memo[whole].generation == generation || program.isSettled[whole] { return try group(whole) }
        let place = KeyedPlace(routine: index, key: key)
        if let known = keyedMemo[place], known.generation == generation { return known.value }
        try count()
        let started = generation
        let result = try withUnsafePointer(to: key) { argument throws(RegoError) in
            try run(index, arguments: argument)
        }
        keyedMemo[place] = (started, result)
        return result
    }

    @inline(__always)
    private static func isMember(_ value: Value, of collection: Value) -> Bool {
        switch collection.kind {
        case .array: collection.elements.contains { $0 == value }
        case .set: collection.position(of: value) != nil
        case .object: collection.values.contains { $0 == value }
        default: false
        }
    }

    private func make(
        _ operation: Instruction.Operation, _ first: UnsafePointer<Value>, _ count: Int
    ) throws(RegoError) -> Value {
        do throws(BuiltinError) {
            let parts = UnsafeBufferPointer(start: first, count: count)
            switch operation {
            case .makeArray: return try heap.array(parts)
            case .makeSet: return try heap.set(parts)
            default:
                var members: [(key: Value, value: Value)] = []
                members.reserveCapacity(count / 2)
                for index in stride(from: 0, to: count - 1, by: 2) {
                    members.append((parts[index], parts[index &+ 1]))
                }
                return try heap.object(members)
            }
        } catch {
            throw limitFailure(error)
        }
    }

    func limitFailure(_ error: BuiltinError) -> RegoError {
        if case .limit(let limit) = error { return failure(limit) }
        return RegoError(.internalError, "\(error)")
    }

    private func finish(
        _ operation: Instruction.Operation, _ mark: Int, in routine: Int, at instruction: Int
    ) throws(RegoError) -> Value {
        let parts = collection(since: mark)
        do throws(BuiltinError) {
            switch operation {
            case .endArray: return try heap.array(parts)
            case .endSet: return try heap.set(parts)
            default: break
            }
        } catch {
            throw limitFailure(error)
        }
        if operation == .endExtent { return try buildExtent(parts, in: routine, at: instruction) }
        var members: [(key: Value, value: Value)] = []
        members.reserveCapacity(parts.count / 2)
        for index in stride(from: 0, to: parts.count - 1, by: 2) { members.append((parts[index], parts[index &+ 1])) }
        return try object(members, in: routine, at: instruction)
    }

    /// An object in which equal keys must have equal values.
    func object(
        _ members: [(key: Value, value: Value)], in routine: Int, at instruction: Int
    ) throws(RegoError) -> Value {
        var sorted = members
        sorted.sort { $0.key < $1.key }
        for index in sorted.indices.dropFirst()
        where sorted[index].key == sorted[index - 1].key && sorted[index].value != sorted[index - 1].value {
            throw failure(.conflict, "object keys must be unique", in: routine, at: instruction)
        }
        do throws(BuiltinError) {
            return try heap.object(sorted)
        } catch {
            throw limitFailure(error)
        }
    }

    /// Puts the rules that can hold into `selections`.
    private func select(_ index: RuleIndex, _ frame: UnsafePointer<Value>) {
        let start = selections.count
        selections.append(contentsOf: index.all)
        for column in index.columns {
            var found = column.register.map { frame[Int($0)] } ?? input
            for key in column.path { found = found.lookup(key) }
            let admitted = found.isDefined ? column.admitted[found] ?? column.others : column.others
            for word in admitted.indices { selections[start &+ word] &= admitted[word] }
        }
    }

    /// Puts what stands at a position of a collection, which has it, where a loop expects it.
    @inline(__always)
    private static func load(
        _ collection: Value, _ position: Int, key: UnsafeMutablePointer<Value>, value: UnsafeMutablePointer<Value>
    ) {
        if collection.isArray {
            key.pointee = Value(bits: UInt64(truncatingIfNeeded: position) << 1 | 1)
            value.pointee = collection.elements[position]
        } else if collection.isObject {
            key.pointee = collection.keys[position]
            value.pointee = collection.values[position]
        } else {
            key.pointee = collection.elements[position]
            value.pointee = key.pointee
        }
    }
}
