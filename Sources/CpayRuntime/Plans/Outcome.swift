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
}

extension Outcome {
  /// What a row of a plan came to; named by the row, unless by the `id` of a file.
  init(
    of item: WritePlan.Item, _ action: WriteAction, _ kind: Kind, _ message: String?,
    _ requestID: String? = nil, id: String? = nil, at now: Timestamp
  ) {
    self.init(
      id: id ?? item.id, action: action, kind: kind, amount: item.seen?.amount, message: message,
      requestID: requestID, at: now)
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
    let layout = Resource.outcome.layout
    var builder = BatchBuilder(layout)
    var scanner = RowScanner(layout)
    for outcome in outcomes {
      do {
        try builder.append(contentsOf: scanner.object(outcome.json))
      } catch let error as EvaluationError {
        throw error
      } catch {
        throw .malformed("an outcome that cannot be written: \(error)")
      }
    }
    return builder.build()
  }

  private var json: [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    let members: [(String, Value)] = [
      ("id", .text(id)), ("action", .text(action.rawValue)), ("outcome", .text(kind.rawValue)),
      ("amount", amount.map { .int($0.minor) } ?? .null),
      ("currency", amount.map { .text($0.currency.code) } ?? .null),
      ("message", message.map(Value.text) ?? .null),
      ("request_id", requestID.map(Value.text) ?? .null), ("at", .timestamp(at)),
    ]
    for (name, value) in members {
      writer.key(name)
      writer.value(value)
    }
    writer.endObject()
    return writer.bytes
  }
}
