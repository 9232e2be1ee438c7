import CpayModel
import HTTPTypes

/// One upload, its bytes and key settled.
public struct FileUpload: Sendable {
  /// What is uploaded.
  public let file: LocalFile
  /// What it is for.
  public let purpose: File.Purpose
  /// The idempotency key: it follows from account, name, purpose and content, so that sending the
  /// upload again is the same upload.
  public let key: String

  /// An upload of `file`; after a definite refusal the next `generation` has a key of its own.
  public init(
    _ file: LocalFile, purpose: File.Purpose, account: AccountIdentity, generation: Int
  ) {
    (self.file, self.purpose) = (file, purpose)
    key = IdempotencyKey.make(
      account: account, action: "upload", dispute: file.name,
      intent: Array(purpose.rawValue.utf8) + file.digest, generation: generation)
  }

  /// What is uploaded, as a text: `sha256:` and 64 digits.
  public var content: String { file.content }

  /// The request, whose body is made while it is sent.
  func request(_ headers: HTTPFields) -> WireRequest {
    let form = MultipartUpload(file, purpose: purpose.rawValue)
    var headers = headers
    headers[.contentType] = form.contentType
    headers[.idempotencyKey] = key
    var request = WireRequest(.post, File.resource.path, headers: headers)
    request.stream = form.body
    return request
  }
}

/// What an upload came to.
///
/// There is no "unknown": a file that nothing names changes nothing, and the key brings back the
/// same file when the upload is sent again.
public enum UploadOutcome: Hashable, Sendable {
  /// The API holds the file under that id.
  case uploaded(id: String, requestID: String?)
  /// The API said no to this file.
  case refused(APIError)
  /// The server failed, and says so from memory whenever it sees the key: only under another, which
  /// does no harm here, does it try again.
  case keptFailure(APIError)
  /// The file is no longer what it was; it was not sent whole.
  case changed(String)
  /// The file cannot be had now, for a reason that is not about it; the error is the API's, where it
  /// was asked.
  case stopped(String, APIError? = nil)
}

extension APIClient {
  /// Uploads a file until the API holds it or will not have it.
  ///
  /// Where an answer is lost the same request goes out again under its key. `cancellation` is
  /// asked before each.
  public func upload(
    _ upload: FileUpload, cancellation: CancellationToken = .never
  ) async -> UploadOutcome {
    do {
      return try await uploaded(upload, cancellation)
    } catch .malformed where cancellation.reason == nil && !Task.isCancelled {
      // A yes that cannot be read is an answer that is lost.
      do { return try await uploaded(upload, cancellation) } catch {
        return outcome(of: upload, error)
      }
    } catch {
      return outcome(of: upload, error)
    }
  }

  private func uploaded(
    _ upload: FileUpload, _ cancellation: CancellationToken
  ) async throws(ReadFailure) -> UploadOutcome {
    let request = upload.request(sender.headers)
    let response = try await sender.retrying(.write, request, cancellation)
    let file = try File(json: response.body)
    guard Resource.file.isID(file.id), file.size ?? Int64(upload.file.size) == upload.file.size
    else { throw .malformed("the answer is about another file") }
    return .uploaded(id: file.id, requestID: response.requestID)
  }

  private func outcome(of upload: FileUpload, _ failure: ReadFailure) -> UploadOutcome {
    // What broke the exchange off may be the file itself, which ends when it does not fit.
    do { try upload.file.verify() } catch { return .changed(error.reason) }
    guard case .api(let answer) = failure else { return .stopped(failure.reason) }
    if answer.isReplayed, answer.status >= 500 { return .keptFailure(answer) }
    return answer.refusesFile ? .refused(answer) : .stopped(answer.summary, answer)
  }
}

extension APIError {
  /// Whether the no is to the file that was sent, which would get it again, and not to us or to the
  /// moment.
  fileprivate var refusesFile: Bool {
    [400, 404, 413, 415, 422].contains(status) && (isDocumented || status == 413)
  }
}
