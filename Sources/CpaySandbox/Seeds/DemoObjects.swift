import CpayValue

/// Writes the objects of a made-up dispute as the API's pages show them.
enum DemoObjects {
  static func dispute(_ story: DemoStory) -> StoredObject {
    let intent = story.hasIntent ? id("pi_", story.index) : nil
    var object = make("dispute", id("dp_", story.index), story.createdAt) { writer in
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
    object.charge = id("ch_", story.index)
    object.paymentIntent = intent
    object.status = story.status.rawValue
    return object
  }

  static func charge(_ story: DemoStory) -> StoredObject {
    let isRefunded = story.status == .warningClosed && story.disputed == story.charged
    return make("charge", id("ch_", story.index), story.paidAt) { writer in
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

  static func intent(_ story: DemoStory) -> StoredObject {
    make("payment_intent", id("pi_", story.index), story.paidAt, hasLivemode: true) { writer in
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

  static func lease(_ story: DemoStory) -> StoredObject {
    make("file", leaseID(story.index), story.paidAt) { writer in
      writer.member("filename", "lease_\(padded(story.index)).pdf")
      writer.member("purpose", "dispute_evidence")
      writer.member("size", 180_000 + Int64(story.index % 90_000))
      writer.member("type", "application/pdf")
    }
  }

  static func customer(_ index: Int, now: Int64) -> StoredObject {
    let (first, last) = name(index)
    return make("customer", id("cus_", index), now - 400 * 86_400, hasLivemode: true) { writer in
      writer.member("name", "\(first) \(last)")
      writer.member("email", email(index))
      writer.emptyObject("metadata")
    }
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

  private static func make(
    _ kind: String, _ id: String, _ created: Int64, hasLivemode: Bool = false,
    _ members: (inout JSONWriter) -> Void
  ) -> StoredObject {
    var writer = JSONWriter()
    writer.beginObject()
    writer.member("id", id)
    writer.member("object", kind)
    members(&writer)
    writer.member("created", created)
    if hasLivemode {
      writer.key("livemode")
      writer.bool(false)
    }
    writer.endObject()
    return StoredObject(
      id: id, kind: kind, created: created, body: String(decoding: writer.bytes, as: UTF8.self))
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
  /// Writes a member that is a text, or null.
  fileprivate mutating func member(_ name: String, _ text: String?) {
    key(name)
    if let text { string(text) } else { null() }
  }

  /// Writes a member that is a whole number, or null.
  fileprivate mutating func member(_ name: String, _ number: Int64?) {
    key(name)
    if let number { integer(number) } else { null() }
  }

  /// Writes a member that is an object with nothing in it.
  fileprivate mutating func emptyObject(_ name: String) {
    key(name)
    beginObject()
    endObject()
  }
}
