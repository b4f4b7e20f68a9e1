/// The table of programs and libraries that are recognised, one row each.
///
/// A row's anchor must be bytes that the thing itself holds and that those who merely use it do not; where they do,
/// the row says what they are linked with.
enum BinaryClassifiers {
    static let all = interpreters + servers + libraries + tools
}
