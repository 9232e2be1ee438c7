import CpayModel
import CpayValue
import HTTPTypes
import HummingbirdCore
import NIOCore

/// Turns each HTTP request into a call of its route, and the answer into an HTTP response.
///
/// Hummingbird's `Application` is left out: it writes the machine's time into `Date`, where ours
/// must be the sandbox's.
struct SandboxResponder: Sendable {
  let sandbox: Sandbox

  /// Answers one request; every answer, refusals included, has the same headers.
  func respond(to request: Request, port: Int) async -> Response {
    let requestID = RandomToken.make("req_")
    var answer: Answer
    do {
      answer = try await self.answer(request, requestID: requestID, port: port)
    } catch let error as APIError {
      answer = Answer(status: error.status, body: error.body, headers: headers(of: error, request))
    } catch {
      let failure = APIError(
        status: 500, kind: .api, code: nil, message: "The sandbox failed: \(error).", param: nil)
      answer = Answer(status: 500, body: failure.body)
    }
    answer.headers += [
      ("Content-Type", "application/json"), ("Request-Id", requestID),
      ("CasaPay-Version", WireLimits.apiVersion), ("x-cpay-sandbox", sandbox.identity.instance),
    ]
    if let date = sandbox.clock.now.httpDate { answer.headers.append(("Date", date)) }
    return response(answer)
  }

  private func answer(
    _ request: Request, requestID: String, port: Int
  ) async throws -> Answer {
    try LocalGuard.check(request.head, port: port)
    let path = path(of: request)
    let query = (request.head.path ?? "").dropFirst(path.count + 1)
    let (route, arguments, caller) = try admitted(request, path)
    let parameters = try QueryParameters(String(query), known: route.query)
    let body = route.method == "POST" ? try await self.body(of: request) : []
    try JSONBody.check(contentType: request.headers[.contentType], body: body)
    let call = Call(
      method: route.method, path: String(path), arguments: arguments, query: parameters, body: body,
      caller: caller, requestID: requestID, idempotencyKey: request.headers.value("Idempotency-Key")
    )
    return try await route.answer(call, sandbox)
  }

  private func path(of request: Request) -> Substring {
    (request.head.path ?? "/").prefix { $0 != "?" }
  }

  /// The route, once the key and the version have passed; a path under `/v1` that does not exist
  /// is told to known keys only.
  private func admitted(
    _ request: Request, _ path: Substring
  ) throws(APIError) -> (Route, [String], Caller) {
    let method = request.method.rawValue
    guard path == "/v1" || path.hasPrefix("/v1/") else {
      let (route, arguments) = try RouteTable.match(method, path)
      return (route, arguments, Caller(key: "", mode: .test))
    }
    let caller = try sandbox.keyring.caller(request.headers[.authorization])
    try checkVersion(request.headers.value("CasaPay-Version"))
    let (route, arguments) = try RouteTable.match(method, path)
    return (route, arguments, caller)
  }

  private func checkVersion(_ version: String?) throws(APIError) {
    guard let version, version != WireLimits.apiVersion else { return }
    throw .invalid(
      "CasaPay-Version",
      "The CasaPay-Version '\(version)' is unknown; there is \(WireLimits.apiVersion).")
  }

  private func body(of request: Request) async throws -> [UInt8] {
    do {
      let buffer = try await request.body.collect(upTo: JSONBody.maximumBytes)
      return Array(buffer.readableBytesView)
    } catch is NIOTooManyBytesError {
      throw APIError.malformed("The body has more than \(JSONBody.maximumBytes) bytes.")
    }
  }

  private func headers(of error: APIError, _ request: Request) -> [(name: String, value: String)] {
    switch error.status {
    case 401: [("WWW-Authenticate", "Bearer")]
    case 405: [("Allow", RouteTable.allowed(at: path(of: request)))]
    default: []
    }
  }

  private func response(_ answer: Answer) -> Response {
    var fields = HTTPFields()
    for header in answer.headers { fields.set(header.name, header.value) }
    return Response(
      status: HTTPResponse.Status(code: answer.status), headers: fields,
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body)))
  }
}

extension HTTPFields {
  /// The value of the header `name`, when there is one.
  func value(_ name: String) -> String? {
    HTTPField.Name(name).flatMap { self[$0] }
  }

  /// Sets the header `name`.
  mutating func set(_ name: String, _ value: String) {
    guard let name = HTTPField.Name(name) else { return }
    self[name] = value
  }
}
