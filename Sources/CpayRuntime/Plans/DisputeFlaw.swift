import CpayValue

/// What keeps an answer from being a dispute that could be written to: about that dispute alone, so
/// that the others go on.
struct DisputeFlaw: Error, Hashable {
  /// What the answer has as its id, whatever that is.
  let id: String
  /// What is wrong, as the end of a sentence.
  let reason: String

  /// The flaw of an answer that is known to be about that id.
  init(id: String, _ reason: String) {
    (self.id, self.reason) = (id, reason)
  }

  /// The flaw of a row whose id stands in that place.
  init(of row: Row, at slot: Int, _ reason: String) {
    let id = row.text(slot) ?? row.json(slot).map { String(decoding: $0, as: UTF8.self) }
    self.init(id: id.map { String($0.prefix(80)) } ?? "without an id", reason)
  }
}
