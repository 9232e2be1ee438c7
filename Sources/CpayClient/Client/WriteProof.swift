import CpayModel
public import CpayValue

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
    case .submit:
      // What became of the inquiry says nothing of the chargeback that came of it, nor the reverse.
      return !isOpen && holds(write.evidence, evidence)
        && DisputePhase(status: status) == DisputePhase(status: write.seenStatus)
    case .close: return DisputeStatus.accepted.contains(status)
    case .draft: return isOpen && holds(write.evidence, evidence)
    }
  }

  /// Whether one of those events, the newest first, was caused by the write's key and is about its
  /// dispute (events page): the proof of a close, and of a submit of what had been drafted.
  static func names(_ write: DisputeWrite, inEvents page: [UInt8]) -> Bool {
    guard let list = try? JSONReader.read(page), case .array(let events)? = list["data"]?.content
    else { return false }
    return events.contains { event in
      let key = event["request"]?["idempotency_key"]?.string ?? ""
      let dispute = event["data"]?["object"]?["id"]?.string ?? ""
      return key.utf8.elementsEqual(write.key.utf8)
        && dispute.utf8.elementsEqual(write.dispute.utf8)
    }
  }

  private static func holds(_ sent: [DisputeWrite.Evidence], _ found: JSONNode?) -> Bool {
    sent.allSatisfy { item in
      let text = found?[item.name]?.string ?? ""
      return text.utf8.elementsEqual(item.text.utf8)
    }
  }
}
