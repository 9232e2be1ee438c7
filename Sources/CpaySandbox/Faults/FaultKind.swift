/// What goes wrong.
enum FaultKind: Hashable, Sendable {
  /// An error answer with this status.
  case status(Int)
  /// The connection is reset instead of an answer.
  case reset
  /// No answer ever comes.
  case hang
  /// The head of the answer takes this many seconds.
  case slowHead(seconds: Billionths)
  /// The body of the answer comes in small pieces.
  case trickle
  /// The connection closes half-way through the body.
  case truncate
  /// A 200 whose body is not JSON.
  case garbage
  /// The answer announces more bytes than come.
  case wrongLength
  /// A read gives the object as it was before its last change.
  case stale
  /// A webhook is delivered twice.
  case duplicate
  /// A webhook is delivered this many seconds late.
  case late(seconds: Billionths)

  /// What a fault that names no seconds lasts.
  static let slowHeadSeconds = Billionths(whole: 5)
  static let lateSeconds = Billionths(whole: 60)
  /// Seconds of one fault, at most: a day.
  static let maximumSeconds = Billionths(whole: 86_400)

  /// How kinds are written.
  static let forms = [
    "status=NNN", "reset", "hang", "slow-head[=SECONDS]", "trickle", "truncate", "garbage",
    "wrong-length", "stale", "duplicate", "late[=SECONDS]",
  ]

  /// Whether it is a fault of a webhook, and of nothing else.
  var isForWebhooks: Bool {
    switch self {
    case .duplicate, .late: true
    default: false
    }
  }
}

extension FaultKind: CustomStringConvertible {
  /// Reads one of ``forms``.
  ///
  /// - Throws: ``SandboxError`` for a kind or a number that is not possible.
  init(_ text: Substring) throws(SandboxError) {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    switch (parts[0], parts.count > 1 ? parts[1] : nil) {
    case ("status", let number?): self = .status(try FaultKind.status(number))
    case ("reset", nil): self = .reset
    case ("hang", nil): self = .hang
    case ("slow-head", let seconds):
      self = .slowHead(
        seconds: try FaultKind.seconds(seconds, of: text) ?? FaultKind.slowHeadSeconds)
    case ("trickle", nil): self = .trickle
    case ("truncate", nil): self = .truncate
    case ("garbage", nil): self = .garbage
    case ("wrong-length", nil): self = .wrongLength
    case ("stale", nil): self = .stale
    case ("duplicate", nil): self = .duplicate
    case ("late", let seconds):
      self = .late(seconds: try FaultKind.seconds(seconds, of: text) ?? FaultKind.lateSeconds)
    default:
      throw SandboxError(
        "there is no fault kind '\(text)'; there are \(FaultKind.forms.joined(separator: ", "))")
    }
  }

  private static func status(_ text: Substring) throws(SandboxError) -> Int {
    guard let status = text.wholeNumber(in: 400...599) else {
      throw SandboxError("the status of a fault is 400 to 599, not '\(text)'")
    }
    return status
  }

  private static func seconds(
    _ text: Substring?, of kind: Substring
  ) throws(SandboxError) -> Billionths? {
    guard let text else { return nil }
    guard let seconds = Billionths(text), (1...maximumSeconds.count).contains(seconds.count) else {
      throw SandboxError(
        "the seconds in '\(kind)' are above 0 and at most \(maximumSeconds), not '\(text)'")
    }
    return seconds
  }

  /// The kind as it is written.
  var description: String {
    switch self {
    case .status(let number): "status=\(number)"
    case .reset: "reset"
    case .hang: "hang"
    case .slowHead(let seconds): "slow-head=\(seconds)"
    case .trickle: "trickle"
    case .truncate: "truncate"
    case .garbage: "garbage"
    case .wrongLength: "wrong-length"
    case .stale: "stale"
    case .duplicate: "duplicate"
    case .late(let seconds): "late=\(seconds)"
    }
  }
}
