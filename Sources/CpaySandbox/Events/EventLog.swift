import CpayModel
import CpayValue
import GRDB

/// Writes down what happened, with the object as it is afterwards, and whom to tell (events page).
struct EventLog {
  let mode: Mode
  let cause: Cause
  let now: Timestamp

  /// Adds an event of that type about an object whose JSON is `body`.
  func record(_ type: String, _ body: String, _ db: Database) throws {
    let id = try DerivedID.make("evt_", [type, String(now.seconds), body], db)
    var writer = JSONWriter()
    writer.beginObject()
    writer.member("id", id)
    writer.member("object", "event")
    writer.member("type", type)
    writer.key("data")
    writer.beginObject()
    writer.key("object")
    writer.raw(body.utf8)
    writer.endObject()
    writer.member("api_version", WireLimits.apiVersion)
    writer.key("request")
    writer.beginObject()
    writer.member("id", cause.requestID)
    writer.member("idempotency_key", cause.idempotencyKey)
    writer.endObject()
    writer.member("pending_webhooks", 0)
    writer.key("livemode")
    writer.bool(mode == .live)
    writer.member("created", now.seconds)
    writer.endObject()
    var object = StoredObject(
      id: id, kind: .event, created: now.seconds,
      body: String(decoding: writer.bytes, as: UTF8.self))
    object.label = type
    try object.insert(db, mode: mode)
    try Delivery.schedule(db, event: id, type: type, mode: mode, now: now)
  }
}

/// Ids that follow from what they name, so that the same requests to each object give the same ids
/// whatever happens beside them.
enum DerivedID {
  /// `prefix` and 18 letters and digits from a digest of `parts`; of objects that are the same in
  /// all parts, each has its own.
  static func make(_ prefix: String, _ parts: [String], _ db: Database) throws -> String {
    func id(_ number: Int) -> String {
      prefix + Digest.letters(parts + [String(number)], count: 18)
    }
    // The numbers in use are those from 0 up: the first free one is found by doubling and halving.
    var (taken, free) = (-1, 0)
    while try StoredObject.exists(db, id: id(free)) { (taken, free) = (free, max(1, free * 2)) }
    while free - taken > 1 {
      let middle = (taken + free) / 2
      if try StoredObject.exists(db, id: id(middle)) { taken = middle } else { free = middle }
    }
    return id(free)
  }
}
