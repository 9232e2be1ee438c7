public import CpayClient
import CpayModel
public import CpayValue

/// What was seen of a dispute: enough to say later whether it has changed.
public struct DisputeSnapshot: Hashable, Sendable {
  /// The dispute's id.
  public let id: String
  /// Its status, as the API wrote it.
  public let status: String
  /// The disputed amount.
  public let amount: Money
  /// The deadline, where there is one.
  public let dueBy: Timestamp?
  /// The evidence it held, empty values left out, in the order of the keys.
  public let evidence: [DisputeWrite.Evidence]
  /// Why the tenant disputes, as the API wrote it; nothing is decided on it, and what an earlier
  /// version recorded has none.
  public let reason: String?

  /// A dispute of those parts.
  init(
    id: String, status: String, amount: Money, dueBy: Timestamp?,
    evidence: [DisputeWrite.Evidence], reason: String? = nil
  ) {
    (self.id, self.status, self.amount, self.dueBy) = (id, status, amount, dueBy)
    (self.evidence, self.reason) = (evidence, reason)
  }

  /// Reads a row of disputes.
  /// - Throws: what keeps it from being a dispute that could be written to.
  init(_ row: Row) throws(DisputeFlaw) {
    func flaw(_ reason: String) -> DisputeFlaw { DisputeFlaw(of: row, at: Slot.id, reason) }
    guard let id = row.text(Slot.id) else { throw flaw("it has no id") }
    guard Resource.dispute.isID(id) else { throw flaw("its id is not that of a dispute") }
    guard let status = row.text(Slot.status) else { throw flaw("it has no status") }
    guard let amount = row.money(Slot.amount, currency: Slot.currency) else {
      throw flaw("it has no amount that can be read")
    }
    self.id = id
    self.status = status
    self.amount = amount
    reason = row.text(Slot.reason)
    dueBy = row.integer(Slot.dueBy).map(Timestamp.init(seconds:))
    // One that is there and says nothing may have passed.
    guard dueBy != nil || row.isNull(Slot.dueBy) else {
      throw flaw("its deadline cannot be read")
    }
    var found: [DisputeWrite.Evidence] = []
    if case .object(let members) = row.node(Slot.evidence)?.content {
      for member in members {
        // A file that was put in the place of its id is that file.
        let text =
          member.value.string ?? member.value.expandedFile ?? DisputeSnapshot.json(member.value)
        if !text.isEmpty { found.append(DisputeWrite.Evidence(name: member.name, text: text)) }
      }
    } else if !row.isNull(Slot.evidence) {
      throw flaw("its evidence cannot be read")
    }
    evidence = found.sorted { $0.name < $1.name }
  }

  /// A value that is no text as its JSON; empty for null.
  private static func json(_ value: JSONNode) -> String {
    if case .null = value.content { return "" }
    var writer = JSONWriter()
    writer.node(value)
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  /// All that is decided on as one text that differs whenever any of it does.
  public var fingerprint: String {
    let parts =
      [id, status, String(amount.minor), amount.currency.code, dueBy?.iso ?? "-"]
      + evidence.flatMap { [$0.name, $0.text] }
    return parts.map { "\($0.utf8.count):\($0)" }.joined()
  }

  /// What has changed since `earlier`, and from what; nil when nothing has that matters.
  ///
  /// Of evidence only the keys are named: its texts are about people, and this is kept for long.
  func change(since earlier: DisputeSnapshot) -> String? {
    func change(_ name: String, _ now: String, _ before: String) -> String? {
      now == before ? nil : "\(name) is now \(now), was \(before)"
    }
    if status != earlier.status {
      return "status is now \(status.prefix(60)), was \(earlier.status.prefix(60))"
    }
    return change("amount", amount.description, earlier.amount.description)
      ?? change("the deadline", dueBy?.display ?? "open", earlier.dueBy?.display ?? "open")
      ?? evidenceChange(since: earlier)
  }

  private func evidenceChange(since earlier: DisputeSnapshot) -> String? {
    if evidence == earlier.evidence { return nil }
    let before = Dictionary(
      earlier.evidence.map { ($0.name, $0.text) }, uniquingKeysWith: { $1 })
    let now = Dictionary(evidence.map { ($0.name, $0.text) }, uniquingKeysWith: { $1 })
    let changes = Set(before.keys).union(now.keys).sorted().compactMap { name -> String? in
      switch (before[name], now[name]) {
      case (nil, _?): "\(name) is new"
      case (_?, nil): "\(name) is gone"
      case (let before, let now): before == now ? nil : "\(name) is another"
      }
    }
    return
      (["the evidence has changed"] + (changes.isEmpty ? [] : [changes.joined(separator: ", ")]))
      .joined(separator: ": ")
  }

  private enum Slot {
    private static let layout = Resource.dispute.layout
    static let id = slot("id")
    static let status = slot("status")
    static let reason = slot("reason")
    static let amount = slot("amount")
    static let currency = slot("currency")
    static let dueBy = slot("evidence_due_by")
    static let evidence = slot("evidence")

    private static func slot(_ name: String) -> Int {
      guard let slot = layout.slot(name) else {
        preconditionFailure("a dispute has a field \(name)")
      }
      return slot
    }
  }
}

extension JSONNode {
  /// The id of the file that it is; nil for any other value.
  fileprivate var expandedFile: String? {
    guard self["object"]?.string == Resource.file.name, let id = self["id"]?.string,
      Resource.file.isID(id)
    else { return nil }
    return id
  }
}
