import CpayValue

/// What the sandbox answers beside the API's endpoints, without a key.
enum OpenRoutes {
  static let all: [Route] = [identity, openAPI, download]

  /// What a client asks once, to learn the clock and which store it talks to.
  private static let identity = Route(
    method: "GET", path: "/_sandbox", doc: "which sandbox this is", access: .anyone, shape: .other
  ) { _, sandbox in
    var writer = JSONWriter()
    writer.beginObject()
    writer.member("instance", sandbox.identity.instance)
    writer.member("now", sandbox.time.now.seconds)
    writer.member("mode", Mode.test.rawValue)
    writer.member("seed", sandbox.identity.seed)
    writer.endObject()
    return Answer(body: writer.bytes)
  }

  private static let openAPI: Route = Route(
    method: "GET", path: "/openapi.json", doc: "this document", access: .anyone, shape: .other
  ) { call, sandbox in
    Answer(body: OpenAPIDocument(RouteTable.api, sandbox.assumptions, server: call.base).bytes)
  }

  /// The content of a file, for whoever has its signed address (files page).
  private static let download = Route(
    method: "GET", path: "/files/:id", doc: "the content of a file", access: .anyone,
    query: [Parameter("token", .text(maximum: nil), "the signature")], shape: .other
  ) { call, sandbox in
    try await FileDownload(call, sandbox).answer()
  }
}
