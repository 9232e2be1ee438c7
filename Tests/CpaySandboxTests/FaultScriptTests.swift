import Testing

@testable import CpaySandbox

@Suite struct FaultScriptTests {
  private static let body = Array(#"{"id":"dp_a1","object":"dispute","amount":1200}"#.utf8)
  private static let head = head("Content-Length: \(body.count)")

  private static func head(_ length: String) -> [UInt8] {
    Array(
      "HTTP/1.1 201 Created\r\nDate: x\r\n\(length)\r\nContent-Type: application/json\r\n\r\n".utf8)
  }

  private static let kinds: [FaultKind] = [
    .status(503), .reset, .hang, .slowHead(seconds: Billionths(whole: 3)), .trickle, .truncate,
    .garbage, .wrongLength, .stale, .duplicate, .late(seconds: Billionths(whole: 3)),
  ]

  /// All that a script sends.
  private static func sent(_ steps: [FaultStep]) -> [UInt8] {
    steps.flatMap { step -> [UInt8] in
      if case .send(let bytes) = step { bytes } else { [] }
    }
  }

  private static func waited(_ steps: [FaultStep]) -> [Duration] {
    steps.compactMap { step -> Duration? in
      if case .wait(let time) = step { time } else { nil }
    }
  }

  private static func sent(_ kind: FaultKind) throws -> (head: String, body: [UInt8]) {
    let bytes = sent(FaultScript.steps(kind, head: head, body: body))
    let end = try #require(bytes.firstRange(of: Array("\r\n\r\n".utf8)))
    return (
      String(decoding: bytes[..<end.upperBound], as: UTF8.self), Array(bytes[end.upperBound...])
    )
  }

  @Test(arguments: kinds) func `each script ends the connection, once and last`(kind: FaultKind) {
    for body in [Self.body, [], [7]] {
      for head in [Self.head, [], Array("\r\n\r\n".utf8)] {
        let steps = FaultScript.steps(kind, head: head, body: body)
        #expect(steps.filter { [.hang, .close, .reset].contains($0) }.count == 1)
        #expect(steps.last.map { [.hang, .close, .reset].contains($0) } == true)
      }
    }
  }

  @Test func `reset and hang send nothing`() {
    #expect(FaultScript.steps(.reset, head: Self.head, body: Self.body) == [.reset])
    #expect(FaultScript.steps(.hang, head: Self.head, body: Self.body) == [.hang])
  }

  @Test(arguments: kinds.filter { [.status(503), .stale].contains($0) || $0.isForWebhooks })
  func `kinds that do not touch the bytes send them as they are`(kind: FaultKind) {
    let steps = FaultScript.steps(kind, head: Self.head, body: Self.body)
    #expect(steps == [.send(Self.head + Self.body), .close])
  }

  @Test func `a slow head drips over its seconds and loses nothing`() {
    let kind = FaultKind.slowHead(seconds: Billionths(whole: 3))
    let steps = FaultScript.steps(kind, head: Self.head, body: Self.body)
    #expect(Self.sent(steps) == Self.head + Self.body)
    #expect(Self.waited(steps).count > 5)
    #expect(Self.waited(steps).reduce(.zero, +) <= .seconds(3))
    #expect(Self.waited(steps).reduce(.zero, +) > .milliseconds(2_999))
  }

  @Test(arguments: [0, 1, 47, 100_000])
  func `a trickling body comes in small pieces and loses nothing`(count: Int) {
    let body = [UInt8](repeating: 65, count: count)
    let steps = FaultScript.steps(.trickle, head: Self.head, body: body)
    #expect(Self.sent(steps) == Self.head + body)
    #expect(Self.waited(steps).count == min(100, (count + 7) / 8))
    #expect(Self.waited(steps).allSatisfy { $0 > .zero && $0 < .seconds(1) })
  }

  @Test func `a truncated answer is half of what it announces`() throws {
    let (head, body) = try Self.sent(.truncate)
    #expect(head.contains("\r\nContent-Length: \(Self.body.count)\r\n"))
    #expect(Self.body.starts(with: body))
    #expect(body.count == Self.body.count / 2)
  }

  @Test(arguments: [1, 2, 3])
  func `a truncated body is a strict prefix, however short`(count: Int) {
    let body = Array(Self.body.prefix(count))
    let sent = Self.sent(FaultScript.steps(.truncate, head: Self.head, body: body))
    #expect(sent.count < Self.head.count + count)
  }

  @Test func `without a body the head is truncated`() {
    let sent = Self.sent(FaultScript.steps(.truncate, head: Self.head, body: []))
    #expect(Self.head.starts(with: sent))
    #expect(sent.count < Self.head.count)
  }

  @Test func `garbage is a 200 of the right length that is no JSON`() throws {
    let (head, body) = try Self.sent(.garbage)
    #expect(head.hasPrefix("HTTP/1.1 200 OK\r\nDate: x\r\n"))
    #expect(head.contains("\r\nContent-Length: \(body.count)\r\n"))
    #expect(body == FaultScript.garbage)
  }

  @Test func `a wrong length announces more than is sent`() throws {
    let (head, body) = try Self.sent(.wrongLength)
    #expect(head.contains("\r\nContent-Length: \(Self.body.count + 16)\r\n"))
    #expect(body == Self.body)
  }

  @Test(arguments: ["Transfer-Encoding: chunked", "content-length: 5", "X: y"])
  func `a head has one length, however it told it before`(line: String) {
    let sent = Self.sent(
      FaultScript.steps(.wrongLength, head: Self.head(line), body: Self.body))
    let text = String(decoding: sent, as: UTF8.self).lowercased()
    #expect(text.components(of: "content-length").count == 2)
    #expect(!text.contains("transfer-encoding"))
    #expect(text.contains("\r\n\r\n{"))
  }
}

extension String {
  /// What lies between the places where `word` stands.
  fileprivate func components(of word: String) -> [Substring] {
    split(separator: word, omittingEmptySubsequences: false)
  }
}
