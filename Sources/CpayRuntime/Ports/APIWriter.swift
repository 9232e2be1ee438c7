public import CpayClient

/// Sends writes to the API, or to what stands in for it; each ends in an outcome, whatever happens.
///
/// It remembers nothing and asks nobody: `PlanRunner` makes the intent durable before, and what
/// became of it after.
public protocol APIWriter: Sendable {
  /// Sends one write, always under its key, until it is known what became of it or nobody can know.
  ///
  /// `record` says what an earlier process may have sent, and is told before the same request goes
  /// out again. `cancellation` is asked before every request; once it gives a reason nothing more is
  /// sent.
  func send(
    _ write: DisputeWrite, _ record: SendingRecord, cancellation: CancellationToken
  ) async -> WriteOutcome

  /// Uploads one file until the API holds it or will not have it.
  ///
  /// `cancellation` is asked before every request; once it gives a reason nothing more is sent.
  func upload(_ upload: FileUpload, cancellation: CancellationToken) async -> UploadOutcome
}
