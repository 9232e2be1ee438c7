/// How often a fault strikes what it matches.
enum FaultFrequency: Hashable, Sendable {
  /// This share of all requests, by a hash of the request.
  case rate(Billionths)
  /// One request: the one with this number, from 1, at each target.
  case nth(Int)
  /// Each request whose number at its target is a multiple.
  case every(Int)
  /// One request of each idempotency key, or of each target for requests without a key.
  case once

  /// What a rule that does not say is.
  static let always = FaultFrequency.every(1)
}

extension FaultFrequency: CustomStringConvertible {
  /// Reads `rate=0.1`, `nth=3`, `every=5` or `once`.
  ///
  /// - Throws: ``SandboxError`` for anything else, and for a number that is not possible.
  init(_ text: Substring) throws(SandboxError) {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    switch (parts[0], parts.count > 1 ? parts[1] : nil) {
    case ("once", nil): self = .once
    case ("rate", let share?): self = .rate(try FaultFrequency.share(share))
    case ("nth", let number?): self = .nth(try FaultFrequency.number(number, in: text))
    case ("every", let number?): self = .every(try FaultFrequency.number(number, in: text))
    default:
      throw SandboxError(
        "a fault comes rate=SHARE, nth=NUMBER, every=NUMBER or once, not '\(text)'")
    }
  }

  private static func share(_ text: Substring) throws(SandboxError) -> Billionths {
    guard let share = Billionths(text), (1...1_000_000_000).contains(share.count) else {
      throw SandboxError("the rate of a fault is above 0 and at most 1, not '\(text)'")
    }
    return share
  }

  private static func number(
    _ text: Substring, in part: Substring
  ) throws(SandboxError) -> Int {
    guard let number = text.wholeNumber(in: 1...1_000_000_000) else {
      throw SandboxError("the number in '\(part)' is 1 to 1000000000, not '\(text)'")
    }
    return number
  }

  /// The frequency as it is written.
  var description: String {
    switch self {
    case .rate(let share): "rate=\(share)"
    case .nth(let number): "nth=\(number)"
    case .every(let number): "every=\(number)"
    case .once: "once"
    }
  }
}
