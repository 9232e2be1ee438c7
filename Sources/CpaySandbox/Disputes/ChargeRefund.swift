import CpayValue
import GRDB

extension DisputeChange {
  /// Raises `amount_refunded` of the disputed charge by the disputed amount, to the charge's amount
  /// at most; `refunded` says whether that is all of it (charges page).
  ///
  /// A charge that is not stored, or is in another currency, stays as it is.
  func refund(_ dispute: JSONNode, _ db: Database) throws {
    guard let id = dispute["charge"]?.string,
      let charge = try StoredObject.node(db, .charge, id: id, mode: mode),
      let disputed = dispute["amount"]?.integer, let amount = charge["amount"]?.integer,
      charge["currency"] == nil || charge["currency"]?.string == dispute["currency"]?.string
    else { return }
    let before = charge["amount_refunded"]?.integer ?? 0
    let (sum, overflow) = before.addingReportingOverflow(disputed)
    let refunded = overflow ? amount : min(amount, sum)
    var patch = ObjectPatch()
    patch.set("amount_refunded") { $0.integer(refunded) }
    patch.set("refunded") { $0.bool(refunded >= amount) }
    let body = patch.applied(to: charge)
    try StoredObject.replace(db, id: id, body: body)
    try log.record("charge.refunded", body, db)
  }
}
