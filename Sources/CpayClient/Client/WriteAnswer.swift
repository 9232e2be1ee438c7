import CpayModel
public import CpayValue

/// What is known of a write's effect after one attempt.
public enum WriteAnswer: Hashable, Sendable {
  /// The API said yes, and its answer shows the write.
  case applied(requestID: String?)
  /// The API said no to this dispute; nothing was changed.
  case refused(APIError)
  /// The API said no to us, or asks for patience; nothing was changed and nothing else will be.
  case halted(APIError)
  /// The request never left.
  case notSent(String)
  /// It may or may not have been applied.
  case unknown(String, requestID: String?)

  /// Reads an answer to `write`.
  ///
  /// The code decides first, then the type, then the status. Only a whole and fitting answer is a
  /// yes, and only the API's own error body is a no. A 5xx, a redirect, an idempotency clash and
  /// whatever a machine in between may say prove nothing.
  init(_ response: WireResponse, to write: DisputeWrite) {
    let error = APIError(response)
    switch response.status {
    case 200, 201:
      if let flaw = WriteAnswer.flaw(in: response.body, of: write) {
        self = .unknown(flaw, requestID: response.requestID)
      } else {
        self = .applied(requestID: response.requestID)
      }
    case _ where error.type == "idempotency_error", 409:
      self = .unknown(error.summary, requestID: error.requestID)
    case 401, 403, 429: self = .halted(error)
    case _ where [400, 404, 422].contains(response.status) && error.isDocumented:
      self = .refused(error)
    default: self = .unknown(error.summary, requestID: error.requestID)
    }
  }

  /// Why a yes cannot be trusted; nil when the answer shows what was written.
  private static func flaw(in body: [UInt8], of write: DisputeWrite) -> String? {
    guard let dispute = try? JSONReader.read(body), dispute["object"]?.string == "dispute",
      let status = dispute["status"]?.string
    else { return "the answer is not a dispute" }
    guard dispute["id"]?.string == write.dispute else {
      return "the answer is about another dispute"
    }
    return WriteProof.shows(write, status: status, evidence: dispute["evidence"])
      ? nil : "the answer does not show what was written (status \(status))"
  }
}

/// Whether a dispute, as read, shows that a write was applied.
public enum WriteProof {
  /// Whether status and evidence are those the write leads to.
  ///
  /// Of a submit: the status has left the open ones and every key sent is there as sent. Of a
  /// close: the status is an accepted one. Of a draft: every key sent is there.
  ///
  /// Right after our own yes this is a check of the answer. After an answer was lost it proves a
  /// submit only: a colleague may have closed or drafted the same.
  public static func shows(_ write: DisputeWrite, status: String, evidence: JSONNode?) -> Bool {
    let isOpen = DisputeStatus.open.contains(status)
    switch write.action {
    case .submit: return !isOpen && holds(write.evidence, evidence)
    case .close: return DisputeStatus.accepted.contains(status)
    case .draft: return isOpen && holds(write.evidence, evidence)
    }
  }

  private static func holds(_ sent: [DisputeWrite.Evidence], _ found: JSONNode?) -> Bool {
    sent.allSatisfy { item in
      let text = found?[item.name]?.string ?? ""
      return text.utf8.elementsEqual(item.text.utf8)
    }
  }
}
