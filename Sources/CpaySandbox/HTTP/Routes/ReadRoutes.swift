import CpayModel

/// The endpoints that retrieve and list what is read only here: charges, payment intents,
/// customers and events.
enum ReadRoutes {
  static let all = [ObjectKind.charge, .paymentIntent, .customer, .event].flatMap {
    [list($0), retrieve($0)]
  }

  /// `GET /v1/things`.
  static func list(_ kind: ObjectKind) -> Route {
    Route(
      method: "GET", path: kind.resource.path, doc: "list \(kind.plainName)s, the newest first",
      access: .permission("\(kind.resource.plural):read"),
      query: Parameter.list(kind) + [.expand], shape: .list(kind)
    ) { call, sandbox in
      let list = try ObjectList(kind, call)
      return Answer(
        body: try await sandbox.store.read { db in
          try list.body(Presenter(db, call, sandbox))
        })
    }
  }

  /// `GET /v1/things/:id`.
  static func retrieve(_ kind: ObjectKind) -> Route {
    Route(
      method: "GET", path: "\(kind.resource.path)/:id", doc: "retrieve one \(kind.plainName)",
      access: .permission("\(kind.resource.plural):read"), query: [.expand], shape: .object(kind)
    ) { call, sandbox in
      let id = call.arguments[0]
      let body = try await sandbox.store.read { db in
        try StoredObject.body(
          db, kind, id: id, mode: call.caller.mode, isStale: call.isStale
        ).map { try Presenter(db, call, sandbox).present(kind, $0) }
      }
      guard let body else { throw APIError.noSuch(kind, id) }
      return Answer(body: body)
    }
  }
}
