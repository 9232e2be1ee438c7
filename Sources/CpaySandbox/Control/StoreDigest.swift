import CpayValue
import GRDB

/// A digest of everything in the store that requests and the seed decide.
///
/// Same seed, same clock and same requests to each object give the same digest, in whatever order
/// the objects were come to. Left out is what is random: keys, secrets and request ids.
enum StoreDigest {
  static func read(_ db: Database) throws -> String {
    var digest = Digest()
    let sql = "SELECT id, collection, body, story FROM item ORDER BY collection, id"
    let rows = try Row.fetchCursor(db, sql: sql)
    while let row = try rows.next() {
      let (id, collection, body, story): (String, Int, String?, Int?) = (
        row[0], row[1], row[2], row[3]
      )
      digest.add("\(collection) \(id) \(story ?? -1)")
      digest.add(try withoutRequest(body, ObjectKind(rawValue: collection / 2)))
    }
    let effects = "SELECT dispute, action, is_repeat, COALESCE(idempotency_key, ''), at FROM effect"
    for effect in try Row.fetchAll(db, sql: effects + " ORDER BY dispute, number") {
      for value in effect.databaseValues { digest.add(value.description) }
    }
    return digest.hex
  }

  private static func withoutRequest(_ body: String?, _ kind: ObjectKind?) throws -> String {
    guard let body, kind == .event else { return body ?? "" }
    var patch = ObjectPatch()
    patch.set("request") { $0.null() }
    return patch.applied(to: try JSONReader.read(Array(body.utf8)))
  }
}
