public import CpayModel
import CpayValue
import HTTPTypes

/// The requests for one kind of object: retrieve and list for all, and what else its page has.
public struct ObjectClient<Object: APIObject>: Sendable {
  let client: APIClient

  /// The object of that id; `expand` names references that come whole, such as `charge`.
  /// - Throws: ``ReadFailure`` when it cannot be had, or another comes.
  public func retrieve(
    _ id: String, expand: [String] = []
  ) async throws(ReadFailure) -> Object {
    let sender = client.sender
    let object = try Object(
      json: try await sender.read(
        WireRequest(
          .get, try path(id), query: expand.map { WireRequest.Parameter("expand[]", $0) },
          headers: sender.headers), .never))
    guard object.id.utf8.elementsEqual(id.utf8) else {
      throw .malformed("asked for \(id), the answer is about another \(Object.resource.name)")
    }
    return object
  }

  /// The objects that match the filters of the list's page, newest first.
  ///
  /// Nothing is asked for before the first is wanted.
  public func list(
    _ filters: KeyValuePairs<String, String> = [:],
    pageSize: Int = WireLimits.maximumPageSize, expand: [String] = []
  ) -> ObjectList<Object> {
    ObjectList(
      client: client, filters: filters.map { WireRequest.Parameter($0.key, $0.value) },
      pageSize: pageSize, expand: expand)
  }

  /// One page of that list.
  /// - Throws: ``ReadFailure`` when it cannot be had, or is none.
  public func page(
    _ place: PagePlace, _ filters: KeyValuePairs<String, String> = [:],
    size: Int = WireLimits.defaultPageSize
  ) async throws(ReadFailure) -> ObjectPage<Object> {
    let query =
      filters.map { WireRequest.Parameter($0.key, $0.value) } + place.parameters
      + [WireRequest.Parameter("limit", String(size))]
    return try ObjectPage(json: try await client.page(of: Object.resource, query))
  }

  /// The path of one object; an id that is none never leaves.
  func path(_ id: String) throws(ReadFailure) -> String {
    guard Object.resource.isID(id) else {
      throw .malformed("this is not the id of a \(Object.resource.name)")
    }
    return client.sender.path(Object.resource, id)
  }
}

extension APIClient {
  /// Disputes: retrieve, list, draft, submit, close.
  public var disputes: ObjectClient<Dispute> { ObjectClient(client: self) }
  /// Files: retrieve, list, upload, download.
  public var files: ObjectClient<File> { ObjectClient(client: self) }
  /// Charges: retrieve and list.
  public var charges: ObjectClient<Charge> { ObjectClient(client: self) }
  /// Payment intents: retrieve and list.
  public var paymentIntents: ObjectClient<PaymentIntent> { ObjectClient(client: self) }
  /// Customers: retrieve and list.
  public var customers: ObjectClient<Customer> { ObjectClient(client: self) }
  /// Events: retrieve and list.
  public var events: ObjectClient<Event> { ObjectClient(client: self) }
  /// Webhook endpoints: retrieve, list, create, update, delete.
  public var webhookEndpoints: ObjectClient<WebhookEndpoint> { ObjectClient(client: self) }
}
