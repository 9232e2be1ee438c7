import CpayModel
import CpayValue
import GRDB

/// A change of a webhook endpoint that was asked for.
struct WebhookEndpointRequest: Sendable {
  private let call: Call
  private let sandbox: Sandbox
  private let url: String?
  private let events: [String]?

  /// Checks what the parameter table cannot say.
  init(_ call: Call, _ sandbox: Sandbox) throws(APIError) {
    (self.call, self.sandbox) = (call, sandbox)
    url = call["url"]?.string
    if let url { try WebhookURL.check(url, sandbox.assumptions) }
    guard case .array(let elements)? = call["enabled_events"]?.content else {
      events = nil
      return
    }
    let names = elements.compactMap(\.string)
    guard !names.isEmpty else {
      throw .invalid("enabled_events", "enabled_events must name at least one event type.")
    }
    let isWildcardRefused = sandbox.assumptions.holds(.wildcardEvents, "refuse")
    for name in names {
      guard EventTypeName.isOne(name), name != "*" || !isWildcardRefused else {
        throw .invalid("enabled_events", "'\(name)' is no event type.")
      }
    }
    events = names
  }

  private var now: Timestamp { sandbox.time.now }

  /// Makes the endpoint; its secret is in this answer and in no other.
  func create(_ db: Database) throws -> Answer {
    let (url, events) = (url ?? "", events ?? [])
    let id = try DerivedID.make("we_", [url, String(now.seconds)], db)
    let secret = RandomToken.make(KeyPrefix.webhookSecret, length: 32)
    let metadata = try MetadataChange(call["metadata"]).applied(to: .empty) ?? TextMap(nil)
    let json = { (secret: String?) in
      var writer = JSONWriter()
      writer.beginObject()
      writer.member("id", id)
      writer.member("object", "webhook_endpoint")
      writer.member("url", url)
      writer.key("enabled_events")
      writer.texts(events)
      writer.member("status", "enabled")
      if let secret { writer.member("secret", secret) }
      writer.member("api_version", call["api_version"]?.string ?? WireLimits.apiVersion)
      writer.member("description", call["description"]?.string)
      writer.key("metadata")
      metadata.write(to: &writer)
      writer.member("created", now.seconds)
      writer.endObject()
      return writer.bytes
    }
    try StoredObject(
      id: id, kind: .webhookEndpoint, created: now.seconds,
      body: String(decoding: json(nil), as: UTF8.self)
    ).insert(db, mode: call.caller.mode)
    try db.execute(
      sql: """
        INSERT INTO endpoint_secret (endpoint, url, secret, events, mode, is_enabled)
        VALUES (?, ?, ?, ?, ?, 1)
        """, arguments: [id, url, secret, lines(events), call.caller.mode.rawValue])
    return Answer(status: 201, body: json(secret))
  }

  /// Changes what the body names.
  func update(_ db: Database) throws -> Answer {
    let id = call.arguments[0]
    let endpoint = try current(db)
    var patch = ObjectPatch()
    if let url { patch.set("url") { $0.string(url) } }
    if let events { patch.set("enabled_events") { $0.texts(events) } }
    let disabled = call["disabled"]?.bool
    if let disabled { patch.set("status") { $0.string(disabled ? "disabled" : "enabled") } }
    if let text = call["description"]?.string { patch.set("description") { $0.string(text) } }
    if let metadata = try MetadataChange(call["metadata"]).applied(to: endpoint) {
      patch.set("metadata") { metadata.write(to: &$0) }
    }
    let body = patch.applied(to: endpoint)
    try StoredObject.replace(db, id: id, body: body)
    try db.execute(
      sql: """
        UPDATE endpoint_secret SET url = COALESCE(?, url), events = COALESCE(?, events),
          is_enabled = COALESCE(?, is_enabled) WHERE endpoint = ?
        """, arguments: [url, events.map(lines), disabled.map { !$0 }, id])
    return Answer(body: Array(body.utf8))
  }

  /// Takes the endpoint away, and the deliveries that it has not taken.
  func delete(_ db: Database) throws -> Answer {
    let id = call.arguments[0]
    guard try StoredObject.remove(db, .webhookEndpoint, id: id, mode: call.caller.mode) else {
      throw APIError.noSuch(.webhookEndpoint, id)
    }
    for table in ["endpoint_secret", "delivery"] {
      try db.execute(sql: "DELETE FROM \(table) WHERE endpoint = ?", arguments: [id])
    }
    var writer = JSONWriter()
    writer.beginObject()
    writer.member("id", id)
    writer.member("object", "webhook_endpoint")
    writer.member("deleted", true)
    writer.endObject()
    return Answer(body: writer.bytes)
  }

  private func current(_ db: Database) throws -> JSONNode {
    let id = call.arguments[0]
    let node = try StoredObject.node(db, .webhookEndpoint, id: id, mode: call.caller.mode)
    guard let node else { throw APIError.noSuch(.webhookEndpoint, id) }
    return node
  }

  /// The event types, each between two line ends, as they are looked for.
  private func lines(_ events: [String]) -> String { "\n" + events.joined(separator: "\n") + "\n" }
}

extension JSONWriter {
  /// Writes a list of texts.
  mutating func texts(_ texts: [String]) {
    beginArray()
    for text in texts { string(text) }
    endArray()
  }
}
