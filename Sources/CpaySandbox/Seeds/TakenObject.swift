public import CpayModel
public import CpayValue
import GRDB

extension SandboxServer {
  /// Takes objects over as another account shows them; one that was changed here stays as it is.
  ///
  /// What an object holds in the place of an id is taken as well. Returned are those that are of no
  /// form that a sandbox can hold.
  /// - Throws: what the store throws when it is full or closed.
  public func take(_ objects: [JSONNode]) async throws -> [JSONNode] {
    var (taken, left): ([StoredObject], [JSONNode]) = ([], [])
    for node in objects {
      let found = TakenObject.objects(in: node)
      if found.isEmpty { left.append(node) }
      taken += found
    }
    let (sandbox, mode, now) = (sandbox, mode, clock.now)
    let lifecycle = DisputeLifecycle(assumptions: sandbox.assumptions)
    let scheduled = taken.map { $0.scheduled(by: lifecycle, at: now) }
    try await sandbox.store.write { db in
      for object in scheduled where try !object.refresh(db, mode: mode) {
        try object.insert(db, mode: mode)
      }
    }
    sandbox.bell.ring()
    return left
  }
}

extension SandboxServer {
  /// The objects of that resource that requests have changed or made here, by id, with when they were
  /// created.
  /// - Throws: what the store throws when it is closed.
  public func changes(of resource: Resource) async throws -> [String: Int64] {
    guard let kind = ObjectKind(name: resource.name) else { return [:] }
    let collection = kind.collection(mode)
    return try await sandbox.store.read { db in
      let rows = try Row.fetchAll(
        db,
        sql: """
          SELECT id, created FROM item WHERE collection = ?
            AND (previous IS NOT NULL OR id IN (SELECT file FROM file_content))
          """,
        arguments: [collection])
      return Dictionary(
        rows.map { ($0["id"] as String, $0["created"] as Int64) }, uniquingKeysWith: { $1 })
    }
  }
}

/// An object as another account shows it.
private enum TakenObject {
  /// The object, and behind it those that it holds in the place of their ids; nothing where it cannot
  /// be kept.
  static func objects(in node: JSONNode) -> [StoredObject] {
    guard let kind = node["object"]?.string.flatMap(ObjectKind.init(name:)), kind.isTaken,
      let id = node["id"]?.string, kind.resource.isID(id)
    else { return [] }
    // The address of a file is made anew by whoever serves it.
    let node = kind == .file ? node.without("url") : node
    var patch = ObjectPatch()
    var inner: [StoredObject] = []
    for field in kind.resource.fields {
      guard let value = node[field.name], case .object = value.content,
        let held = objects(in: value).first
      else { continue }
      patch.set(field.name) { $0.string(held.id) }
      inner += objects(in: value)
    }
    let body = patch.applied(to: node)
    guard let whole = try? JSONReader.read(Array(body.utf8)) else { return [] }
    var object = StoredObject(
      id: id, kind: kind, created: node["created"]?.integer ?? 0, body: body)
    object.index(whole)
    object.due = kind == .dispute ? whole["evidence_due_by"]?.integer : nil
    return [object] + inner
  }
}

extension JSONNode {
  fileprivate func without(_ name: String) -> JSONNode {
    guard case .object(let members) = content else { return self }
    return JSONNode(.object(members.filter { $0.name != name }))
  }
}

extension ObjectKind {
  /// Whether another account's are taken over: what happened there happened there.
  fileprivate var isTaken: Bool { self != .event && self != .webhookEndpoint }
}

extension StoredObject {
  /// The same, a dispute with the moment at which time changes it next instead of its deadline.
  func scheduled(by lifecycle: DisputeLifecycle, at now: Timestamp) -> StoredObject {
    guard kind == .dispute, let status = label.flatMap(DisputeLifecycle.Status.init) else {
      return self
    }
    var object = self
    object.due = lifecycle.due(status, deadline: due.map(Timestamp.init(seconds:)), now: now)
    return object
  }

  /// Puts it in the place of an object of its id that was not changed here; whether one is there.
  fileprivate func refresh(_ db: Database, mode: Mode) throws -> Bool {
    try db.execute(
      sql: """
        UPDATE item SET body = ?, charge = ?, payment_intent = ?, customer = ?, label = ?, due = ?
        WHERE id = ? AND collection = ? AND previous IS NULL
        """,
      arguments: [
        body, charge, paymentIntent, customer, label, due, id, kind.collection(mode),
      ])
    return try db.changesCount > 0 || StoredObject.exists(db, id: id)
  }
}
