import CpayClient
import CpayLanguage
import CpayModel

/// Uploads what the rows of a plan need, each content once, before the first row is sent.
///
/// An upload changes no dispute, so that one whose fate is not known is sent again under its key,
/// at once or by the next run, and brings the same file. What cannot be had keeps back the rows
/// that need it, as if they had changed or been refused themselves; what is not about one file
/// stops the run.
struct PlanUploads {
  let plan: WritePlan
  let run: RunID
  let writer: any APIWriter
  let journal: any RunJournal
  let files: FileStore
  let cancellation: RunCancellation
  let stopsAtFirstFailure: Bool

  init(_ runner: PlanRunner, _ limits: RunLimits) {
    (plan, run, files) = (runner.plan, runner.run, runner.files)
    (writer, journal, cancellation) = (runner.writer, runner.journal, runner.cancellation)
    stopsAtFirstFailure = limits.stopsAtFirstFailure
  }

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

  /// Uploads what those rows of the plan need.
  func callAsFunction(for items: [WritePlan.Item]) async -> Result {
    var result = Result()
    let uploads = WritePlan.uploads(of: items)
    guard let purpose = uploads.first?.purpose else { return result }
    do throws(JournalFailure) {
      let past = try await journal.uploads(
        of: uploads.map(\.content), for: purpose, to: plan.account)
      for upload in uploads where result.stop == nil {
        try await add(upload, past[upload.content] ?? PastUploads(), to: &result)
        if stopsAtFirstFailure, !result.flaws.isEmpty, result.stop == nil {
          result.stop = .limit("a document could not be uploaded")
        }
      }
    } catch {
      result.stop = .journal(error)
    }
    return result
  }

  private func add(
    _ upload: PlannedUpload, _ past: PastUploads, to result: inout Result
  ) async throws(JournalFailure) {
    if let reason = cancellation.reason {
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
    var reason = ""
    for attempt in 0..<PlanUploads.maximumKeys {
      let write = FileUpload(
        file, purpose: upload.purpose, account: plan.account,
        generation: past.usedUp + attempt)
      switch try await send(write) {
      case .uploaded(let id, let requestID):
        result.held[upload.content] = Held(id: id, requestID: requestID, isOld: false)
        return
      case .refused(let error):
        result.flaws[upload] = Flaw(
          kind: .refused, message: "\(upload.path): \(error.summary)", requestID: error.requestID)
        return
      case .changed(let reason):
        result.flaws[upload] = Flaw(kind: .stale, message: reason)
        return
      case .keptFailure(let error): reason = error.summary
      case .stopped(let found, _):
        result.stop = stop("\(upload.path) was not uploaded: \(found)")
        return
      }
    }
    result.stop = stop("\(upload.path) was not uploaded: \(reason)")
  }

  /// Keys that one file is tried under, at most, where the server keeps what failed.
  private static let maximumKeys = 3

  /// Upload, then remember.
  ///
  /// No intent goes before it: should this process die in between, the next one sends the same upload
  /// under the same key, and gets the same file.
  private func send(_ upload: FileUpload) async throws(JournalFailure) -> UploadOutcome {
    let outcome = await writer.upload(upload, cancellation: cancellation.token)
    switch outcome {
    case .uploaded(let id, _): try await journal.remember(run, upload, file: id)
    case .refused, .keptFailure: try await journal.remember(run, upload, file: nil)
    case .changed, .stopped: break
    }
    return outcome
  }

  private func stop(_ reason: String) -> PlanReport.Stop {
    cancellation.isRequested ? .interrupted : .halted(reason)
  }
}

extension PlanUploads.Result {
  /// What keeps a row back; nil when all it needs is there.
  func flaw(_ item: WritePlan.Item) -> PlanUploads.Flaw? {
    item.uploads.lazy.compactMap { flaws[$0] }.first
  }
}
