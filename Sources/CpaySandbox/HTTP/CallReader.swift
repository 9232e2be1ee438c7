import CpayModel
import CpayValue
import HTTPTypes
import HummingbirdCore
import NIOCore

/// Reads the rest of a request that has been let in: its query, its body, its key.
struct CallReader: Sendable {
  let sandbox: Sandbox

  /// The call that the request makes.
  func call(
    _ request: Request, _ path: Substring, _ admitted: Gatekeeper.Admitted,
    _ origin: Request.Origin, _ fault: FaultRule?
  ) async throws -> Call {
    let route = admitted.route
    let query = try QueryParameters(
      String((request.head.path ?? "").dropFirst(path.count + 1)), known: route.query,
      ignoresUnknown: sandbox.assumptions.holds(.unknownParameters, "ignore"))
    let content = try await content(request, route, path)
    return Call(
      method: route.method, path: String(path), arguments: admitted.arguments, query: query,
      members: content.members, upload: content.file, caller: admitted.caller,
      requestID: origin.id, idempotencyKey: request.headers.value("Idempotency-Key"),
      fingerprint: content.fingerprint,
      expansion: try expansion(query, content.members, route.shape, admitted.caller),
      base: "http://\(request.head.authority ?? "127.0.0.1:\(origin.port)")",
      isStale: fault?.kind == .stale,
      statusAfterEffect: fault.flatMap { $0.phase == .after ? $0.kind.status : nil })
  }

  private struct Content {
    var members: [JSONNode.Member] = []
    var file: ReceivedFile?
    var fingerprint = ""
  }

  private func content(
    _ request: Request, _ route: Route, _ path: Substring
  ) async throws -> Content {
    guard route.method == "POST" else { return Content() }
    var digest = Digest()
    digest.add("\(route.method) \(path)")
    let type = request.headers[.contentType]
    if case .upload(let parameters) = route.body {
      let upload = try await upload(request, parameters)
      for member in upload.members {
        digest.add(member.name)
        digest.add(member.value.string ?? "")
      }
      digest.add(upload.file?.filename ?? "")
      digest.add(upload.file?.content.digest ?? "")
      return Content(members: upload.members, file: upload.file, fingerprint: digest.hex)
    }
    let body = try await body(of: request)
    digest.add(body)
    let members = try BodyReader(assumptions: sandbox.assumptions).members(
      body, contentType: type, route.body)
    return Content(members: members, fingerprint: digest.hex)
  }

  private func upload(
    _ request: Request, _ parameters: [Parameter]
  ) async throws -> (members: [JSONNode.Member], file: ReceivedFile?) {
    let assumptions = sandbox.assumptions
    var upload = try Upload(
      request.body.makeAsyncIterator(), contentType: request.headers[.contentType])
    try await upload.receive(
      into: sandbox.vault, isEmptyAllowed: assumptions.holds(.emptyFile, "accept"))
    let file = upload.file.map { file in
      JSONNode.Member(name: "file", value: JSONNode(.string(file.filename)))
    }
    try BodyRules(assumptions: assumptions).check(
      upload.members + [file].compactMap { $0 }, parameters)
    return (upload.members, upload.file)
  }

  private func body(of request: Request) async throws -> [UInt8] {
    do {
      let buffer = try await request.body.collect(upTo: BodyReader.maximumBytes)
      return Array(buffer.readableBytesView)
    } catch is NIOTooManyBytesError {
      throw APIError.malformed("The body has more than \(BodyReader.maximumBytes) bytes.")
    }
  }

  private func expansion(
    _ query: QueryParameters, _ members: [JSONNode.Member], _ shape: AnswerShape, _ caller: Caller
  ) throws(APIError) -> Expansion {
    var paths = query.all("expand[]")
    let member = members.first { $0.name.isSame(as: "expand") }
    if case .array(let elements)? = member?.value.content {
      paths += elements.compactMap(\.string)
    }
    let expansion = try Expansion(paths, of: shape)
    // What a key may not read by itself it may not read inside another object either.
    for kind in expansion.kinds {
      try caller.require("\(kind.resource.plural):read", sandbox.assumptions)
    }
    return expansion
  }
}
