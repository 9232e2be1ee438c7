public import CpayClient
public import CpayLanguage
public import CpaySyntax
import CpayValue
import Crypto

/// A write to some disputes, or an upload, that has not been sent: everything about it is settled.
///
/// It is a value; only applying it sends anything, and only what it says.
public struct WritePlan: Sendable {
  /// One dispute and what is to be written to it, or one file to upload.
  public struct Item: Hashable, Sendable {
    /// What the row is about.
    public let subject: Subject
    /// The evidence to send; empty for a close, or where staged evidence is submitted.
    public let evidence: [PlannedEvidence]
    /// Why it cannot be written; nil when it can.
    public let ineligibility: String?

    /// What a row can be about.
    public enum Subject: Hashable, Sendable {
      /// A dispute, as it was read.
      case dispute(DisputeSnapshot)
      /// What was to be a dispute and cannot be read as one, by what it has as its id.
      case unreadable(id: String)
      /// A file to upload.
      case file(PlannedUpload)
    }

    /// The dispute as it was read; nil for a file.
    public var seen: DisputeSnapshot? {
      if case .dispute(let seen) = subject { seen } else { nil }
    }

    /// The dispute's id, or the path of the file.
    public var id: String {
      switch subject {
      case .dispute(let seen): seen.id
      case .unreadable(let id): id
      case .file(let upload): upload.path
      }
    }

    /// The files that have to be uploaded first.
    public var uploads: [PlannedUpload] {
      if case .file(let upload) = subject { return [upload] }
      return evidence.compactMap(\.document)
    }

    /// The evidence as a JSON object, documents by their content.
    public var evidenceJSON: [UInt8] {
      var writer = JSONWriter()
      writer.value(
        .record(evidence.map { Value.Member(name: $0.name, value: .string($0.meaning)) }))
      return writer.bytes
    }

    /// All that is decided on of the subject, as one text.
    public var fingerprint: String {
      switch subject {
      case .dispute(let seen): seen.fingerprint
      case .unreadable(let id): "unreadable \(id)"
      case .file(let upload): "\(upload.purpose.rawValue) \(upload.content)"
      }
    }
  }

  /// What is to be done.
  public let action: WriteAction
  /// The data it is to be done to.
  public let account: AccountIdentity
  /// The disputes, in the order of the rows, or one file.
  public let items: [Item]
  /// What a person should know of how it came about.
  public internal(set) var remarks: [Diagnostic]
  /// When it was made, by the environment's steady clock.
  public internal(set) var madeAt: Duration
  /// SHA-256 of everything that would be sent and everything it was decided on, in hexadecimal.
  public let digest: String
  /// The name it was saved under, by which it is applied once; nil for one that was not read from a
  /// file.
  public internal(set) var id: PlanID?
  /// How the `apply` stage that it stands before wants it applied.
  var terms = Terms()

  /// How a plan is to be applied.
  struct Terms: Hashable, Sendable {
    /// The most rows it may have; nil for any number.
    var bound: Int?
    var limits = RunLimits()
  }

  /// How long a plan may wait for its first consent.
  public static let lifetime = Duration.seconds(15 * 60)

  init(
    _ action: WriteAction, account: AccountIdentity, items: [Item], remarks: [Diagnostic],
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
  public var shortDigest: String { WritePlan.short(digest) }

  /// The first twelve digits of a digest, for people.
  public static func short(_ digest: String) -> String { String(digest.prefix(12)) }

  /// The digest that the same plan has for other data.
  public func digest(for account: AccountIdentity) -> String {
    WritePlan.digest(action, account, items)
  }

  /// The disputes that would be written to.
  public var eligible: [Item] { items.filter { $0.ineligibility == nil } }

  /// What is uploaded before the first row is sent, in the order of the rows; each file once.
  public var uploads: [PlannedUpload] { WritePlan.uploads(of: eligible) }

  /// What those rows need uploaded, in their order; each file once.
  static func uploads(of items: [Item]) -> [PlannedUpload] {
    var result: [PlannedUpload] = []
    var known: Set<PlannedUpload> = []
    for item in items { result += item.uploads.filter { known.insert($0).inserted } }
    return result
  }

  /// Verb, identity, disputes as seen and bodies, documents by their content; neither the time, nor
  /// a port, nor a path.
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
      add(item.fingerprint)
      for evidence in item.evidence {
        add(evidence.name)
        add(evidence.meaning)
      }
      add(item.ineligibility == nil ? "eligible" : "ineligible")
    }
    return String(hex: hash.finalize())
  }
}
