import CpayModel

/// The endpoints of the disputes page.
enum DisputeRoutes {
  static let all = [list, retrieve, update, close]

  private static let list = Route(
    method: "GET", path: "/v1/disputes", query: DisputeList.filters + PageRequest.parameters
  ) { call, sandbox in
    let list = try DisputeList(call.query, mode: call.caller.mode)
    return Answer(body: try await sandbox.store.read { db in try list.body(db) })
  }

  private static let retrieve = Route(method: "GET", path: "/v1/disputes/:id") { call, sandbox in
    let (id, mode) = (call.arguments[0], call.caller.mode)
    let body =
      Resource.dispute.isID(id)
      ? try await sandbox.store.read { db in
        try StoredObject.body(db, kind: "dispute", id: id, mode: mode)
      } : nil
    guard let body else { throw APIError.notFound("No such dispute: '\(id)'.") }
    return Answer(body: Array(body.utf8))
  }

  private static let update = Route(method: "POST", path: "/v1/disputes/:id") { call, sandbox in
    let update = try DisputeUpdate(
      call.body, metadataIsAllowed: sandbox.assumptions.holds(.metadataUpdate, "accept"))
    let change = sandbox.change(of: call)
    return try await sandbox.answerOnce(call) { db in try change.update(update, db) }
  }

  private static let close = Route(
    method: "POST", path: "/v1/disputes/:id/close"
  ) { call, sandbox in
    try JSONBody.requireNoMembers(call.body)
    let change = sandbox.change(of: call)
    return try await sandbox.answerOnce(call) { db in try change.close(db) }
  }
}

extension Sandbox {
  /// The change of the dispute that the path names.
  fileprivate func change(of call: Call) -> DisputeChange {
    DisputeChange(id: call.arguments[0], call: call, now: clock.now, assumptions: assumptions)
  }
}
