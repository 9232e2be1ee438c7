import CpayModel
import CpayValue

/// The endpoints of the disputes page.
enum DisputeRoutes {
  static let all = [ReadRoutes.list(.dispute), ReadRoutes.retrieve(.dispute), update, close]

  private static let evidence = RecordType.evidence.keys.map { key in
    let kind: Parameter.Kind =
      switch key.name {
      case "customer_email": .clearable(.email)
      case _ where key.type == .id(prefix: "file_", of: "file"): .clearable(.id(.file))
      default: .text(maximum: nil)
      }
    return Parameter(key.name, kind, key.doc)
  }

  private static let update = Route(
    method: "POST", path: "/v1/disputes/:id", doc: "stage evidence, submit it, or set metadata",
    access: .permission("disputes:write"), query: [.expand],
    body: .object([
      Parameter("evidence", .group(evidence), "merged with what is there; \"\" clears a key"),
      Parameter("submit", .flag, "whether to submit the evidence, for good"),
      Parameter("metadata", .texts, "merged with what is there; \"\" clears a key"),
    ]), shape: .object(.dispute)
  ) { call, sandbox in
    let update = try DisputeUpdate(call, sandbox.assumptions)
    let change = sandbox.change(of: call)
    return try await sandbox.answerOnce(call) { db in
      try change.presented(change.update(update, db), db, sandbox)
    }
  }

  private static let close = Route(
    method: "POST", path: "/v1/disputes/:id/close", doc: "accept the dispute, for good",
    access: .permission("disputes:write"), query: [.expand], shape: .object(.dispute)
  ) { call, sandbox in
    let change = sandbox.change(of: call)
    return try await sandbox.answerOnce(call) { db in
      try change.presented(change.close(db), db, sandbox)
    }
  }
}

extension Sandbox {
  /// The change of the dispute that the path names.
  fileprivate func change(of call: Call) -> DisputeRequest {
    DisputeRequest(
      change: DisputeChange(
        id: call.arguments[0], mode: call.caller.mode, cause: Cause(call), sandbox: self),
      call: call)
  }
}
