import CpayModel
import CpayValue

/// What a dispute, read after an answer that proved nothing, says about the write.
enum DisputeLook: Hashable, Sendable {
  /// The write stands.
  case ours
  /// The dispute still has the status in which the write was decided on.
  case untouched
  /// The dispute has moved on, which nothing shows to be our doing.
  case moved(String)
  /// The dispute could not be read, or may not be by us.
  case unreadable(String, isForbidden: Bool)

  /// Reads the dispute's answer.
  ///
  /// Only a submit of given evidence can be proven by looking: its status has moved on and it holds
  /// what was sent. A status that accepting leads to proves nothing, since a colleague may have
  /// closed a draft. Another open status is another phase, which proves nothing of this one.
  init(_ bytes: [UInt8], after write: DisputeWrite) {
    guard let dispute = try? JSONReader.read(bytes), dispute["object"]?.string == "dispute",
      let id = dispute["id"]?.string, id.utf8.elementsEqual(write.dispute.utf8),
      let status = dispute["status"]?.string
    else {
      self = .unreadable("the answer is not the dispute asked for", isForbidden: false)
      return
    }
    if status.utf8.elementsEqual(write.seenStatus.utf8) {
      self = .untouched
    } else if write.action == .submit, !write.evidence.isEmpty,
      !DisputeStatus.accepted.contains(status),
      WriteProof.shows(write, status: status, evidence: dispute["evidence"])
    {
      self = .ours
    } else {
      self = .moved("its status is now \(status.prefix(60))")
    }
  }

  /// A dispute that could not be read.
  init(_ failure: ReadFailure) {
    var isForbidden = false
    if case .api(let error) = failure { isForbidden = [401, 403].contains(error.status) }
    self = .unreadable(failure.reason, isForbidden: isForbidden)
  }
}
