import CpayModel
import CpayValue
import GRDB

/// The endpoints of the webhook endpoints page.
///
/// The page is known up to creation; retrieving, listing, updating and deleting follow the house
/// style of the others.
enum WebhookEndpointRoutes {
  static let all = [
    create, ReadRoutes.list(.webhookEndpoint), ReadRoutes.retrieve(.webhookEndpoint), update,
    delete,
  ]

  private static let access = Route.Access.permission("webhook_endpoints:write")
  private static let settings = [
    Parameter("description", .text(maximum: 5_000), "what it is for"),
    Parameter("metadata", .texts, "key-value pairs of your own"),
  ]

  private static let create = Route(
    method: "POST", path: "/v1/webhook_endpoints", doc: "have events delivered to an address",
    access: access, query: [.expand],
    body: .object(
      [
        Parameter("url", .url, required: true, "an https address; http on this machine only"),
        Parameter(
          "enabled_events", .eventTypes, required: true, "the event types to deliver, or *"),
        Parameter("api_version", .text(maximum: 40), "the version events are written in"),
      ] + settings), shape: .object(.webhookEndpoint), status: 201
  ) { call, sandbox in
    let endpoint = try WebhookEndpointRequest(call, sandbox)
    return try await sandbox.answerOnce(call) { db in try endpoint.create(db) }
  }

  private static let update = Route(
    method: "POST", path: "/v1/webhook_endpoints/:id", doc: "change a webhook endpoint",
    access: access, query: [.expand],
    body: .object(
      [
        Parameter("url", .url, "an https address; http on this machine only"),
        Parameter("enabled_events", .eventTypes, "the event types to deliver"),
        Parameter("disabled", .flag, "whether deliveries are held back"),
      ] + settings), shape: .object(.webhookEndpoint)
  ) { call, sandbox in
    let endpoint = try WebhookEndpointRequest(call, sandbox)
    return try await sandbox.answerOnce(call) { db in try endpoint.update(db) }
  }

  private static let delete = Route(
    method: "DELETE", path: "/v1/webhook_endpoints/:id", doc: "delete a webhook endpoint",
    access: access, shape: .deleted(.webhookEndpoint)
  ) { call, sandbox in
    let endpoint = try WebhookEndpointRequest(call, sandbox)
    return try await sandbox.answerOnce(call) { db in try endpoint.delete(db) }
  }
}
