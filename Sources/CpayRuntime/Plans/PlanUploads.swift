import CpayClient
import CpayLanguage

/// Uploads what the rows of a plan need, each content once, before the first row is sent.
///
/// An upload changes no dispute, so that one whose fate is not known is sent again under its key,
/// at once or by the next run, and brings the same file. What cannot be had keeps back the rows
/// that need it, as if they had changed or been refused themselves; what is not about one file
/// stops the run.
struct PlanUploads {
  let plan: WritePlan
  let run: RunID
  let effects: any EffectHandler
  let files: FileStore
  let gate: SendGate
  let interrupt: Interrupt
  let stopsAtFirstFailure: Bool

  /// What the API holds now, and what keeps rows back.
  struct Result {
    /// The files by their content.
    var held: [String: Held] = [:]
    var flaws: [PlannedUpload: Flaw] = [:]
    /// Why nothing may be sent any more.
    var stop: PlanReport.Stop?

    /// The ids of the files by their content.
    var ids: [String: String] { held.mapValues(\.id) }
  }

  struct Held {
    let id: String
    let requestID: String?
    let isOld: Bool
  }

  /// Why a file cannot be had, and what that makes of the rows that need it.
  struct Flaw {
    let kind: Outcome.Kind
    let message: String
    var requestID: String?
  }

  func callAsFunction() async -> Result {
    var result = Result()
    let uploads = plan.uploads
    guard let purpose = uploads.first?.purpose else { return result }
    do throws(EvaluationError) {
      let asked = Effect.uploads(
        account: plan.account, purpose: purpose, contents: uploads.map(\.content))
      guard case .uploads(let past) = try await effects.perform(asked) else {
        throw EvaluationError.malformed("the ledger did not say what is uploaded")
      }
      for upload in uploads where result.stop == nil {
        try await add(upload, past[upload.content] ?? PastUploads(), to: &result)
        if stopsAtFirstFailure, !result.flaws.isEmpty, result.stop == nil {
          result.stop = .limit("a document could not be uploaded")
        }
      }
    } catch {
      result.stop = stop(error)
    }
    return result
  }

  private func add(
    _ upload: PlannedUpload, _ past: PastUploads, to result: inout Result
  ) async throws(EvaluationError) {
    if let reason = gate.closedBecause() {
      result.stop = stop(reason)
      return
    }
    let file = upload.localFile(files)
    // Also where the content is there already: a person who has changed the file means the new one.
    do { try file.verify() } catch {
      result.flaws[upload] = Flaw(kind: .stale, message: error.reason)
      return
    }
    if result.held[upload.content] != nil { return }
    if let id = past.file {
      result.held[upload.content] = Held(id: id, requestID: nil, isOld: true)
      return
    }
    let write = FileUpload(
      file, purpose: upload.purpose, account: plan.account, generation: past.refusals)
    guard case .uploaded(let outcome) = try await effects.perform(.upload(run, write, gate)) else {
      throw .malformed("the upload brought no answer")
    }
    switch outcome {
    case .uploaded(let id, let requestID):
      result.held[upload.content] = Held(id: id, requestID: requestID, isOld: false)
    case .refused(let error):
      result.flaws[upload] = Flaw(
        kind: .refused, message: "\(upload.path): \(error.summary)", requestID: error.requestID)
    case .changed(let reason): result.flaws[upload] = Flaw(kind: .stale, message: reason)
    case .stopped(let reason, _): result.stop = stop("\(upload.path) was not uploaded: \(reason)")
    }
  }

  private func stop(_ reason: String) -> PlanReport.Stop {
    interrupt.isRequested ? .interrupted : .halted(reason)
  }

  private func stop(_ error: EvaluationError) -> PlanReport.Stop {
    if case .journal(let failure) = error { return .journal(failure) }
    return stop(error.message)
  }
}

extension PlanUploads.Result {
  /// What keeps a row back; nil when all it needs is there.
  func flaw(_ item: WritePlan.Item) -> PlanUploads.Flaw? {
    item.uploads.lazy.compactMap { flaws[$0] }.first
  }
}
