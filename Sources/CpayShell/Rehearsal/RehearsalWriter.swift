import CpayClient
import CpayModel
import CpayRuntime

/// Sends writes to the sandbox of a rehearsal, once it knows the files that they name.
struct RehearsalWriter: APIWriter {
  let reader: RehearsalReader
  let sandbox: any APIWriter

  func send(
    _ write: DisputeWrite, _ record: SendingRecord, cancellation: CancellationToken
  ) async -> WriteOutcome {
    for evidence in write.evidence where Resource.file.isID(evidence.text) {
      // One that the account does not have is refused by the sandbox as it would be there.
      _ = try? await reader.object(.file, evidence.text, cancellation: cancellation)
    }
    return await sandbox.send(write, record, cancellation: cancellation)
  }

  func upload(_ upload: FileUpload, cancellation: CancellationToken) async -> UploadOutcome {
    await sandbox.upload(upload, cancellation: cancellation)
  }
}
