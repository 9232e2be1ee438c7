import CpayClient
import CpayLanguage
import CpayModel
import CpaySyntax
import CpayTestSupport
import CpayValue
import Synchronization
import Testing

@testable import CpayRuntime

/// One dispute as the API would hold it.
struct FixtureDispute: Sendable, CustomTestStringConvertible {
  var id: String
  var charge = "ch_1"
  var paymentIntent: String? = "pi_1"
  var amount: Int64 = 120_000
  var currency = "eur"
  var status = "needs_response"
  var reason = "general"
  var evidence: [DisputeWrite.Evidence] = []
  var dueBy: String?
  var team: String?
  var created: Int64 = 1_700_000_000

  var testDescription: String { id }

  /// The object's JSON.
  var json: [UInt8] {
    var writer = JSONWriter()
    writer.value(
      .record([
        member("object", .string("dispute")), member("id", .string(id)),
        member("charge", .string(charge)), member("payment_intent", text(paymentIntent)),
        member("amount", .int(amount)), member("currency", .string(currency)),
        member("status", .string(status)), member("reason", .string(reason)),
        member(
          "evidence", .record(evidence.map { member($0.name, .string($0.text)) })),
        member(
          "evidence_due_by", dueBy.flatMap(Timestamp.init(iso:)).map(Value.timestamp) ?? .null),
        member("metadata", team.map { .record([member("team", .string($0))]) } ?? .null),
        member("created", .int(created)),
      ]))
    return writer.bytes
  }

  private func member(_ name: String, _ value: Value) -> Value.Member {
    Value.Member(name: name, value: value)
  }

  private func text(_ text: String?) -> Value { text.map(Value.string) ?? .null }

  /// What is seen of the dispute.
  var snapshot: DisputeSnapshot {
    get throws { try DisputeSnapshot(Batch([self])[0]) }
  }

  static let now = Timestamp(seconds: 1_707_220_800)

  /// Eight disputes, newest first; now is 2024-02-06T12:00Z.
  static let docs = [
    FixtureDispute(
      id: "dp_a1", reason: "unrecognized", dueBy: "2024-02-08T00:00:00Z", team: "berlin",
      created: 1_707_000_008),
    FixtureDispute(
      id: "dp_b2", charge: "ch_2", paymentIntent: "pi_2", amount: 100_000, reason: "fraudulent",
      dueBy: "2024-02-07T09:00:00Z", team: "paris", created: 1_707_000_007),
    FixtureDispute(
      id: "dp_c3", charge: "ch_3", paymentIntent: "pi_3", amount: 250_000, currency: "usd",
      reason: "fraudulent", dueBy: "2024-02-20T00:00:00Z", created: 1_707_000_006),
    FixtureDispute(
      id: "dp_d4", charge: "ch_4", paymentIntent: "pi_4", amount: 500_000, currency: "jpy",
      reason: "duplicate", created: 1_707_000_005),
    FixtureDispute(
      id: "dp_e5", charge: "ch_5", paymentIntent: "pi_5", amount: 90_000, status: "under_review",
      dueBy: "2024-02-01T00:00:00Z", created: 1_707_000_004),
    FixtureDispute(
      id: "dp_f6", charge: "ch_6", paymentIntent: nil, amount: 300_000, status: "won",
      reason: "product_not_received", team: "paris", created: 1_707_000_003),
    FixtureDispute(
      id: "dp_g7", charge: "ch_7", paymentIntent: "pi_7", amount: 150_000, currency: "gbp",
      status: "warning_needs_response", reason: "unrecognized", dueBy: "2024-02-06T18:00:00Z",
      created: 1_707_000_002),
    FixtureDispute(
      id: "dp_h8", amount: 45_000, status: "lost", reason: "subscription_canceled",
      created: 1_707_000_001),
  ]
}

extension Batch {
  /// Rows of those disputes, as one page brings them.
  init(_ disputes: [FixtureDispute]) throws {
    var scanner = RowScanner(Resource.dispute.layout)
    self = try scanner.page(page(disputes, hasMore: false)).rows
  }

  /// The ids of the rows, in order.
  var ids: [String] {
    let slot = storage.layout.slot("id")
    return (0..<count).map { row in slot.flatMap { self[row].text($0) } ?? "?" }
  }
}

/// A list answer.
func page(_ disputes: [FixtureDispute], hasMore: Bool) -> [UInt8] {
  Array(#"{"object":"list","data":["#.utf8)
    + disputes.map(\.json).joined(separator: [UInt8(ascii: ",")])
    + Array(#"],"has_more":\#(hasMore)}"#.utf8)
}

/// An API over some disputes: lists, objects, and whatever else a test answers.
struct FixtureAPI: Sendable {
  var disputes = FixtureDispute.docs
  var claims: [String: String] = [:]
  /// What is answered to whoever asks for leave to apply a plan.
  var consent = Consent.granted
  var send: @Sendable (DisputeWrite) async -> WriteOutcome = { _ in .applied(requestID: "req_1") }

  /// An account that answers from these and remembers what it was asked.
  var account: RecordingAccount {
    RecordingAccount(
      read: { (call) throws(ReadFailure) in try read(call) }, send: send, claims: claims)
  }

  /// The page or the object that was asked for.
  func read(_ call: AccountCall) throws(ReadFailure) -> [UInt8] {
    switch call {
    case .list(_, let query): return list(query)
    case .object(_, let id):
      guard let found = disputes.first(where: { $0.id == id }) else { throw .api(.fixture(404)) }
      return found.json
    default: throw .malformed("no read")
    }
  }

  private func list(_ query: [WireRequest.Parameter]) -> [UInt8] {
    var found = disputes
    var limit = 10
    for parameter in query {
      switch parameter.name {
      case "status": found.removeAll { $0.status != parameter.value }
      case "charge": found.removeAll { $0.charge != parameter.value }
      case "payment_intent": found.removeAll { $0.paymentIntent != parameter.value }
      case "limit": limit = Int(parameter.value) ?? 10
      default: break
      }
    }
    if let after = query.first(where: { $0.name == "starting_after" })?.value,
      let place = found.firstIndex(where: { $0.id == after })
    {
      found.removeFirst(place + 1)
    }
    return page(Array(found.prefix(limit)), hasMore: found.count > limit)
  }
}

extension APIError {
  /// An error of that status.
  static func fixture(_ status: Int, _ message: String = "no") -> APIError {
    APIError(
      WireResponse(
        status: status, body: Array(#"{"error":{"type":"t","message":"\#(message)"}}"#.utf8)))
  }
}

extension AccountCall {
  /// The kind of call and what it is about, for comparing.
  var text: String {
    switch self {
    case .list(let resource, let query):
      "list \(resource.path)?"
        + query.sorted { $0.name < $1.name }.map { "\($0.name)=\($0.value)" }.joined(separator: "&")
    case .object(_, let id): "object \(id)"
    case .pastWrites: "past writes"
    case .uploads(let purpose, let contents): "uploads \(purpose) \(contents.count)"
    case .upload(let upload): "upload \(upload.file.name)"
    case .remember(_, let file): "remember \(file ?? "refusal")"
    case .claims(let disputes): "claims \(disputes.joined(separator: " "))"
    case .run(let plan): "run of \(plan)"
    case .open(_, let plan): "open \(plan.action)"
    case .recorded(let run): "recorded \(run)"
    case .reopen(let run): "reopen \(run)"
    case .intendAgain(let position): "intend \(position) again"
    case .intend(let position, _): "intend \(position)"
    case .send(let write): "send \(write.action) \(write.dispute)"
    case .settle(let rows):
      "settle " + rows.map { "\($0.position) \($0.outcome.kind)" }.joined(separator: ", ")
    case .close: "close"
    }
  }

  /// The dispute that would be written to; nil for anything but a write.
  var sentDispute: String? {
    if case .send(let write) = self { write.dispute } else { nil }
  }
}

extension CheckedProgram {
  /// The checked form of a program over the standard commands and a lease file.
  init(_ text: String, scope: Scope = Scope()) throws {
    self = try Checker.check(
      Source(text),
      CheckContext(catalog: .standard, scope: scope, needsAllowance: false) { path in
        path == "lease.json" || path == "@lease.json"
          ? .success(Array(#"{"customer_name":"Ana","service_documentation":"file_1"}"#.utf8))
          : .failure(FileFailure("no such file"))
      })
  }
}

/// The stages of `disputes | …`, unplanned, so that conditions are looked at here.
func checkedSteps(_ text: String) throws -> [CheckedStep] {
  let program = try CheckedProgram("disputes | " + text)
  guard case .pipeline(let pipeline)? = program.statements.last,
    case .rows(let rows) = pipeline.flow
  else { throw EvaluationError.missing(text) }
  return rows.steps
}

extension ExpressionCompiler {
  /// A compiler at the fixtures' now.
  static let atFixtures = ExpressionCompiler(now: FixtureDispute.now)
}

/// Those rows with the stages of `disputes | …` behind them, on a host that has no account.
func appending(_ text: String, to stream: RowStream) throws -> RowStream {
  let host = Host(account: nil, environment: Environment(now: FixtureDispute.now))
  var stream = stream
  for step in try checkedSteps(text) { stream = try Evaluator(host).append(step, to: stream) }
  return stream
}

/// The stage of `disputes | …`, which must be the only one.
func rowStage(_ text: String) throws -> any RowStage {
  let empty = RowStream(
    SnapshotSource(try Batch([])), type: RowType(.dispute), cancellation: Cancellation())
  return try #require(try appending(text, to: empty).stages.last)
}

/// What comes out of one stage for those disputes.
func output(
  _ text: String, _ disputes: [FixtureDispute] = FixtureDispute.docs
) throws -> (rows: Batch, remarks: [String]) {
  var stage = try rowStage(text)
  var rows = try stage.process(Batch(disputes))
  if let rest = try stage.finish() { rows = rest }
  return (rows, stage.remarks.map(\.line))
}

extension FixtureDispute {
  /// A dispute of any kind, with things missing wherever they may be.
  static func random(_ id: Int, _ random: inout SeededGenerator) -> FixtureDispute {
    func pick<Element>(_ values: [Element], _ random: inout SeededGenerator) -> Element {
      values[Int.random(in: values.indices, using: &random)]
    }
    return FixtureDispute(
      id: "dp_\(id)", charge: pick(["ch_1", "ch_2"], &random),
      paymentIntent: pick([nil, "pi_1", "pi_2"], &random),
      amount: pick([0, 1, 99_999, 100_000, 100_001, -5, .max, .min + 1], &random),
      currency: pick(["eur", "usd", "jpy"], &random),
      status: pick(["needs_response", "won", "lost", "a_later_status"], &random),
      reason: pick(["general", "fraudulent", "a \"later\" reason"], &random),
      dueBy: pick(
        [nil, "2024-02-06T11:59:59Z", "2024-02-06T12:00:00Z", "2024-02-09T00:00:00Z"], &random),
      team: pick([nil, "berlin", "paris"], &random),
      created: Int64.random(in: 1_700_000_000...1_700_000_020, using: &random))
  }
}

/// Something that one task waits for and another brings about; cancelling ends the wait.
final class Signal: Sendable {
  private let stream: AsyncStream<Void>
  private let continuation: AsyncStream<Void>.Continuation

  init() {
    (stream, continuation) = AsyncStream.makeStream()
  }

  func raise() { continuation.finish() }

  func wait() async {
    for await _ in stream {}
  }
}

/// A plan over those disputes, made by the builder; evidence that begins with `@` is a document.
func makePlan(
  _ action: WriteAction, _ disputes: [FixtureDispute],
  evidence: KeyValuePairs<String, String> = ["customer_name": "Ana"], files: FileStore = .none,
  account: AccountIdentity = AccountIdentity(sandbox: "i1"), claims: [String: String] = [:],
  now: Timestamp = FixtureDispute.now, madeAt: Duration = .zero
) throws -> WritePlan {
  let value = Value.record(
    evidence.map { key, text in
      Value.Member(
        name: key, value: text.hasPrefix("@") ? .file(String(text.dropFirst())) : .string(text))
    })
  let constant: RowValue = { _ in value }
  var builder = WritePlanBuilder(
    action, evidence: action == .close || evidence.isEmpty ? nil : constant, files: files)
  try builder.add(Batch(disputes))
  return try builder.build(account: account, claims: claims, remarks: [], at: now, madeAt: madeAt)
}

/// The steps of a test, in the order in which they happened.
final class StepLog: Sendable {
  private let steps = Mutex<[String]>([])
  var all: [String] { steps.withLock { $0 } }

  func add(_ step: String) { steps.withLock { $0.append(step) } }
}

extension PlannedUpload {
  /// A document of that content.
  static func fixture(_ path: String, _ content: String) -> PlannedUpload {
    do {
      return try PlannedUpload(
        path, purpose: .disputeEvidence, files: MemoryFiles([path: content]).store)
    } catch {
      preconditionFailure("\(error)")
    }
  }
}
