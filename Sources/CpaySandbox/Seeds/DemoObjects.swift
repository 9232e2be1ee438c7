import CpayModel
import CpayValue

/// Writes the objects of a made-up dispute as the API's pages show them.
///
/// Only disputes are written when a store is filled; the others are found by their ids and columns,
/// and their JSON is written when it is wanted.
enum DemoObjects {
  static func dispute(_ story: DemoStory) -> StoredObject {
    let intent = story.hasIntent ? id("pi_", story.index) : nil
    let body = json(.dispute, id("dp_", story.index), story.createdAt) { writer in
      writer.member("charge", id("ch_", story.index))
      writer.member("payment_intent", intent)
      writer.member("amount", story.disputed)
      writer.member("currency", story.currency)
      writer.member("status", story.status.rawValue)
      writer.member("reason", story.reason)
      writer.key("evidence")
      evidence(story, &writer)
      writer.member("evidence_due_by", story.dueBy)
      writer.key("metadata")
      writer.beginObject()
      if let team = story.team { writer.member("team", team) }
      writer.endObject()
    }
    var object = StoredObject(
      id: id("dp_", story.index), kind: .dispute, created: story.createdAt, body: body)
    object.charge = id("ch_", story.index)
    object.paymentIntent = intent
    object.label = story.status.rawValue
    object.due = story.dueBy
    return object
  }

  static func charge(_ story: DemoStory) -> StoredObject {
    var object = StoredObject(
      id: id("ch_", story.index), kind: .charge, created: story.paidAt, story: story.index)
    object.customer = id("cus_", story.customer)
    object.paymentIntent = story.hasIntent ? id("pi_", story.index) : nil
    return object
  }

  static func intent(_ story: DemoStory) -> StoredObject {
    StoredObject(
      id: id("pi_", story.index), kind: .paymentIntent, created: story.paidAt, story: story.index)
  }

  static func lease(_ story: DemoStory) -> StoredObject {
    var object = StoredObject(
      id: leaseID(story.index), kind: .file, created: story.paidAt, story: story.index)
    object.label = "dispute_evidence"
    return object
  }

  static func customer(_ index: Int, now: Int64) -> StoredObject {
    StoredObject(
      id: id("cus_", index), kind: .customer, created: now - 400 * 86_400, story: index)
  }

  private static func evidence(_ story: DemoStory, _ writer: inout JSONWriter) {
    let isSubmitted = [.underReview, .warningUnderReview, .won].contains(story.status)
    writer.beginObject()
    if isSubmitted || story.hasDraft {
      let (first, last) = name(story.customer)
      writer.member("customer_name", "\(first) \(last)")
      writer.member("customer_email", email(story.customer))
    }
    if isSubmitted, story.hasLease { writer.member("service_documentation", leaseID(story.index)) }
    writer.endObject()
  }

  private static func json(
    _ kind: ObjectKind, _ id: String, _ created: Int64, hasLivemode: Bool = false,
    _ members: (inout JSONWriter) -> Void
  ) -> String {
    var writer = JSONWriter()
    writer.beginObject()
    writer.member("id", id)
    writer.member("object", kind.resource.name)
    members(&writer)
    writer.member("created", created)
    if hasLivemode {
      writer.key("livemode")
      writer.bool(false)
    }
    writer.endObject()
    return String(decoding: writer.bytes, as: UTF8.self)
  }
}

extension DemoObjects {
  static func chargeJSON(_ story: DemoStory) -> String {
    let isRefunded = story.status == .warningClosed && story.disputed == story.charged
    return json(.charge, id("ch_", story.index), story.paidAt) { writer in
      writer.member("amount", story.charged)
      writer.member("currency", story.currency)
      writer.member("status", "succeeded")
      writer.member("customer", id("cus_", story.customer))
      writer.member("payment_intent", story.hasIntent ? id("pi_", story.index) : nil)
      writer.member("payment_method", "pm_card_visa")
      writer.member("description", "Rent")
      writer.key("refunded")
      writer.bool(isRefunded)
      writer.member("amount_refunded", isRefunded ? story.charged : 0)
      writer.member("receipt_url", "https://pay.casapay.com/receipts/\(id("ch_", story.index))")
      writer.emptyObject("metadata")
    }
  }

  static func intentJSON(_ story: DemoStory) -> String {
    json(.paymentIntent, id("pi_", story.index), story.paidAt, hasLivemode: true) { writer in
      writer.member("amount", story.charged)
      writer.member("currency", story.currency)
      writer.member("status", "succeeded")
      writer.member("customer", id("cus_", story.customer))
      writer.member("payment_method", "pm_card_visa")
      writer.member("description", "Rent")
      writer.member("amount_received", story.charged)
      writer.emptyObject("metadata")
    }
  }

  static func leaseJSON(_ story: DemoStory) -> String {
    json(.file, leaseID(story.index), story.paidAt) { writer in
      writer.member("filename", "lease_\(padded(story.index)).pdf")
      writer.member("purpose", "dispute_evidence")
      writer.member("size", 180_000 + Int64(story.index % 90_000))
      writer.member("type", "application/pdf")
    }
  }

  static func customerJSON(_ index: Int, now: Int64) -> String {
    let (first, last) = name(index)
    return json(
      .customer, id("cus_", index), now - 400 * 86_400, hasLivemode: true
    ) { writer in
      writer.member("name", "\(first) \(last)")
      writer.member("email", email(index))
      writer.emptyObject("metadata")
    }
  }
}

extension DemoObjects {
  private static let firstNames = [
    "Jane", "Ali", "Sam", "Yuki", "Mia", "Noor", "Eve", "João", "Léa", "Jonas", "Inês", "Pablo",
    "Zofia", "Oskar", "Amara", "Mateo", "Freya",
  ]
  private static let lastNames = [
    "Doe", "Aydin", "Lee", "Sato", "Wolf", "Bakker", "Hill", "Silva", "Moreau", "Krüger", "Costa",
    "Ruiz", "Nowak", "Lind", "Okafor", "Rossi", "Berg", "Novák", "Quinn",
  ]

  private static func name(_ index: Int) -> (first: String, last: String) {
    (firstNames[index % firstNames.count], lastNames[index % lastNames.count])
  }

  private static func email(_ index: Int) -> String { "tenant\(index + 1)@example.com" }

  private static func leaseID(_ index: Int) -> String { "file_lease_\(padded(index))" }

  private static func padded(_ index: Int) -> String {
    let digits = String(index + 1)
    return String(repeating: "0", count: max(0, 3 - digits.utf8.count)) + digits
  }

  /// An id that looks random and belongs to one index only.
  private static func id(_ prefix: String, _ index: Int) -> String {
    let digits = String(SplitMix64.mixed(UInt64(index) &+ 0x5eed), radix: 36)
    return prefix + String(repeating: "0", count: max(0, 13 - digits.utf8.count)) + digits
  }
}

extension JSONWriter {
  /// Writes a member that is an object with nothing in it.
  fileprivate mutating func emptyObject(_ name: String) {
    key(name)
    beginObject()
    endObject()
  }
}
