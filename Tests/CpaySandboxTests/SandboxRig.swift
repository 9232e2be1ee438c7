import CpayModel
import CpayValue
import FoundationEssentials
import NIOCore
import NIOPosix
import Testing

@testable import CpaySandbox

/// What came back over the socket.
struct Reply: Sendable {
  let status: Int
  /// By lower-case name.
  let headers: [String: String]
  let body: [UInt8]

  var json: JSONNode {
    get throws { try JSONReader.read(body) }
  }

  var text: String { String(decoding: body, as: UTF8.self) }

  /// The member `name` of the `error` object.
  func error(_ name: String) throws -> String? { try json["error"]?[name]?.string }

  /// The objects of a list.
  func list() throws -> [JSONNode] {
    try #require(try json["data"]?.array, "no list: \(text)")
  }

  /// The ids on a page.
  func ids() throws -> [String] {
    try list().map { try #require($0["id"]?.string, "no id: \(text)") }
  }
}

extension JSONNode {
  /// The elements, when this is an array.
  var array: [JSONNode]? {
    if case .array(let elements) = content { elements } else { nil }
  }
}

/// A client that writes requests byte by byte, so that tests can send what no library would.
struct RawClient: Sendable {
  let port: Int
  let key: String

  func get(_ path: String, headers: [String: String] = [:]) async throws -> Reply {
    try await send("GET", path, headers: headers)
  }

  func post(
    _ path: String, _ json: String = "", headers: [String: String] = [:]
  ) async throws -> Reply {
    let type = json.isEmpty ? [:] : ["Content-Type": "application/json"]
    return try await send("POST", path, headers: type.merging(headers) { $1 }, body: json)
  }

  /// Sends one request; an empty header value leaves the header out.
  func send(
    _ method: String, _ path: String, headers: [String: String] = [:], body: String = ""
  ) async throws -> Reply {
    var all = ["Host": "127.0.0.1:\(port)", "Authorization": "Bearer \(key)"]
    if !body.isEmpty { all["Content-Length"] = String(body.utf8.count) }
    all.merge(headers) { $1 }
    var text = "\(method) \(path) HTTP/1.1\r\nConnection: close\r\n"
    for (name, value) in all where !value.isEmpty { text += "\(name): \(value)\r\n" }
    return try Reply(parsing: try await exchange(text + "\r\n" + body))
  }

  /// Sends `text` and returns everything until the server closes.
  func exchange(_ text: String) async throws -> [UInt8] {
    let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .connect(host: "127.0.0.1", port: port) { channel in
        channel.eventLoop.makeCompletedFuture {
          try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
        }
      }
    return try await channel.executeThenClose { inbound, outbound in
      try await outbound.write(ByteBuffer(string: text))
      var bytes: [UInt8] = []
      for try await buffer in inbound { bytes.append(contentsOf: buffer.readableBytesView) }
      return bytes
    }
  }
}

extension Reply {
  /// Reads one whole HTTP/1.1 answer.
  init(parsing bytes: [UInt8]) throws {
    let text = String(decoding: bytes, as: UTF8.self)
    let end = try #require(text.utf8.firstRange(of: "\r\n\r\n".utf8))
    let lines = text[..<end.lowerBound].split(separator: "\r\n")
    let statusLine = try #require(lines.first).split(separator: " ")
    var headers: [String: String] = [:]
    for line in lines.dropFirst() {
      let parts = line.split(separator: ":", maxSplits: 1)
      headers[parts[0].lowercased()] = String(parts.last ?? "").trimmingPrefix(" ").description
    }
    self.headers = headers
    status = try #require(Int(statusLine[1]))
    body = Array(text.utf8[end.upperBound...])
  }
}

/// Runs `body` against a sandbox of its own, which is stopped afterwards.
func withSandbox<T>(
  _ configuration: SandboxConfiguration = SandboxConfiguration(seed: .docs),
  _ body: (RawClient, SandboxServer) async throws -> T
) async throws -> T {
  let server = try await SandboxServer.start(configuration)
  do {
    let result = try await body(RawClient(port: server.port, key: server.key), server)
    await server.stop()
    return result
  } catch {
    await server.stop()
    throw error
  }
}

/// The docs seed with some assumptions changed.
func docs(assuming settings: String...) throws -> SandboxConfiguration { try docs(settings) }

/// The docs seed with some assumptions changed.
func docs(_ settings: [String]) throws -> SandboxConfiguration {
  SandboxConfiguration(seed: .docs, assumptions: try Assumptions(settings))
}

extension SandboxServer {
  /// Every effect that changed something, oldest first.
  func effects() async throws -> [Effect] {
    try await sandbox.store.read { db in try Effect.all(db).filter { !$0.isRepeat } }
  }

  /// The stored JSON of an object.
  func stored(_ kind: ObjectKind, _ id: String) async throws -> JSONNode? {
    try await sandbox.store.read { db in try StoredObject.node(db, kind, id: id, mode: .test) }
  }
}

/// A folder that is removed with everything in it once `body` has run.
func withTemporaryFolder<T>(_ body: (String) async throws -> T) async throws -> T {
  let path = FileManager.default.temporaryDirectory
    .appending(path: RandomToken.make("cpay-sandbox-")).path()
  try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(atPath: path) }
  return try await body(path)
}

/// Writes a file for a test to read.
func write(_ text: String, to path: String) throws {
  try Data(text.utf8).write(to: URL(filePath: path))
}

extension Call {
  /// The call that lists objects of a kind with that query.
  static func list(_ kind: ObjectKind, _ query: String) throws -> Call {
    Call(
      method: "GET", path: kind.resource.path, arguments: [],
      query: try QueryParameters(query, known: Parameter.list(kind)), members: [],
      caller: Caller(key: "", mode: .test, permissions: nil), requestID: "req_1",
      idempotencyKey: nil, fingerprint: "", expansion: .none, base: "")
  }
}

extension RawClient {
  /// The first of many requests at once that is one too many.
  func oneTooMany() async throws -> Reply? {
    try await withThrowingTaskGroup(of: Reply.self) { group in
      for _ in 0..<30 { group.addTask { try await get("/v1/disputes") } }
      return try await group.reduce(into: Reply?.none) { refused, reply in
        if reply.status == 429 { refused = refused ?? reply }
      }
    }
  }
}
