public import CpayModel
import HTTPTypes

/// The API for one account: lists, objects, and the writes to disputes (disputes page).
public struct APIClient: Sendable {
  private let transport: any HTTPTransport
  private let key: APIKey

  /// A client that speaks with `key` over `transport`, which must go to the key's own origin.
  public init(transport: any HTTPTransport, key: APIKey) {
    self.transport = transport
    self.key = key
  }

  /// One page of a list, such as `GET /v1/disputes`, as bytes.
  /// - Throws: ``ReadFailure`` when there is no such page.
  public func page(
    of resource: Resource, _ query: [WireRequest.Parameter]
  ) async throws(ReadFailure) -> [UInt8] {
    try await read(WireRequest(.get, resource.path, query: query, headers: headers))
  }

  /// One object, such as `GET /v1/disputes/:id`, as bytes.
  /// - Throws: ``ReadFailure`` when it cannot be had.
  public func object(_ resource: Resource, _ id: String) async throws(ReadFailure) -> [UInt8] {
    try await read(WireRequest(.get, path(resource, id), headers: headers))
  }

  /// Sends one write and says what is known of its effect; never throws, since "it failed" would
  /// not be an answer.
  public func write(_ write: DisputeWrite) async -> WriteAnswer {
    var fields = headers
    fields[.idempotencyKey] = write.key
    if write.body != nil { fields[.contentType] = "application/json" }
    let suffix = write.action == .close ? "/close" : ""
    let request = WireRequest(
      .post, path(.dispute, write.dispute) + suffix, headers: fields, body: write.body)
    do {
      return WriteAnswer(try await transport.send(request), to: write)
    } catch {
      return switch error.phase {
      case .notSent: .notSent(error.reason)
      case .mayHaveArrived: .unknown(error.reason, requestID: nil)
      }
    }
  }

  private func path(_ resource: Resource, _ id: String) -> String {
    "\(resource.path)/\(percentEncoded(id))"
  }

  private var headers: HTTPFields {
    var fields = HTTPFields()
    fields[.authorization] = key.authorization
    fields[.casapayVersion] = WireLimits.apiVersion
    fields[.accept] = "application/json"
    fields[.userAgent] = "cpay"
    return fields
  }

  private func read(_ request: WireRequest) async throws(ReadFailure) -> [UInt8] {
    let response: WireResponse
    do {
      response = try await transport.send(request)
    } catch {
      throw .transport(error)
    }
    switch response.status {
    case 200: return response.body
    case 300..<400:
      throw .malformed("the server wants the request sent elsewhere (\(response.status))")
    default: throw .api(APIError(response))
    }
  }
}
