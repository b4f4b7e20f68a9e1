/// Annotations and life cycles as bytes of the database.
enum AnnotationCodec {
    static func encode(_ annotation: Annotation, into out: inout ByteWriter) {
        out.appendText(annotation.source)
        out.appendText(annotation.vulnerability)
        switch annotation.fact {
        case .knownExploited(let entry):
            out.append(UInt8(0))
            RecordCodec.encode(entry.added, into: &out)
            RecordCodec.encode(entry.due, into: &out)
            out.append(entry.isUsedByRansomware ? UInt8(1) : 0)
            out.appendText(entry.name)
        case .prediction(let prediction):
            out.append(UInt8(1))
            out.appendVarint(UInt64(prediction.probability))
            out.appendVarint(UInt64(prediction.percentile))
            RecordCodec.encode(prediction.date, into: &out)
            out.appendText(prediction.model)
        case .decision(let decision):
            out.append(UInt8(2))
            out.append(place(decision.exploitation))
            out.append(place(decision.automatable))
            out.append(place(decision.technicalImpact))
            RecordCodec.encode(decision.date, into: &out)
        case .severity(let severity):
            out.append(UInt8(3))
            RecordCodec.encode([severity], into: &out)
        case .weakness(let text):
            out.append(UInt8(4))
            out.appendText(text)
        case .rejected: out.append(UInt8(5))
        case .disputed: out.append(UInt8(6))
        case .summary(let text):
            out.append(UInt8(7))
            out.appendText(text)
        }
    }

    static func decode(_ cursor: inout ByteCursor) throws(DatabaseError) -> Annotation {
        let source = cursor.text()
        let vulnerability = cursor.text()
        let fact: Annotation.Fact
        switch cursor.byte() {
        case 0:
            fact = .knownExploited(
                KnownExploited(
                    added: RecordCodec.time(&cursor), due: RecordCodec.time(&cursor),
                    isUsedByRansomware: cursor.byte() != 0, name: cursor.text()))
        case 1:
            let probability = UInt32(truncatingIfNeeded: cursor.varint())
            let percentile = UInt32(truncatingIfNeeded: cursor.varint())
            fact = .prediction(
                ExploitPrediction(
                    probability: probability, percentile: percentile,
                    date: RecordCodec.time(&cursor) ?? Timestamp(seconds: 0), model: cursor.text()))
        case 2:
            fact = .decision(
                StakeholderDecision(
                    exploitation: item(&cursor), automatable: item(&cursor), technicalImpact: item(&cursor),
                    date: RecordCodec.time(&cursor)))
        case 3:
            guard let severity = try RecordCodec.severities(&cursor).first else {
                throw .damaged("an annotation without a severity")
            }
            fact = .severity(severity)
        case 4: fact = .weakness(cursor.text())
        case 5: fact = .rejected
        case 6: fact = .disputed
        case 7: fact = .summary(cursor.text())
        default: throw .damaged("an annotation of unknown kind")
        }
        if cursor.hasFailed { throw .damaged("an annotation that is cut short") }
        return Annotation(source: source, vulnerability: vulnerability, fact: fact)
    }

    static func encode(_ lifecycle: Lifecycle, into out: inout ByteWriter) {
        out.appendText(lifecycle.product)
        out.appendText(lifecycle.cycle)
        out.appendText(lifecycle.codename)
        for time in [
            lifecycle.released, lifecycle.supportEnds, lifecycle.endOfLife, lifecycle.extendedSupportEnds,
        ] {
            RecordCodec.encode(time, into: &out)
        }
        out.append(lifecycle.hasEnded.map { $0 ? UInt8(2) : 1 } ?? 0)
    }

    static func decodeLifecycle(_ cursor: inout ByteCursor) throws(DatabaseError) -> Lifecycle {
        var lifecycle = Lifecycle(product: cursor.text(), cycle: cursor.text())
        lifecycle.codename = cursor.text()
        lifecycle.released = RecordCodec.time(&cursor)
        lifecycle.supportEnds = RecordCodec.time(&cursor)
        lifecycle.endOfLife = RecordCodec.time(&cursor)
        lifecycle.extendedSupportEnds = RecordCodec.time(&cursor)
        let ended = cursor.byte()
        lifecycle.hasEnded = ended == 0 ? nil : ended == 2
        if cursor.hasFailed { throw .damaged("a life cycle that is cut short") }
        return lifecycle
    }

    /// 0 for none.
    private static func place<Case: CaseIterable & Equatable>(_ value: Case?) -> UInt8 {
        value.map { RecordCodec.place(of: $0) &+ 1 } ?? 0
    }

    private static func item<Case: CaseIterable>(_ cursor: inout ByteCursor) -> Case? {
        let place = Int(cursor.byte())
        return Case.allCases.enumerated().first { $0.offset + 1 == place }?.element
    }
}
