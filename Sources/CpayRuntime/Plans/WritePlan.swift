public import CpayClient
public import CpayLanguage
import CpayValue
import Crypto

/// A write to some disputes that has not been sent: everything about it is settled.
///
/// It is a value; only applying it sends anything, and only what it says.
public struct WritePlan: Sendable {
  /// One dispute and what is to be written to it.
  public struct Item: Hashable, Sendable {
    /// The dispute as it was read.
    public let seen: DisputeSnapshot
    /// The evidence to send; empty for a close, or where staged evidence is submitted.
    public let evidence: [DisputeWrite.Evidence]
    /// Why it cannot be written; nil when it can.
    public let ineligibility: String?

    /// The evidence as a JSON object.
    public var evidenceJSON: [UInt8] {
      var writer = JSONWriter()
      writer.value(.record(evidence.map { Value.Member(name: $0.name, value: .text($0.text)) }))
      return writer.bytes
    }
  }

  /// What is to be done.
  public let action: WriteAction
  /// The data it is to be done to.
  public let account: AccountIdentity
  /// The disputes, in the order of the rows.
  public let items: [Item]
  /// What a person should know of how it came about.
  public let remarks: [Remark]
  /// When it was made, by the environment's steady clock.
  public let madeAt: Duration
  /// SHA-256 of everything that would be sent and everything it was decided on, in hexadecimal.
  public let digest: String

  /// How long a plan may wait for its first consent.
  public static let lifetime = Duration.seconds(15 * 60)

  init(
    _ action: WriteAction, account: AccountIdentity, items: [Item], remarks: [Remark],
    madeAt: Duration
  ) {
    self.action = action
    self.account = account
    self.items = items
    self.remarks = remarks
    self.madeAt = madeAt
    digest = WritePlan.digest(action, account, items)
  }

  /// The first twelve digits of the digest, for people.
  public var shortDigest: String { String(digest.prefix(12)) }

  /// The disputes that would be written to.
  public var eligible: [Item] { items.filter { $0.ineligibility == nil } }

  /// Verb, identity, disputes as seen and bodies; neither the time nor a port.
  private static func digest(
    _ action: WriteAction, _ account: AccountIdentity, _ items: [Item]
  ) -> String {
    var hash = SHA256()
    func add(_ text: String) {
      hash.update(data: Array("\(text.utf8.count):".utf8))
      hash.update(data: Array(text.utf8))
    }
    for text in [action.rawValue, account.place, account.mode.rawValue] { add(text) }
    for item in items {
      add(item.seen.fingerprint)
      for evidence in item.evidence {
        add(evidence.name)
        add(evidence.text)
      }
      add(item.ineligibility == nil ? "eligible" : "ineligible")
    }
    let alphabet = Array("0123456789abcdef".utf8)
    let hex = hash.finalize().flatMap { [alphabet[Int($0 >> 4)], alphabet[Int($0 & 15)]] }
    return String(decoding: hex, as: UTF8.self)
  }
}
