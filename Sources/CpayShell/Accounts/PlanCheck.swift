import CpayClient
import CpayLanguage
import CpayModel
import CpayRuntime
import CpaySyntax
import CpayValue

/// Looks at a plan before anyone is asked to agree to it: no key stands in its evidence, and the API
/// itself says which data is written to.
struct PlanCheck: Sendable {
  let client: APIClient
  /// What the key's prefix says; nil where nobody needs to be asked.
  let mode: APIKey.Mode?
  let redactor: Redactor

  /// What a person should know of the plan.
  /// - Throws: ``/CpayRuntime/EvaluationError`` where nobody may agree to it.
  func callAsFunction(
    _ plan: WritePlan, _ files: FileStore
  ) async throws(EvaluationError) -> [Diagnostic] {
    for item in plan.items where item.texts(of: plan.action).contains(where: redactor.finds) {
      throw .invalid("the evidence of \(item.id) holds an API key")
    }
    for upload in plan.uploads where holdsKey(upload, files) {
      throw .invalid("\(upload.path) holds an API key")
    }
    guard let mode, !plan.eligible.isEmpty else { return [] }
    return try await confirm(mode)
      + (client.clockDifference.map { [Diagnostic(RunFinding.machineClock($0))] } ?? [])
  }

  /// Asks the API which data is written to; what a person should know where nothing says it.
  private func confirm(_ mode: APIKey.Mode) async throws(EvaluationError) -> [Diagnostic] {
    let found: Bool?
    do {
      found = LiveMode.isLive(try await client.page(of: .event, [LiveMode.one]))
    } catch {
      return [Diagnostic(RunFinding.modeByPrefix(mode.rawValue, "events cannot be read"))]
    }
    guard let found else {
      return [Diagnostic(RunFinding.modeByPrefix(mode.rawValue, "no event says it"))]
    }
    guard found == (mode == .live) else { throw .invalid(LiveMode.mismatch(mode)) }
    return []
  }
}

extension PlanCheck {
  /// Whether a document holds a key, in its name or inside; one that cannot be read is told of when it
  /// is sent.
  private func holdsKey(_ upload: PlannedUpload, _ files: FileStore) -> Bool {
    if redactor.finds(in: upload.path) { return true }
    do throws(FileFailure) {
      var chunks = try files.open(upload.place)
      return try redactor.finds(inPieces: { () throws(FileFailure) in try chunks.next() })
    } catch {
      return false
    }
  }
}

extension WritePlan.Item {
  /// The texts that the dispute would hold by our doing: those given, and of a final submit those
  /// that were saved before.
  fileprivate func texts(of action: WriteAction) -> [String] {
    let saved = action == .submit ? seen?.evidence ?? [] : []
    return evidence.map(\.meaning)
      + saved.filter { old in !evidence.contains { $0.name == old.name } }.map(\.text)
  }
}

/// What the API's events say of the mode; a key's prefix is only what it is called.
enum LiveMode {
  /// The query for one object, the newest.
  static let one = WireRequest.Parameter("limit", "1")

  /// What a list of events says; nil where none of them says it.
  static func isLive(_ page: [UInt8]) -> Bool? {
    guard let list = try? JSONReader.read(page), case .array(let events)? = list["data"]?.content,
      case .bool(let isLive)? = events.first?["livemode"]?.content
    else { return nil }
    return isLive
  }

  /// The message where they say otherwise.
  static func mismatch(_ mode: APIKey.Mode) -> String {
    "the key is a \(mode.rawValue) key, and the API's events are "
      + "\(mode == .live ? "of test" : "of live") data; nothing is sent"
  }
}
