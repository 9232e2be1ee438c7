/// The request behind an event or effect; both members are nil for what time or the bank did.
struct Cause: Hashable, Sendable {
  let requestID: String?
  let idempotencyKey: String?

  /// What nobody asked for.
  static let none = Cause(requestID: nil, idempotencyKey: nil)

  private init(requestID: String?, idempotencyKey: String?) {
    (self.requestID, self.idempotencyKey) = (requestID, idempotencyKey)
  }

  init(_ call: Call) {
    self.init(requestID: call.requestID, idempotencyKey: call.idempotencyKey)
  }
}
