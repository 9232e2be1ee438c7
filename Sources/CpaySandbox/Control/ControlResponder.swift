import CpayValue
import HTTPTypes
import HummingbirdCore
import NIOCore
import NIOHTTP1

/// Answers the control plane's port: orders with the right token, and nothing else.
struct ControlResponder: Sendable {
  let plane: ControlPlane

  func respond(to request: Request, port: Int) async -> Response {
    var answer: Answer
    do {
      answer = try await self.answer(request, port: port)
    } catch let error as APIError {
      answer = Answer(status: error.status, body: error.body(requestID: nil))
    } catch let error as HTTPParserError {
      answer = Answer(status: 400, body: APIError.unreadable(error).body(requestID: nil))
    } catch {
      let failure = APIError(
        status: 500, kind: .api, code: nil, message: "The sandbox failed: \(error).", param: nil)
      answer = Answer(status: 500, body: failure.body(requestID: nil))
    }
    var fields = HTTPFields()
    fields.set("Content-Type", "application/json")
    fields.set("x-cpay-sandbox", plane.sandbox.identity.instance)
    fields.set("Content-Length", String(answer.body.count))
    return Response(
      status: HTTPResponse.Status(code: answer.status), headers: fields,
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body)))
  }

  private func answer(_ request: Request, port: Int) async throws -> Answer {
    try LocalGuard.check(request.head, port: port, isOpen: false)
    guard let authorization = request.headers[.authorization],
      authorization.isSame(as: "Bearer \(plane.token)")
    else { throw APIError.authentication(401, "The control token is missing or wrong.") }
    let path = (request.head.path ?? "/").prefix { $0 != "?" }
    let (command, arguments) = try match(request.method.rawValue, path)
    let body = Array(try await request.body.collect(upTo: 1 << 20).readableBytesView)
    let members = try BodyReader(assumptions: plane.sandbox.assumptions).members(
      body, contentType: request.headers[.contentType], .object(command.parameters))
    return try await command.answer(
      ControlPlane.Order(arguments: arguments, members: members), plane)
  }

  private func match(
    _ method: String, _ path: Substring
  ) throws(APIError) -> (ControlPlane.Command, [String]) {
    for command in ControlPlane.commands where command.method == method {
      if let arguments = PathTemplate("/_sandbox" + command.path).arguments(of: path) {
        return (command, arguments)
      }
    }
    let all = ControlPlane.commands.map { "\($0.method) /_sandbox\($0.path)" }
    throw .notFound(
      "There is nothing at \(method) \(path); there is \(all.joined(separator: ", ")).")
  }
}
