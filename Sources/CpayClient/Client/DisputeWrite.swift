import CpayModel
import CpayValue

/// One write to one dispute, its bytes and key settled.
public struct DisputeWrite: Hashable, Sendable {
  /// The writes that the API has.
  public enum Action: String, Hashable, Sendable {
    /// Evidence with `submit: false`.
    case draft
    /// Evidence with `submit: true`.
    case submit
    /// The dispute is accepted.
    case close
  }

  /// What is written.
  public let action: Action
  /// The dispute's id.
  public let dispute: String
  /// The evidence given, in alphabetical order of the keys, so that the same evidence is the same
  /// request whoever wrote it down.
  public let evidence: [Evidence]
  /// The idempotency key.
  public let key: String
  /// The exact body; nil for a close, which has none.
  public let body: [UInt8]?
  /// How old a key may be for the server to know it still: the time that it keeps keys (idempotent
  /// requests page), less an hour for clocks that disagree.
  public static let keyLifetime = Duration.seconds(WireLimits.idempotencyWindow.seconds - 3_600)

  /// The dispute's status when it was decided to write, as the API wrote it.
  public let seenStatus: String

  /// One key of evidence.
  public struct Evidence: Hashable, Sendable {
    /// The key.
    public let name: String
    /// The text, or the id of a file.
    public let text: String
    /// What stands for the text in the idempotency key, where that is something else: the content
    /// of a document, whatever id it was given.
    public let keyText: String?

    /// The evidence `name`.
    public init(name: String, text: String, keyText: String? = nil) {
      (self.name, self.text, self.keyText) = (name, text, keyText)
    }

    /// The evidence as the key has it.
    var meaning: Evidence { Evidence(name: name, text: keyText ?? text) }
  }

  /// A write of `action` to `dispute`; `submit` is always sent, true or false, since the API page
  /// gives no default.
  ///
  /// The key carries the `status` that was seen, since an inquiry that was answered can come back as
  /// a chargeback that wants another answer; that of a draft also the evidence `seen`. What the API
  /// must not answer from memory is a new request. A document counts by its content.
  public init(
    _ action: Action, dispute: String, evidence: [Evidence], seen: [Evidence], status: String,
    account: AccountIdentity, generation: Int
  ) {
    self.action = action
    seenStatus = status
    self.dispute = dispute
    self.evidence = evidence.sorted { $0.name < $1.name }
    body = DisputeWrite.body(action, self.evidence)
    let meant = DisputeWrite.body(action, self.evidence.map(\.meaning))
    let before = action == .draft ? DisputeWrite.body(action, seen) : nil
    key = IdempotencyKey.make(
      account: account, action: action.rawValue, dispute: dispute,
      intent: (meant ?? []) + (before ?? []) + Array(status.utf8), generation: generation)
  }

  /// A write as it was sent before: those bytes under that key, and no others.
  ///
  /// Nil when the bytes are no body of such a write.
  public init?(
    sent action: Action, dispute: String, body: [UInt8]?, key: String, status: String
  ) {
    (self.action, self.dispute, self.body, self.key) = (action, dispute, body, key)
    seenStatus = status
    guard let body else {
      if action != .close { return nil }
      evidence = []
      return
    }
    guard let json = try? JSONReader.read(body), case .object = json.content,
      json["submit"]?.bool == (action == .submit)
    else { return nil }
    var found: [Evidence] = []
    if let given = json["evidence"] {
      guard case .object(let members) = given.content else { return nil }
      for member in members {
        guard let text = member.value.string else { return nil }
        found.append(Evidence(name: member.name, text: text))
      }
    }
    evidence = found
  }

  private static func body(_ action: Action, _ evidence: [Evidence]) -> [UInt8]? {
    guard action != .close else { return nil }
    var writer = JSONWriter()
    writer.beginObject()
    if !evidence.isEmpty {
      writer.key("evidence")
      writer.beginObject()
      for item in evidence {
        writer.key(item.name)
        writer.string(item.text)
      }
      writer.endObject()
    }
    writer.key("submit")
    writer.bool(action == .submit)
    writer.endObject()
    return writer.bytes
  }
}
