import CpayLanguage
import CpayModel
import CpayValue

/// Decides, without asking anyone, whether a write to a dispute can be sent.
enum Eligibility {
  /// Why it cannot; nil when it can.
  ///
  /// The deadline bars evidence, not acceptance. A submit needs evidence given or staged, and none
  /// of it blank; a draft may take a saved text away with an empty one.
  static func obstacle(
    to action: WriteAction, _ dispute: DisputeSnapshot, evidence: [PlannedEvidence],
    at now: Timestamp
  ) -> String? {
    guard DisputeStatus.open.contains(dispute.status) else {
      return "status is \(dispute.status.prefix(60))"
    }
    if action == .close { return nil }
    if passedDeadline(of: dispute, for: action, at: now) != nil { return "deadline passed" }
    if action == .submit, evidence.isEmpty, dispute.evidence.isEmpty {
      return "no evidence given or saved"
    }
    let blank = evidence.first { item in
      guard let text = item.text else { return false }
      return text.allSatisfy(\.isWhitespace) && (action == .submit || !text.isEmpty)
    }
    if let blank { return "\(blank.name) is blank" }
    return evidence.lazy.compactMap(flaw).first
  }

  /// The deadline of a dispute, where it has passed and bars such a write.
  static func passedDeadline(
    of dispute: DisputeSnapshot, for action: WriteAction, at now: Timestamp
  ) -> Timestamp? {
    guard action != .close, let dueBy = dispute.dueBy, now >= dueBy else { return nil }
    return dueBy
  }

  /// What is wrong with one key of evidence.
  private static func flaw(in evidence: PlannedEvidence) -> String? {
    guard let text = evidence.text, !text.isEmpty,
      case .id(let prefix, let resource) = RecordType.evidence.key(evidence.name)?.type,
      !WireLimits.isID(text, prefix: prefix)
    else { return nil }
    let isPath = text.utf8.contains { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "/") }
    return "\(evidence.name) is not the id of a \(resource)"
      + (isPath ? "; a file named in a column is sent with `@\"{COLUMN}\"`" : "")
  }
}
