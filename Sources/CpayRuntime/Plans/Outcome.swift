import CpayClient
public import CpayLanguage
public import CpayModel
public import CpayValue

/// What became of one row of a plan; every row comes to exactly one.
public struct Outcome: Hashable, Sendable {
  /// The ends that a row can come to.
  public typealias Kind = OutcomeKind

  /// The dispute; of an upload the file's id, or its path where it has none.
  public let id: String
  /// What was to be done.
  public let action: WriteAction
  /// What became of it.
  public let kind: Kind
  /// The disputed amount; nil for an upload.
  public let amount: Money?
  /// Why it was not applied, or how that is known.
  public let message: String?
  /// The API's name for the request.
  public let requestID: String?
  /// When this was established.
  public let at: Timestamp

  /// An outcome of those parts.
  public init(
    id: String, action: WriteAction, kind: Kind, amount: Money?, message: String?,
    requestID: String?, at: Timestamp
  ) {
    (self.id, self.action, self.kind, self.amount) = (id, action, kind, amount)
    (self.message, self.requestID, self.at) = (message, requestID, at)
  }
}

extension Outcome {
  /// What a row of a plan came to; named by the row, unless by the `id` of a file.
  init(
    of item: WritePlan.Item, _ action: WriteAction, _ kind: Kind, _ message: String?,
    _ requestID: String? = nil, id: String? = nil, at now: Timestamp
  ) {
    self.init(
      id: id ?? item.id, action: action, kind: kind, amount: item.seen?.amount,
      message: message.map(KeyPattern.masked), requestID: requestID.map(KeyPattern.masked), at: now)
  }

  /// The same with that name of the request, where it has none.
  func named(_ requestID: String?) -> Outcome {
    Outcome(
      id: id, action: action, kind: kind, amount: amount, message: message,
      requestID: self.requestID ?? requestID, at: at)
  }

  /// The same, where the ledger could not take it down: there the row stays open.
  var unrecorded: Outcome {
    let remark = "not recorded in the ledger; settle it with `cpay runs settle`"
    return Outcome(
      id: id, action: action, kind: kind, amount: amount,
      message: message.map { "\($0); \(remark)" } ?? remark, requestID: requestID, at: at)
  }

  /// Outcomes as rows of ``CpayModel/Resource/outcome``.
  static func rows(_ outcomes: [Outcome]) throws(EvaluationError) -> Batch {
    try Resource.outcome.rows(outcomes.map(\.members))
  }

  /// What a row of ``CpayModel/Resource/outcome`` says, by its fields.
  public var members: [String: Value] {
    [
      "id": .string(id), "action": .string(action.rawValue), "outcome": .string(kind.rawValue),
      "amount": amount.map { .int($0.minor) } ?? .null,
      "currency": amount.map { .string($0.currency.code) } ?? .null,
      "message": message.map(Value.string) ?? .null,
      "request_id": requestID.map(Value.string) ?? .null, "at": .timestamp(at),
    ]
  }
}

extension PlanReport {
  /// The outcomes as rows of ``CpayModel/Resource/outcome``.
  /// - Throws: ``EvaluationError/tooManyRows`` when they do not fit into one batch.
  public func rows() throws(EvaluationError) -> Batch { try Outcome.rows(outcomes) }
}

extension Resource {
  /// Rows that were not read but made, each of values by the names of the fields; what is not named
  /// is null.
  /// - Throws: ``EvaluationError/tooManyRows`` when they do not fit into one batch.
  public func rows(_ records: [[String: Value]]) throws(EvaluationError) -> Batch {
    let layout = layout
    var builder = BatchBuilder(layout)
    for record in records {
      let fitted = builder.append(madeFrom: nil) { slot, writer in
        writer.value(record[layout.columns[slot].name] ?? .null)
      }
      if !fitted { throw .tooManyRows }
    }
    return builder.build()
  }
}
