import CpayModel
import CpayValue
import HTTPTypes

extension ObjectClient<WebhookEndpoint> {
  /// Makes an endpoint; the answer is partial and the only one that has its secret.
  /// - Throws: ``ReadFailure`` when the API does not make it.
  public func create(
    url: String, events: [String], description: String? = nil
  ) async throws(ReadFailure) -> WebhookEndpoint {
    try await post(WebhookEndpoint.resource.path, url: url, events: events, description)
  }

  /// Changes an endpoint; what is nil stays (the page was cut here: an assumption by house style).
  /// - Throws: ``ReadFailure`` when the API does not change it.
  public func update(
    _ id: String, url: String? = nil, events: [String]? = nil, description: String? = nil
  ) async throws(ReadFailure) -> WebhookEndpoint {
    try await post(try path(id), url: url, events: events, description)
  }

  /// Takes an endpoint away (the page was cut here: an assumption by house style).
  /// - Throws: ``ReadFailure`` when the API does not.
  public func delete(_ id: String) async throws(ReadFailure) {
    let request = WireRequest(.delete, try path(id), headers: client.sender.headers)
    _ = try await client.sender.retrying(.write, request, .never)
  }

  /// A write that does no harm when it is repeated under its key, which is random: two endpoints
  /// may be alike.
  private func post(
    _ path: String, url: String?, events: [String]?, _ description: String?
  ) async throws(ReadFailure) -> WebhookEndpoint {
    var members: [Value.Member] = []
    if let url { members.append(Value.Member(name: "url", value: .string(url))) }
    if let events {
      members.append(Value.Member(name: "enabled_events", value: .list(events.map(Value.string))))
    }
    if let description {
      members.append(Value.Member(name: "description", value: .string(description)))
    }
    var writer = JSONWriter()
    writer.value(.record(members))
    var fields = client.sender.headers
    fields[.contentType] = "application/json"
    let random = client.sender.environment.random
    fields[.idempotencyKey] =
      "cpw_" + String(random(), radix: 36) + "_" + String(random(), radix: 36)
    let request = WireRequest(.post, path, headers: fields, body: writer.bytes)
    return try WebhookEndpoint(
      json: try await client.sender.retrying(.write, request, .never).body)
  }
}
