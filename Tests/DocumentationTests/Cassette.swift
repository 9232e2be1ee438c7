import CpayClient
import CpayValue
import FoundationEssentials
import HTTPTypes
import Synchronization

/// Requests of the API's pages with their answers, one a line, in the order they were made.
///
/// The answers of the pages stand as printed there; where a page prints none, the answer is the
/// sandbox's, so that neither end changes unnoticed. Keys are filtered out; what differs each time,
/// such as the signature of an address, is recorded as `*`.
struct Cassette: Sendable {
  let exchanges: [Exchange]

  /// One request and its answer.
  struct Exchange: Sendable {
    /// `page` where the answer is printed on the API's page, else `sandbox`.
    let source: String
    let method: String
    let target: String
    /// The body as JSON; a form with a file is described by its fields.
    let body: JSONNode?
    let status: Int
    let answer: JSONNode
  }

  init(_ name: String) throws {
    let text = try Data(contentsOf: Cassette.folder.appending(path: name))
    exchanges = try Array(text).split(separator: UInt8(ascii: "\n")).map { line in
      let node = try JSONReader.read(Array(line))
      let (request, response) = (node["request"], node["response"])
      guard let source = node["source"]?.string, let method = request?["method"]?.string,
        let target = request?["target"]?.string, let status = response?["status"]?.integer,
        let answer = response?["body"]
      else { throw Malformed() }
      return Exchange(
        source: source, method: method, target: target, body: request?["body"],
        status: Int(status), answer: answer)
    }
  }

  private struct Malformed: Error {}

  static var folder: URL {
    READMETests.root.appending(path: "Tests/DocumentationTests/Cassettes")
  }

  /// What differs between a recorded value and the one that came; nil when nothing does.
  ///
  /// A recorded `*` stands for any value; the order of members means nothing.
  static func difference(_ recorded: JSONNode, _ found: JSONNode?, at path: String = "") -> String?
  {
    guard let found else { return "\(path) is missing" }
    switch (recorded.content, found.content) {
    case (.string("*"), _): return nil
    case (.object(let wanted), .object(let members)):
      for member in members where recorded[member.name] == nil {
        return "\(path).\(member.name) was not recorded"
      }
      return wanted.lazy.compactMap {
        difference($0.value, found[$0.name], at: "\(path).\($0.name)")
      }.first
    case (.array(let wanted), .array(let elements)):
      guard wanted.count == elements.count else { return "\(path) has \(elements.count) elements" }
      return zip(wanted, elements).lazy.compactMap {
        difference($0, $1, at: "\(path)[]")
      }.first
    default:
      return recorded.content == found.content
        ? nil : "\(path) is \(Cassette.text(found)), recorded is \(Cassette.text(recorded))"
    }
  }

  /// Writes what passed over what was recorded from the sandbox; answers of the pages stay.
  static func record(_ exchanges: [RecordingTransport.Exchange], as name: String) throws {
    let earlier = try Cassette(name).exchanges
    var writer = JSONWriter()
    for (index, exchange) in exchanges.enumerated() {
      let page = index < earlier.count && earlier[index].source == "page" ? earlier[index] : nil
      writer.beginObject()
      writer.key("source")
      writer.string(page == nil ? "sandbox" : "page")
      writer.key("request")
      writer.beginObject()
      writer.key("method")
      writer.string(exchange.method)
      writer.key("target")
      writer.string(exchange.target)
      if let body = exchange.body {
        writer.key("body")
        writer.node(body)
      }
      writer.endObject()
      writer.key("response")
      writer.beginObject()
      writer.key("status")
      writer.integer(exchange.status)
      writer.key("body")
      writer.node(page?.answer ?? filtered(exchange.answer))
      writer.endObject()
      writer.endObject()
      writer.endLine()
    }
    try Data(writer.bytes).write(to: folder.appending(path: name))
  }

  /// The value with `*` for what differs each time.
  private static func filtered(_ node: JSONNode, named name: String = "") -> JSONNode {
    switch node.content {
    case .object(let members):
      return JSONNode(
        .object(
          members.map { member in
            let isRequest = name == "request" && member.name == "id"
            let differs = member.name == "request_id" || isRequest
            return JSONNode.Member(
              name: member.name,
              value: differs ? JSONNode(.string("*")) : filtered(member.value, named: member.name))
          }))
    case .array(let elements): return JSONNode(.array(elements.map { filtered($0) }))
    case .string(let text) where text.contains("?token="): return JSONNode(.string("*"))
    default: return node
    }
  }

  static func text(_ node: JSONNode) -> String {
    var writer = JSONWriter()
    writer.node(node)
    return String(decoding: writer.bytes, as: UTF8.self)
  }
}

/// Answers requests from a cassette, in order, and notes every one that is not the recorded one.
final class CassetteTransport: HTTPTransport {
  private let rest: Mutex<ArraySlice<Cassette.Exchange>>
  private let notes = Mutex<[String]>([])

  init(_ cassette: Cassette) {
    rest = Mutex(cassette.exchanges[...])
  }

  /// What was asked otherwise than recorded.
  var differences: [String] { notes.withLock { $0 } }
  /// The exchanges that nobody asked for.
  var unused: Int { rest.withLock { $0.count } }

  func send(_ request: WireRequest) async throws(TransportFailure) -> WireResponse {
    guard let exchange = rest.withLock({ $0.popFirst() }) else {
      throw TransportFailure(.notSent, "\(request.method) \(request.target) was not recorded")
    }
    for note in [place(request, exchange), body(request, exchange), headers(request)] {
      if let note { notes.withLock { $0.append("\(exchange.target): \(note)") } }
    }
    return WireResponse(
      status: exchange.status, headers: [.contentType: "application/json"],
      body: Array(Cassette.text(exchange.answer).utf8))
  }

  private func place(_ request: WireRequest, _ exchange: Cassette.Exchange) -> String? {
    let asked = "\(request.method.rawValue) \(request.target)"
    return asked == "\(exchange.method) \(exchange.target)" ? nil : "asked \(asked)"
  }

  private func body(_ request: WireRequest, _ exchange: Cassette.Exchange) -> String? {
    if request.stream != nil { return nil }
    guard let body = exchange.body else { return request.body == nil ? nil : "has a body" }
    return Cassette.difference(body, try? JSONReader.read(request.body ?? []))
  }

  private func headers(_ request: WireRequest) -> String? {
    if request.headers[.authorization]?.hasPrefix("Bearer sk_test_") != true { return "no key" }
    if request.headers[.casapayVersion] != "2025-01-15" { return "no version" }
    let key = request.headers[.idempotencyKey]
    return (request.method == .post) == (key != nil) ? nil : "key \(key ?? "missing")"
  }
}
