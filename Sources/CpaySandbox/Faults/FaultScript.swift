/// One thing to do on the connection that waits for an answer.
enum FaultStep: Hashable, Sendable {
  case send([UInt8])
  case wait(Duration)
  /// Nothing more, until the other end gives up.
  case hang
  /// An orderly end: FIN.
  case close
  /// A rude end: RST.
  case reset
}

/// How an answer goes wrong, step by step; the last step always ends the connection.
enum FaultScript {
  /// Pieces that a slow head comes in, at most.
  static let headPieces = 10
  /// Pieces that a trickling body comes in, at most.
  static let bodyPieces = 100
  /// The pause between two pieces of a trickling body.
  static let trickleWait = Duration.milliseconds(50)
  /// Bytes that ``FaultKind/wrongLength`` announces and does not send.
  static let missingBytes = 16
  /// What ``FaultKind/garbage`` sends.
  static let garbage = Array("<!DOCTYPE html><title>200</title><p>{\"object\": \"disp".utf8)

  /// The steps for an answer whose encoded head, with its empty line, and body are given.
  ///
  /// Kinds that do not touch the bytes (``FaultKind/status(_:)``, ``FaultKind/stale`` and those of
  /// webhooks) send them as they are.
  static func steps(_ kind: FaultKind, head: [UInt8], body: [UInt8]) -> [FaultStep] {
    switch kind {
    case .reset: [.reset]
    case .hang: [.hang]
    case .slowHead(let seconds): slowHead(head, body, seconds.duration)
    case .trickle: trickle(head, body)
    case .truncate: truncated(head, body)
    case .garbage:
      [
        .send(SpoiledHead.bytes(head, length: garbage.count, status: "200 OK") + garbage), .close,
      ]
    case .wrongLength:
      [.send(SpoiledHead.bytes(head, length: body.count + missingBytes) + body), .close]
    case .status, .stale, .duplicate, .late: [.send(head + body), .close]
    }
  }

  private static func slowHead(
    _ head: [UInt8], _ body: [UInt8], _ length: Duration
  ) -> [FaultStep] {
    let parts = pieces(of: head, atMost: headPieces, bytes: 1)
    let wait = length / max(1, parts.count)
    return parts.flatMap { [.send($0), .wait(wait)] } + [.send(body), .close]
  }

  private static func trickle(_ head: [UInt8], _ body: [UInt8]) -> [FaultStep] {
    let parts = pieces(of: body, atMost: bodyPieces, bytes: 8)
    return [.send(head)] + parts.flatMap { [.wait(trickleWait), .send($0)] } + [.close]
  }

  /// The first half of the body, or of the head where there is no body.
  private static func truncated(_ head: [UInt8], _ body: [UInt8]) -> [FaultStep] {
    guard !body.isEmpty else { return [.send(Array(head.prefix(head.count / 2))), .close] }
    let head = SpoiledHead.bytes(head, length: body.count)
    return [.send(head + body.prefix(body.count / 2)), .close]
  }

  /// `bytes` cut into equal pieces of at least `bytes` bytes, the last one shorter.
  private static func pieces(of all: [UInt8], atMost count: Int, bytes: Int) -> [[UInt8]] {
    let size = max(bytes, (all.count + count - 1) / count)
    return stride(from: 0, to: all.count, by: size).map {
      Array(all[$0..<min(all.count, $0 + size)])
    }
  }
}

/// The head of an answer with its length, and perhaps its status, changed.
private enum SpoiledHead {
  /// `head` with this `Content-Length` and no `Transfer-Encoding`.
  static func bytes(_ head: [UInt8], length: Int, status: String? = nil) -> [UInt8] {
    var lines = head.split(separator: UInt8(ascii: "\n")).map(text).filter { !$0.isEmpty }
    lines.removeAll { line in
      let name = line.prefix { $0 != ":" }.lowercased()
      return name == "content-length" || name == "transfer-encoding"
    }
    if let status, !lines.isEmpty { lines[0] = "HTTP/1.1 \(status)" }
    lines.append("Content-Length: \(length)")
    return Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)
  }

  private static func text(_ line: ArraySlice<UInt8>) -> String {
    let isEnded = line.last == UInt8(ascii: "\r")
    return String(decoding: isEnded ? line.dropLast() : line, as: UTF8.self)
  }
}
