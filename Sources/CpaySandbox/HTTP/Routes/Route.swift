/// One request as a route sees it: read, let in, and matched.
struct Call: Sendable {
  let method: String
  /// The path as it was sent.
  let path: String
  /// What stood in the path where the pattern has names, in order.
  let arguments: [String]
  let query: QueryParameters
  let body: [UInt8]
  let caller: Caller
  let requestID: String
  let idempotencyKey: String?
}

/// What goes back: a status, a JSON body, and the headers that not every answer has.
struct Answer: Sendable {
  var status = 200
  var body: [UInt8]
  var headers: [(name: String, value: String)] = []
}

/// One endpoint, as a row of the route table.
struct Route: Sendable {
  /// Who is let in.
  enum Access: Sendable {
    case anyone
    case secretKey
  }

  let method: String
  /// The path, with `:name` for a part that is an id: `/v1/disputes/:id/close`.
  let path: String
  var access = Access.secretKey
  /// The query parameters it takes.
  var query: [String] = []
  let answer: @Sendable (Call, Sandbox) async throws -> Answer

  /// The parts of `path` that stand where the pattern has names; nil when it does not match.
  func arguments(of path: Substring) -> [String]? {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    let pattern = self.path.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == pattern.count else { return nil }
    var arguments: [String] = []
    for (part, expected) in zip(parts, pattern) {
      if expected.hasPrefix(":") {
        guard !part.isEmpty else { return nil }
        arguments.append(PercentEncoding.decoded(part, plusIsSpace: false) ?? String(part))
      } else if part != expected {
        return nil
      }
    }
    return arguments
  }
}

/// Every endpoint of the sandbox.
enum RouteTable {
  static let all = DisputeRoutes.all + ControlRoutes.all

  /// The route for a request and the ids in its path.
  ///
  /// - Throws: ``APIError`` with 404 for a path that no route has, with 405 for a method.
  static func match(_ method: String, _ path: Substring) throws(APIError) -> (Route, [String]) {
    for route in all where route.method == method {
      if let arguments = route.arguments(of: path) { return (route, arguments) }
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
  static func allowed(at path: Substring) -> String {
    all.filter { $0.arguments(of: path) != nil }.map(\.method).joined(separator: ", ")
  }
}
