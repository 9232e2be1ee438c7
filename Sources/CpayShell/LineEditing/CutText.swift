/// What was cut, to be put back.
///
/// Cuts with nothing else between them are one text, in the order in which it stood.
struct CutText: Sendable {
  private(set) var scalars: [Unicode.Scalar] = []
  /// Whether the next cut goes on with the one before.
  private var goesOn = false

  /// Takes note of what was cut before the cursor or behind it.
  mutating func add(_ cut: some Collection<Unicode.Scalar>, isBeforeCursor: Bool) {
    if cut.isEmpty { return }
    if !goesOn { scalars = [] }
    scalars.insert(contentsOf: cut, at: isBeforeCursor ? 0 : scalars.count)
    goesOn = true
  }

  /// Takes note of something else that was done.
  mutating func end() { goesOn = false }
}
