import CpayClient
import CpayLanguage
import CpayModel
import CpayTestSupport
import CpayValue
import Testing

@testable import CpayRuntime

/// A plan to close or answer disputes of those ids.
func plan(
  _ ids: [String], _ action: WriteAction = .close,
  account: AccountIdentity = AccountIdentity(sandbox: "i1"), status: String = "needs_response"
) throws -> WritePlan {
  let rows = ids.map { id in
    """
    {"object":"dispute","id":"\(id)","charge":"ch_1","payment_intent":null,"amount":120000,\
    "currency":"eur","status":"\(status)","reason":"general","evidence":{},\
    "evidence_due_by":null,"metadata":null,"created":1}
    """
  }
  var scanner = RowScanner(Resource.dispute.layout)
  let page = try scanner.page(
    Array(#"{"data":[\#(rows.joined(separator: ","))],"has_more":false}"#.utf8))
  let evidence = Value.record([Value.Member(name: "customer_name", value: .string("Ana"))])
  let value: RowValue = { _ in evidence }
  var builder = WritePlanBuilder(
    action, evidence: action == .close ? nil : value)
  try builder.add(page.rows)
  return try builder.build(
    account: account, claims: [:], remarks: [], at: Timestamp(seconds: 0),
    madeAt: Duration.zero)
}

extension WritePlan {
  /// The write of the row at that place.
  func write(_ position: Int = 0) throws -> DisputeWrite {
    let (item, action) = (items[position], try #require(action.clientAction))
    let seen = try #require(item.seen)
    return DisputeWrite(
      action, dispute: seen.id, evidence: item.evidence.compactMap { $0.sent([:]) },
      seen: seen.evidence, status: seen.status, account: account, generation: 0)
  }

  /// An outcome of the row at that place.
  func outcome(_ kind: Outcome.Kind, _ position: Int = 0) -> Outcome {
    Outcome(
      id: items[position].id, action: action, kind: kind, amount: items[position].seen?.amount,
      message: kind == .applied ? nil : "why", requestID: "req_1", at: Timestamp(seconds: 7))
  }
}

extension PlanFile {
  /// The plan as it is saved on a host that knows nothing else.
  static func made(of plan: WritePlan) throws -> PlanFile {
    PlanFile(plan, on: Host(account: nil, environment: Environment(now: Timestamp(seconds: 1))))
  }
}
