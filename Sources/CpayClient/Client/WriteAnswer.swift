import CpayValue
import HTTPTypes

/// What is known of a write's effect after one attempt; ``WriteMachine`` decides what to do about it.
enum WriteAnswer: Hashable, Sendable {
  /// The API said yes, and its answer shows the write.
  case applied(requestID: String?)
  /// The API said no to this dispute; nothing was changed.
  case refused(APIError)
  /// The API said no to us (401, 403); nothing was changed and nothing else will be.
  case halted(APIError)
  /// The API asks for patience (429); nothing was changed.
  case paced(APIError, RetryAfter?)
  /// A request under the same key is still running (409), or the key clashes.
  case busy(APIError)
  /// The key was used for other parameters (`idempotency_error`): the server has seen it.
  case clash(APIError)
  /// The server failed (5xx), before or after the effect, and may say whether to ask again.
  case failed(APIError, shouldRetry: Bool?)
  /// The answer leads elsewhere or is about another dispute: not the server that was meant.
  case astray(String, requestID: String?)
  /// The API says yes from memory, and the dispute does not show it any more.
  case outdated(String, requestID: String?)
  /// The request never left.
  case notSent(String)
  /// It may or may not have been applied, and may yet be.
  case unknown(String, requestID: String?)

  /// Reads an answer to `write`.
  ///
  /// The code decides first, then the type, then the status. Only a whole and fitting answer is a
  /// yes, and only the API's own error body is a no. A 5xx, a redirect, an idempotency clash and
  /// whatever a machine in between may say prove nothing.
  ///
  /// The pages gloss 409 both as "still running" and as a clash of keys, so that it is taken for
  /// the first, which asking again settles without harm.
  init(_ response: WireResponse, to write: DisputeWrite, now: Timestamp) {
    if response.status == 200 || response.status == 201 {
      self = WriteAnswer.yes(response, write)
      return
    }
    let error = APIError(response)
    switch response.status {
    case 409 where error.code == "state_invalid": self = .refused(error)
    case 409: self = .busy(error)
    case _ where error.type == "idempotency_error": self = .clash(error)
    case 401, 403: self = .halted(error)
    case 429: self = .paced(error, RetryAfter(response, now: now))
    case 300..<400: self = .astray(error.summary, requestID: error.requestID)
    case 500..<600: self = .failed(error, shouldRetry: response.shouldRetry)
    case _ where [400, 404, 422].contains(response.status) && error.isDocumented:
      self = .refused(error)
    default: self = .unknown(error.summary, requestID: error.requestID)
    }
  }

  /// What is known of a write whose answer did not come.
  init(_ failure: TransportFailure) {
    self =
      failure.phase.mayHaveArrived
      ? .unknown(failure.reason, requestID: nil) : .notSent(failure.reason)
  }

  private static func yes(_ response: WireResponse, _ write: DisputeWrite) -> WriteAnswer {
    guard let dispute = try? JSONReader.read(response.body),
      dispute["object"]?.string == "dispute", let status = dispute["status"]?.string,
      let id = dispute["id"]?.string
    else { return .unknown("the answer is not a dispute", requestID: response.requestID) }
    guard id.utf8.elementsEqual(write.dispute.utf8) else {
      return .astray("the answer is about another dispute", requestID: response.requestID)
    }
    guard WriteProof.shows(write, status: status, evidence: dispute["evidence"]) else {
      let flaw = "the answer does not show what was written (status \(status))"
      return .unknown(flaw, requestID: response.requestID)
    }
    return .applied(requestID: response.requestID)
  }
}

extension HTTPField.Name {
  /// Set on an answer that was kept under the request's key; an assumption after Stripe's.
  static let replayed = HTTPField.Name(known: "Idempotent-Replayed")
}

extension WireResponse {
  /// Whether the answer comes from the server's memory.
  var isReplayed: Bool { headers[.replayed] == "true" }

  /// Whether the server wants the request again; nil when it does not say.
  var shouldRetry: Bool? {
    switch headers[.shouldRetry] {
    case "true": true
    case "false": false
    default: nil
    }
  }
}
