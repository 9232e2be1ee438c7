import CpayModel
import CpayValue
import GRDB

/// One object of the API as the store keeps it: its JSON, and what it is found by.
struct StoredObject: Hashable, Sendable {
  let id: String
  let kind: ObjectKind
  let created: Int64
  var charge: String?
  var paymentIntent: String?
  var customer: String?
  /// The status of a dispute, the purpose of a file, the type of an event.
  var label: String?
  /// When time changes the object by itself, where it does.
  var due: Int64?
  /// Its JSON; nil where it is made from `story` when it is wanted.
  private(set) var body: String?
  /// The story of the demo it belongs to, where its JSON is not kept.
  var story: Int?

  /// An object whose JSON is kept.
  init(id: String, kind: ObjectKind, created: Int64, body: String) {
    (self.id, self.kind, self.created, self.body) = (id, kind, created, body)
  }

  /// An object whose JSON is made from a story of the demo.
  init(id: String, kind: ObjectKind, created: Int64, story: Int) {
    (self.id, self.kind, self.created, self.story, body) = (id, kind, created, story, nil)
  }

  /// Reads what the object is found by from its own fields.
  mutating func index(_ node: JSONNode) {
    let text = { (name: String) in node[name]?.string }
    for field in kind.resource.fields {
      switch kind.column(of: field.name) {
      case "charge": charge = text(field.name)
      case "payment_intent": paymentIntent = text(field.name)
      case "customer": customer = text(field.name)
      case "label": label = text(field.name)
      default: break
      }
    }
  }

  /// The same object of a seed, among the data of that mode.
  func filed(in mode: Mode) -> StoredObject {
    var object = self
    object.body = body.map(mode.marking)
    return object
  }

  func insert(_ db: Database, mode: Mode) throws {
    let statement = try db.cachedStatement(
      sql: """
        INSERT INTO item
          (id, collection, created, charge, payment_intent, customer, label, due, story, body)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """)
    try statement.execute(arguments: [
      id, kind.collection(mode), created, charge, paymentIntent, customer, label, due, story, body,
    ])
  }
}

extension StoredObject {
  /// The SQL expression for an object's JSON, kept or made.
  static let bodySQL = "COALESCE(body, demo_body(collection, story))"
  /// The same, as it was before its last change.
  static let staleBodySQL = "COALESCE(previous, body, demo_body(collection, story))"

  /// The JSON of the object `id`, when it is of this kind and mode.
  static func body(
    _ db: Database, _ kind: ObjectKind, id: String, mode: Mode, isStale: Bool = false
  ) throws -> String? {
    guard kind.resource.isID(id) else { return nil }
    let sql = isStale ? staleBodySQL : bodySQL
    return try String.fetchOne(
      db.cachedStatement(sql: "SELECT \(sql) FROM item WHERE id = ? AND collection = ?"),
      arguments: [id, kind.collection(mode)])
  }

  /// The object `id`, read as a whole, when it is of this kind and mode.
  static func node(
    _ db: Database, _ kind: ObjectKind, id: String, mode: Mode
  ) throws -> JSONNode? {
    guard let body = try body(db, kind, id: id, mode: mode) else { return nil }
    return try JSONReader.read(Array(body.utf8))
  }

  /// Whether there is an object of that id.
  static func exists(_ db: Database, id: String) throws -> Bool {
    try Int.fetchOne(
      db.cachedStatement(sql: "SELECT 1 FROM item WHERE id = ?"), arguments: [id]) != nil
  }

  /// Replaces the JSON of the object `id`; what it was is kept for stale reads.
  static func replace(_ db: Database, id: String, body: String) throws {
    let statement = try db.cachedStatement(
      sql: "UPDATE item SET previous = \(bodySQL), body = ? WHERE id = ?")
    try statement.execute(arguments: [body, id])
  }

  /// Replaces the JSON of a dispute, its status, and when time changes it next.
  static func replace(
    _ db: Database, id: String, body: String, label: String?, due: Int64?
  ) throws {
    let statement = try db.cachedStatement(
      sql: "UPDATE item SET previous = \(bodySQL), body = ?, label = ?, due = ? WHERE id = ?")
    try statement.execute(arguments: [body, label, due, id])
  }

  /// Takes the object `id` away; says whether it was there.
  static func remove(_ db: Database, _ kind: ObjectKind, id: String, mode: Mode) throws -> Bool {
    try db.execute(
      sql: "DELETE FROM item WHERE id = ? AND collection = ?",
      arguments: [id, kind.collection(mode)])
    return db.changesCount == 1
  }
}
