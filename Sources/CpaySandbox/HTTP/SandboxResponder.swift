import CpayModel
import CpayValue
import HTTPTypes
import HummingbirdCore
import NIOCore
import NIOHTTP1

/// Turns each HTTP request into a call of its route, and the answer into an HTTP response.
///
/// Hummingbird's `Application` is left out: it writes the machine's time into `Date`, where ours
/// must be the sandbox's.
struct SandboxResponder: Sendable {
  let sandbox: Sandbox
  let gatekeeper: Gatekeeper
  let faults: FaultInjector

  /// What goes back over the connection.
  enum Reply: Sendable {
    case response(Response)
    case headOnly(HTTPResponse)
    /// A fault's bytes; the connection is of no use after them.
    case spoiled([FaultStep])
  }

  /// Answers one request; every answer, refusals included, has the same headers.
  func reply(to request: Request, port: Int) async -> Reply {
    let requestID = RandomToken.make("req_")
    let path = (request.head.path ?? "/").prefix { $0 != "?" }
    let (answer, fault) = await self.answer(
      request, path, Request.Origin(id: requestID, port: port))
    let head = HTTPResponse(
      status: HTTPResponse.Status(code: answer.status), headerFields: fields(answer, requestID))
    if let fault, fault.kind.spoilsConnection {
      return .spoiled(
        FaultScript.steps(fault.kind, head: EncodedHead.bytes(head), body: answer.body))
    }
    if request.method == .head { return .headOnly(head) }
    let body = answer.file?.body ?? ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body))
    return .response(Response(status: head.status, headers: head.headerFields, body: body))
  }

  /// The fault for a request of the API that was let in; the sandbox's own answers have none.
  private func struck(_ request: Request, _ path: Substring) -> FaultRule? {
    guard path.hasPrefix("/v1/") else { return nil }
    return faults.decide(
      method: request.method.rawValue, path: String(path),
      key: request.headers.value("Idempotency-Key"))
  }

  private func answer(
    _ request: Request, _ path: Substring, _ origin: Request.Origin
  ) async -> (Answer, FaultRule?) {
    var fault: FaultRule?
    do {
      let admitted = try gatekeeper.admit(request.head, path, port: origin.port)
      let answer = try await gatekeeper.limits.admitting(admitted.caller) {
        fault = struck(request, path)
        return try await self.answer(request, path, admitted, origin, fault)
      }
      return (answer, fault)
    } catch {
      return (refusal(error, path, origin), fault)
    }
  }

  private func refusal(
    _ error: any Error, _ path: Substring, _ origin: Request.Origin
  ) -> Answer {
    switch error {
    case let refusal as TooManyRequests:
      var answer = sandbox.answer(.rateLimit(refusal.wait), origin.id)
      if sandbox.assumptions.holds(.retryAfter, "send") {
        answer.headers = [("Retry-After", String(refusal.wait))]
      }
      return answer
    case let error as APIError:
      var answer = sandbox.answer(error, origin.id)
      switch error.status {
      case 401: answer.headers = [("WWW-Authenticate", "Bearer")]
      case 405: answer.headers = [("Allow", RouteTable.api.allowed(at: path))]
      default: break
      }
      return answer
    case let error as HTTPParserError:
      // Its head was a request, its body is none: nothing behind it can be read either.
      var answer = sandbox.answer(.unreadable(error), origin.id)
      answer.headers = [("Connection", "close")]
      return answer
    default:
      let failure = APIError(
        status: 500, kind: .api, code: nil, message: "The sandbox failed: \(error).", param: nil)
      return sandbox.answer(failure, origin.id)
    }
  }

  private func answer(
    _ request: Request, _ path: Substring, _ admitted: Gatekeeper.Admitted,
    _ origin: Request.Origin, _ fault: FaultRule?
  ) async throws -> Answer {
    let call = try await CallReader(sandbox: sandbox).call(
      request, path, admitted, origin, fault)
    if let fault, fault.preventsEffect(of: call.method) {
      return sandbox.answer(.injected(fault.kind.status ?? 500), origin.id)
    }
    let answer = try await admitted.route.answer(call, sandbox)
    guard let status = call.statusAfterEffect else { return answer }
    return sandbox.answer(.injected(status), origin.id)
  }

  private func fields(_ answer: Answer, _ requestID: String) -> HTTPFields {
    var fields = HTTPFields()
    fields.set("Content-Type", "application/json")
    for header in answer.headers { fields.set(header.name, header.value) }
    fields.set("Request-Id", requestID)
    fields.set("CasaPay-Version", WireLimits.apiVersion)
    fields.set("x-cpay-sandbox", sandbox.identity.instance)
    if let date = sandbox.time.now.httpDate { fields.set("Date", date) }
    if answer.file == nil { fields.set("Content-Length", String(answer.body.count)) }
    return fields
  }
}

extension Request {
  /// What one request is known by on the server's side.
  struct Origin: Sendable {
    let id: String
    let port: Int
  }
}

extension FaultRule {
  /// Whether the request is not carried out: a read has no effect, and its true answer is spoiled.
  fileprivate func preventsEffect(of method: String) -> Bool {
    phase == .before && (kind.status != nil || method != "GET" && kind != .stale)
  }
}

extension FaultKind {
  /// Whether it strikes the bytes on the wire.
  var spoilsConnection: Bool {
    switch self {
    case .status, .stale, .duplicate, .late: false
    default: true
    }
  }

  /// The status that is answered, where that is the fault.
  var status: Int? {
    if case .status(let status) = self { status } else { nil }
  }
}

extension APIError {
  /// A body that HTTP has no meaning for, such as one with a chunk of no size.
  static func unreadable(_ error: HTTPParserError) -> APIError {
    malformed("The body of the request is not HTTP: \(error).")
  }
}

/// The head of an answer as it stands on the wire.
enum EncodedHead {
  static func bytes(_ head: HTTPResponse) -> [UInt8] {
    var text = "HTTP/1.1 \(head.status.code) \(head.status.reasonPhrase)\r\n"
    for field in head.headerFields { text += "\(field.name): \(field.value)\r\n" }
    return Array((text + "\r\n").utf8)
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
