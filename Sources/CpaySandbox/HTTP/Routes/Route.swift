import CpayModel
import CpayValue

/// One request as a route sees it: read, let in, matched and checked.
struct Call: Sendable {
  let method: String
  /// The path as it was sent.
  let path: String
  /// What stood in the path where the pattern has names, in order.
  let arguments: [String]
  let query: QueryParameters
  /// The members of the body, checked.
  let members: [JSONNode.Member]
  /// The file that came with it, where the endpoint takes one.
  var upload: ReceivedFile?
  let caller: Caller
  let requestID: String
  let idempotencyKey: String?
  /// SHA-256 of method, path and body, in hexadecimal: what a repeated key must agree in.
  let fingerprint: String
  /// What the answer shows whole instead of by id.
  let expansion: Expansion
  /// The server's own address: `http://127.0.0.1:49152`.
  let base: String
  /// Whether objects are read as they were before their last change.
  var isStale = false
  /// The status that a fault answers with once the effect is there.
  var statusAfterEffect: Int?

  /// The member of the body called `name`.
  subscript(name: String) -> JSONNode? {
    members.first { $0.name.isSame(as: name) }?.value
  }
}

/// What goes back: a status, a body, and the headers that not every answer has.
struct Answer: Sendable {
  var status = 200
  var body: [UInt8]
  var headers: [(name: String, value: String)] = []
  /// The file that is the body, instead of `body`.
  var file: FileContent?
}

/// What an endpoint answers when all is well, as the OpenAPI document says it.
enum AnswerShape: Sendable {
  case object(ObjectKind)
  case list(ObjectKind)
  /// `{"id":…,"object":…,"deleted":true}`.
  case deleted(ObjectKind)
  /// The sandbox's own, which no document describes.
  case other
}

/// One endpoint, as a row of the route table.
struct Route: Sendable {
  /// Who is let in.
  enum Access: Hashable, Sendable {
    case anyone
    /// A secret key, or a restricted one with this permission: `disputes:read`.
    case permission(String)
  }

  let method: String
  /// The path, with `:name` for a part that is an id: `/v1/disputes/:id/close`.
  let path: String
  /// What it does, in one line.
  let doc: String
  let access: Access
  /// The query parameters it takes.
  var query: [Parameter] = []
  var body = BodySchema.none
  let shape: AnswerShape
  /// The status when all is well.
  var status = 200
  let answer: @Sendable (Call, Sandbox) async throws -> Answer
}

/// The endpoints of one server.
struct RouteTable: Sendable {
  let routes: [Route]
  private let templates: [PathTemplate]

  init(_ routes: [Route]) {
    self.routes = routes
    templates = routes.map { PathTemplate($0.path) }
  }

  /// The API's endpoints, and what the sandbox answers beside them.
  static let api: RouteTable = RouteTable(
    DisputeRoutes.all + FileRoutes.all + ReadRoutes.all + WebhookEndpointRoutes.all
      + OpenRoutes.all)

  /// The route for a request and the ids in its path.
  ///
  /// - Throws: ``APIError`` with 404 for a path that no route has, with 405 for a method.
  func match(_ method: String, _ path: Substring) throws(APIError) -> (Route, [String]) {
    for (route, template) in zip(routes, templates) where route.method == method {
      if let arguments = template.arguments(of: path) { return (route, arguments) }
    }
    let allowed = allowed(at: path)
    guard allowed.isEmpty else {
      throw APIError(
        status: 405, kind: .invalidRequest, code: nil,
        message: "\(path) takes \(allowed), not \(method).", param: nil)
    }
    throw .notFound("There is nothing at \(method) \(path).")
  }

  /// The methods that are taken at `path`, as the `Allow` header lists them.
  func allowed(at path: Substring) -> String {
    zip(routes, templates).filter { $1.arguments(of: path) != nil }.map(\.0.method)
      .joined(separator: ", ")
  }
}
