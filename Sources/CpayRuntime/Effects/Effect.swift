public import CpayClient
public import CpayLanguage
public import CpayModel
import CpayValue

/// Something a program asks of the world outside; nothing else leaves the process.
public enum Effect: Sendable {
  /// Asks for one page of a list.
  case list(Resource, [WireRequest.Parameter])
  /// Asks for one object.
  case object(Resource, id: String)
  /// Asks which disputes an earlier run holds a final act on.
  case claims(account: AccountIdentity, disputes: [String])
  /// Asks how often such a write to each dispute has been refused for good.
  case refusals(WriteAction, account: AccountIdentity, disputes: [String])
  /// Asks what is known of earlier uploads of those contents for that purpose.
  case uploads(account: AccountIdentity, purpose: File.Purpose, contents: [String])
  /// Asks for leave to apply a plan, of at most that many rows.
  case open(WritePlan, bound: Int?)
  /// Sends one write until it is known what became of it or nobody can know, always under its key;
  /// not before its intent is durable, and not once the gate has closed.
  case send(RunID, position: Int, DisputeWrite, SendGate)
  /// Uploads one file, unless the gate has closed, and records what became of it.
  case upload(RunID, FileUpload, SendGate)
  /// Records what became of some rows, all or none.
  case settle(RunID, [SettledRow])
  /// Records that a run has ended.
  case close(RunID)
}

/// Says whether a run still sends, up to the last moment before a write leaves.
public struct SendGate: Sendable {
  /// Why nothing more may be sent; nil while the run goes on.
  public let closedBecause: @Sendable () -> String?

  /// The gate of the run that this task works for: what is read for a row that is to be written
  /// waits no longer than the run goes on.
  @TaskLocal static var current: SendGate?

  /// A gate that is open as long as `closedBecause` says nothing.
  public init(_ closedBecause: @escaping @Sendable () -> String? = { nil }) {
    self.closedBecause = closedBecause
  }
}

/// What became of one row of a plan.
public struct SettledRow: Hashable, Sendable {
  /// The row's place in the plan, from 0.
  public let position: Int
  /// What became of it.
  public let outcome: Outcome

  /// The row at `position` came to `outcome`.
  public init(position: Int, outcome: Outcome) {
    self.position = position
    self.outcome = outcome
  }
}

/// What came back.
public enum EffectOutcome: Sendable {
  /// The bytes of a page or an object.
  case body([UInt8])
  /// The runs that hold a final act, by dispute.
  case claims([String: String])
  /// The number of definite refusals, by dispute; 0 where none is given.
  case refusals([String: Int])
  /// What is known of earlier uploads, by content; nothing where none is given.
  case uploads([String: PastUploads])
  case opened(RunID)
  /// The plan may not be applied, and why.
  case withheld(String)
  case answer(WriteOutcome)
  case uploaded(UploadOutcome)
  case done
}

/// Performs effects: live, journaled, with consent, or not at all.
///
/// Handlers wrap one another; the evaluator knows none of them.
public protocol EffectHandler: Sendable {
  /// What came of `effect`.
  /// - Throws: ``EvaluationError`` when nothing did, and nothing was changed.
  func perform(_ effect: Effect) async throws(EvaluationError) -> EffectOutcome
}

/// The name of one application of a plan.
public struct RunID: Hashable, Sendable, CustomStringConvertible {
  /// The name, such as `run_3f9a1c`.
  public let description: String

  /// A run of that name.
  public init(_ name: String) {
    description = name
  }
}

extension EffectHandler {
  /// The bytes that a read brought.
  func read(_ effect: Effect) async throws(EvaluationError) -> [UInt8] {
    guard case .body(let bytes) = try await perform(effect) else {
      throw .malformed("a read brought no body")
    }
    return bytes
  }

  /// One object as a batch of one row, checked to be the one asked for.
  func object(_ resource: Resource, _ id: String) async throws(EvaluationError) -> Batch {
    let bytes = try await read(.object(resource, id: id))
    var scanner = RowScanner(resource.layout)
    let batch: Batch
    do {
      batch = try scanner.object(bytes)
    } catch {
      throw .malformed("\(error.reason) (byte \(error.offset))")
    }
    guard let slot = resource.layout.slot("id"), batch[0].text(slot) == id else {
      throw .malformed("asked for \(id), the answer is about another \(resource.name)")
    }
    return batch
  }
}
